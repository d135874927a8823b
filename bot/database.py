"""The database as a command meets it: of this version, or one sentence that says why not."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.exits import OK, UNAVAILABLE, Stop
from bot.settings import Settings, read
from storage import health
from storage.health import AWAY
from storage.vault import VaultError

_KIND = 0xFF  # of an SQLite error; the rest says more of it
FROM_DRIVERS: tuple[type[Exception], ...] = (*AWAY, DBAPIError)


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `migrate`."""
    command.set_defaults(does=bring)


def bring(_given: argparse.Namespace) -> int:
    """Brings the database to this version."""
    lay(read())
    return OK


@contextmanager
def the_database(url: str) -> Iterator[None]:
    """Turns a database that is away, closed to us or not ours into a Stop; everything else flies on."""
    try:
        yield
    except FROM_DRIVERS as error:
        cause = _cause(error)
        if type(cause) is sqlite3.DatabaseError:  # its children are other mistakes
            raise Stop(f"{place(url)} is not a database. Mend TREEM_DATABASE_URL, or restore the file.") from None
        if not isinstance(error, AWAY) and not isinstance(cause, AWAY):
            raise
        raise Stop(why_away(url, cause), UNAVAILABLE) from None
    except VaultError:
        raise Stop(f"The data keys do not open what is in {place(url)}: put the right TREEM_DATA_KEYS back.") from None


def _cause(error: BaseException) -> BaseException:
    """What the driver itself said, under the wrappings of SQLAlchemy."""
    under = error.orig if isinstance(error, DBAPIError) else error.__cause__ if _is_wrapping(error) else None
    return error if under is None else _cause(under)


def _is_wrapping(error: BaseException) -> bool:
    return type(error).__module__.startswith("sqlalchemy.")


def place(url: str) -> str:
    """The database in words, without user and password."""
    at = make_url(url)
    if at.get_backend_name() == "sqlite":
        return f"The database file {at.database or 'in memory'}"
    return f"The database “{at.database or ''}” on {at.host or 'this machine'}:{at.port or 5432}"


def why_away(url: str, error: BaseException) -> str:
    """One sentence: what is the matter with the database, and the cure."""
    match error:
        case asyncpg.InvalidAuthorizationSpecificationError():
            return f"{place(url)} refuses this user or password. Mend TREEM_DATABASE_URL."
        case asyncpg.InvalidCatalogNameError():
            return f"{place(url)} does not exist. Create it, or mend TREEM_DATABASE_URL."
    code = getattr(error, "sqlite_errorcode", 0) & _KIND
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return f"{place(url)} cannot be written: its disk is full or broken. Make room there (`df -h`), or use another."
    if make_url(url).get_backend_name() == "sqlite":
        return f"{place(url)} cannot be opened or is held by another program. Look at its folder and its rights."
    return f"{place(url)} does not answer. Start it, or mend TREEM_DATABASE_URL."


def lay(settings: Settings) -> None:
    """Brings the database to this version, or stops with a sentence."""
    with the_database(settings.database_url):
        if settings.key_is_lost():
            raise Stop(lost_key(settings.database_url))
        settings.keys()  # made before there is anything to seal, so that data without a key means a lost key
        there = asyncio.run(health.revision_at(settings.database_url)) if settings.is_laid() else None
        if there == health.newest_revision():
            return
        if there is not None and there not in health.revisions():
            raise Stop(newer(settings.database_url))
        from bot.migrate import migrate  # with Alembic, which a start needs only after an update

        migrate(settings)


def newer(url: str) -> str:
    """The sentence for a database that a later version has laid."""
    return f"{place(url)} is newer than this program: install the version that made it."


def lost_key(url: str) -> str:
    """The sentence for data whose key is gone."""
    return (
        f"{place(url)} is there and its key is not: put the file {make_url(url).database}.key back, "
        "or set TREEM_DATA_KEYS. Without it nothing in the database can be read."
    )
