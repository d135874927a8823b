"""The library without a restart: changed files are read whole and put in place of the old; bad ones change nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

import structlog

from bot.catalogue import told_of
from services.guidance import Guidance, Shelf
from storage.content import due_today, read_library
from storage.understanding import ContentError

log = structlog.get_logger()
FOLDERS = ("*.toml", "guidance/*.md", "lessons/*.md", "pictures/*.png", "voices/*.ogg")


class Reload:
    """Looks at the files again and again. What the library was read from stands there when it begins."""

    def __init__(self, content: Path, guidance: Guidance) -> None:
        self._content = content
        self._guidance = guidance
        self._read = state_of(content)
        self._coming = self._read
        self._was_refused = False
        self._untold: Callable[[], Awaitable[None]] | None = None

    async def look(self) -> None:
        """One look. A change is read when two looks in a row see the same: nobody is in the middle of copying."""
        await self._tell()
        now = await asyncio.to_thread(state_of, self._content)
        still, self._coming = now == self._coming, now
        if now == self._read or not still:
            return
        try:
            shelf = await asyncio.to_thread(_read_shelf, self._content)
        except ContentError as error:
            await self._refused(now, await asyncio.to_thread(told_of, self._content, error))
            return
        if await asyncio.to_thread(state_of, self._content) != now:  # changed while we read: the next look sees it
            return
        self._read = now
        self._guidance.put(shelf)
        log.info("library_put", articles=len(shelf.library.articles))
        if self._was_refused:
            self._was_refused, self._untold = False, partial(self._guidance.taken, now)
            await self._tell()

    async def _refused(self, now: str, troubles: list[str]) -> None:
        log.warning("library_refused", places=[place_of(each) for each in troubles])
        self._read, self._was_refused = now, True
        self._untold = partial(self._guidance.refused, now, troubles)
        await self._tell()

    async def _tell(self) -> None:
        """Who writes the library hears of it; while the database is away it is kept, and nothing is read twice."""
        if self._untold is not None:
            await self._untold()
            self._untold = None


def _read_shelf(content: Path) -> Shelf:
    return Shelf.of(read_library(content))


def state_of(content: Path) -> str:
    """A digest of names, sizes and times of everything the library is read from."""
    return sha256("\n".join(_states(content)).encode()).hexdigest()


def place_of(trouble: str) -> str:
    """`file:line` of a trouble."""
    return ":".join(trouble.split(":")[:2])


def tell_due(content: Path, guidance: Guidance) -> None:
    """At the start: what the calendar brings goes into the log, a line each; it stops nothing."""
    for trouble in due_today(content, guidance.today()):
        log.warning("content_due", place=f"{trouble.file}:{trouble.line}")


def _states(content: Path) -> Iterator[str]:
    for pattern in FOLDERS:
        for path in sorted(content.glob(pattern)):
            try:
                stat = path.stat()
            except FileNotFoundError:  # taken away this moment
                continue
            yield f"{path.relative_to(content)} {stat.st_size} {stat.st_mtime_ns}"
