"""A year's events on both engines: counted from families and, once they are gone, from what was kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from channels.participation_cards import year_card
from domain.events import Kind
from domain.headcounts import PARTS
from domain.news_arrivals import HowManyCame
from domain.own_data import FAMILIES_KEPT
from domain.participation import Year, YearFile
from domain.people import AgeBand, Role
from domain.signups import ChildEntry
from domain.texts import Refusal
from domain.wards import WARDS
from services.upkeep import Upkeep
from storage import afterwards
from storage.database import Database
from storage.tables import EventRow, JournalRow
from tests.storage.ward import Ward

THAT_EVENING = datetime(2027, 9, 11, 11, 5, tzinfo=UTC)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def test_figures_stay_the_same_when_the_families_go(ward: Ward) -> None:
    event, officer, minh = await ward.event(), await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.ADMIN)
    starts = datetime(2028, 3, 4, 2, tzinfo=UTC)
    await ward.event(title="Năm sau", kind=Kind.OTHER, starts_at=starts, ends_at=starts.replace(hour=5))
    tickets = [
        await ward.signups.sign_up(await ward.person(), event.id, [ChildEntry("Na", AgeBand.UNDER_7)], number)
        for number in range(1, 8)
    ]
    ward.clock.at = THAT_EVENING
    for number, ticket in enumerate(tickets[:6], 100):
        await ward.arrivals.welcome(officer, ticket.id, None, number)
    await ward.participation.begin(minh, "long-bien")
    assert await ward.participation.enter(minh, "1.000", 200) == "long-bien"
    assert await ward.participation.enter(minh, "2.000", 201) is None
    year, [line] = await ward.participation.year(minh)
    assert (year, line.kind) == (Year(2027, 2027, 2027), Kind.MID_AUTUMN)
    assert (line.signed_up, line.came, line.shares) == ((7, 0, 0, 0), (6, 0, 0, 0), (None, 0, None, None))
    ward.clock.at = event.ends_at + FAMILIES_KEPT
    ward.clock.passes(minutes=1)
    await Upkeep(ward.database, ward.clock).tidy()
    assert await ward.participation.year(minh) == (Year(2027, 2027, 2027), [line])
    ward.clock.passes(days=100)
    year, [other] = await ward.participation.year(minh)
    assert (year, other.kind) == (Year(2028, 2028, 2027), Kind.OTHER)
    year, [earlier] = await ward.participation.year(minh, 2027)
    assert year == Year(2027, 2028, 2027)
    assert earlier == replace(line, shares=(None,) * 4), "the counts stay, and no percent of the children of today"
    for unknown in (2026, 2029):
        with pytest.raises(Refusal):
            await ward.participation.year(minh, unknown)
    await ward.participation.ask(minh, "xlsx", 300, 2027)
    assert [(file.year, file.lines) for file in await ward.told(YearFile)] == [(2027, (earlier,))]
    card = year_card(year, [earlier])
    assert [act.label.params["year"] for row in card.rows for act in row if "year" in act.label.params] == ["2028"]


async def test_only_who_looks_after_figures_sees_or_enters_them(ward: Ward) -> None:
    coordinator = await ward.staff(Role.COORDINATOR)
    for stranger in (await ward.staff(Role.OFFICER, "bo-de"), await ward.staff(Role.EDITOR), await ward.person()):
        with pytest.raises(Refusal):
            await ward.participation.year(stranger)
        with pytest.raises(Refusal):
            await ward.participation.begin(stranger, "bo-de")
        with pytest.raises(Refusal):
            await ward.participation.ask(stranger, "chart", 1)
    for kind, where in (("exe", "bo-de"), ("chart", "khong-co")):
        with pytest.raises(Refusal):
            await ward.participation.begin(coordinator, where if where != "bo-de" else "x")
        if kind == "exe":
            with pytest.raises(Refusal):
                await ward.participation.ask(coordinator, kind, 2)


async def test_at_an_event_of_all_wards_a_child_counts_for_the_ward_its_family_chose(ward: Ward) -> None:
    event, minh = await ward.event(ward=None, seats=99), await ward.staff(Role.COORDINATOR)
    homes = ["bo-de"] * 6 + ["viet-hung"] * 5 + [None] * 5
    tickets = [
        await ward.signups.sign_up(await ward.person(ward=home), event.id, [ChildEntry("Na", AgeBand.UNDER_7)], number)
        for number, home in enumerate(homes, 1)
    ]
    nearly_grown = [ChildEntry("Tí", AgeBand.FROM_16, agrees=True)] * 5
    tickets.append(await ward.signups.sign_up(await ward.person(ward="bo-de"), event.id, nearly_grown, 50))
    ward.clock.at = THAT_EVENING
    for number, ticket in enumerate(tickets, 100):
        await ward.arrivals.welcome(minh, ticket.id, None, number)
    for number, home in enumerate(WARDS, 200):
        await ward.participation.begin(minh, home)
        await ward.participation.enter(minh, "1000" if home == "bo-de" else "2000", number)
    _, [line] = await ward.participation.year(minh)
    assert (line.shares, line.share_in_all, line.unplaced) == ((0, 0, 0, 0), 0, 5)
    async with ward.database.transaction() as tx:
        row = await tx.get_one(EventRow, event.id)
        assert afterwards.by_ward(await afterwards.counted(tx, row)) == {"bo-de": 6, "viet-hung": 5}
    ward.clock.at = event.ends_at + FAMILIES_KEPT + timedelta(minutes=1)
    await Upkeep(ward.database, ward.clock).tidy()
    assert (await ward.participation.year(minh))[1] == [line]
    async with ward.database.transaction() as tx:
        row = await tx.get_one(EventRow, event.id)
        assert row.families == 17
        assert afterwards.by_ward(await afterwards.counted(tx, row)) == {"bo-de": 6, "viet-hung": 5}


async def test_staff_count_who_stood_on_no_list_and_correct_it(ward: Ward) -> None:
    event, open_day = await ward.event(), await ward.event(title="Không cần đăng ký", seats=None)
    hanh, minh = await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.COORDINATOR)
    with pytest.raises(Refusal):
        await ward.headcounts.begin(hanh, event.id, "0-6")
    ward.clock.at = event.ends_at + timedelta(hours=1)
    _, [line] = await ward.participation.year(minh)
    assert (line.uncounted, line.heads, line.with_heads) == (((open_day.id, open_day.title),), (), ())
    await ward.headcounts.begin(hanh, open_day.id, "0-6")
    with pytest.raises(Refusal):
        await ward.headcounts.enter(hanh, "nhiều lắm", 300)
    counted = await ward.headcounts.enter(hanh, "1.200", 301)
    assert counted is not None
    assert counted.heads == {"0-6": 1200}
    assert await ward.headcounts.enter(hanh, "7", 302) is None, "nothing is asked any more"
    await ward.headcounts.tap(hanh, open_day.id, "0-6", 200, 303)
    await ward.headcounts.tap(minh, event.id, "any", 30, 304)
    await ward.headcounts.tap(minh, event.id, "16-17", 50, 305)
    await ward.participation.begin(minh, "long-bien")
    await ward.participation.enter(minh, "1000", 306)
    _, [line] = await ward.participation.year(minh)
    assert (line.heads, line.heads_in_all, line.uncounted) == ((200, 0, 0, 50, 30), 280, ())
    assert (line.signed_up_in_all, line.came_in_all) == (0, 0), "an estimate is no sign-up"
    assert (line.shares[1], line.with_heads[1]) == (0, 23), "who is 16 or 17 is no child of the ward's"
    ward.clock.at = event.ends_at + FAMILIES_KEPT + timedelta(minutes=1)
    await Upkeep(ward.database, ward.clock).tidy()
    assert (await ward.participation.year(minh))[1] == [line]
    await ward.headcounts.tap(hanh, open_day.id, "0-6", 0, 307)
    assert (await ward.participation.year(minh))[1][0].heads == (0, 0, 0, 50, 30)
    async with ward.database.reading() as tx:
        lines = (await tx.execute(select(JournalRow).where(JournalRow.verb == "heads_counted"))).scalars().all()
    assert [(each.staff_id, each.facts["count"], each.facts["before"]) for each in lines[:2]] == [
        (hanh.staff.id, 1200, None),
        (hanh.staff.id, 200, 1200),
    ]
    for stranger in (await ward.person(), await ward.staff(Role.OFFICER, "bo-de")):
        with pytest.raises(Refusal):
            await ward.headcounts.tap(stranger, event.id, "any", 5, 400)
    for part, count in (("7", 5), ("any", -5), ("any", 100_001)):
        with pytest.raises(Refusal):
            await ward.headcounts.tap(hanh, event.id, part, count, 401)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_two_who_count_at_once_do_so_one_after_the_other(ward: Ward) -> None:
    event, hanh, tam = await ward.event(), *[await ward.staff(Role.OFFICER, "long-bien") for _ in range(2)]
    ward.clock.at = event.ends_at
    for part in PARTS:
        await asyncio.gather(*(ward.headcounts.tap(each, event.id, part, 20, 1) for each in (hanh, tam)))
    assert (await ward.headcounts.of(hanh, event.id)).heads == dict.fromkeys(PARTS, 20)


async def test_a_handful_of_children_is_hidden_once_their_names_are_gone(ward: Ward) -> None:
    event, officer = await ward.event(), await ward.staff(Role.OFFICER, "long-bien")
    ages = [AgeBand.UNDER_7] * 6 + [AgeBand.FROM_11] * 3
    tickets = [
        await ward.signups.sign_up(await ward.person(), event.id, [ChildEntry("Na", age, agrees=True)], number)
        for number, age in enumerate(ages, 1)
    ]
    ward.clock.at = THAT_EVENING
    for number, ticket in enumerate(tickets, 100):
        await ward.arrivals.welcome(officer, ticket.id, None, number)
    after = await ward.after.of(officer, event.id)
    assert after.came == {AgeBand.UNDER_7: 6, AgeBand.FROM_11: 3}, "the list with their names is open to them"
    assert (after.came_in_all, after.signed_up_in_all) == (9, 9)
    ward.clock.at = event.ends_at + FAMILIES_KEPT + timedelta(minutes=1)
    await Upkeep(ward.database, ward.clock).tidy()
    after = await ward.after.of(officer, event.id)
    assert after.came == after.signed_up == {AgeBand.UNDER_7: 6, AgeBand.FROM_11: None}
    assert (after.came_in_all, after.signed_up_in_all) == (None, None)


async def test_the_morning_after_who_is_in_charge_is_asked_once_how_many_came(ward: Ward) -> None:
    event, officer = await ward.event(), await ward.staff(Role.OFFICER, "long-bien")
    ward.clock.at = event.ends_at + timedelta(hours=14)
    for _ in range(2):
        await ward.after.ask_due()
        ward.clock.passes(minutes=1)
    assert await ward.told(HowManyCame, officer) == [HowManyCame(event.id, event.title, listed=True)]
