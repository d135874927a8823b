"""Reminders on both engines: each once, moved with their event, silent for what is cancelled or given back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.cases import Timing
from domain.events import Event
from domain.news_events import EventCancelled, EventChanged, EventReminder, Standing
from domain.outbox import Delivered, Lane, Notice
from domain.people import AgeBand, Audience, Person, Role
from domain.signups import ChildEntry
from domain.texts import Refusal
from services.outbox import Relay
from services.people import People
from services.reminders import Reminders
from storage import outbox, relay
from storage.database import Database
from storage.relay import Claimed
from tests.storage.ward import PLAN, Ward

FAMILIES = 300


class Room:
    def __init__(self, database: Database) -> None:
        self.ward = Ward(database)
        self.reminders = Reminders(database, self.ward.clock)
        self.said: list[tuple[int, EventReminder]] = []
        wiring = (database, self.ward.clock, self._speak, Timing(), [Lane.REPLY, Lane.SERVICE], asyncio.Event())
        self.relay = Relay(*wiring)

    async def _speak(self, notice: Claimed) -> Delivered:
        if isinstance(notice.news, EventReminder):
            self.said.append((notice.to, notice.news))
        return Delivered(len(self.said) + 1)

    async def until(self, event: Event, **before: float) -> None:
        """It is so long before this event, and everything due was said."""
        self.ward.clock.at = event.starts_at - timedelta(**before)
        while (await self.relay.step()).claimed:
            await self.relay.rest()

    async def moves(self, event: Event, *, seats: int | None = PLAN.seats, **by: float) -> Event:
        starts, ends = event.starts_at + timedelta(**by), event.ends_at + timedelta(**by)
        plan = replace(PLAN, starts_at=starts, ends_at=ends, seats=seats)
        return await self.ward.events.change(None, event.id, plan)


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


async def heard(room: Room, person: Person) -> list[datetime]:
    """The beginnings they were told of."""
    return [news.starts_at for news in await room.ward.told(EventChanged, person)]


async def asked(room: Room) -> tuple[Event, Person]:
    event, lan = await room.ward.event(), await room.ward.person()
    for _ in range(2):
        assert len(await room.reminders.remind(lan, event.id)) == 2
    return event, lan


async def test_each_of_the_two_comes_once(room: Room) -> None:
    event, lan = await asked(room)
    counts = []
    for before in (80, 71, 50, 2, 1):
        await room.until(event, hours=before)
        counts.append(len(room.said))
    assert counts == [0, 1, 1, 2, 2]
    assert {to for to, _ in room.said} == {lan.id}


@pytest.mark.parametrize("days", [-4, 5])
async def test_a_moved_event_moves_both(room: Room, days: int) -> None:
    event, _ = await asked(room)
    moved = await room.moves(event, days=days)
    await room.until(moved, hours=80)
    assert room.said == []
    await room.until(moved, hours=71)
    assert [news.starts_at for _, news in room.said] == [moved.starts_at]
    await room.until(moved, hours=2)
    assert [news.starts_at for _, news in room.said] == [moved.starts_at] * 2


async def test_one_moved_away_and_back_comes_all_the_same_and_once(room: Room) -> None:
    event, _ = await asked(room)
    await room.until(event, hours=71)
    back = await room.moves(await room.moves(event, days=1), days=-1)
    await room.until(back, hours=50)
    assert len(room.said) == 1, "the first was said for these very hours"
    await room.until(back, hours=2)
    assert len(room.said) == 2


async def test_one_that_is_moved_after_the_last_reminder_is_reminded_of_again(room: Room) -> None:
    event, _ = await asked(room)
    for before in (71, 2):
        await room.until(event, hours=before)
    moved = await room.moves(event, days=5)
    for before in (71, 2):
        await room.until(moved, hours=before)
    assert len(room.said) == 4


async def test_nothing_is_said_of_a_cancelled_event(room: Room) -> None:
    event, _ = await asked(room)
    await room.ward.events.cancel(None, event.id)
    for before in (71, 2):
        await room.until(event, hours=before)
    assert room.said == []


async def test_who_gave_the_seats_back_is_not_reminded(room: Room) -> None:
    event, lan = await asked(room)
    mai = await room.ward.person()
    await room.reminders.remind(mai, event.id)
    await room.ward.signups.sign_up(lan, event.id, [ChildEntry("Na", AgeBand.UNDER_7, "", False, False)], 900)
    await room.ward.signups.cancel(lan, event.id)
    await room.until(event, hours=2)
    assert {to for to, _ in room.said} == {mai.id}


WAYS_OUT = ("cancels", "the other cancels", "the last child stays at home", "erases", "the offer runs out")


@pytest.mark.parametrize("way", WAYS_OUT)
async def test_reminders_of_both_adults_go_with_the_sign_up(room: Room, way: str) -> None:
    ward, event = room.ward, await room.ward.event(seats=2)
    mother, father, mai = [await ward.person() for _ in range(3)]
    na = ChildEntry("Na", AgeBand.UNDER_7)
    waits = way == "the offer runs out"
    if waits:
        before = await ward.person()
        await ward.signups.sign_up(before, event.id, [na], 899)
    ticket = await ward.signups.join(mother, event.id, [na], 900)
    await ward.guardians.join(father, await ward.guardians.invite(mother, event.id), 901)
    for who in (mother, father, mai):
        await room.reminders.remind(who, event.id)
    if waits:
        await ward.signups.cancel(before, event.id)
        await ward.waiting.step()
        ward.clock.passes(hours=13)
        await ward.waiting.step()
    elif way == "erases":
        await People(ward.database, ward.clock).erase(mother)
    elif way == "the last child stays at home":
        await ward.signups.drop_child(father, ticket.children[0].id)
    else:
        await ward.signups.cancel(mother if way == "cancels" else father, event.id)
    assert await ward.signups.of(father, event.id) is None
    await room.until(event, hours=2)
    assert {to for to, _ in room.said} == {mai.id}


async def test_one_child_fewer_takes_no_reminder_along(room: Room) -> None:
    event, lan = await asked(room)
    ticket = await room.ward.signups.sign_up(lan, event.id, [ChildEntry("Na", AgeBand.UNDER_7)] * 2, 900)
    await room.ward.signups.drop_child(lan, ticket.children[0].id)
    await room.until(event, hours=2)
    assert [to for to, _ in room.said] == [lan.id]


async def test_a_yes_by_link_taken_back_takes_the_childs_reminders_along(room: Room) -> None:
    ward, event = room.ward, await room.ward.event()
    child, mother = await ward.person(Audience.CHILD), await ward.person()
    await ward.signups.sign_up(mother, event.id, [ChildEntry("Na", AgeBand.UNDER_7)], 900)
    ticket = await ward.signups.sign_up(child, event.id, [ChildEntry("Bi", AgeBand.FROM_7)], 901)
    await ward.parent_links.agree(mother, await ward.parent_links.make(child, event.id), 902)
    for who in (child, mother):
        await room.reminders.remind(who, event.id)
    await ward.guardians.take_back(mother, ticket.id, 903)
    await room.until(event, hours=2)
    assert {to for to, _ in room.said} == {mother.id}


async def test_who_is_erased_and_whose_chat_is_still_needed_is_reminded_of_nothing(room: Room) -> None:
    event, hanh = await room.ward.event(), await room.ward.staff(Role.OFFICER, "long-bien")
    await room.reminders.remind(hanh, event.id)
    await People(room.ward.database, room.ward.clock).erase(hanh)
    await room.until(event, hours=2)
    assert room.said == []


@pytest.mark.parametrize("seats", [None, 20])
async def test_who_asked_to_be_reminded_hears_that_it_changes_and_that_it_is_cancelled(
    room: Room, seats: int | None
) -> None:
    ward, event = room.ward, await room.ward.event(seats=seats)
    lan, mai, tam, stranger = [await ward.person() for _ in range(4)]
    if seats is not None:
        await ward.signups.sign_up(mai, event.id, [ChildEntry("Na", AgeBand.UNDER_7)], 900)
    for who in (lan, mai, tam):
        await room.reminders.remind(who, event.id)
    await room.reminders.off(tam, event.id)
    moved = replace(PLAN, seats=seats, place="Thư viện phường")
    await ward.events.change(None, event.id, moved)
    signed_up = seats is not None
    assert [news.signed_up for news in await ward.told(EventChanged, lan)] == [False]
    assert [news.signed_up for news in await ward.told(EventChanged, mai)] == [signed_up], "once, and as what they are"
    await ward.events.cancel(None, event.id, "trời bão")
    assert [news.standing for news in await ward.told(EventCancelled, lan)] == [Standing.ASKED]
    assert [news.standing for news in await ward.told(EventCancelled, mai)] == [
        Standing.ENDED if signed_up else Standing.ASKED
    ]
    for who in (tam, stranger):
        assert await ward.told(EventChanged, who) == await ward.told(EventCancelled, who) == []
    assert await ward.told(EventReminder) == []


async def test_who_asked_hears_that_it_is_brought_forward_to_today_and_that_it_moves_back(room: Room) -> None:
    ward, (event, lan), mai = room.ward, await asked(room), await room.ward.person()
    await ward.signups.sign_up(mai, event.id, [ChildEntry("Na", AgeBand.UNDER_7)], 900)
    ward.clock.at = event.starts_at - timedelta(hours=22)
    today = await room.moves(event, hours=-20)
    assert [(news.signed_up, news.starts_at) for news in await ward.told(EventChanged, lan)] == [
        (False, today.starts_at)
    ]
    assert [news.signed_up for news in await ward.told(EventChanged, mai)] == [True]
    await room.until(today, minutes=61)
    assert [to for to, _ in room.said if _.starts_at == today.starts_at] == []
    await room.until(today, minutes=59)
    assert [to for to, _ in room.said if _.starts_at == today.starts_at] == [lan.id]
    back = await room.moves(today, hours=20)
    assert await heard(room, lan) == [back.starts_at], "nobody stands before a closed door"
    await room.until(back, hours=2)
    assert [to for to, _ in room.said if _.starts_at == back.starts_at] == [lan.id]


async def test_who_asked_hears_that_it_is_brought_forward_and_has_begun(room: Room) -> None:
    event, lan = await asked(room)
    room.ward.clock.at = event.starts_at - timedelta(hours=20)
    moved = await room.moves(event, hours=-20, minutes=-10)
    assert await heard(room, lan) == [moved.starts_at]


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the clock alone decides
async def test_some_hundred_are_reminded_one_after_the_other_and_an_answer_is_not_behind_them(room: Room) -> None:
    ward, event = room.ward, await room.ward.event(seats=None)
    families = [await ward.person() for _ in range(FAMILIES)]
    for family in families:
        await room.reminders.remind(family, event.id)
    await room.until(event, hours=71)
    room.said.clear()
    each = []
    for seconds in range(620, -40, -20):
        before = len(room.said)
        await room.until(event, hours=3, seconds=seconds)
        each.append(len(room.said) - before)
    assert sum(each) == len({to for to, _ in room.said}) == FAMILIES
    assert each[0] == each[-1] == 0, "ten minutes before it the first, at the hour nobody is left"
    busy = [many for many in each if many]
    assert len(busy) == 30, "all ten minutes long"
    assert max(busy) - min(busy) <= 2, "steadily"

    # the bot was away for these ten minutes: an answer is before all of them
    moved = await room.moves(event, seats=None, days=1)
    ward.clock.at = moved.starts_at - timedelta(hours=2, minutes=30)
    lan = families[-1]
    async with ward.database.transaction() as tx:
        answer = EventChanged(event.id, "an answer", moved.starts_at, moved.ends_at, "", ())
        await outbox.write(tx, [Notice(lan.id, answer, Lane.REPLY, "an-answer")], ward.clock.now())
    async with ward.database.transaction() as tx:
        first, *others = await relay.claim(tx, ward.clock.now(), 9 * FAMILIES, [Lane.REPLY, Lane.SERVICE])
    assert first.news == answer
    assert sum(isinstance(notice.news, EventReminder) for notice in others) >= FAMILIES


async def test_a_moved_event_is_reminded_of_one_after_the_other_too(room: Room) -> None:
    event, families = await room.ward.event(seats=None), [await room.ward.person() for _ in range(40)]
    for family in families:
        await room.reminders.remind(family, event.id)
    moved = await room.moves(event, seats=None, days=1)
    await room.until(moved, hours=71)
    room.said.clear()
    await room.until(moved, hours=3, minutes=5)
    assert 15 <= len(room.said) <= 25, "half of them"


async def test_after_an_outage_two_do_not_come_at_once(room: Room) -> None:
    event, _ = await asked(room)
    await room.until(event, hours=1)
    assert len(room.said) == 1


async def test_shortly_before_there_is_nothing_left_to_promise(room: Room) -> None:
    event, lan = await room.ward.event(), await room.ward.person()
    room.ward.clock.at = event.starts_at - timedelta(hours=1)
    with pytest.raises(Refusal, match="very soon"):
        await room.reminders.remind(lan, event.id)
