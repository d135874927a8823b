"""After an event on both engines: who came is asked once, answers say not who gave them, only counts stay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.afterwards import Face
from domain.events import Event
from domain.news_arrivals import HowWasIt
from domain.own_data import FAMILIES_KEPT
from domain.people import AgeBand, Person, Role
from domain.signups import ChildEntry
from domain.texts import Refusal
from services.own_data import OwnData
from services.upkeep import Upkeep
from storage.database import Database
from storage.tables import EventCountRow, EventRow, SignupRow
from tests.storage.ward import Ward

NA = ChildEntry("Na", AgeBand.UNDER_7)
BI = ChildEntry("Bi", AgeBand.FROM_7, agrees=True)
THAT_EVENING = datetime(2027, 9, 11, 11, 5, tzinfo=UTC)
NEXT_MORNING = datetime(2027, 9, 12, 3, tzinfo=UTC)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def held(ward: Ward, came: int, stayed: int) -> tuple[Event, Person, list[Person]]:
    """An event to which `came` families came, and `stayed` did not."""
    event, officer = await ward.event(seats=200), await ward.staff(Role.OFFICER, "long-bien")
    families = [await ward.person() for _ in range(came + stayed)]
    tickets = [await ward.signups.sign_up(each, event.id, [NA, BI], n) for n, each in enumerate(families, 1)]
    ward.clock.at = THAT_EVENING
    for number, ticket in enumerate(tickets[:came], 100):
        await ward.arrivals.welcome(officer, ticket.id, ticket.children[0].id, number)
    ward.clock.at = NEXT_MORNING
    return event, officer, families


async def test_who_came_is_asked_once_the_morning_after_and_nobody_else(ward: Ward) -> None:
    event, _, (came, stayed) = await held(ward, 1, 1)
    ward.clock.at = NEXT_MORNING.replace(hour=2, minute=59)
    await ward.after.ask_due()
    assert await ward.told(HowWasIt) == []
    ward.clock.at = NEXT_MORNING
    for _ in range(3):
        await ward.after.ask_due()
        ward.clock.passes(hours=1)
    async with ward.database.transaction() as tx:
        assert (await tx.get_one(EventRow, event.id)).asked_at == NEXT_MORNING, "asked once, whatever is written later"
    assert await ward.told(HowWasIt) == await ward.told(HowWasIt, came) == [HowWasIt(event.id, event.title)]
    with pytest.raises(Refusal, match="families who came"):
        await ward.after.felt(stayed, event.id, Face.GOOD)
    with pytest.raises(Refusal, match="families who came"):
        await ward.after.begin_line(stayed, event.id)


async def test_of_an_event_that_was_cancelled_or_is_long_over_nobody_is_asked(ward: Ward) -> None:
    event, _, _ = await held(ward, 1, 0)
    ward.clock.passes(days=4)
    await ward.after.ask_due()
    ward.clock.at = NEXT_MORNING
    await ward.events.cancel(None, event.id)
    await ward.after.ask_due()
    assert await ward.told(HowWasIt) == []


async def test_an_event_of_this_morning_is_asked_about_tomorrow(ward: Ward) -> None:
    event, officer = await ward.event(), await ward.staff(Role.OFFICER, "long-bien")
    ticket = await ward.signups.sign_up(await ward.person(), event.id, [NA], 1)
    ward.clock.at = THAT_EVENING
    await ward.arrivals.welcome(officer, ticket.id, None, 2)
    ward.clock.at = datetime(2027, 9, 11, 14, tzinfo=UTC)  # it ended half an hour ago
    await ward.after.ask_due()
    assert await ward.told(HowWasIt) == []


async def test_staff_see_faces_and_lines_once_five_families_have_answered(ward: Ward) -> None:
    event, officer, families = await held(ward, 5, 1)
    for each in families[:4]:
        await ward.after.felt(each, event.id, Face.GOOD)
    await ward.after.begin_line(families[0], event.id)
    assert await ward.after.line(families[0], "  vui   lắm ")
    assert not await ward.after.line(families[0], "nữa")
    seen = await ward.after.of(officer, event.id)
    assert (seen.faces, seen.lines) == ({}, ())
    assert seen.signed_up == {AgeBand.UNDER_7: 6, AgeBand.FROM_7: 6}
    assert seen.came == {AgeBand.UNDER_7: 5}
    await ward.after.felt(families[4], event.id, Face.SO_SO)
    await ward.after.felt(families[4], event.id, Face.BAD)
    seen = await ward.after.of(officer, event.id)
    assert (seen.faces, seen.lines) == ({Face.GOOD: 4, Face.BAD: 1}, ("vui lắm",))
    with pytest.raises(Refusal):
        await ward.after.felt(families[0], event.id, 4)
    for stranger in (families[0], await ward.staff(Role.OFFICER, "bo-de")):
        with pytest.raises(Refusal):
            await ward.after.of(stranger, event.id)
    kept = await OwnData(ward.database, ward.clock, dict).kept(families[0])
    assert list(kept.felt.values()) == [(1, "vui lắm")]
    async with ward.database.reading() as tx:
        raw = await (await tx.connection()).exec_driver_sql("SELECT felt_words FROM signups")
        assert not any("lắm".encode() in bytes(words) for (words,) in raw if words is not None), "sealed"


async def test_after_thirty_days_only_counts_stay_and_say_the_same(ward: Ward) -> None:
    event, officer, families = await held(ward, 5, 1)
    for each in families[:5]:
        await ward.after.felt(each, event.id, Face.GOOD)
    await ward.after.begin_line(families[0], event.id)
    await ward.after.line(families[0], "vui lắm")
    before = await ward.after.of(officer, event.id)
    upkeep = Upkeep(ward.database, ward.clock)
    ward.clock.at = event.ends_at + FAMILIES_KEPT
    await upkeep.tidy()
    assert await ward.count(SignupRow) == 6
    ward.clock.passes(minutes=1)
    for _ in range(2):
        await upkeep.tidy()
    assert await ward.count(SignupRow) == 0
    after = await ward.after.of(officer, event.id)
    assert (after.signed_up, after.came, after.faces) == (before.signed_up, before.came, before.faces)
    assert (before.lines, after.lines) == (("vui lắm",), ())
    async with ward.database.reading() as tx:
        kept = await tx.get_one(EventRow, event.id)
        assert (kept.families, kept.children) == (6, 12)
    assert await ward.count(EventCountRow) == 4
