"""Nobody who is at an event vanishes when it is broken off: who came stays in the list, with code and names."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.cases import Timing
from domain.events import Event
from domain.news_arrivals import FamilyErased, LostChild, PickupCode, StillHere
from domain.news_events import EventCancelled, Standing
from domain.outbox import Delivered, Lane
from domain.people import Audience, Forged, Person, Role
from domain.signups import ChildEntry, State, Ticket
from domain.texts import Refusal
from domain.working_time import HANOI
from services.outbox import Relay
from services.own_data import OwnData
from services.people import People
from services.signup_form import SignupForm
from services.upkeep import Upkeep
from storage.database import Database
from storage.relay import Claimed
from storage.tables import CollectorRow, SignupChildRow
from tests.storage.hall import BI, NA, Hall

HAPPENS = datetime(2027, 9, 11, 18, 5, tzinfo=HANOI)


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


async def comes(hall: Hall, event: Event, *children: ChildEntry) -> tuple[Person, Ticket]:
    """A family that has its seats."""
    family = await hall.person()
    hall.updates += 1
    return family, await hall.signups.sign_up(family, event.id, children or [NA], hall.updates, adult="Cô Mai")


async def is_there(hall: Hall, officer: Person, ticket: Ticket, child: int | None = None) -> None:
    hall.clock.at = max(hall.clock.at, HAPPENS)
    hall.updates += 1
    await hall.arrivals.welcome(officer, ticket.id, child, hall.updates)


async def goes_home(hall: Hall, officer: Person, family: Person, ticket: Ticket) -> None:
    [told] = await hall.told(PickupCode, family)
    hall.updates += 1
    await hall.pickups.ask_code(officer, ticket.id)
    tried = await hall.pickups.try_code(officer, told.pickup, hall.updates)
    assert tried is not None
    assert tried.visit is not None


async def test_a_child_who_is_there_stays_until_it_has_gone_home(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    family, ticket = await comes(hall, event, NA, NA)
    absent, _ = await comes(hall, event)
    await hall.pickups.begin_naming(family, event.id)
    hall.updates += 1
    await hall.pickups.name(family, "bà Hoa", hall.updates)
    await is_there(hall, officer, ticket, ticket.children[0].id)
    await hall.events.cancel(officer, event.id, "trời bão")

    page = await hall.arrivals.page(officer, event.id, 1)
    assert (page.families, page.children, page.came) == (1, 2, 1)
    assert await hall.signups.of(absent, event.id) is None
    assert await hall.count(SignupChildRow) == 2, "who is not there is forgotten at once"
    kept = await hall.signups.of(family, event.id)
    assert kept is not None
    assert kept.state is State.CONFIRMED
    assert kept.code == ticket.code
    assert [name for _, name in (await hall.arrivals.scan(officer, ticket.code)).collectors] == ["bà Hoa"]
    assert await hall.arrivals.still_here(officer, event.id) == 1
    with pytest.raises(Refusal, match="at the event now"):
        await hall.signups.cancel(family, event.id)
    await goes_home(hall, officer, family, ticket)
    assert await hall.arrivals.still_here(officer, event.id) == 0
    assert (await hall.arrivals.look(officer, ticket.id)).home


async def test_families_hear_what_is_true_of_their_child(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    absent, _ = await comes(hall, event)
    home, first = await comes(hall, event)
    here, second = await comes(hall, event)
    for ticket in (first, second):
        await is_there(hall, officer, ticket)
    await goes_home(hall, officer, home, first)
    await hall.events.cancel(officer, event.id)
    told = {who.id: await hall.told(EventCancelled, who) for who in (absent, home, here)}
    assert [[news.standing for news in told[who.id]] for who in (absent, home, here)] == [
        [Standing.ENDED],
        [Standing.CAME],
        [Standing.HERE],
    ]
    [first_told, *_] = await hall.told(EventCancelled)
    assert first_told.standing is Standing.HERE, "whose child is there hears first"


async def test_who_came_with_an_adult_is_kept_and_hears_of_no_code(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event()
    family, ticket = await comes(hall, event)
    await is_there(hall, officer, ticket)
    await hall.events.cancel(officer, event.id)
    assert [news.standing for news in await hall.told(EventCancelled, family)] == [Standing.CAME]
    assert (await hall.arrivals.page(officer, event.id, 1)).came == 1
    assert await hall.told(StillHere) == []
    await hall.signups.cancel(family, event.id)
    assert (await hall.arrivals.page(officer, event.id, 1)).families == 0


async def test_whoever_works_there_hears_how_many_children_are_still_here(hall: Hall) -> None:
    officer, editor = await hall.staff(Role.OFFICER, "long-bien"), await hall.staff(Role.EDITOR)
    other = await hall.staff(Role.OFFICER, "bo-de")
    event = await hall.event(accompanied=False)
    for _ in range(2):
        _, ticket = await comes(hall, event, NA, NA)
        await is_there(hall, officer, ticket)
    for _ in range(2):
        await hall.events.cancel(editor, event.id)
    assert [news.children for news in await hall.told(StillHere, officer)] == [4]
    assert [news.children for news in await hall.told(StillHere, editor)] == [4]
    assert await hall.told(StillHere, other) == []


async def test_the_door_works_on_for_who_is_there_and_for_nobody_new(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    family, ticket = await comes(hall, event)
    _, late = await comes(hall, event)
    await is_there(hall, officer, ticket)
    await hall.events.cancel(officer, event.id)
    with pytest.raises(Refusal, match="This event was cancelled"):
        await hall.arrivals.scan(officer, late.code)
    with pytest.raises(Refusal, match="This event was cancelled"):
        await is_there(hall, officer, late)
    await goes_home(hall, officer, family, ticket)
    for came, gone in ((True, False), (False, False)):  # two slips: written home, then written here
        hall.updates += 1
        [guest] = (await hall.arrivals.undo(officer, ticket.id, hall.updates)).guests
        assert (guest.came_at is not None, guest.gone_at is not None) == (came, gone)
    await is_there(hall, officer, ticket)
    assert await hall.arrivals.still_here(officer, event.id) == 1


async def test_who_was_taken_home_before_the_message_leaves_is_not_said_to_be_there(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    home, first = await comes(hall, event)
    here, second = await comes(hall, event)
    child, mother = await hall.person(Audience.CHILD), await hall.person()
    await hall.signups.sign_up(mother, event.id, [NA], 900, adult="Cô Mai")
    third = await hall.signups.sign_up(child, event.id, [BI], 901)
    await hall.parent_links.agree(mother, await hall.parent_links.make(child, event.id), 902)
    for ticket in (first, second, third):
        await is_there(hall, officer, ticket)
    await hall.events.cancel(officer, event.id)
    await goes_home(hall, officer, home, first)  # Telegram was away; the bot says it an hour later
    hall.clock.passes(hours=1)
    said = await what_is_said(hall)
    assert [said[who.id] for who in (home, here, child, mother)] == [
        [Standing.CAME],
        [Standing.HERE],
        [Standing.ALONE],
        [Standing.HERE],
    ]
    assert said[officer.id] == [2]


async def test_nobody_is_told_of_children_who_have_all_gone_home(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    family, ticket = await comes(hall, event)
    await is_there(hall, officer, ticket)
    await hall.events.cancel(officer, event.id)
    await goes_home(hall, officer, family, ticket)
    assert await what_is_said(hall) == {family.id: [Standing.CAME]}


@pytest.mark.parametrize("cancelled", [False, True])
async def test_who_is_erased_while_a_child_of_theirs_is_there_leaves_the_helpers_a_line(
    hall: Hall, cancelled: bool
) -> None:
    officer, other = await hall.staff(Role.OFFICER, "long-bien"), await hall.staff(Role.OFFICER, "bo-de")
    event = await hall.event(accompanied=False)
    (family, ticket), (absent, _), (home, third) = [await comes(hall, event) for _ in range(3)]
    for each in (ticket, third):
        await is_there(hall, officer, each)
    await goes_home(hall, officer, home, third)
    if cancelled:
        await hall.events.cancel(officer, event.id)
    people = People(hall.database, hall.clock)
    for person in (absent, home, family):
        await people.erase(person)
    assert [(news.code, news.children) for news in await hall.told(FamilyErased, officer)] == [(ticket.code, 1)]
    assert await hall.told(FamilyErased, other) == []
    assert await hall.count(SignupChildRow) == 0, "what the law wants"


async def what_is_said(hall: Hall) -> dict[int, list[object]]:
    """Everything due leaves; what each person hears: how they stand, or how many children are still there."""
    said: dict[int, list[object]] = defaultdict(list)

    async def speak(notice: Claimed) -> Delivered:
        match notice.news:
            case EventCancelled(standing=standing):
                said[notice.to].append(standing)
            case StillHere(children=children):
                said[notice.to].append(children)
        return Delivered(1 + sum(map(len, said.values())))

    wiring = (hall.database, hall.clock, speak, Timing(), [Lane.REPLY, Lane.SERVICE], asyncio.Event())
    relay = Relay(*wiring)
    while (await relay.step()).claimed:
        await relay.rest()
    return said


@pytest.mark.parametrize(("ward", "days"), [("bo-de", 0), (None, 0), ("long-bien", 7)])
async def test_while_children_are_there_day_and_ward_stay(hall: Hall, ward: str | None, days: int) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    _, ticket = await comes(hall, event)
    starts, ends = event.starts_at, event.ends_at
    plan = replace(event, ward=ward, starts_at=starts + timedelta(days=days), ends_at=ends + timedelta(days=days))
    await is_there(hall, officer, ticket)
    with pytest.raises(Refusal, match="please cancel it"):
        await hall.events.change(None, event.id, plan)
    longer = replace(
        event, starts_at=event.starts_at + timedelta(minutes=15), ends_at=event.ends_at + timedelta(hours=1)
    )
    await hall.events.change(None, event.id, longer)
    assert (await hall.arrivals.scan(officer, ticket.code)).here
    await hall.arrivals.undo(officer, ticket.id, 900)
    await hall.events.change(None, event.id, plan)


async def test_a_lost_child_is_told_of_after_the_event_was_broken_off(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event()
    hall.clock.at = HAPPENS
    await hall.events.cancel(officer, event.id)
    await hall.lost_children.begin(officer, event.id)
    assert await hall.lost_children.tell(officer, "bé trai áo đỏ, cổng A", 5)
    assert len(await hall.told(LostChild, officer)) == 1


async def test_a_yes_by_link_is_not_taken_back_while_the_child_is_there(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    child, mother = await hall.person(Audience.CHILD), await hall.person()
    await hall.signups.sign_up(mother, event.id, [NA], 900, adult="Cô Mai")
    ticket = await hall.signups.sign_up(child, event.id, [BI], 901)
    token = await hall.parent_links.make(child, event.id)
    await hall.parent_links.agree(mother, token, 902)
    await is_there(hall, officer, ticket)
    with pytest.raises(Forged):
        await hall.guardians.take_back(await hall.person(), ticket.id, 903)
    with pytest.raises(Refusal, match="at the event now"):
        await hall.guardians.take_back(mother, ticket.id, 904)
    await hall.events.cancel(officer, event.id)
    assert (await hall.arrivals.look(officer, ticket.id)).here
    for who, standing in ((child, Standing.ALONE), (mother, Standing.HERE)):
        assert [news.standing for news in await hall.told(EventCancelled, who)] == [standing], "one message each"


async def test_what_is_kept_is_shown_and_goes_thirty_days_after(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    family, ticket = await comes(hall, event)
    await is_there(hall, officer, ticket)
    await hall.events.cancel(officer, event.id)
    kept = await OwnData(hall.database, hall.clock, dict).kept(family)
    assert ticket.id in kept.visits
    other = await hall.event(title="Cùng lúc", starts_at=event.starts_at + timedelta(minutes=30))
    asked = await SignupForm(hall.database, hall.clock).start(family, other.id)
    assert asked.clashes == "", "nobody comes to what was cancelled"
    hall.clock.at = event.ends_at + timedelta(days=30, hours=1)
    await Upkeep(hall.database, hall.clock).tidy()
    assert await hall.count(SignupChildRow) == await hall.count(CollectorRow) == 0
