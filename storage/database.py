"""One database, two engines (SQLite and PostgreSQL): transactions, and waking whoever waits for a commit."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, TypeDecorator, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from storage import sqlite
from storage.queue import Queue
from storage.vault import Vault

Transaction = AsyncSession
WAKES = "wakes"
IN_HAND = "in_hand"
CHANNEL = "treem"
CONNECTIONS = 12  # kept open: when the clock wakes every loop, none has to open one that is closed right after
ASKED_EVERY, ANSWERS_WITHIN = 30.0, 10.0  # seconds: the connection that listens
GIVEN_BACK = 5.0  # seconds a connection may take to come back when everything is closed


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite keeps none of the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


class Sealed(TypeDecorator[Any]):
    """A JSON value that rests encrypted. `place` is table.column, bound into the seal.

    The vault rides on the engine's dialect: a type has no other way to its own engine, and two
    engines in one process (tests, restore) keep their keys apart.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        vault: Vault = dialect.vault  # type: ignore[attr-defined]  # put there by Database
        return vault.seal(json.dumps(value, ensure_ascii=False).encode(), self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        vault: Vault = dialect.vault  # type: ignore[attr-defined]  # put there by Database
        return json.loads(vault.open(value, self.place))


class Database:
    """Opens transactions and tells listeners what was committed."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url: URL = make_url(url)
        self.vault = vault
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._files: set[sqlite.Connection] = set()
        self.engine = (
            sqlite.engine(self.url, self._files)
            if self.is_sqlite
            else create_async_engine(self.url, pool_size=CONNECTIONS, pool_use_lifo=True)
        )
        _carries(self.engine, vault)
        self._reader = self.engine.execution_options(reads_only=True)
        self._one_writer = Queue()
        self._listeners: list[Callable[[str], None]] = []
        self._hooks: list[Callable[[Transaction], Awaitable[None]]] = []
        self._taker: Callable[[list[Any]], None] | None = None

    def before_commit(self, hook: Callable[[Transaction], Awaitable[None]]) -> None:
        """`hook(tx)` runs inside every transaction that writes, as its last act."""
        self._hooks.append(hook)

    def on_commit(self, listener: Callable[[str], None]) -> None:
        """`listener(topic)` is called after every commit that called `wake(tx, topic)`."""
        self._listeners.append(listener)

    def hand_over_to(self, taker: Callable[[list[Any]], None] | None) -> None:
        """From now on `taker` gets what transactions left `in_hand`, once each has committed; None: nobody does."""
        self._taker = taker

    @asynccontextmanager
    async def transaction(self, *, urgent: bool = False) -> AsyncIterator[Transaction]:
        """One unit of work: commits at the end, rolls back on any exception.

        SQLite has one writer: we queue here, in order, rather than in its busy loop. A cry for help
        (`urgent`) goes before everything that waits.
        """
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                await stack.enter_async_context(self._one_writer.turn(first=urgent))
            tx = await stack.enter_async_context(AsyncSession(self.engine, expire_on_commit=False))
            await stack.enter_async_context(tx.begin())
            if (taker := self._taker) is not None:
                tx.info[IN_HAND] = []
            yield tx
            for hook in self._hooks:
                await hook(tx)
            topics = sorted(tx.info.get(WAKES, ()))
            if topics and not self.is_sqlite:
                for topic in topics:
                    await tx.execute(text("SELECT pg_notify(:channel, :topic)"), {"channel": CHANNEL, "topic": topic})
        if taker is not None and (in_hand := tx.info[IN_HAND]):
            taker(in_hand)
        for topic in topics:
            self.announce(topic)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads: it waits for no writer."""
        async with AsyncSession(self._reader, expire_on_commit=False) as tx:
            yield tx

    def announce(self, topic: str) -> None:
        """Wakes this process's listeners."""
        for listener in self._listeners:
            listener(topic)

    async def listen(self, beat: Callable[[], None]) -> None:
        """Passes on what other processes committed (PostgreSQL's NOTIFY); runs until cancelled or cut off.

        A connection can die without a word: it is asked every half minute, and `beat` is called when it answers.
        """
        import asyncpg

        connection = await asyncpg.connect(self.url.set(drivername="postgresql").render_as_string(False))
        lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        connection.add_termination_listener(lambda *_: None if lost.done() else lost.set_result(None))
        try:
            await connection.add_listener(CHANNEL, lambda *args: self.announce(str(args[-1])))
            while not lost.done():
                await connection.execute("SELECT 1", timeout=ANSWERS_WITHIN)
                beat()
                await asyncio.wait([lost], timeout=ASKED_EVERY)
        finally:
            await connection.close(timeout=2)

    async def checkpoint(self) -> None:
        """Keeps SQLite's log short without holding up a commit; PostgreSQL does that by itself."""
        if self.is_sqlite and (path := self.url.database):
            await asyncio.to_thread(sqlite.checkpoint, path)

    async def close(self) -> None:
        """Closes every connection.

        First those come back that a cancelled task is still giving back (SQLAlchemy does it in the background):
        later they would belong to nobody.
        """
        returned = asyncio.Event()
        pool: Any = self.engine.pool
        event.listen(pool, "checkin", lambda *_: returned.set())
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVEN_BACK):
                while pool.checkedout():
                    returned.clear()
                    await returned.wait()
        await self.engine.dispose()
        for file in list(self._files):
            await file.ended()


def loading_engine(url: URL, vault: Vault) -> AsyncEngine:
    """An engine that fills a database whose tables are being made.

    Without SQLite's foreign keys, as tables are made anew under it, and without statements PostgreSQL has planned.
    """
    more = {} if url.get_backend_name() == "sqlite" else {"connect_args": {"prepared_statement_cache_size": 0}}
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True, **more)
    _carries(engine, vault)
    return engine


def _carries(engine: AsyncEngine, vault: Vault) -> None:
    engine.sync_engine.dialect.vault = vault  # type: ignore[attr-defined]  # for Sealed


def in_hand(tx: Transaction) -> list[Any] | None:
    """What goes to the taker once this transaction has committed; None: in this process nobody would take it."""
    found: list[Any] | None = tx.info.get(IN_HAND)
    return found


def wake(tx: Transaction, topic: str) -> None:
    """Once this transaction has committed, whoever waits for `topic` looks again."""
    tx.info.setdefault(WAKES, set()).add(topic)
