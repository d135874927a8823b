"""`treem backup`: everything of one moment in one locked file, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.database import lost_key, place, the_database
from bot.exits import OK, Stop, say
from bot.settings import Settings, read
from domain.working_time import HANOI
from services.clock import Clock
from storage import backup, health
from storage.backup import Head, Held
from storage.chest import Locked
from storage.database import Database
from storage.vault import Vault

NAMED = 4  # tables that are named in the one line at the end


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `backup`."""
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file; refuses to overwrite one")
    command.set_defaults(does=make)


def make(given: argparse.Namespace) -> int:
    """Writes a backup and reads it back before it says that it is done. Raises Stop."""
    settings, now = read(), Clock().now()
    to: Path = given.to
    if to.exists():
        raise Stop(f"{to} is there already. Choose another name: a backup overwrites nothing.")
    head = Head(there_is_something(settings), now)
    with _new_file(to) as (file, publish):
        with the_database(settings.database_url):
            held = asyncio.run(_write(settings, head, _Paper(file, to)))
        if held.strange and not held.ours:
            raise Stop(f"The data keys do not open what is in {place(settings.database_url)}: set the right ones.")
        publish(settings, held)
    say(f"{to} holds {_told(held.rows)}, at revision {head.revision}, as of {shown(now)}.")
    if held.strange:
        say(f"{held.strange} values in it were sealed with a key that is not in TREEM_DATA_KEYS; nobody can read them.")
    say("Keep the data keys (TREEM_DATA_KEYS, or the .key file) somewhere else: without them nobody can open it.")
    return OK


def there_is_something(settings: Settings) -> str:
    """The revision of a database that can be copied. Raises Stop where there is none, or not of this program."""
    url = settings.database_url
    if not settings.is_laid():
        raise Stop(f"{place(url)} does not exist: there is nothing to copy.")
    if settings.key_is_lost():
        raise Stop(lost_key(url))
    with the_database(url):
        revision = asyncio.run(health.revision_at(url))
    if revision is None:
        raise Stop(f"{place(url)} is empty: there is nothing to copy.")
    if revision != health.newest_revision():
        raise Stop(f"{place(url)} is of another version ({revision}) than this program: use the one it belongs to.")
    return revision


def shown(at: datetime) -> str:
    """A moment as operators read it."""
    return f"{at.astimezone(HANOI):%Y-%m-%d %H:%M} (Hà Nội)"


async def _write(settings: Settings, head: Head, file: _Paper) -> Held:
    database = Database(settings.database_url, Vault(settings.keys()))
    try:
        return await backup.write(database, head, file)
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class _Paper:
    """A file whose faults are told as its own, not as the database's."""

    file: BinaryIO
    to: Path

    def write(self, words: bytes, /) -> object:
        with _told_of(self.to):
            return self.file.write(words)


@contextmanager
def _told_of(to: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Stop(f"{to} cannot be written ({why}): look at its folder, its rights and its room.") from None


@contextmanager
def _new_file(to: Path) -> Iterator[Any]:
    """A file beside the wanted one, for nobody but us; it gets the name when it is whole and was read back."""
    with _told_of(to):
        handle, name = tempfile.mkstemp(prefix=f".{to.name}.", suffix=".part", dir=to.parent)
    aside = Path(name)

    def publish(settings: Settings, held: Held) -> None:
        with _told_of(to):
            file.flush()
            os.fsync(file.fileno())
            with aside.open("rb") as written:
                _compare(written, Vault(settings.keys()), held, to)
            _name(aside, to)

    file = os.fdopen(handle, "wb")
    try:
        yield file, publish
    finally:
        with suppress(OSError):  # what is kept was flushed; what could not be written is not written now
            file.close()
        aside.unlink(missing_ok=True)


def _compare(written: BinaryIO, vault: Vault, held: Held, to: Path) -> None:
    try:
        found = backup.read_through(written, vault)
    except Locked:
        found = Held(held.head)
    if (found.rows, found.digest) != (held.rows, held.digest):
        raise Stop(f"{to} did not read back as it was written: is the disk sound? Nothing was kept.")


def _name(aside: Path, to: Path) -> None:
    try:
        os.link(aside, to)
    except FileExistsError:
        raise Stop(f"{to} has appeared meanwhile. Choose another name: a backup overwrites nothing.") from None
    except OSError:  # a disk without links, such as a stick
        if to.exists():
            raise Stop(f"{to} has appeared meanwhile. Choose another name: a backup overwrites nothing.") from None
        aside.rename(to)
    with suppress(OSError):  # a folder that cannot be opened is flushed by nobody
        folder = os.open(to.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _told(rows: Mapping[str, int]) -> str:
    biggest = sorted((item for item in rows.items() if item[1]), key=lambda item: (-item[1], item[0]))[:NAMED]
    named = ", ".join(f"{name} {count:,}" for name, count in biggest)
    return f"{sum(rows.values()):,} rows" + (f" (most: {named})" if named else "")
