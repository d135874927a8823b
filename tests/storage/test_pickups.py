"""Going home on both engines: the family's code or a name it gave, once, and a wrong code that somebody hears of."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.news_arrivals import ChildIsBack, LostChild, PickupCode, PickupDoubt
from domain.people import AgeBand, Audience, Person, Role
from domain.signups import ChildEntry, Ticket
from domain.texts import Refusal
from services.own_data import OwnData
from services.pickups import Tried
from storage.database import Database
from storage.tables import CollectorRow, JournalRow, NoticeRow, SignupRow
from tests.storage.ward import Ward

NA = ChildEntry("Na", AgeBand.UNDER_7)
BI = ChildEntry("Bi", AgeBand.FROM_7)
THAT_EVENING = datetime(2027, 9, 11, 11, 5, tzinfo=UTC)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def came(ward: Ward, officer: Person, *children: ChildEntry) -> tuple[Ticket, Person]:
    """A family whose children came without an adult."""
    event, family = await ward.event(accompanied=False), await ward.person()
    ticket = await ward.signups.sign_up(family, event.id, children or [NA], 1, adult="Cô Mai")
    ward.clock.at = THAT_EVENING
    await ward.arrivals.welcome(officer, ticket.id, None, 2)
    return ticket, family


async def code_of(ward: Ward, family: Person) -> str:
    [told] = await ward.told(PickupCode, family)
    assert len(told.pickup) == 4
    assert told.pickup.isdigit()
    return str(told.pickup)


async def test_the_family_gets_one_code_and_with_it_the_children_go_home(ward: Ward) -> None:
    officer = await ward.staff(Role.OFFICER, "long-bien")
    ticket, family = await came(ward, officer)
    await ward.arrivals.undo(officer, ticket.id, 3)
    await ward.arrivals.welcome(officer, ticket.id, None, 4)
    code = await code_of(ward, family)
    assert await ward.pickups.try_code(officer, code, 5) is None, "no code was asked for"
    assert (await ward.pickups.ask_code(officer, ticket.id)).ticket.code == ticket.code
    assert await ward.pickups.try_code(officer, "ai thế?", 6) is None
    tried = await ward.pickups.try_code(officer, f" {code[:2]} {code[2:]}.", 7)
    assert tried is not None
    assert tried.visit is not None
    [guest] = tried.visit.guests
    assert (guest.gone_at, guest.gone_by, guest.gone_with) == (THAT_EVENING, "officer", "")
    with pytest.raises(Refusal, match="They went home"):
        await ward.pickups.ask_code(officer, ticket.id)
    undone = await ward.arrivals.undo(officer, ticket.id, 8)
    assert undone.here == undone.guests, "a slip takes back the last step alone"


async def test_children_of_one_family_go_home_one_by_one(ward: Ward) -> None:
    officer = await ward.staff(Role.OFFICER, "long-bien")
    ticket, family = await came(ward, officer, NA, BI, NA)
    first, second, third = [child.id for child in ticket.children]
    await ward.arrivals.agrees(officer, second, 3)
    await ward.arrivals.welcome(officer, ticket.id, None, 4)
    code = await code_of(ward, family)
    await ward.pickups.ask_code(officer, ticket.id, second)
    tried = await ward.pickups.try_code(officer, code, 5)
    assert tried is not None and tried.visit is not None
    assert [guest.child.id for guest in tried.visit.home] == [second]
    for asked in (second, 999):
        with pytest.raises(Refusal, match=r"went home|has come yet"):
            await ward.pickups.ask_code(officer, ticket.id, asked)
    await ward.pickups.begin_naming(family, ticket.event)
    await ward.pickups.name(family, "bà Hoa", 6)
    [(hoa, _)] = (await ward.arrivals.look(officer, ticket.id)).collectors
    ward.clock.at = THAT_EVENING + timedelta(minutes=5)
    visit = await ward.pickups.go_home_with(officer, ticket.id, hoa, 7, first)
    assert [(guest.child.id, guest.gone_with) for guest in visit.home] == [(first, "bà Hoa"), (second, "")]
    undone = await ward.arrivals.undo(officer, ticket.id, 8)
    assert [guest.child.id for guest in undone.here] == [first, third], "a slip takes back the last step alone"
    ward.clock.at = THAT_EVENING + timedelta(minutes=9)
    await ward.pickups.ask_code(officer, ticket.id)
    rest = await ward.pickups.try_code(officer, code, 9)
    assert rest is not None and rest.visit is not None and not rest.visit.here


async def test_of_an_event_with_an_adult_nobody_gets_a_code(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    ticket = await ward.signups.sign_up(family, event.id, [NA], 1)
    ward.clock.at = THAT_EVENING
    await ward.arrivals.welcome(await ward.staff(Role.OFFICER, "long-bien"), ticket.id, None, 2)
    assert await ward.told(PickupCode) == []
    with pytest.raises(Refusal, match="adult of the family comes along"):
        await ward.pickups.begin_naming(family, event.id)


async def test_the_code_says_how_many_children_have_come_and_no_more(ward: Ward) -> None:
    event, family = await ward.event(accompanied=False), await ward.person()
    ticket = await ward.signups.sign_up(family, event.id, [NA, NA, NA], 1, adult="Cô Mai")
    ward.clock.at = THAT_EVENING
    officer = await ward.staff(Role.OFFICER, "long-bien")
    await ward.arrivals.welcome(officer, ticket.id, ticket.children[0].id, 2)
    assert [told.children for told in await ward.told(PickupCode, family)] == [1]


async def test_the_code_goes_to_the_parent_who_agreed_by_link(ward: Ward) -> None:
    event, child, parent = await ward.event(accompanied=False), await ward.person(Audience.CHILD), await ward.person()
    ticket = await ward.signups.sign_up(child, event.id, [BI], 1)
    await ward.parent_links.agree(parent, await ward.parent_links.make(child, event.id), 2)
    ward.clock.at = THAT_EVENING
    await ward.arrivals.welcome(await ward.staff(Role.OFFICER, "long-bien"), ticket.id, None, 3)
    assert len(await ward.told(PickupCode, parent)) == 1
    assert await ward.told(PickupCode, child) == []
    with pytest.raises(Refusal, match="mother, father or caregiver to say"):
        await ward.pickups.begin_naming(child, event.id)


async def test_every_third_wrong_code_is_told_to_the_coordinator(ward: Ward) -> None:
    officer, coordinator = await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.COORDINATOR)
    ticket, family = await came(ward, officer)
    code = await code_of(ward, family)
    wrong = "0000" if code != "0000" else "0001"
    await ward.pickups.ask_code(officer, ticket.id)
    tried = [await ward.pickups.try_code(officer, wrong, update) for update in (5, 5, 6, 7, 8)]
    assert tried == [Tried(None), Tried(None), Tried(None), Tried(None, told=True), Tried(None)]
    [doubt] = await ward.told(PickupDoubt)
    assert await ward.told(PickupDoubt, coordinator) == [doubt]
    assert (doubt.code, doubt.by, doubt.times) == (ticket.code, "officer", 3)
    await ward.pickups.try_code(officer, wrong, 81)
    await ward.pickups.try_code(officer, wrong, 82)
    assert [each.times for each in await ward.told(PickupDoubt)] == [3, 6]
    right = await ward.pickups.try_code(officer, code, 9)
    assert right is not None
    assert right.visit is not None


async def test_where_there_is_no_coordinator_the_staff_of_the_event_hear_it(ward: Ward) -> None:
    officer = await ward.staff(Role.OFFICER, "long-bien")
    await ward.staff(Role.OFFICER, "bo-de")
    ticket, _ = await came(ward, officer)
    await ward.pickups.ask_code(officer, ticket.id)
    for update in (5, 6, 7):
        await ward.pickups.try_code(officer, "12345", update)
    assert len(await ward.told(PickupDoubt)) == len(await ward.told(PickupDoubt, officer)) == 1


async def test_named_people_take_children_home_and_go_with_the_sign_up(ward: Ward) -> None:
    officer = await ward.staff(Role.OFFICER, "long-bien")
    ticket, family = await came(ward, officer)
    assert await ward.pickups.name(family, "bà Hoa", 3) is None, "nobody asked for a name"
    assert await ward.pickups.begin_naming(family, ticket.event) == []
    assert await ward.pickups.name(family, " bà\u200b  Hoa ", 4) == ["bà Hoa"]
    assert await ward.pickups.name(family, "bà Hoa", 4) == ["bà Hoa"], "a replay adds nobody"
    for typed in ("0912345678", "…"):
        with pytest.raises(Refusal):
            await ward.pickups.name(family, typed, 5)
    await ward.pickups.name(family, "ông Tư", 6)
    await ward.pickups.name(family, "chú Ba", 7)
    with pytest.raises(Refusal, match="people are enough"):
        await ward.pickups.name(family, "cô Tám", 8)
    kept = await OwnData(ward.database, ward.clock, dict).kept(family)
    assert [name for _, name in kept.visits[ticket.id].collectors] == ["bà Hoa", "ông Tư", "chú Ba"]
    collectors = (await ward.arrivals.look(officer, ticket.id)).collectors
    with pytest.raises(Refusal, match="has not named"):
        await ward.pickups.go_home_with(officer, ticket.id, 999, 9)
    visit = await ward.pickups.go_home_with(officer, ticket.id, collectors[1][0], 10)
    assert [guest.gone_with for guest in visit.guests] == ["ông Tư"]
    async with ward.database.reading() as tx:
        raw = await (await tx.connection()).exec_driver_sql("SELECT name FROM signup_collectors")
        assert not any(b"Hoa" in bytes(name) for (name,) in raw)
    await ward.signups.cancel(family, ticket.event)
    assert await ward.count(CollectorRow) == 0
    async with ward.database.reading() as tx:
        assert (await tx.get_one(SignupRow, ticket.id)).pickup is None


async def test_a_child_who_is_there_does_not_vanish_from_the_list_by_a_tap(ward: Ward) -> None:
    officer = await ward.staff(Role.OFFICER, "long-bien")
    ticket, family = await came(ward, officer)
    with pytest.raises(Refusal, match="at the event now"):
        await ward.signups.cancel(family, ticket.event)
    with pytest.raises(Refusal, match="at the event now"):
        await ward.signups.drop_child(family, ticket.children[0].id)
    await ward.pickups.ask_code(officer, ticket.id)
    await ward.pickups.try_code(officer, await code_of(ward, family), 5)
    await ward.signups.cancel(family, ticket.event)
    assert (await ward.arrivals.page(officer, ticket.event, 1)).families == 0


async def test_a_family_deletes_the_names_it_gave(ward: Ward) -> None:
    ticket, family = await came(ward, await ward.staff(Role.OFFICER, "long-bien"))
    await ward.pickups.begin_naming(family, ticket.event)
    await ward.pickups.name(family, "bà Hoa", 4)
    with pytest.raises(Refusal):
        await ward.pickups.forget_names(await ward.person(), ticket.event)
    await ward.pickups.forget_names(family, ticket.event)
    assert await ward.count(CollectorRow) == 0


async def test_of_two_who_let_a_child_go_at_once_one_does(ward: Ward) -> None:
    officer = await ward.staff(Role.OFFICER, "long-bien")
    ticket, family = await came(ward, officer)
    await ward.pickups.begin_naming(family, ticket.event)
    await ward.pickups.name(family, "bà Hoa", 4)
    [(collector, _)] = (await ward.arrivals.look(officer, ticket.id)).collectors

    async def lets_go(update: int) -> str:
        try:
            await ward.pickups.go_home_with(officer, ticket.id, collector, update)
        except Refusal:
            return "refused"
        return "gone"

    assert Counter(await asyncio.gather(*map(lets_go, range(10, 18)))) == {"gone": 1, "refused": 7}
    async with ward.database.reading() as tx:
        lines = (await tx.execute(select(JournalRow).where(JournalRow.verb == "went_home"))).scalars().all()
    assert [line.facts["by"] for line in lines] == ["name"]


async def test_only_staff_of_the_event_let_children_go(ward: Ward) -> None:
    ticket, family = await came(ward, await ward.staff(Role.OFFICER, "long-bien"))
    for stranger in (await ward.staff(Role.OFFICER, "bo-de"), family):
        with pytest.raises(Refusal):
            await ward.pickups.ask_code(stranger, ticket.id)
        with pytest.raises(Refusal):
            await ward.pickups.go_home_with(stranger, ticket.id, 1, 5)


async def test_a_lost_child_is_told_to_all_staff_of_the_event_once_and_to_nobody_else(ward: Ward) -> None:
    ours = [await ward.staff(Role.OFFICER, "long-bien") for _ in range(2)] + [await ward.staff(Role.EDITOR)]
    others = [await ward.staff(Role.OFFICER, "bo-de"), await ward.person()]
    event = await ward.event()
    with pytest.raises(Refusal):
        await ward.lost_children.begin(ours[0], event.id)  # ten days before
    ward.clock.at = THAT_EVENING
    for stranger in others:
        with pytest.raises(Refusal):
            await ward.lost_children.begin(stranger, event.id)
    assert not await ward.lost_children.tell(ours[0], "bé trai áo đỏ, cổng A", 5), "no button was tapped"
    await ward.lost_children.begin(ours[0], event.id)
    assert await ward.lost_children.tell(ours[0], "bé trai áo đỏ, cổng A", 6)
    assert not await ward.lost_children.tell(ours[0], "bé trai áo đỏ, cổng A", 6)
    told = {person.id: await ward.told(LostChild, person) for person in (*ours, *others)}
    assert [len(told[person.id]) for person in (*ours, *others)] == [1, 1, 1, 0, 0]
    assert told[ours[1].id][0].words == "bé trai áo đỏ, cổng A"
    async with ward.database.reading() as tx:
        rows = await (await tx.connection()).exec_driver_sql("SELECT news FROM outbox WHERE kind = 'LostChild'")
        assert not any("cổng A".encode() in bytes(news) for (news,) in rows), "sealed"
        lines = (await tx.execute(select(JournalRow).where(JournalRow.verb == "child_lost"))).scalars().all()
    assert [set(line.facts) for line in lines] == [{"event"}]
    for update in (7, 8):
        await ward.lost_children.is_back(ours[update - 7], event.id, 6)
    assert len(await ward.told(ChildIsBack)) == 3


async def test_a_form_that_was_left_open_is_not_taken_for_a_child(ward: Ward) -> None:
    officer, event = await ward.staff(Role.OFFICER, "long-bien"), await ward.event()
    ward.clock.at = THAT_EVENING
    await ward.lost_children.begin(officer, event.id)
    ward.clock.passes(minutes=11)
    assert not await ward.lost_children.tell(officer, "chào cả nhà", 6)
    assert await ward.count(NoticeRow) == 0
