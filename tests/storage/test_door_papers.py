"""Who gets the list for the door as a file, when, and what stays of it: a line in the journal and no name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.door_papers import DoorPaper
from domain.people import AgeBand, Person, Role
from domain.signups import ChildEntry
from domain.texts import Refusal
from services import door_papers
from storage.database import Database
from storage.tables import EventRow, JournalRow, StaffRow
from tests.storage.ward import PLAN, Ward

NA = ChildEntry("Na", AgeBand.UNDER_7)
AT_SIX = datetime(2027, 9, 10, 11, tzinfo=UTC)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def had_by(ward: Ward, *people: Person) -> list[int]:
    return [len(await ward.told(DoorPaper, person)) for person in people]


async def test_the_evening_before_the_list_to_print_comes_once_to_everybody_in_charge(ward: Ward) -> None:
    maker, officer = await ward.staff(Role.EDITOR), await ward.staff(Role.OFFICER, "long-bien")
    others = [await ward.staff(Role.OFFICER, "bo-de")]
    others += [await ward.staff(role) for role in (Role.COORDINATOR, Role.EDITOR)]
    event = await ward.event()
    async with ward.database.transaction() as tx:
        (await tx.get_one(EventRow, event.id)).made_by = maker.staff.id
    ward.clock.at = AT_SIX.replace(hour=10)
    await ward.papers.evening()
    assert await had_by(ward, maker, officer, *others) == [0] * 5
    ward.clock.at = AT_SIX
    for _ in range(3):
        await ward.papers.evening()
        ward.clock.passes(minutes=1)
    assert await had_by(ward, maker, officer, *others) == [1, 1, 0, 0, 0]
    async with ward.database.reading() as tx:
        lines = (await tx.execute(select(JournalRow).where(JournalRow.verb == "door_paper"))).scalars().all()
    assert [(line.staff_id, line.facts) for line in lines] == [
        (each.staff.id, {"event": event.id, "kind": "print"}) for each in (maker, officer)
    ]


async def test_of_an_event_of_all_wards_the_coordinators_have_it_and_without_anybody_the_editors(ward: Ward) -> None:
    officer, editor = await ward.staff(Role.OFFICER, "bo-de"), await ward.staff(Role.EDITOR)
    await ward.event()
    ward.clock.at = AT_SIX
    await ward.papers.evening()
    assert await had_by(ward, officer, editor) == [0, 1]
    coordinator = await ward.staff(Role.COORDINATOR)
    await ward.event(ward=None, title="Cả bốn phường")
    await ward.papers.evening()
    assert await had_by(ward, officer, editor, coordinator) == [0, 1, 2]


async def test_of_an_event_of_another_day_cancelled_or_without_sign_up_nothing_comes(ward: Ward) -> None:
    officer = await ward.staff(Role.OFFICER, "long-bien")
    cancelled = await ward.event()
    await ward.events.cancel(None, cancelled.id)
    await ward.event(seats=None, title="Ai cũng đến được")
    later = {"starts_at": PLAN.starts_at + timedelta(days=2), "ends_at": PLAN.ends_at + timedelta(days=2)}
    await ward.event(title="Hai hôm sau", **later)
    ward.clock.at = AT_SIX
    for _ in range(2):
        await ward.papers.evening()
        ward.clock.passes(days=1)
    assert await had_by(ward, officer) == [0]


async def test_the_names_are_filled_in_when_it_is_sent_and_only_for_who_may_still_have_them(ward: Ward) -> None:
    event, officer = await ward.event(), await ward.staff(Role.OFFICER, "long-bien")
    ticket = await ward.signups.sign_up(await ward.person(), event.id, [NA], 1)
    await ward.papers.ask(officer, event.id, "xlsx", 5)
    await ward.papers.ask(officer, event.id, "xlsx", 5)
    [news] = await ward.told(DoorPaper, officer)
    assert news.roll is None
    strangers = (await ward.person(), await ward.staff(Role.OFFICER, "bo-de"))
    async with ward.database.transaction() as tx:
        filled = await door_papers.as_it_is_now(tx, officer.id, news, ward.clock.now())
        assert filled is not None
        assert filled.roll is not None
        assert [each.ticket.code for each in filled.roll.visits] == [ticket.code]
        for stranger in strangers:
            assert await door_papers.as_it_is_now(tx, stranger.id, news, ward.clock.now()) is None
        (await tx.get_one(StaffRow, officer.staff.id)).removed_at = ward.clock.now()
        await tx.flush()
        assert await door_papers.as_it_is_now(tx, officer.id, news, ward.clock.now()) is None


async def test_only_staff_of_the_event_ask_for_it(ward: Ward) -> None:
    event, officer = await ward.event(), await ward.staff(Role.OFFICER, "long-bien")
    for stranger in (await ward.person(), await ward.staff(Role.OFFICER, "bo-de")):
        with pytest.raises(Refusal):
            await ward.papers.ask(stranger, event.id, "pdf", 5)
    with pytest.raises(Refusal):
        await ward.papers.ask(officer, event.id, "exe", 6)
    assert await ward.told(DoorPaper) == []
