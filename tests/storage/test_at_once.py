"""An alert leaves from the hands that wrote it: claimed as it is written, sent once its transaction has committed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.cases import Timing
from domain.news import Alert
from domain.outbox import Delivered, Lane, Notice, Outcome
from services.clock import Clock
from services.outbox import Relay, take_over
from storage import outbox, people
from storage.database import Database, Transaction
from storage.relay import Claimed
from storage.tables import NoticeRow

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Tower:
    """Where alerts are spoken; `silent` keeps them on the wire until it is set free."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.spoken: list[str] = []
        self.heard = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()
        self.relay = Relay(database, self.clock, self._speak, Timing(), [Lane.URGENT], asyncio.Event())

    async def _speak(self, notice: Claimed) -> Outcome:
        assert isinstance(notice.news, Alert)
        self.spoken.append(notice.news.code)
        self.heard.set()
        await self.free.wait()
        return Delivered(1)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Its relay runs, and has looked around once."""
        begun = asyncio.Event()
        task = asyncio.create_task(self.relay.run(begun.set, lambda: 5.0))
        await begun.wait()
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def person(self) -> int:
        async with self.database.transaction() as tx:
            return (await people.meet(tx, self.database.vault, 700, self.clock.now(), reachable=True)).id

    async def write(self, tx: Transaction, to: int, *codes: str) -> None:
        alerts = [Alert(1, code, None, NOW, NOW) for code in codes]
        notices = [Notice(to, alert, Lane.URGENT, alert.code, at_once=True) for alert in alerts]
        await outbox.write(tx, notices, self.clock.now())

    async def rows(self) -> list[tuple[str, str, int, bool]]:
        """(once, state, attempts, whether somebody has it in hand) of every notice."""
        async with self.database.reading() as tx:
            rows = (await tx.execute(select(NoticeRow).order_by(NoticeRow.id))).scalars()
            return [(row.once, row.state, row.attempts, row.held_until is not None) for row in rows]


@pytest.fixture
def tower(database: Database) -> Tower:
    return Tower(database)


async def test_it_is_in_hand_when_it_is_written_and_leaves_after_the_commit(tower: Tower) -> None:
    to = await tower.person()
    async with tower.running():
        async with tower.database.transaction() as tx:
            await tower.write(tx, to, "LB-AAAAAA")
            assert (await tx.execute(select(NoticeRow.held_until))).scalar_one() > tower.clock.now()
            assert tower.spoken == [], "nothing is promised before it is stored"
        await asyncio.wait_for(tower.heard.wait(), 5)
    assert tower.spoken == ["LB-AAAAAA"]
    assert await tower.rows() == [("LB-AAAAAA", "sent", 1, False)]


async def test_what_was_not_stored_is_not_said(tower: Tower) -> None:
    to = await tower.person()
    async with tower.running():
        with suppress(RuntimeError):
            async with tower.database.transaction() as tx:
                await tower.write(tx, to, "LB-AAAAAA")
                raise RuntimeError("the disk is full")
        async with tower.database.transaction() as tx:
            await tower.write(tx, to, "LB-BBBBBB")
        await asyncio.wait_for(tower.heard.wait(), 5)
    assert tower.spoken == ["LB-BBBBBB"]


async def test_the_same_promise_is_said_once(tower: Tower) -> None:
    to = await tower.person()
    async with tower.running():
        for _ in range(2):
            async with tower.database.transaction() as tx:
                await tower.write(tx, to, "LB-AAAAAA")
        await asyncio.wait_for(tower.heard.wait(), 5)
    assert tower.spoken == ["LB-AAAAAA"]


async def test_one_chat_is_served_in_order(tower: Tower) -> None:
    to = await tower.person()
    tower.free.clear()
    async with tower.running():
        async with tower.database.transaction() as tx:
            await tower.write(tx, to, "LB-AAAAAA")
        await asyncio.wait_for(tower.heard.wait(), 5)
        async with tower.database.transaction() as tx:
            await tower.write(tx, to, "LB-BBBBBB", "LB-CCCCCC")
        assert tower.spoken == ["LB-AAAAAA"]
        tower.free.set()
    assert tower.spoken == ["LB-AAAAAA", "LB-BBBBBB", "LB-CCCCCC"]


async def test_where_no_relay_runs_it_waits_for_one(tower: Tower) -> None:
    to = await tower.person()
    async with tower.database.transaction() as tx:
        await tower.write(tx, to, "LB-AAAAAA")
    assert await tower.rows() == [("LB-AAAAAA", "due", 0, False)]
    async with tower.running():
        await asyncio.wait_for(tower.heard.wait(), 5)
    assert tower.spoken == ["LB-AAAAAA"]


async def test_what_a_dead_process_had_in_hand_leaves_with_the_next_one(tower: Tower) -> None:
    to = await tower.person()
    taken: list[Claimed] = []
    tower.database.hand_over_to(taken.extend)  # a process that dies before it sends
    async with tower.database.transaction() as tx:
        await tower.write(tx, to, "LB-AAAAAA")
    assert [notice.kind for notice in taken] == ["Alert"]
    assert await tower.rows() == [("LB-AAAAAA", "due", 1, True)]
    tower.database.hand_over_to(None)
    await take_over(tower.database)
    async with tower.running():
        await asyncio.wait_for(tower.heard.wait(), 5)
    assert tower.spoken == ["LB-AAAAAA"]
