"""A parent erases everything: their yes to pictures goes with them, and so does a child's sign-up that hung on it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from channels import day_cards
from channels.day_buttons import OpenFamily
from domain.cases import Timing
from domain.events import Event
from domain.news_arrivals import FamilyErased, PickupCode
from domain.news_events import EventReminder
from domain.news_families import FamilyCancelled
from domain.people import Audience, Person, Role
from domain.signups import Purpose, Route, State, Ticket
from services.people import People
from services.reminders import Reminders
from services.restoring import set_right
from storage import consents, events, signups
from storage.database import Database
from storage.tables import SignupRow
from tests.storage.hall import BI, NA, Hall
from tests.storage.test_races import blocked


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


async def erases(hall: Hall, person: Person) -> None:
    await People(hall.database, hall.clock).erase(person)


async def by_link(hall: Hall, event: Event, mother: Person | None = None) -> tuple[Person, Person, Ticket]:
    """A child that signed up alone, and the mother behind its link."""
    child, mother = await hall.person(Audience.CHILD), mother or await hall.person()
    hall.updates += 2
    await hall.signups.sign_up(child, event.id, [BI], hall.updates - 1)
    token = await hall.parent_links.make(child, event.id)
    return child, mother, await hall.parent_links.agree(mother, token, hall.updates)


async def barred(hall: Hall, event: Event) -> list[str]:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    return [name for _, name in (await hall.arrivals.no_photos(officer, event.id))[1]]


async def state(hall: Hall, ticket: Ticket) -> str:
    async with hall.database.reading() as tx:
        return (await tx.get_one(SignupRow, ticket.id)).state


@pytest.mark.parametrize("first", [False, True], ids=["the second adult's yes alone", "the first's stands"])
async def test_a_yes_to_pictures_goes_with_who_gave_it(hall: Hall, first: bool) -> None:
    event, mother, father = await hall.event(), await hall.person(), await hall.person()
    ticket = await hall.signups.sign_up(mother, event.id, [NA, NA], 1)
    await hall.guardians.join(father, await hall.guardians.invite(mother, event.id), 2)
    if first:
        await hall.consents.allow_pictures(mother, ticket.id, 3)
    await hall.consents.allow_pictures(father, ticket.id, 4)
    assert await barred(hall, event) == []
    await erases(hall, father)
    assert await barred(hall, event) == ([] if first else ["Na", "Na"])
    assert await state(hall, ticket) == State.CONFIRMED


async def test_of_two_yeses_to_pictures_one_is_enough(hall: Hall) -> None:
    event, mother, father = await hall.event(), await hall.person(), await hall.person()
    ticket = await hall.signups.sign_up(mother, event.id, [NA], 1)
    await hall.guardians.join(father, await hall.guardians.invite(mother, event.id), 2)
    await hall.consents.allow_pictures(father, ticket.id, 3)
    async with hall.database.transaction() as tx:  # as a ledger of before may have it
        consents.give(tx, mother.id, Purpose.PHOTO, Route.BUTTON, signup=ticket.id, now=hall.clock.now())
    await erases(hall, father)
    assert await barred(hall, event) == []


@pytest.mark.parametrize("own", [False, True], ids=["belongs to it", "with a sign-up of their own"])
async def test_a_childs_sign_up_is_over_without_its_parents_yes_and_the_seat_is_free(hall: Hall, own: bool) -> None:
    event, mother = await hall.event(seats=4 if own else 2), await hall.person()
    if own:
        await hall.joins(mother, event)
    child, _, ticket = await by_link(hall, event, mother)
    waits = await hall.signs_up(event)
    assert await hall.stands(child, event) == (State.CONFIRMED, 0)
    assert await hall.stands(waits, event) == (State.WAITING, 1)
    reminders = Reminders(hall.database, hall.clock)
    await reminders.remind(child, event.id)
    await erases(hall, mother)
    assert len(await hall.told(FamilyCancelled, child)) == len(await hall.told(FamilyCancelled)) == 1
    assert await hall.told(EventReminder) == []
    assert await state(hall, ticket) == State.CANCELLED
    assert await hall.signups.mine(child) == []
    async with hall.database.reading() as tx:
        assert all(line.withdrawn_at for line in await consents.of_signup(tx, ticket.id))
    await hall.goes_round()
    assert await hall.stands(waits, event) == (State.OFFERED, 0)


async def test_a_childs_sign_up_stays_while_another_parents_yes_stands(hall: Hall) -> None:
    event, father = await hall.event(accompanied=False), await hall.person()
    child, mother, _ = await by_link(hall, event)
    await hall.parent_links.agree(father, await hall.parent_links.make(child, event.id), 90)
    await erases(hall, mother)
    assert await hall.stands(child, event) == (State.CONFIRMED, 0)
    await erases(hall, father)
    assert await hall.stands(child, event) is None
    assert len(await hall.told(FamilyCancelled, child)) == 1


async def test_a_child_who_is_there_stays_in_the_list_and_the_door_is_told(hall: Hall) -> None:
    officer = await hall.staff(Role.OFFICER, "long-bien")
    event = await hall.event(accompanied=False)
    child, mother, ticket = await by_link(hall, event)
    hall.clock.at = event.starts_at
    await hall.arrivals.welcome(officer, ticket.id, None, 90)
    [code] = await hall.told(PickupCode, mother)
    await erases(hall, mother)
    [news] = await hall.told(FamilyErased, officer)
    assert (news.code, news.children, news.kept) == (ticket.code, 1, ticket.id)
    [[button]] = day_cards.card(news).rows
    assert button.does == OpenFamily(ticket.id)
    assert await hall.told(FamilyCancelled) == []
    assert (await hall.arrivals.look(officer, ticket.id)).here
    await hall.pickups.ask_code(officer, ticket.id)
    home = await hall.pickups.try_code(officer, code.pickup, 91)
    assert home is not None and home.visit is not None
    assert await hall.told(PickupCode, child) == []


async def test_the_code_for_going_home_never_goes_to_a_child(hall: Hall) -> None:
    """Written down the morning after, when the parent has erased everything; the second adult has the code."""
    officer, father = await hall.staff(Role.OFFICER, "long-bien"), await hall.person()
    event = await hall.event(accompanied=False)
    (alone, mother, first), (child, other, second) = await by_link(hall, event), await by_link(hall, event)
    await hall.guardians.join(father, await hall.guardians.invite(other, event.id), 90)
    hall.clock.at = event.ends_at
    for parent in (mother, other):
        await erases(hall, parent)
    assert await hall.told(FamilyCancelled) == [], "it is over"
    for number, ticket in enumerate((first, second), 91):
        await hall.arrivals.welcome(officer, ticket.id, None, number)
    assert await hall.told(PickupCode, alone) == await hall.told(PickupCode, child) == []
    assert len(await hall.told(PickupCode, father)) == len(await hall.told(PickupCode)) == 1


async def test_a_restore_ends_it_again_and_says_nothing_twice(hall: Hall) -> None:
    event, over = await hall.event(), await hall.event(title="Hội sách")
    (child, mother, ahead), since = await by_link(hall, event), hall.clock.now()
    await hall.events.change(None, over.id, replace(over, ends_at=over.starts_at + timedelta(hours=1)))
    _, _, past = await by_link(hall, over, mother)
    mark, now = hall.database.vault.erased_marks(mother.chat)[0], event.starts_at + timedelta(hours=2)
    hall.clock.at = now
    async with hall.database.transaction() as tx:
        done = await set_right(tx, hall.database.vault, {mark: since}, since, now, Timing())
    assert done.erased == 1
    assert [await state(hall, each) for each in (ahead, past)] == [State.CANCELLED, State.CONFIRMED]
    assert await hall.told(FamilyCancelled) == await hall.told(FamilyErased) == []
    assert await hall.stands(child, event) is None


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_who_erases_waits_for_the_event_before_holding_a_sign_up(hall: Hall) -> None:
    """The waiting list locks sign-ups in another order, and behind the event."""
    event = await hall.event()
    child, mother, ticket = await by_link(hall, event)
    async with hall.database.transaction() as tx:
        await events.lock(tx, event.id)
        erasing = asyncio.create_task(erases(hall, mother))
        while await blocked(hall.database) < 1:
            pass
        await signups.lock(tx, ticket.id)
    await erasing
    assert await hall.stands(child, event) is None
