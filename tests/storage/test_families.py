"""A family's sign-up on both engines: one child fewer, a second adult by link, who hears what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.news_events import EventCancelled, EventChanged, SignupConfirmed
from domain.news_families import ChildLeft, FamilyCancelled, GuardianJoined
from domain.news_waiting import OfferEnded, SeatsOffered
from domain.people import Audience, Forged, Person
from domain.signups import State, Ticket
from domain.texts import Refusal
from services.people import People
from storage import consents
from storage.database import Database
from storage.tables import SignupChildRow, SignupGuardianRow
from tests.storage.hall import BI, NA, Hall
from tests.storage.ward import PLAN


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


async def two_adults(hall: Hall, event: int, *, children: int = 1) -> tuple[Person, Person, Ticket]:
    """A mother who signed up, and a father who came by her link."""
    mother, father = await hall.person(), await hall.person()
    hall.updates += 2
    await hall.signups.sign_up(mother, event, [NA] * children, hall.updates)
    token = await hall.guardians.invite(mother, event)
    return mother, father, await hall.guardians.join(father, token, hall.updates - 1)


async def test_one_child_of_several_leaves_and_one_seat_is_free(hall: Hall) -> None:
    event, family = await hall.event(seats=5), await hall.person()
    ticket = await hall.signups.sign_up(family, event.id, [NA, BI], 101)
    assert ticket.state is State.HELD
    waits = await hall.signs_up(event, 2)
    assert await hall.stands(waits, event) == (State.WAITING, 1)
    left = await hall.signups.drop_child(family, ticket.children[1].id, 102)
    assert left is not None and (left.seats, len(left.children)) == (2, 1)
    assert left.state is State.CONFIRMED, "the yes that was missing is not needed any more"
    await hall.goes_round()
    assert await hall.stands(waits, event) == (State.OFFERED, 0)
    assert await hall.signups.drop_child(family, ticket.children[0].id, 103) is None
    assert await hall.signups.of(family, event.id) is None
    assert await hall.taken(event) == 3
    async with hall.database.reading() as tx:
        assert all(line.withdrawn_at for line in await consents.given_by(tx, family.id))


async def test_what_is_said_about_one_child_goes_with_it(hall: Hall) -> None:
    event, family = await hall.event(), await hall.person()
    ticket = await hall.signups.sign_up(family, event.id, [replace(BI, agrees=True), NA], 1)
    await hall.signups.drop_child(family, ticket.children[0].id)
    async with hall.database.reading() as tx:
        ledger = {line.purpose: line.withdrawn_at is not None for line in await consents.given_by(tx, family.id)}
    assert ledger == {"signup": False, "child": True}
    assert await hall.count(SignupChildRow) == 1


async def test_nobody_takes_somebody_elses_child_away(hall: Hall) -> None:
    event, family = await hall.event(), await hall.person()
    ticket = await hall.signups.sign_up(family, event.id, [NA, NA], 1)
    for stranger, child in ((await hall.person(), ticket.children[0].id), (family, 999)):
        with pytest.raises(Refusal, match="no longer exists"):
            await hall.signups.drop_child(stranger, child)
    assert await hall.count(SignupChildRow) == 2


async def test_a_family_that_waits_needs_fewer_seats_without_one_child(hall: Hall) -> None:
    event = await hall.event(seats=4)
    leaves, _ = await hall.signs_up(event), await hall.signs_up(event)
    large = await hall.signs_up(event, 3)
    await hall.signups.cancel(leaves, event.id)
    await hall.goes_round()
    ticket = await hall.signups.of(large, event.id)
    assert ticket is not None and ticket.state is State.WAITING
    for child in ticket.children[:2]:
        await hall.signups.drop_child(large, child.id)
    await hall.goes_round()
    assert await hall.stands(large, event) == (State.OFFERED, 0)
    assert [offer.seats for offer in await hall.told(SeatsOffered, large)] == [2]


async def test_the_second_adult_sees_the_ticket_and_may_cancel(hall: Hall) -> None:
    event = await hall.event()
    mother, father, ticket = await two_adults(hall, event.id, children=2)
    assert ticket.state is State.CONFIRMED
    assert [code.code for code in await hall.told(SignupConfirmed, father)] == [ticket.code]
    assert len(await hall.told(SignupConfirmed, mother)) == len(await hall.told(GuardianJoined, mother)) == 1
    assert [found.code for _, found in await hall.signups.mine(father)] == [ticket.code]
    await hall.signups.drop_child(father, ticket.children[0].id)
    assert [news.seats for news in await hall.told(ChildLeft)] == [2]
    assert len(await hall.told(ChildLeft, mother)) == 1
    assert await hall.signups.cancel(father, event.id) is State.CONFIRMED
    assert len(await hall.told(FamilyCancelled)) == len(await hall.told(FamilyCancelled, mother)) == 1
    assert await hall.signups.mine(mother) == await hall.signups.mine(father) == []
    assert await hall.count(SignupGuardianRow) == 0


async def test_both_hear_of_changes_and_of_offers(hall: Hall) -> None:
    event = await hall.event(seats=2)
    leaves = await hall.signs_up(event)
    mother, father = await hall.signs_up(event), await hall.person()
    await hall.guardians.join(father, await hall.guardians.invite(mother, event.id), 70)
    await hall.signups.cancel(leaves, event.id)
    await hall.goes_round()
    for person in (mother, father):
        [offer] = await hall.told(SeatsOffered, person)
    assert (await hall.waiting.accept(father, offer.signup)).state is State.CONFIRMED
    await hall.events.change(None, event.id, replace(PLAN, seats=2, place="Trường tiểu học"))
    await hall.events.cancel(None, event.id)
    for person in (mother, father):
        for news in (SignupConfirmed, EventChanged, EventCancelled):
            assert len(await hall.told(news, person)) == 1
        assert await hall.told(OfferEnded, person) == []


async def test_a_guardians_link_works_once_for_48_hours_and_not_for_everybody(hall: Hall) -> None:
    event = await hall.event()
    mother, father, aunt = await hall.person(), await hall.person(), await hall.person()
    child, busy = await hall.person(Audience.CHILD), await hall.signs_up(event)
    await hall.signups.sign_up(mother, event.id, [NA], 80)
    token = await hall.guardians.invite(mother, event.id)
    assert (await hall.guardians.by_link(father, token)).id == event.id
    with pytest.raises(Refusal, match="for a mother, father or caregiver"):
        await hall.guardians.by_link(child, token)
    for stranger, link in ((father, "guess"), (child, token), (busy, token), (mother, token)):
        with pytest.raises(Refusal):
            await hall.guardians.join(stranger, link, 81)
    await hall.guardians.join(father, token, 82)
    with pytest.raises(Refusal, match="was used"):
        await hall.guardians.join(aunt, token, 83)
    with pytest.raises(Refusal, match="Two adults"):
        await hall.guardians.invite(father, event.id)
    with pytest.raises(Refusal, match="not signed up"):
        await hall.guardians.invite(aunt, event.id)
    late = await hall.person()
    await hall.signups.sign_up(late, event.id, [NA], 84)
    token = await hall.guardians.invite(late, event.id)
    hall.clock.passes(hours=48)
    with pytest.raises(Refusal, match="48 hours"):
        await hall.guardians.by_link(aunt, token)


async def test_the_parent_of_a_child_alone_is_a_guardian_and_invites_the_second(hall: Hall) -> None:
    event, child = await hall.event(), await hall.person(Audience.CHILD)
    mother, father = await hall.person(), await hall.person()
    await hall.signups.sign_up(child, event.id, [BI], 90)
    with pytest.raises(Refusal, match="mother, father"):
        await hall.guardians.invite(child, event.id)
    await hall.parent_links.agree(mother, await hall.parent_links.make(child, event.id), 91)
    await hall.guardians.join(father, await hall.guardians.invite(mother, event.id), 92)
    for person in (child, mother, father):
        assert len(await hall.told(SignupConfirmed, person)) == 1
    await hall.signups.cancel(father, event.id)
    for person in (child, mother):
        assert len(await hall.told(FamilyCancelled, person)) == 1


async def test_a_parent_with_a_sign_up_of_their_own_takes_the_yes_to_a_childs_back(hall: Hall) -> None:
    event, child, mother, stranger = await hall.event(), await hall.person(Audience.CHILD), *await two(hall)
    own = await hall.signups.sign_up(mother, event.id, [NA], 95)
    ticket = await hall.signups.sign_up(child, event.id, [BI], 96)
    await hall.parent_links.agree(mother, await hall.parent_links.make(child, event.id), 97)
    assert [(shown.id, signup) for shown, signup in await hall.guardians.agreed_to(mother)] == [(event.id, ticket.id)]
    assert await hall.guardians.agreed_to(stranger) == []
    for other, signup in ((stranger, ticket.id), (mother, own.id)):
        with pytest.raises(Forged):
            await hall.guardians.take_back(other, signup, 98)
    await hall.guardians.take_back(mother, ticket.id, 99)
    assert len(await hall.told(FamilyCancelled, child)) == 1
    assert await hall.told(FamilyCancelled, mother) == []
    assert await hall.signups.mine(child) == [] == await hall.guardians.agreed_to(mother)
    assert [each.id for _, each in await hall.signups.mine(mother)] == [own.id]
    with pytest.raises(Refusal, match="no longer exists"):
        await hall.guardians.take_back(mother, ticket.id, 100)


async def two(hall: Hall) -> tuple[Person, Person]:
    return await hall.person(), await hall.person()


async def test_who_is_erased_leaves_the_family_or_takes_the_sign_up_along(hall: Hall) -> None:
    event = await hall.event()
    mother, father, _ = await two_adults(hall, event.id)
    people = People(hall.database, hall.clock)
    await people.erase(father)
    assert await hall.stands(mother, event) == (State.CONFIRMED, 0)
    mother, father, _ = await two_adults(hall, event.id)
    await people.erase(mother)
    assert len(await hall.told(FamilyCancelled, father)) == 1
    assert await hall.signups.mine(father) == []
