"""Whom we deleted, remembered outside the database: a restored backup must not bring anybody back.

One line an erasure: the moment and a keyed mark of the Telegram id. The first line says since when it is kept; now and
then one says until when it lacks nobody, by which a copy is known. Files of several machines may be put one behind the
other.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

BEGUN = "kept since"
WHOLE = "complete until"
_WIDTH = 32  # signs of a mark


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the file says: since when and until when it lacks nobody, and every erasure (moment, mark).

    Of several files: the latest beginning and the earliest end. `unread`: lines of another form.
    """

    since: datetime
    until: datetime
    erased: list[tuple[datetime, str]] = field(default_factory=list)
    unread: int = 0


class Erasures:
    """The file, on the disk it really lies on. Every method waits for the disk."""

    def __init__(self, file: Path) -> None:
        self.file = file.resolve()  # a link to another disk stays one

    def begin(self, now: datetime) -> None:
        """Makes the file where there is none: from now on its silence means that nobody was deleted."""
        with self._held(now):
            pass

    def begin_anew(self, now: datetime) -> None:
        """Somebody may be missing in what stands there: it is another's file, and ours begins now. Raises OSError."""
        with self._held(now) as file:
            _write(file, f"{BEGUN} {now.isoformat()}\n")

    def note(self, mark: str, now: datetime) -> None:
        """Somebody is being deleted. On the disk when this returns. Raises OSError."""
        with self._held(now) as file:
            _write(file, f"{now.isoformat()} {mark}\n")

    def vouch(self, now: datetime) -> None:
        """Whoever was deleted before this moment stands above. Raises OSError."""
        with self._held(now) as file:
            _write(file, f"{WHOLE} {now.isoformat()}\n")

    def trouble(self) -> str | None:
        """Why nothing can be written into it; None: it can. Looks only."""
        at = self.file
        while not at.exists() and at != at.parent:
            at = at.parent
        if at != self.file and not at.is_dir():
            return f"{at} is no folder"
        return None if os.access(at, os.W_OK) and not self.file.is_dir() else "no right to write"

    def read(self) -> Remembered | None:
        """What is remembered; None where there is no file, or nothing in it. Raises OSError."""
        try:
            words = self.file.read_text("utf-8", "replace")
        except FileNotFoundError:
            return None
        lines = words.replace(BEGUN, f"\n{BEGUN}").splitlines()  # the file before it may end in a line that was cut
        said = [line for line in lines if not line.startswith((BEGUN, WHOLE))]
        erased = [read for line in said if (read := _read(line)) is not None]
        unread = sum(bool(line.strip()) for line in said) - len(erased)
        parts = [(_moments(part, BEGUN), known) for part in _parts(lines) if (known := _moments(part, ""))]
        if not parts:  # it was made, and the disk was full before it said anything
            return None
        since = max(max(begun, default=min(known)) for begun, known in parts)
        until = min(max(known) for _, known in parts)
        return Remembered(since, until, erased, unread)

    def forget(self, before: datetime) -> None:
        """Drops what was remembered before this moment: backups of then are not restored any more.

        Whoever a line that cannot be read stood for is missing from now on, and what is kept begins after it.
        """
        known = self.read()
        if known is None:
            return
        with self._held(before):
            known = self.read()
            if known is None:
                return
            aside = self.file.with_name(f"{self.file.name}.new")
            lines = [f"{at.isoformat()} {mark}\n" for at, mark in known.erased if at >= before]
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                since, until = max(known.since, before), max(known.until, before)
                since = until if known.unread else since
                _write(handle, "".join([f"{BEGUN} {since.isoformat()}\n", *lines, f"{WHOLE} {until.isoformat()}\n"]))
            finally:
                os.close(handle)
            aside.replace(self.file)

    @contextmanager
    def _held(self, now: datetime) -> Iterator[int]:
        """The file, open for one more line and locked against whoever else writes; made with its first line."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        handle = self._locked()
        try:
            size = os.fstat(handle).st_size
            if not size:
                _write(handle, f"{BEGUN} {now.isoformat()}\n")
                _settle(self.file.parent)
            elif os.pread(handle, 1, size - 1) != b"\n":  # a line was cut off when the machine went down
                _write(handle, "\n")
            yield handle
        finally:
            os.close(handle)

    def _locked(self) -> int:
        while True:
            handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX)
            try:
                if os.path.samestat(os.fstat(handle), self.file.stat()):
                    return handle
            except FileNotFoundError:
                pass
            os.close(handle)  # it was exchanged while we waited


def _write(handle: int, words: str) -> None:
    left = words.encode()
    while left:
        left = left[os.write(handle, left) :]
    os.fsync(handle)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """The files that were put one behind the other: each begins by saying since when it is kept."""
    parts: list[list[str]] = []
    for line in lines:
        if line.startswith(BEGUN) or not parts:
            parts.append([])
        parts[-1].append(line)
    return parts


def _moments(lines: Sequence[str], kind: str) -> list[datetime]:
    """The moments of lines of one kind; of every kind where none is named."""
    found = (_moment(_without(line)) for line in lines if line.startswith(kind))
    return [at for at in found if at is not None]


def _without(line: str) -> str:
    return line.removeprefix(BEGUN).removeprefix(WHOLE).strip().partition(" ")[0]


def _read(line: str) -> tuple[datetime, str] | None:
    at, _, mark = line.strip().partition(" ")
    moment = _moment(at)
    return None if moment is None or len(mark) != _WIDTH else (moment, mark)


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return found if found.tzinfo else None
