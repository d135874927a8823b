"""`treem restore`: a backup into an empty database, all of it or nothing."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot import restored
from bot.backup import shown
from bot.database import place, the_database
from bot.exits import OK, Stop
from bot.migrate import migrate_within
from bot.restored import Plan
from bot.settings import Settings, read
from bot.web import listening_on
from domain.own_data import BACKUPS_KEPT
from services.clock import Clock
from services.restoring import SetRight, set_right
from storage import backup, health, restoring
from storage.backup import Held
from storage.chest import Locked, Why
from storage.database import Database, loading_engine
from storage.erasures import Erasures, Remembered
from storage.vault import Vault

LIVES = timedelta(minutes=3)  # a bot that runs says so each minute
IN_DOUBT = timedelta(minutes=10)  # what was being deleted while the backup was made may still be in it
_BESIDE = ("-journal", "-wal", "-shm")
_WHY = {
    Why.NOT_OURS: "{file} is no backup of this program.",
    Why.NO_KEY: "The data keys do not open {file}: set the TREEM_DATA_KEYS (or put the .key file) it was made with.",
    Why.CUT: "{file} is cut short: it was not copied to its end. Copy it anew, or take another one.",
    Why.CHANGED: "{file} was changed or is damaged since it was made. Take another one.",
}


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `restore`."""
    command.add_argument("file", type=Path)
    command.add_argument("--old", action="store_true", help="also a backup of more than 30 days ago")
    command.set_defaults(does=restore)


def restore(given: argparse.Namespace) -> int:
    """Looks at everything first; then restores, or leaves all as it was. Raises Stop."""
    settings, now = read(), Clock().now()
    if not settings.has_keys():
        key = f"{make_url(settings.database_url).database}.key"
        raise Stop(f"There is no data key: put the file {key} back, or set TREEM_DATA_KEYS, and restore again.")
    vault = Vault(settings.keys())
    try:
        file = given.file.open("rb")
    except OSError as error:
        raise Stop(f"{given.file} cannot be read ({error.strerror or type(error).__name__}).") from None
    with file:
        held = _looked_at(file, given.file, vault)
        _check(held, given.file, now, old=given.old)
        remembered = _remembered(settings)
        plan = Plan(settings, vault, file, held, now, _since(remembered, held.head.at))
        with _nobody_else(settings), the_database(settings.database_url):
            done = asyncio.run(_restore(plan))
    _begin_anew(settings, plan, remembered)
    restored.report(given.file, plan, done)
    restored.warn(settings.erasures(), plan, remembered, done)
    restored.comes_first(held.head.at)
    return OK


def _begin_anew(settings: Settings, plan: Plan, remembered: Remembered | None) -> None:
    """A file that lacks somebody never says again that it lacks nobody of that time."""
    if remembered is not None and restored.is_old(remembered, plan.held.head.at):
        with suppress(OSError):
            Erasures(settings.erasures()).begin_anew(plan.now)


def _looked_at(file: BinaryIO, name: Path, vault: Vault) -> Held:
    try:
        return backup.read_through(file, vault)
    except Locked as locked:
        raise Stop(_WHY[locked.why].format(file=name)) from None
    except OSError as error:
        raise Stop(f"{name} cannot be read ({error.strerror or type(error).__name__}).") from None


def _check(held: Held, name: Path, now: datetime, *, old: bool) -> None:
    if held.head.revision not in health.revisions():
        raise Stop(f"{name} was made by a newer version of this program: install that one, and restore again.")
    if held.head.at - now > IN_DOUBT:
        raise Stop(f"{name} is of {shown(held.head.at)}, which is yet to come: set this machine's clock right.")
    if now - held.head.at > BACKUPS_KEPT and not old:
        raise Stop(
            f"{name} is of {shown(held.head.at)}, more than {BACKUPS_KEPT.days} days ago: whom /xoa deleted since then "
            "is no longer remembered and would be back. Take a newer one; if there is none, --old."
        )


def _remembered(settings: Settings) -> Remembered | None:
    file = settings.erasures()
    try:
        return Erasures(file).read()
    except OSError as error:
        raise Stop(
            f"{file}, which remembers deletions, cannot be read ({error.strerror}): look at its rights."
        ) from None


def _since(remembered: Remembered | None, at: datetime) -> Mapping[str, datetime]:
    """When whom we deleted last, by mark: what the backup may still hold."""
    found: dict[str, datetime] = {}
    for moment, mark in () if remembered is None else remembered.erased:
        if moment >= at - IN_DOUBT:
            found[mark] = max(moment, found.get(mark, moment))
    return found


