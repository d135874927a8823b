"""Drills on both engines: one a ward and week however many try, calls that end once, misses that are told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.cases import Timing
from domain.drills import GROUPS, CallState, Seen
from domain.duty import read_hours
from domain.news_drills import DrillCall, DrillNote, DrillOver, DrillUnheard
from domain.people import Person, Role
from domain.texts import Refusal
from services.drill_calls import stands, undelivered
from services.drills import Drills
from services.roster import Roster
from services.upkeep import Upkeep
from storage.database import Database
from storage.tables import DrillCallRow, DrillRow
from tests.storage.ward import Ward

TUESDAY = datetime(2027, 6, 15, 3, tzinfo=UTC)
MOMENT = datetime(2027, 6, 16, 2, 10, tzinfo=UTC)  # Wednesday, 9:10 in Hà Nội


@pytest.fixture
def ward(database: Database) -> Ward:
    made = Ward(database)
    made.clock.at = TUESDAY
    return made


async def seen(ward: Ward, person: Person, group: str = "bo-de") -> list[Seen]:
    shown = await Drills(ward.database, ward.clock).look(person)
    return [call for result in shown.results if result.group == group for call in result.calls]


async def all_stand(ward: Ward, drills: Drills) -> None:
    """Telegram took every practice alert that waits."""
    async with ward.database.transaction() as tx:
        for number, news in enumerate(await ward.told(DrillCall)):
            await stands(tx, news.call, 100 + number, ward.clock.now())


async def test_however_often_and_wherever_it_is_looked_the_weekly_drill_is_one(ward: Ward) -> None:
    await ward.staff(Role.OFFICER, "bo-de")
    ward.clock.at = MOMENT - timedelta(seconds=1)
    await Drills(ward.database, ward.clock).step()
    assert await ward.count(DrillRow) == 0
    ward.clock.at = MOMENT
    await asyncio.gather(*(Drills(ward.database, ward.clock).step() for _ in range(5)))
    assert await ward.count(DrillRow) == 1
    assert len(await ward.told(DrillCall)) == 1
    ward.clock.passes(hours=2)
    await Drills(ward.database, ward.clock).step()
    assert await ward.count(DrillRow) == len(GROUPS), "the other groups, at their own minutes"
    assert len(await ward.told(DrillCall)) == 1
    ward.clock.passes(days=7)
    await Drills(ward.database, ward.clock).step()
    assert len(await ward.told(DrillCall)) == 2, "next week again"


async def test_two_who_ask_at_once_hold_one_drill(ward: Ward) -> None:
    await ward.staff(Role.OFFICER, "bo-de")
    asking = [await ward.staff(Role.ADMIN), await ward.staff(Role.COORDINATOR)]
    drills = Drills(ward.database, ward.clock)

    async def asks(number: int, person: Person) -> int | str:
        try:
            return await drills.ask(person, "bo-de", number)
        except Refusal as refusal:
            return refusal.text.source

    answers = await asyncio.gather(*(asks(n, person) for n, person in enumerate(asking * 2, 1)))
    assert sorted(map(str, answers))[0] == "1"
    assert sum(answer == 1 for answer in answers) == 1
    assert len(await ward.told(DrillCall)) == 1
    assert await ward.count(DrillRow) == 1, "a refused drill leaves nothing behind"


async def test_the_same_update_again_calls_nobody_again(ward: Ward) -> None:
    await ward.staff(Role.OFFICER, "bo-de")
    admin = await ward.staff(Role.ADMIN)
    drills = Drills(ward.database, ward.clock)
    assert [await drills.ask(admin, None, 7), await drills.ask(admin, None, 7)] == [1, 0]
    assert len(await ward.told(DrillCall)) == 1


async def test_the_second_miss_in_a_row_is_told_and_a_tap_ends_the_row(ward: Ward) -> None:
    hanh, admin = await ward.staff(Role.OFFICER, "bo-de"), await ward.staff(Role.ADMIN)
    drills = Drills(ward.database, ward.clock)
    for week, (answers, told) in enumerate([(False, 0), (True, 0), (False, 0), (False, 1), (False, 2)]):
        ward.clock.at = MOMENT + timedelta(days=7 * week)
        await drills.step()
        await all_stand(ward, drills)
        call = (await ward.told(DrillCall))[-1].call
        if answers:
            ward.clock.passes(minutes=2)
            assert (await drills.answer(hanh, call)).after == timedelta(minutes=2)
        ward.clock.passes(minutes=40)
        await asyncio.gather(drills.step(), drills.step())
        silent = [n for n in await ward.told(DrillNote, admin) if n.what == "silent"]
        assert len(silent) == len(await ward.told(DrillUnheard, hanh)) == told, week
    assert [note.times for note in silent] == [2, 3]
    assert [call.state for call in await seen(ward, admin)] == [CallState.MISSED]
    assert len(await ward.told(DrillOver, hanh)) == 4


async def test_nobody_is_blamed_for_a_drill_telegram_never_took(ward: Ward) -> None:
    hanh, admin = await ward.staff(Role.OFFICER, "bo-de"), await ward.staff(Role.ADMIN)
    drills = Drills(ward.database, ward.clock)
    for week in range(3):
        ward.clock.at = MOMENT + timedelta(days=7 * week)
        await drills.step()
        ward.clock.passes(minutes=31)
        await drills.step()
    assert [call.state for call in await seen(ward, admin)] == [CallState.UNSENT]
    assert not [n for n in await ward.told(DrillNote, admin) if n.what == "silent"]
    assert not await ward.told(DrillUnheard)
    last = (await ward.told(DrillCall))[-1].call
    async with ward.database.transaction() as tx:
        await stands(tx, last, 9, ward.clock.now())
    assert [call.state for call in await seen(ward, admin)] == [CallState.MISSED], "it was there after all"
    assert len(await ward.told(DrillOver, hanh)) == 1


async def test_a_tap_after_the_time_counts_as_reached_but_not_as_answered(ward: Ward) -> None:
    hanh, admin = await ward.staff(Role.OFFICER, "bo-de"), await ward.staff(Role.ADMIN)
    drills = Drills(ward.database, ward.clock)
    await drills.ask(admin, "bo-de", 1)
    call = (await ward.told(DrillCall))[0].call
    ward.clock.passes(minutes=30)
    assert (await drills.answer(hanh, call)).late
    assert (await drills.answer(hanh, call)).late
    await drills.step()
    assert [c.state for c in await seen(ward, admin)] == [CallState.LATE]


async def test_only_the_person_called_can_answer(ward: Ward) -> None:
    await ward.staff(Role.OFFICER, "bo-de")
    tam, lan = await ward.staff(Role.OFFICER, "phuc-loi"), await ward.person()
    admin = await ward.staff(Role.ADMIN)
    drills = Drills(ward.database, ward.clock)
    await drills.ask(admin, "bo-de", 1)
    call = (await ward.told(DrillCall))[0].call
    for other in (tam, lan, admin):
        with pytest.raises(Refusal):
            await drills.answer(other, call)
    for other in (tam, lan):
        with pytest.raises(Refusal):
            await drills.ask(other, "bo-de", 2)
        with pytest.raises(Refusal):
            await drills.look(other)
    with pytest.raises(Refusal):
        await drills.ask(admin, "ha-noi", 3)
    with pytest.raises(Refusal, match="on duty"):
        await drills.ask(admin, "viet-hung", 4)
    assert [c.state for c in await seen(ward, admin)] == [CallState.WAITING]


async def test_unreachable_is_missed_at_once_and_told_once(ward: Ward) -> None:
    await ward.staff(Role.OFFICER, "bo-de")
    admin = await ward.staff(Role.ADMIN)
    drills = Drills(ward.database, ward.clock)
    await drills.ask(admin, "bo-de", 1)
    call = (await ward.told(DrillCall))[0].call
    for _ in range(2):
        async with ward.database.transaction() as tx:
            await undelivered(tx, call, ward.clock.now())
    assert [n.what for n in await ward.told(DrillNote, admin)] == ["unreachable"]
    assert [c.state for c in await seen(ward, admin)] == [CallState.UNREACHABLE]


async def test_a_ward_where_nobody_is_on_duty_is_told_weekly(ward: Ward) -> None:
    admin = await ward.staff(Role.ADMIN)
    ward.clock.at = MOMENT + timedelta(hours=1)
    await Drills(ward.database, ward.clock).step()
    told = [(n.what, n.group) for n in await ward.told(DrillNote, admin)]
    assert told == [("nobody", group) for group in GROUPS]


async def test_the_weekly_drill_calls_nobody_outside_their_hours(ward: Ward) -> None:
    admin, hanh = await ward.staff(Role.ADMIN), await ward.staff(Role.OFFICER, "bo-de")
    assert hanh.staff is not None
    await Roster(ward.database, ward.clock, Timing()).set_hours(hanh, hanh.staff.id, read_hours("Wed 18:00-22:00"))
    ward.clock.at = MOMENT
    await Drills(ward.database, ward.clock).step()
    assert not await ward.told(DrillCall)
    assert ("nobody", "bo-de") in [(n.what, n.group) for n in await ward.told(DrillNote, admin)]


async def test_who_began_after_the_moment_waits_for_next_week(ward: Ward) -> None:
    ward.clock.at = MOMENT + timedelta(hours=2)
    await ward.staff(Role.OFFICER, "bo-de")
    drills = Drills(ward.database, ward.clock)
    await drills.step()
    assert not await ward.told(DrillCall)
    ward.clock.at = MOMENT + timedelta(days=7)
    await drills.step()
    assert len(await ward.told(DrillCall)) == 1


async def test_the_test_alert_after_linking_comes_once_until_they_begin_anew(ward: Ward) -> None:
    hanh = await ward.staff(Role.OFFICER, "bo-de")
    drills = Drills(ward.database, ward.clock)
    await asyncio.gather(*(drills.linked(hanh) for _ in range(4)))
    assert [news.link for news in await ward.told(DrillCall)] == [True]
    await drills.linked(await ward.person())
    assert await ward.count(DrillCallRow) == 1


async def test_an_untapped_test_alert_blocks_no_drill_and_is_no_miss(ward: Ward) -> None:
    hanh, admin = await ward.staff(Role.OFFICER, "bo-de"), await ward.staff(Role.ADMIN)
    drills = Drills(ward.database, ward.clock)
    await drills.linked(hanh)
    await drills.ask(admin, "bo-de", 1)
    await all_stand(ward, drills)
    ward.clock.passes(hours=25)
    await drills.step()
    told = [n.what for n in await ward.told(DrillNote, admin) if n.what != "nobody"]
    assert told == ["untapped"]
    assert [s.name for s in (await drills.look(admin)).untapped] == ["officer"]
    link = next(n for n in await ward.told(DrillCall) if n.link)
    assert (await drills.answer(hanh, link.call)).late
    assert not (await drills.look(admin)).untapped


async def test_drills_go_after_24_months(ward: Ward) -> None:
    await ward.staff(Role.OFFICER, "bo-de")
    admin = await ward.staff(Role.ADMIN)
    await Drills(ward.database, ward.clock).ask(admin, "bo-de", 1)
    ward.clock.passes(days=729)
    await Upkeep(ward.database, ward.clock).tidy()
    assert await ward.count(DrillRow) == await ward.count(DrillCallRow) == 1
    ward.clock.passes(days=2)
    await Upkeep(ward.database, ward.clock).tidy()
    assert await ward.count(DrillRow) == await ward.count(DrillCallRow) == 0
