"""Every yes apart, on both engines: children kept for next time, the paper of a forum, numbers that stay theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import Kind
from domain.news_events import SignupConfirmed, SignupHeld
from domain.people import AgeBand, Audience, Forged, Person, Role, StaffOnly
from domain.signups import ChildEntry, Purpose, State
from domain.texts import Refusal
from services.people import People
from services.signup_form import SignupForm
from services.upkeep import Upkeep
from storage import consents, people, signups_retention
from storage.database import Database
from storage.tables import KeptChildRow
from tests.storage.hall import BI, NA, Hall


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


async def ledger(hall: Hall, person: Person) -> list[tuple[str, bool]]:
    """What somebody said yes to, and whether it stands."""
    async with hall.database.reading() as tx:
        return [(line.purpose, line.withdrawn_at is None) for line in await consents.given_by(tx, person.id)]


async def kept_names(hall: Hall, person: Person) -> list[str]:
    return [each.nickname for each in await hall.kept.of(person)]


async def test_a_child_is_kept_once_every_yes_is_there_and_offered_at_the_next_sign_up(hall: Hall) -> None:
    event, mother, stranger = await hall.event(), await hall.person(), await hall.person()
    ticket = await hall.signups.sign_up(mother, event.id, [NA, BI], 1)
    na, bi = [child.id for child in ticket.children]
    with pytest.raises(Forged):
        await hall.kept.child_agrees(mother, bi, 2)  # before the parent
    for _ in range(2):
        await hall.kept.keep(mother, na, 3)
        found = await hall.kept.keep(mother, bi, 4)
    assert await kept_names(hall, mother) == ["Na"]
    assert ([child.id for child in found.waiting], set(found.kept)) == ([bi], {na})
    for _ in range(2):
        assert set((await hall.kept.child_agrees(mother, bi, 5)).kept) == {na, bi}
    assert await ledger(hall, mother) == [("signup", True), ("keep", True), ("keep", True), ("child_keep", True)]
    for tries in (hall.kept.look(stranger, ticket.id), hall.kept.keep(stranger, na, 6)):
        with pytest.raises(Forged):
            await tries
    await hall.signups.cancel(mother, event.id)
    assert await kept_names(hall, mother) == ["Na", "Bi"], "to cancel is another thing"
    await hall.kept.forget(stranger, None)
    form = SignupForm(hall.database, hall.clock)
    asked = await form.start(mother, event.id)
    assert [(name, age) for _, name, age in asked.known] == [("Na", AgeBand.UNDER_7), ("Bi", AgeBand.FROM_7)]
    asked = await form.answer(mother, "who", asked.known[1][0], 7)
    assert (asked.children[0].nickname, asked.step.value) == ("Bi", "needs")
    await hall.kept.forget(mother, na)
    assert await kept_names(hall, mother) == ["Bi"]
    await hall.kept.forget(mother, None)
    assert await kept_names(hall, mother) == []
    assert await ledger(hall, mother) == [("signup", False), ("keep", False), ("keep", False), ("child_keep", False)]


async def test_kept_children_go_unused_with_the_profile_and_when_they_turn_7(hall: Hall) -> None:
    event, mother, father, aunt = await hall.event(), *[await hall.person() for _ in range(3)]
    for number, person in enumerate((mother, father, aunt), 1):
        ticket = await hall.signups.sign_up(person, event.id, [NA], number)
        await hall.kept.keep(person, ticket.children[0].id, number)
        await hall.signups.cancel(person, event.id)
    await People(hall.database, hall.clock).erase(aunt)
    assert await hall.count(KeptChildRow) == 2
    grown = ChildEntry("Na", AgeBand.FROM_7)
    await hall.signups.sign_up(father, event.id, [grown], 9)
    assert await kept_names(hall, father) == [], "from 7 on the child's own yes is needed"
    assert ("keep", False) in await ledger(hall, father)
    hall.clock.passes(days=5)
    await hall.signups.sign_up(mother, event.id, [NA], 10)
    hall.clock.passes(days=729)
    async with hall.database.transaction() as tx:  # the profile is used, the children are not
        (await people.row(tx, mother.id)).seen_at = hall.clock.now()
    await Upkeep(hall.database, hall.clock).tidy()
    assert await kept_names(hall, mother) == ["Na"]
    hall.clock.passes(days=3)
    await Upkeep(hall.database, hall.clock).tidy()
    assert await hall.count(KeptChildRow) == 0


async def test_nobody_is_confirmed_for_a_forum_before_staff_have_the_signed_sheet(hall: Hall) -> None:
    event = await hall.event(kind=Kind.FORUM)
    officer, other = await hall.staff(Role.OFFICER, "long-bien"), await hall.staff(Role.OFFICER, "bo-de")
    mother = await hall.person()
    ticket = await hall.signups.sign_up(mother, event.id, [NA], 1)
    assert ticket.state is State.HELD
    assert [news.paper for news in await hall.told(SignupHeld, mother)] == [True]
    hall.clock.at = event.starts_at
    with pytest.raises(Refusal, match="A yes is still missing"):
        await hall.arrivals.welcome(officer, ticket.id, None, 2)
    for stranger in (other, mother):
        with pytest.raises(StaffOnly):
            await hall.consent_papers.received(stranger, ticket.id, 3)
    for _ in range(2):
        await hall.consent_papers.received(officer, ticket.id, 4)
    assert await hall.stands(mother, event) == (State.CONFIRMED, 0)
    assert len(await hall.told(SignupConfirmed, mother)) == 1
    async with hall.database.reading() as tx:
        [line] = [each for each in await consents.of_signup(tx, ticket.id) if each.purpose == Purpose.WRITTEN]
    assert (line.person_id, line.noted_by, line.route) == (mother.id, officer.staff and officer.staff.id, "paper")
    await hall.consent_papers.not_received(officer, ticket.id, 5)
    assert await hall.stands(mother, event) == (State.HELD, 0)
    assert len(await hall.told(SignupHeld, mother)) == 2
    assert await ledger(hall, mother) == [("signup", True), ("written", False)]
    await hall.consent_papers.received(officer, ticket.id, 6)
    assert len(await hall.told(SignupConfirmed, mother)) == 2
    fair = await hall.event(title="Hội")
    ticket = await hall.signups.sign_up(mother, fair.id, [NA], 7)
    with pytest.raises(Refusal):
        await hall.consent_papers.received(officer, ticket.id, 8)


async def test_a_number_in_the_ledger_is_nobody_elses_later(hall: Hall) -> None:
    """SQLite gives the number of the last row again once it is deleted."""
    event, child, mother = await hall.event(), await hall.person(Audience.CHILD), await hall.person()
    old = await hall.signups.sign_up(child, event.id, [BI], 1)
    await hall.parent_links.agree(mother, await hall.parent_links.make(child, event.id), 2)
    now = hall.clock.passes(days=60)
    async with hall.database.transaction() as tx:
        before = now - timedelta(days=730)
        await signups_retention.empty(tx, ended_before=now - timedelta(days=30), consents_before=before)
    later = await hall.event(
        kind=Kind.OTHER, title="Hội", starts_at=now + timedelta(days=5), ends_at=now + timedelta(days=5, hours=2)
    )
    stranger = await hall.person(Audience.CHILD)
    new = await hall.signups.sign_up(stranger, later.id, [BI], 3)
    assert new.id > old.id and new.children[0].id > old.children[0].id
    assert await hall.guardians.agreed_to(mother) == []


STEPS = ("parent", "no parent", "child", "no child", "coming")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=8), forum=st.booleans(), band=st.sampled_from(list(AgeBand)))
async def test_nothing_counts_before_every_yes_whatever_the_order(
    hall: Hall, steps: list[str], forum: bool, band: AgeBand
) -> None:
    event = await hall.event(kind=Kind.FORUM if forum else Kind.OTHER, title=f"Hội {hall.updates}")
    officer, mother = await hall.staff(Role.OFFICER, "long-bien"), await hall.person()
    hall.updates += 100
    ticket = await hall.signups.sign_up(mother, event.id, [ChildEntry("Na", band)], hall.updates)
    child, own = ticket.children[0].id, band.needs_own_consent
    said: dict[str, Any] = {"parent": False, "child": False, "coming": False, "paper": False}
    for number, step in enumerate(steps, hall.updates + 1):
        match step:
            case "parent":
                await hall.consents.allow_pictures(mother, ticket.id, number)
            case "no parent":
                await hall.consents.refuse_pictures(mother, ticket.id)
            case "child" | "no child" if own:
                await hall.consents.child_on_pictures(mother, child, number, yes=step == "child")
            case "coming" if own:
                await hall.signups.consent(mother, child, number)
            case _:
                continue
        said[step.removeprefix("no ")] = not step.startswith("no ")
    now = await hall.signups.of(mother, event.id)
    assert now is not None
    assert now.children[0].photo is (said["parent"] and (said["child"] or not own))
    assert (now.state is State.CONFIRMED) is (not forum and (said["coming"] or not own))
    barred = [code for code, _ in (await hall.arrivals.no_photos(officer, event.id))[1]]
    assert (now.code in barred) is not now.children[0].photo
