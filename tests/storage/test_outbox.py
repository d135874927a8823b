"""The outbox as rows: one that cannot be read keeps nothing from those behind it."""

from __future__ import annotations

from sqlalchemy import update

from domain.news import NobodyYet
from domain.outbox import Lane, Notice
from storage import outbox, relay
from storage.database import Database
from storage.tables import NoticeRow
from tests.storage.ward import Ward


async def test_a_notice_nobody_can_read_is_set_aside_and_the_next_one_leaves(database: Database) -> None:
    ward = Ward(database)
    now = ward.clock.now()
    to = await ward.person()
    async with database.transaction() as tx:
        news = NobodyYet(1, "LB-ABCDEF", now)
        await outbox.write(tx, [Notice(to.id, news, Lane.URGENT, once) for once in ("one", "two", "three")], now)
    async with database.transaction() as tx:
        await tx.execute(update(NoticeRow).where(NoticeRow.once == "one").values(kind="SaidByAnotherVersion"))
        await tx.execute(update(NoticeRow).where(NoticeRow.once == "two").values(news={"of": "another shape"}))
    async with database.transaction() as tx:
        claimed = await relay.claim(tx, now, 30, [Lane.URGENT])
    assert [notice.news for notice in claimed] == [news]
    async with database.reading() as tx:
        assert await relay.next_due_at(tx, [Lane.URGENT]) == now + relay.LEASE, "the two others are not due again"
