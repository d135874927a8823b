"""SQLite without a hop to another thread for every statement (docs/decisions/0009)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY = 10.0  # seconds SQLite waits for another process's lock
PRIMARY = 0xFF  # the part of SQLite's error codes that says what kind of error it is
LOG_LIMIT = 16_000  # pages (64 MB): if nobody else moves the log into the file, a commit does it after so many
PRAGMAS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"),
    f"wal_autocheckpoint={LOG_LIMIT}",
)
WAITS = ("PRAGMA", "VACUUM")
WAITING_CALLS = frozenset({"commit", "close", "executescript"})


class Connection(aiosqlite.Connection):
    """What may wait (for a lock, for the disk) runs in the connection's thread; all else runs where it is asked for.

    In WAL mode a reader waits for nobody, and a writer that has begun holds the lock already: such a
    statement takes microseconds, a hop to a thread and back up to ten milliseconds on a busy core.
    Whether somebody else holds the lock is tried first; only who must wait for it goes to the thread.
    """

    @property
    def lives(self) -> bool:
        """Whether its thread has not ended."""
        return self._thread.is_alive()

    async def ended(self) -> None:
        """Closes the file and waits until the thread has gone, also when opening it was cut short."""
        if self.lives:
            self.stop()
            await asyncio.to_thread(self._thread.join)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")  # as the library says it: SQLAlchemy knows these words
        if not _may_wait(fn, args):
            try:
                return fn(*args, **kwargs)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                    raise
        return await super()._execute(partial(self._patiently, fn), *args, **kwargs)  # type: ignore[no-untyped-call]

    def _patiently(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """In the thread: waits while another process holds the lock."""
        connection = self._conn
        connection.execute(f"PRAGMA busy_timeout={int(BUSY * 1000)}")
        try:
            return fn(*args, **kwargs)
        finally:
            if fn != connection.close:
                connection.execute("PRAGMA busy_timeout=0")


def _may_wait(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    name = getattr(fn, "__name__", "")
    if name == "close" and isinstance(getattr(fn, "__self__", None), sqlite3.Cursor):
        return False
    return name in WAITING_CALLS or (name == "execute" and str(args[0]).lstrip().upper().startswith(WAITS))


def checkpoint(path: str) -> int:
    """Moves what stands in the write-ahead log into the file at `path`, past readers and writers; gives the pages left.

    Left to itself SQLite does it in the middle of some commit, which then waits for the disk ten times as long.
    """
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        _busy, logged, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    finally:
        connection.close()
    return int(logged) - int(moved)


def engine(url: URL, opened: set[Connection]) -> AsyncEngine:
    """An engine on the file of `url`: write-ahead log, every commit on the disk before it counts.

    `opened` keeps every connection whose thread lives: a task that was cancelled while it opened or
    closed one leaves the rest to the background, where nobody else would wait for it.
    """
    path, uri = url.database or ":memory:", (url.database or "").startswith("file:")

    async def connect(*_args: Any, **_kwargs: Any) -> aiosqlite.Connection:
        connection = Connection(
            lambda: sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False, uri=uri),
            iter_chunk_size=64,
        )
        connection._thread.daemon = True
        opened.difference_update([each for each in opened if not each.lives])
        opened.add(connection)
        return await connection

    made = create_async_engine(url, pool_size=6, hide_parameters=True, async_creator=connect)

    @event.listens_for(made.sync_engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        reads_only = connection.get_execution_options().get("reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return made
