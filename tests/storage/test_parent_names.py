"""A child signed up alone: the parent behind the link says who is responsible, and it goes with them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.door_papers import DoorPaper
from domain.events import Event
from domain.own_data import FAMILIES_KEPT
from domain.people import AgeBand, Audience, Person, Role
from domain.signups import ChildEntry
from domain.texts import Refusal
from services.door_papers import as_it_is_now
from services.own_data import OwnData
from services.parent_links import ASK_AGAIN
from services.people import People
from services.upkeep import Upkeep
from storage import signups
from storage.database import Database
from storage.tables import JournalRow, SignupRow
from tests.storage.test_races import blocked
from tests.storage.ward import PLAN, Ward

NA = ChildEntry("Na", AgeBand.FROM_11)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def agreed(ward: Ward, *, accompanied: bool = False) -> tuple[Event, Person, Person, int]:
    """The event, the child, its mother who has just said yes, and the sign-up."""
    event = await ward.event(accompanied=accompanied)
    child, mother = await ward.person(Audience.CHILD), await ward.person()
    await ward.signups.sign_up(child, event.id, [NA], 1)
    ticket = await ward.parent_links.agree(mother, await ward.parent_links.make(child, event.id), 2)
    return event, child, mother, ticket.id


async def adult(ward: Ward, signup: int) -> str | None:
    async with ward.database.reading() as tx:
        return (await tx.get_one(SignupRow, signup)).adult


async def test_the_parent_who_agreed_names_who_is_responsible_and_the_list_for_the_door_has_it(ward: Ward) -> None:
    event, child, mother, signup = await agreed(ward)
    hanh = await ward.staff(Role.OFFICER, "long-bien")
    with pytest.raises(Refusal):
        await ward.parent_links.name_adult(mother, "0912345678", 3)
    assert await ward.parent_links.name_adult(mother, "  Cô   Mai ", 4) == "Cô Mai"
    assert await ward.parent_links.name_adult(mother, "ai đó", 5) is None, "it was asked once"
    async with ward.database.transaction() as tx:
        paper = await as_it_is_now(tx, hanh.id, DoorPaper(event.id, "pdf"), ward.clock.now())
        assert paper is not None
        assert paper.roll is not None
        assert [visit.ticket.adult for visit in paper.roll.visits] == ["Cô Mai"]
        lines = (await tx.execute(select(JournalRow).where(JournalRow.verb == "adult_named"))).scalars().all()
        assert [line.facts for line in lines] == [{"event": event.id, "signup": signup}]
    for _ in range(2):
        await ward.parent_links.ask_adult(mother, signup)
        assert await ward.parent_links.name_adult(mother, "bà Hoa", 6) == "bà Hoa"
    for stranger in (child, await ward.person(), hanh):
        with pytest.raises(Refusal):
            await ward.parent_links.ask_adult(stranger, signup)
        assert await ward.parent_links.name_adult(stranger, "kẻ lạ", 7) is None
    assert await adult(ward, signup) == "bà Hoa"


async def test_what_can_be_no_name_is_asked_about_once_and_a_replay_changes_nothing(ward: Ward) -> None:
    _, _, mother, signup = await agreed(ward)
    for _ in range(2):
        assert await ward.parent_links.name_adult(mother, "chiều nay chị qua nhà em được không", 3) == ASK_AGAIN
    assert await ward.parent_links.name_adult(mother, "mấy giờ đón?", 4) is None
    assert await ward.parent_links.name_adult(mother, "Cô Mai", 5) is None, "it is over"
    await ward.parent_links.ask_adult(mother, signup)
    await ward.parent_links.skip_adult(mother)
    assert await ward.parent_links.name_adult(mother, "Cô Mai", 6) is None
    assert await adult(ward, signup) is None


async def test_where_the_adult_comes_along_nobody_is_asked(ward: Ward) -> None:
    _, _, mother, signup = await agreed(ward, accompanied=True)
    assert await ward.parent_links.name_adult(mother, "Cô Mai", 3) is None
    with pytest.raises(Refusal):
        await ward.parent_links.ask_adult(mother, signup)


async def test_the_question_is_over_after_an_hour_and_can_be_asked_again_until_the_event_is_over(ward: Ward) -> None:
    event, _, mother, signup = await agreed(ward)
    ward.clock.passes(minutes=61)
    assert await ward.parent_links.name_adult(mother, "Cô Mai", 3) is None
    await ward.parent_links.ask_adult(mother, signup)
    assert await ward.parent_links.name_adult(mother, "Cô Mai", 4) == "Cô Mai"
    ward.clock.at = event.ends_at
    with pytest.raises(Refusal):
        await ward.parent_links.ask_adult(mother, signup)


@pytest.mark.parametrize("own", [False, True], ids=["belongs to it", "with a sign-up of their own"])
async def test_the_name_is_shown_to_who_gave_it_and_goes_with_them(ward: Ward, own: bool) -> None:
    event = await ward.event(accompanied=False)
    child, mother = await ward.person(Audience.CHILD), await ward.person()
    if own:
        await ward.signups.sign_up(mother, event.id, [ChildEntry("Bi", AgeBand.UNDER_7)], 9, adult="Cô Mai")
    await ward.signups.sign_up(child, event.id, [NA], 1)
    ticket = await ward.parent_links.agree(mother, await ward.parent_links.make(child, event.id), 2)
    await ward.parent_links.name_adult(mother, "bác Tư", 3)
    kept = await OwnData(ward.database, ward.clock, dict).kept(mother)
    shown = [each.adult for _, each in kept.signups] + [name for _, name in kept.named]
    assert shown == (["Cô Mai", "bác Tư"] if own else ["bác Tư"])
    await People(ward.database, ward.clock).erase(mother)
    assert await adult(ward, ticket.id) is None


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_a_child_and_the_parent_it_named_are_erased_at_the_same_moment(ward: Ward) -> None:
    soon = {"starts_at": PLAN.starts_at - timedelta(hours=4), "ends_at": PLAN.ends_at - timedelta(hours=4)}
    later = await ward.event(title="Hội sách", accompanied=False)
    sooner = await ward.event(accompanied=False, **soon)
    child, mother = await ward.person(Audience.CHILD), await ward.person()
    tickets = []
    for update, event in ((10, later), (20, sooner)):
        tickets.append(await ward.signups.sign_up(child, event.id, [NA], update))
        await ward.parent_links.agree(mother, await ward.parent_links.make(child, event.id), update + 1)
        await ward.parent_links.name_adult(mother, "Cô Mai", update + 2)
    families = People(ward.database, ward.clock)
    async with ward.database.transaction() as tx:
        await signups.lock(tx, tickets[0].id)  # both wait here, and neither holds what the other needs next
        erasing = []
        for who in (mother, child):
            erasing.append(asyncio.create_task(families.erase(who)))
            while await blocked(ward.database) < len(erasing):
                pass
    await asyncio.gather(*erasing)
    assert await ward.count(SignupRow) == 0


async def test_it_goes_with_the_families(ward: Ward) -> None:
    event, _, mother, _ = await agreed(ward)
    await ward.parent_links.name_adult(mother, "Cô Mai", 3)
    ward.clock.at = event.ends_at + FAMILIES_KEPT
    ward.clock.passes(minutes=1)
    await Upkeep(ward.database, ward.clock).tidy()
    assert await ward.count(SignupRow) == 0
