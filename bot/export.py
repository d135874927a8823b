"""`treem export`: data out in open formats, for an operator who leaves or an auditor."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.backup import shown, there_is_something
from bot.database import the_database
from bot.exits import OK, Stop, say
from bot.settings import Settings, read
from services.clock import Clock
from storage import export
from storage.database import Database
from storage.vault import Vault

PAGE = "README.txt"
_ABOUT = """What treem held at {at}, revision {revision}.

One file a table, one line a row, JSON in UTF-8. Words of cases, names, chats, notes and every other encrypted
column are left out, and so are codes that open something: whoever needs them restores a backup (`treem backup`)
with its data keys. Numbers of people and cases are this program's own: they lead to nobody without the database.

"""


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `export`."""
    command.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new folder")
    command.set_defaults(does=make)


def make(given: argparse.Namespace) -> int:
    """Writes a new folder that only we can read. Raises Stop."""
    settings, at = read(), Clock().now()
    revision = there_is_something(settings)
    folder: Path = given.to
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        raise Stop(f"{folder} is there already. Choose another name: an export overwrites nothing.") from None
    except OSError as error:
        raise Stop(_no(folder, error)) from None
    try:
        with the_database(settings.database_url):
            counts = asyncio.run(_write(settings, folder))
        _page(folder, _ABOUT.format(at=shown(at), revision=revision) + export.page(counts))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # half of it says nothing of itself, and is in the way of the next
        raise
    say(f"{folder} holds {counts.total():,} rows in {len(counts)} files, and {PAGE}, which says what each is.")
    return OK


async def _write(settings: Settings, folder: Path) -> Counter[str]:
    database, counts = Database(settings.database_url, Vault(settings.keys())), Counter[str]()
    file: TextIO | None = None
    try:
        async for table, line in export.lines(database):
            with _told_of(folder):
                if line is None:
                    _end(file)
                    file, counts[table] = _new(folder / f"{table}.jsonl"), 0
                elif file is not None:
                    file.write(f"{line}\n")
                    counts[table] += 1
    finally:
        with _told_of(folder):
            _end(file)
        await database.close()
    return counts


@contextmanager
def _told_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Stop(_no(folder, error)) from None


def _page(folder: Path, words: str) -> None:
    with _told_of(folder):
        file = _new(folder / PAGE)
        file.write(words)
        _end(file)


def _new(path: Path) -> TextIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")


def _end(file: TextIO | None) -> None:
    if file is not None:
        file.close()


def _no(folder: Path, error: OSError) -> str:
    return f"{folder} cannot be written ({error.strerror or type(error).__name__}): look at its rights and its room."
