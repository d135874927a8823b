"""Somebody deletes everything while a message to them is on the wire: nothing of them comes back or breaks."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.cases import Timing
from domain.news import Spoken
from domain.outbox import Delivered, Lane, Notice, Outcome, Refused, TryLater, Unreachable
from services.clock import Clock
from services.outbox import Relay
from services.people import People
from storage import outbox
from storage.database import Database
from storage.relay import Claimed
from storage.tables import NoticeRow, PersonRow, PostRow

BECOMES = {
    "it arrived": Delivered(701, also=(700,)),
    "half of it arrived, the rest later": TryLater(timedelta(seconds=30), also=(700,)),
    "half of it arrived, the rest never": Refused(also=(700,)),
    "they blocked the bot": Unreachable(),
}


@pytest.mark.parametrize("outcome", BECOMES.values(), ids=BECOMES.keys())
async def test_who_deletes_everything_while_a_message_is_on_the_wire_stays_deleted(
    database: Database, outcome: Outcome
) -> None:
    clock, sent = Clock(), asyncio.Event()
    people = People(database, clock)
    lan, now = await people.meet(1001), clock.now()
    async with database.transaction() as tx:
        await outbox.write(tx, [Notice(lan.id, Spoken("Chào bạn"), Lane.SERVICE, "hello")], now)

    async def speak(_notice: Claimed) -> Outcome:
        await people.erase(lan)  # just then
        sent.set()
        return outcome

    relay = Relay(database, clock, speak, Timing(), [Lane.REPLY, Lane.SERVICE], asyncio.Event())
    running = asyncio.create_task(relay.run(lambda: None, lambda: 5.0))
    await asyncio.wait_for(sent.wait(), 5)
    running.cancel()  # it lets what is on the wire finish
    await asyncio.gather(running, return_exceptions=True)
    assert not relay.faults
    async with database.reading() as tx:
        kept = [
            (await tx.execute(select(func.count()).select_from(t))).scalar_one()
            for t in (PersonRow, NoticeRow, PostRow)
        ]
    assert kept == [0, 0, 0]
