"""Somebody leaves quickly while a message to them is on the wire: it is taken away again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from domain.cases import Content, Origin, Timing
from domain.news import News, Remove, Spoken, TakenNews
from domain.outbox import Delivered, Lane, Notice, Outcome
from services.cases import Cases
from services.cases.opening import Heard
from services.clock import Clock
from services.outbox import Relay
from services.people import People
from storage import outbox
from storage.database import Database
from storage.relay import Claimed


async def test_what_arrives_after_they_left_is_taken_away(database: Database) -> None:
    clock, spoken, removed = Clock(), list[Claimed](), asyncio.Event()
    people = People(database, clock)
    be = await people.meet(1001)
    now = clock.now()
    heard = Heard(Content(text="cứu em"), 1, 1, now, now)
    case = await Cases(database, clock, Timing(step=timedelta(minutes=5))).cry(be, heard, Origin.WORDS)
    async with database.transaction() as tx:
        await outbox.write(tx, [Notice(be.id, TakenNews(case.id, case.code, now), Lane.SERVICE, "t", case.id)], now)

    async def speak(notice: Claimed) -> Outcome:
        spoken.append(notice)
        if notice.kind == "TakenNews":
            await people.leave(be)  # just then
        if notice.kind == "Remove":
            removed.set()
        return Delivered(700 + len(spoken))

    committed = asyncio.Event()
    database.on_commit(lambda _topic: committed.set())
    relay = Relay(database, clock, speak, Timing(), [Lane.REPLY, Lane.SERVICE], committed)
    running = asyncio.create_task(relay.run(lambda: None, lambda: 5.0))
    try:
        await asyncio.wait_for(removed.wait(), 5)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    taken = next(number for number, notice in enumerate(spoken, 701) if notice.kind == "TakenNews")
    assert [notice.news for notice in spoken if notice.kind == "Remove"] == [Remove((taken,))]


async def test_an_answer_that_stood_behind_another_is_not_given_once_they_have_left(database: Database) -> None:
    clock, spoken = Clock(), list[News]()
    people = People(database, clock)
    be = await people.meet(1001)
    first, second = Spoken("một"), Spoken("hai")
    async with database.transaction() as tx:
        waiting = [Notice(be.id, news, Lane.REPLY, f"later:{n}:1") for n, news in enumerate((first, second))]
        await outbox.write(tx, waiting, clock.now())
    left = asyncio.Event()

    async def speak(notice: Claimed) -> Outcome:
        spoken.append(notice.news)
        await people.leave(be)  # just then
        left.set()
        return Delivered(700 + len(spoken))

    relay = Relay(database, clock, speak, Timing(), [Lane.REPLY, Lane.SERVICE], asyncio.Event())
    running = asyncio.create_task(relay.run(lambda: None, lambda: 5.0))
    await asyncio.wait_for(left.wait(), 5)
    running.cancel()  # it lets what is in hand finish
    await asyncio.gather(running, return_exceptions=True)
    assert spoken == [first]


async def test_one_that_cannot_be_said_holds_up_nothing_behind_it(database: Database) -> None:
    clock, spoken, came = Clock(), list[News](), asyncio.Event()
    lan = await People(database, clock).meet(1001)
    async with database.transaction() as tx:
        waiting = [Notice(lan.id, Spoken(words), Lane.REPLY, words) for words in ("một", "hai")]
        await outbox.write(tx, waiting, clock.now())

    async def speak(notice: Claimed) -> Outcome:
        if notice.news == Spoken("một"):
            raise KeyError("a word of an older version")
        spoken.append(notice.news)
        came.set()
        return Delivered(701)

    relay = Relay(database, clock, speak, Timing(), [Lane.REPLY, Lane.SERVICE], asyncio.Event())
    running = asyncio.create_task(relay.run(lambda: None, lambda: 5.0))
    try:
        await asyncio.wait_for(came.wait(), 5)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert spoken == [Spoken("hai")]
    assert relay.faults == {"KeyError": 1}
