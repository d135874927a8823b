"""A year's events on both engines: counted from families and, once they are gone, from what was kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels.participation_cards import year_card
from domain.events import Kind
from domain.own_data import FAMILIES_KEPT
from domain.participation import Year, YearFile
from domain.people import AgeBand, Role
from domain.signups import ChildEntry
from domain.texts import Refusal
from services.upkeep import Upkeep
from storage.database import Database
from tests.storage.ward import Ward

THAT_EVENING = datetime(2027, 9, 11, 11, 5, tzinfo=UTC)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def test_figures_stay_the_same_when_the_families_go(ward: Ward) -> None:
    event, officer, minh = await ward.event(), await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.ADMIN)
    await ward.event(title="Không cần đăng ký", seats=None)
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
    assert (line.signed_up, line.came, line.shares) == ((7, 0, 0, 0), (6, 0, 0, 0), (None, 1, None, None))
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