def _nobody_else(settings: Settings) -> Any:
    """Holds the bot's own door meanwhile: one that runs here is found, and none is started."""
    try:
        return listening_on(settings.listen)
    except Stop:
        raise Stop(
            f"Something listens on {settings.listen}, most likely the bot: stop it (systemctl stop treem), "
            "and restore again."
        ) from None


async def _restore(plan: Plan) -> SetRight:
    url = make_url(plan.settings.database_url)
    if url.get_backend_name() == "sqlite":
        return await _into_file(plan, url)
    engine = loading_engine(url, plan.vault)
    try:
        async with engine.begin() as connection:
            await _must_be_empty(connection, plan)
            await restoring.clear(connection)
            await _fill(connection, plan)
            async with AsyncSession(connection, expire_on_commit=False) as tx:
                done = await _set_right(tx, plan)
                await tx.commit()  # into the transaction around it
            return done
    finally:
        await engine.dispose()


async def _into_file(plan: Plan, url: URL) -> SetRight:
    """Made beside it, whole, and then given its name; nothing stays of one that failed."""
    target = _real(url)
    _nothing_is_lost(target)
    if plan.settings.is_laid():
        engine = loading_engine(url, plan.vault)
        async with engine.connect() as connection:
            await _must_be_empty(connection, plan)
        await engine.dispose()
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.restoring")
    _remove(aside, "", *_BESIDE)  # of a restore that was killed
    os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        done = await _made(plan, url.set(database=str(aside)))
        _give_to_its_folder(aside)
        _flush(aside)
    except BaseException:
        _remove(aside, "", *_BESIDE)
        raise
    _remove(target, *_BESIDE)  # of the empty one: they would be read into ours
    aside.replace(target)
    _flush(target.parent)
    return done


async def _made(plan: Plan, url: URL) -> SetRight:
    engine = loading_engine(url, plan.vault)
    try:
        async with engine.begin() as connection:
            await _fill(connection, plan)
    finally:
        await engine.dispose()
    database = Database(url.render_as_string(False), plan.vault)
    try:
        async with database.transaction() as tx:
            return await _set_right(tx, plan)
    finally:
        await database.close()


def _nothing_is_lost(target: Path) -> None:
    """What was committed last stands in the log of a database, also when its file was moved away without it."""
    if target.is_file() and target.stat().st_size:
        return  # read together with its log
    for ending in ("-wal", "-journal"):
        left = target.with_name(target.name + ending)
        if left.is_file() and left.stat().st_size:
            raise Stop(
                f"{left} is left of the database that stood here, and may hold the last that was written: "
                "move it to where you moved that one, restore again."
            )


def _give_to_its_folder(file: Path) -> None:
    """Restored by root, it still belongs to whoever runs the bot."""
    folder = file.parent.stat()
    if os.geteuid() == 0:
        os.chown(file, folder.st_uid, folder.st_gid)


def _real(url: URL) -> Path:
    """The file itself where its name is a link to it."""
    return Path(url.database or "treem.db").resolve()


async def _must_be_empty(connection: AsyncConnection, plan: Plan) -> None:
    where = place(plan.settings.database_url)
    filled = await restoring.filled(connection)
    if filled:
        cure = "move the file away (mv, with its -wal and -shm)"
        if connection.dialect.name != "sqlite":
            cure = "create another database, and set TREEM_DATABASE_URL to it"
        raise Stop(
            f"{where} is not empty ({', '.join(filled[:3])} …), and nothing is overwritten: {cure}, restore again."
        )
    lived = await restoring.lived_at(connection)
    if lived is not None and plan.now - lived < LIVES:
        raise Stop(
            f"A bot runs on it: {where} was in use at {shown(lived)}. Stop it, wait three minutes, restore again."
        )


async def _fill(connection: AsyncConnection, plan: Plan) -> None:
    """Tables as they were, their rows, then the steps to this version."""
    await connection.run_sync(migrate_within, plan.held.head.revision)
    await restoring.load(connection, backup.contents(plan.file, plan.vault))
    await connection.run_sync(migrate_within, "head")


async def _set_right(tx: AsyncSession, plan: Plan) -> SetRight:
    return await set_right(tx, plan.vault, plan.erased, plan.held.head.at, plan.now, plan.settings.timing)


def _remove(file: Path, *endings: str) -> None:
    for ending in endings:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
