"""Thousands who are told at once are told in turn: so many a second, and news of a case does not stand behind them."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from domain.news_events import EventCancelled
from domain.outbox import Lane, Notice
from domain.pace import TOGETHER
from storage import outbox, relay
from storage.database import Database
from storage.tables import NoticeRow
from tests.storage.hall import Hall

FAMILIES = 2 * TOGETHER + 5


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_cancellation_reaches_everybody_so_many_a_second(database: Database) -> None:
    hall = Hall(database)
    event = await hall.event(seats=4 * FAMILIES)
    families = [await hall.signs_up(event) for _ in range(FAMILIES)]
    await hall.events.cancel(None, event.id)
    began = hall.clock.now()
    async with database.reading() as tx:
        query = select(NoticeRow.person_id, NoticeRow.due_at).where(NoticeRow.kind == EventCancelled.__name__)
        due = {person: at - began for person, at in await tx.execute(query)}
    assert due.keys() == {family.id for family in families}, "everybody"
    each = Counter(int(after.total_seconds()) for after in due.values())
    assert each == {0: TOGETHER, 1: TOGETHER, 2: 5}
    now = hall.clock.passes(seconds=1)
    async with database.transaction() as tx:
        news = EventCancelled(event.id, "of a case", event.starts_at, "")
        await outbox.write(tx, [Notice(families[-1].id, news, Lane.SERVICE, "of-a-case")], now)
    hall.clock.passes(seconds=1)
    async with database.transaction() as tx:
        claimed = await relay.claim(tx, hall.clock.now(), 4 * FAMILIES, [Lane.SERVICE])
    order = [notice.once if "once" in type(notice).__slots__ else notice.news for notice in claimed]
    assert "of a case" in str(order[-6]), "before those who are told a second later"
