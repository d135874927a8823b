"""The door of an event on both engines: one welcomes, the other hears who did; for its staff, around its day."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from domain.arrivals import FAMILIES_A_PAGE, Visit
from domain.people import AgeBand, Audience, Role
from domain.signups import ChildEntry, Ticket
from domain.texts import Refusal
from storage.database import Database
from storage.tables import ConsentRow, JournalRow, SignupChildRow, StaffRow
from tests.storage.ward import Ward

NA = ChildEntry("Na", AgeBand.UNDER_7, needs="dị ứng lạc", photo=True)
BI = ChildEntry("Bi", AgeBand.FROM_7)
THAT_EVENING = datetime(2027, 9, 11, 11, 5, tzinfo=UTC)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def signed_up(ward: Ward, *children: ChildEntry, update: int = 1) -> Ticket:
    event = await ward.event(title=f"Trung thu {update}")
    return await ward.signups.sign_up(await ward.person(), event.id, children, update)


async def lines(ward: Ward, verb: str) -> list[JournalRow]:
    async with ward.database.reading() as tx:
        return list((await tx.execute(select(JournalRow).where(JournalRow.verb == verb))).scalars())


async def test_of_two_who_welcome_at_once_one_does_and_the_other_hears_who_did(ward: Ward) -> None:
    ticket = await signed_up(ward, NA)
    ward.clock.at = THAT_EVENING
    colleagues = [await ward.staff(Role.OFFICER, "long-bien") for _ in range(8)]
    for number, each in enumerate(colleagues):
        async with ward.database.transaction() as tx:
            row = await tx.get_one(StaffRow, each.staff.id)
            row.name = f"Cán bộ {number}"

    async def welcomes(number: int) -> Visit | Refusal:
        try:
            return await ward.arrivals.welcome(colleagues[number], ticket.id, None, 10 + number)
        except Refusal as refusal:
            return refusal

    results = await asyncio.gather(*map(welcomes, range(8)))
    assert Counter(type(result) for result in results) == {Visit: 1, Refusal: 7}
    [first] = [result for result in results if isinstance(result, Visit)]
    told = {result.text.params["name"] for result in results if isinstance(result, Refusal)}
    assert told == {first.guests[0].came_by}
    assert len(await lines(ward, "came")) == 1


async def test_the_same_hands_may_tap_again_and_a_slip_is_undone(ward: Ward) -> None:
    ticket, officer = await signed_up(ward, NA), await ward.staff(Role.OFFICER, "long-bien")
    ward.clock.at = THAT_EVENING
    for update in (5, 5, 6):
        visit = await ward.arrivals.welcome(officer, ticket.id, None, update)
        assert visit.guests[0].came_at == THAT_EVENING
        ward.clock.passes(minutes=5)
    assert len(await lines(ward, "came")) == 1
    assert (await ward.arrivals.undo(officer, ticket.id, 7)).guests[0].came_at is None
    assert len(await lines(ward, "not_come")) == 1


async def test_a_colleague_of_the_same_name_is_somebody_else(ward: Ward) -> None:
    ticket = await signed_up(ward, NA)
    first, second = [await ward.staff(Role.OFFICER, "long-bien") for _ in range(2)]
    ward.clock.at = THAT_EVENING
    await ward.arrivals.welcome(first, ticket.id, None, 5)
    with pytest.raises(Refusal, match="written them down already"):
        await ward.arrivals.welcome(second, ticket.id, None, 6)


async def test_children_of_one_family_may_come_one_by_one(ward: Ward) -> None:
    sister = ChildEntry("Bông", AgeBand.UNDER_7)
    ticket, officer = await signed_up(ward, NA, sister), await ward.staff(Role.OFFICER, "long-bien")
    ward.clock.at = THAT_EVENING
    visit = await ward.arrivals.welcome(officer, ticket.id, ticket.children[1].id, 5)
    assert [guest.came_at is not None for guest in visit.guests] == [False, True]
    visit = await ward.arrivals.welcome(officer, ticket.id, None, 6)
    assert all(guest.came_at is not None for guest in visit.guests)
    other = await signed_up(ward, NA, update=2)
    with pytest.raises(Refusal, match="no such ticket"):
        await ward.arrivals.welcome(officer, ticket.id, other.children[0].id, 7)


async def test_a_child_of_7_is_welcomed_once_it_said_yes_itself(ward: Ward) -> None:
    ticket, officer = await signed_up(ward, BI), await ward.staff(Role.OFFICER, "long-bien")
    ward.clock.at = THAT_EVENING
    with pytest.raises(Refusal, match="yes is still missing"):
        await ward.arrivals.welcome(officer, ticket.id, None, 5)
    visit = await ward.arrivals.agrees(officer, ticket.children[0].id, 6)
    assert visit.to_come == visit.guests
    visit = await ward.arrivals.welcome(officer, ticket.id, None, 7)
    assert visit.guests[0].came_by == "officer"
    async with ward.database.reading() as tx:
        routes = (await tx.execute(select(ConsentRow.route).where(ConsentRow.purpose == "child"))).scalars()
        assert list(routes) == ["door"]


async def test_a_child_whose_parent_said_nothing_is_not_welcomed(ward: Ward) -> None:
    event, child = await ward.event(), await ward.person(Audience.CHILD)
    ticket = await ward.signups.sign_up(child, event.id, [BI], 1)
    officer = await ward.staff(Role.OFFICER, "long-bien")
    ward.clock.at = THAT_EVENING
    with pytest.raises(Refusal, match="yes is still missing"):
        await ward.arrivals.welcome(officer, ticket.id, None, 5)


async def test_a_family_that_waits_for_a_seat_is_not_welcomed_and_stands_on_no_list(ward: Ward) -> None:
    event = await ward.event(seats=2)
    await ward.signups.sign_up(await ward.person(), event.id, [replace(BI, nickname="Thỏ")], 1)
    ticket = await ward.signups.join(await ward.person(), event.id, [BI], 2)
    officer = await ward.staff(Role.OFFICER, "long-bien")
    ward.clock.at = THAT_EVENING
    with pytest.raises(Refusal, match="waits for a seat"):
        await ward.arrivals.scan(officer, ticket.code)
    page = await ward.arrivals.page(officer, event.id, 1)
    assert (page.families, page.children) == (1, 1)
    assert [name for _, name in (await ward.arrivals.no_photos(officer, event.id))[1]] == ["Thỏ"]


async def test_a_residents_scan_says_the_same_of_every_ticket(ward: Ward) -> None:
    ticket, family = await signed_up(ward, NA), await ward.person()
    said = []
    for code in (ticket.code, "VE-AAAAAA", ""):
        with pytest.raises(Refusal) as refused:
            await ward.arrivals.scan(family, code)
        said.append((type(refused.value), refused.value.text))
    assert said == [said[0]] * 3
    assert await lines(ward, "family_seen") == []


async def test_a_scan_refuses_in_one_sentence_what_lets_nobody_in(ward: Ward) -> None:
    ticket = await signed_up(ward, NA)
    officer, other = await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.OFFICER, "bo-de")
    with pytest.raises(Refusal, match="This ticket is for"):  # ten days before
        await ward.arrivals.scan(officer, ticket.code)
    ward.clock.at = THAT_EVENING
    assert (await ward.arrivals.scan(officer, ticket.code)).ticket.code == ticket.code
    for code in ("VE-AAAAAA", ""):
        with pytest.raises(Refusal, match="no such ticket"):
            await ward.arrivals.scan(officer, code)
    with pytest.raises(Refusal, match="another ward"):
        await ward.arrivals.scan(other, ticket.code)
    with pytest.raises(Refusal, match="staff who hold it"):
        await ward.arrivals.welcome(other, ticket.id, None, 5)
    ward.clock.passes(days=1)
    assert await ward.arrivals.scan(officer, ticket.code)
    ward.clock.passes(days=1)
    with pytest.raises(Refusal, match="is over"):
        await ward.arrivals.welcome(officer, ticket.id, None, 6)
    ward.clock.at = THAT_EVENING
    await ward.events.cancel(officer, ticket.event)
    with pytest.raises(Refusal, match="cancelled"):
        await ward.arrivals.scan(officer, ticket.code)
    assert await ward.count(SignupChildRow) == 0


async def test_the_list_has_pages_and_reading_it_leaves_a_line(ward: Ward) -> None:
    event, officer = await ward.event(seats=100), await ward.staff(Role.OFFICER, "long-bien")
    tickets = [
        await ward.signups.sign_up(await ward.person(), event.id, [NA], number)
        for number in range(1, FAMILIES_A_PAGE + 3)
    ]
    ward.clock.at = THAT_EVENING
    await ward.arrivals.welcome(officer, tickets[0].id, None, 99)
    first, last, beyond = [await ward.arrivals.page(officer, event.id, number) for number in (0, 2, 2_000_000)]
    assert [v.ticket.code for v in first.visits] == [t.code for t in tickets[:FAMILIES_A_PAGE]]
    assert [v.ticket.code for v in last.visits] == [t.code for t in tickets[FAMILIES_A_PAGE:]]
    assert (beyond.number, beyond.visits) == (2, last.visits)
    assert (first.families, first.children, first.came, first.pages) == (10, 10, 1, 2)
    assert len(await lines(ward, "door_list")) == 3


async def test_the_list_about_pictures_names_who_did_not_agree(ward: Ward) -> None:
    ticket, officer = await signed_up(ward, NA, BI), await ward.staff(Role.OFFICER, "long-bien")
    _, children = await ward.arrivals.no_photos(officer, ticket.event)
    assert children == [(ticket.code, "Bi")]
    assert len(await lines(ward, "photo_list")) == 1


async def test_a_family_is_looked_for_by_its_staff_alone_and_no_word_of_it_is_kept(ward: Ward) -> None:
    ticket, officer = await signed_up(ward, NA), await ward.staff(Role.OFFICER, "long-bien")
    other, lan = await ward.staff(Role.OFFICER, "bo-de"), await ward.person()
    for stranger in (other, lan):
        with pytest.raises(Refusal):
            await ward.arrivals.begin_finding(stranger, ticket.event)
        assert await ward.arrivals.find(stranger, "na") is None
    assert await ward.arrivals.find(officer, "na") is None, "nobody asked"
    await ward.arrivals.begin_finding(officer, ticket.event)
    for _ in range(3):
        found = await ward.arrivals.find(officer, "NA")
        assert found is not None
        assert [visit.ticket.id for visit in found.visits] == [ticket.id]
        ward.clock.passes(minutes=9)
    nobody = await ward.arrivals.find(officer, "bống")
    assert nobody is not None
    assert (nobody.visits, nobody.in_all) == ((), 0)
    ward.clock.passes(minutes=11)
    assert await ward.arrivals.find(officer, "na") is None, "a message is a message again"
    seen = [(each.staff_id, each.facts) for each in await lines(ward, "door_find")]
    assert seen == [(officer.staff.id, {"event": ticket.event, "found": found}) for found in (1, 1, 1, 0)]


async def test_who_cancelled_is_found_no_more(ward: Ward) -> None:
    event, officer, lan = await ward.event(), await ward.staff(Role.OFFICER, "long-bien"), await ward.person()
    await ward.signups.sign_up(lan, event.id, [NA], 1)
    await ward.signups.sign_up(await ward.person(), event.id, [replace(NA, nickname="Nam")], 2)
    await ward.arrivals.begin_finding(officer, event.id)
    for left in (2, 1):
        found = await ward.arrivals.find(officer, "na")
        assert found is not None
        assert found.in_all == left
        await ward.signups.cancel(lan, event.id, 3)
