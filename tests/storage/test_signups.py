"""Sign-ups on both engines: seats under fifty hands, replays, every yes, cancellations, retention."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.events import State as EventState
from domain.news_events import EventCancelled, EventChanged, SignupConfirmed, SignupHeld
from domain.people import AgeBand, Audience, Forged, Person, Role
from domain.signups import WORDING, ChildEntry, NoRoom, Purpose, Route, State, Ticket
from domain.texts import Refusal
from storage import consents, signups_retention
from storage.database import Database
from storage.tables import ConsentRow, EventRow, SignupChildRow, SignupRow
from tests.storage.ward import PLAN, Ward

NA = ChildEntry("Na", AgeBand.UNDER_7)
BI = ChildEntry("Bi", AgeBand.FROM_7)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def test_fifty_families_at_once_never_get_more_seats_than_there_are(ward: Ward) -> None:
    event = await ward.event(seats=21)
    families = [await ward.person() for _ in range(50)]

    async def tries(number: int, family: Person) -> Ticket | Refusal:
        try:
            return await ward.signups.sign_up(family, event.id, [NA], number)
        except Refusal as refusal:
            return refusal

    results = await asyncio.gather(*(tries(n, family) for n, family in enumerate(families, 1)))
    kinds = Counter(type(result) for result in results)
    assert kinds == {Ticket: 10, NoRoom: 40}  # two seats a family: the odd one stays free
    assert (await ward.events.get(None, event.id)).taken == 20


async def test_seats_held_back_are_given_to_no_family(ward: Ward) -> None:
    event = await ward.event(seats=21, quota=4)
    families = [await ward.person() for _ in range(20)]

    async def tries(number: int, family: Person) -> Ticket | Refusal:
        try:
            return await ward.signups.sign_up(family, event.id, [NA], number)
        except Refusal as refusal:
            return refusal

    results = await asyncio.gather(*(tries(n, family) for n, family in enumerate(families, 1)))
    assert Counter(type(result) for result in results) == {Ticket: 8, NoRoom: 12}
    shown = await ward.events.get(None, event.id)
    assert (shown.taken, shown.left) == (16, 1)


async def test_a_family_of_another_age_is_told_so_and_nothing_is_kept(ward: Ward) -> None:
    event, family = await ward.event(ages=(11, 15)), await ward.person()
    with pytest.raises(Refusal, match="for children of"):
        await ward.signups.sign_up(family, event.id, [BI], 1)
    assert await ward.count(SignupRow) == 0


async def test_a_double_tap_signs_up_once(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()

    async def tap(update: int) -> Ticket | Refusal:
        try:
            return await ward.signups.sign_up(family, event.id, [NA], update)
        except Refusal as refusal:
            return refusal

    results = await asyncio.gather(*(tap(update) for update in range(1, 9)))
    assert Counter(type(result) for result in results) == {Ticket: 1, Refusal: 7}
    assert (await ward.events.get(None, event.id)).taken == 2


async def test_a_replayed_update_changes_nothing(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    first, *again = [await ward.signups.sign_up(family, event.id, [NA], 7) for _ in range(3)]
    assert again == [first, first]
    assert await ward.count(SignupRow) == 1
    assert len(await ward.told(SignupConfirmed)) == 1
    await ward.signups.cancel(family, event.id)
    assert (await ward.signups.sign_up(family, event.id, [NA], 7)).state is State.CANCELLED
    assert (await ward.events.get(None, event.id)).taken == 0


async def test_both_or_none(ward: Ward) -> None:
    event = await ward.event(seats=4)
    await ward.signups.sign_up(await ward.person(), event.id, [NA], 1)
    with pytest.raises(Refusal, match="are left"):
        await ward.signups.sign_up(await ward.person(), event.id, [NA, BI], 2)
    assert await ward.count(SignupChildRow) == 1
    ticket = await ward.signups.sign_up(await ward.person(), event.id, [NA], 3)
    assert (ticket.seats, ticket.adult_seat) == (2, True)


async def test_children_who_come_alone_have_the_seats(ward: Ward) -> None:
    event = await ward.event(seats=2, accompanied=False)
    ticket = await ward.signups.sign_up(await ward.person(), event.id, [NA, NA], 1, adult="Cô Hạnh")
    assert (ticket.seats, ticket.adult_seat, ticket.adult) == (2, False, "Cô Hạnh")


async def test_under_7_the_parents_yes_is_enough(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    ticket = await ward.signups.sign_up(family, event.id, [NA], 1)
    assert ticket.state is State.CONFIRMED
    assert [news.code for news in await ward.told(SignupConfirmed, family)] == [ticket.code]


async def test_from_7_the_seat_is_held_until_the_child_says_yes(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    held = await ward.signups.sign_up(family, event.id, [BI, NA], 1)
    assert held.state is State.HELD
    assert [child.nickname for child in held.waits_for_child] == ["Bi"]
    assert (await ward.events.get(None, event.id)).taken == 3
    assert [news.children for news in await ward.told(SignupHeld)] == [(held.children[0].id,)]
    for _ in range(2):
        ticket = await ward.signups.consent(family, held.children[0].id, 2)
        assert ticket.state is State.CONFIRMED
    assert len(await ward.told(SignupConfirmed)) == 1
    async with ward.database.reading() as tx:
        ledger = [(c.purpose, c.route, c.wording) for c in await consents.given_by(tx, family.id)]
    assert ledger == [("signup", "button", WORDING), ("child", "same_phone", WORDING)]


async def test_nobody_else_says_yes_for_a_child(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    held = await ward.signups.sign_up(family, event.id, [BI], 1)
    child = held.children[0].id
    with pytest.raises(Refusal):
        await ward.signups.consent(await ward.person(), child)
    with pytest.raises(Refusal):
        await ward.signups.consent(await ward.staff(Role.OFFICER, "bo-de"), child, by=Route.DOOR)
    with pytest.raises(Refusal):
        await ward.signups.consent(family, 999_999)
    officer = await ward.staff(Role.OFFICER, "long-bien")
    assert (await ward.signups.consent(officer, child, by=Route.DOOR)).state is State.CONFIRMED


async def test_a_child_alone_waits_for_the_parents_link(ward: Ward) -> None:
    event, child = await ward.event(accompanied=False), await ward.person(Audience.CHILD)
    parent = await ward.person()
    asked = await ward.signups.sign_up(child, event.id, [BI], 1)
    assert asked.state is State.INTEREST
    assert asked.waits_for_parent and not asked.waits_for_child
    assert (await ward.events.get(None, event.id)).taken == 0, "nothing is counted until both have said yes"
    token = await ward.parent_links.make(child, event.id)
    for stranger, link in ((child, token), (parent, "guess")):
        with pytest.raises(Refusal):
            await ward.parent_links.agree(stranger, link, 2)
    with pytest.raises(Refusal, match="on their own phone"):
        await ward.parent_links.about(child, token)
    assert (await ward.parent_links.about(parent, token)).title == PLAN.title
    assert (await ward.parent_links.agree(parent, token, 3)).state is State.CONFIRMED
    assert (await ward.events.get(None, event.id)).taken == 1
    assert [told.to_child for told in await ward.told(SignupConfirmed, child)] == [True]
    assert [told.to_child for told in await ward.told(SignupConfirmed, parent)] == [False]
    with pytest.raises(Refusal, match="was used"):
        await ward.parent_links.agree(parent, token, 4)


async def test_a_parents_link_lasts_48_hours(ward: Ward) -> None:
    event, child = await ward.event(), await ward.person(Audience.CHILD)
    await ward.signups.sign_up(child, event.id, [BI], 1)
    token = await ward.parent_links.make(child, event.id)
    ward.clock.passes(hours=48)
    with pytest.raises(Refusal, match="48 hours"):
        await ward.parent_links.about(await ward.person(), token)


async def test_from_7_on_a_parents_yes_alone_allows_no_picture(ward: Ward) -> None:
    event, officer = await ward.event(), await ward.staff(Role.OFFICER, "long-bien")
    family = [replace(NA, photo=True), replace(BI, photo=True, agrees=True)]
    mother = await ward.person()
    ticket = await ward.signups.sign_up(mother, event.id, family, 1)
    assert {child.nickname: child.photo for child in ticket.children} == {NA.nickname: True, BI.nickname: False}
    _, barred = await ward.arrivals.no_photos(officer, event.id)
    assert [name for _, name in barred] == [BI.nickname]
    bi = ticket.children[1].id
    for _ in range(2):
        found = await ward.consents.child_on_pictures(mother, bi, 3, yes=True)
        assert [child.photo for child in found.ticket.children] == [True, True]
    assert (await ward.arrivals.no_photos(officer, event.id))[1] == []
    await ward.consents.refuse_pictures(mother, ticket.id)
    assert len((await ward.arrivals.no_photos(officer, event.id))[1]) == 2
    found = await ward.consents.allow_pictures(mother, ticket.id, 4)
    assert [child.photo for child in found.ticket.children] == [True, True]
    found = await ward.consents.child_on_pictures(mother, bi, 5, yes=False)
    assert [child.photo for child in found.ticket.children] == [True, False]
    assert found.ticket.state is State.CONFIRMED, "whoever says no to pictures comes all the same"
    async with ward.database.reading() as tx:
        ledger = [(c.purpose, c.route, c.withdrawn_at is None) for c in await consents.of_signup(tx, ticket.id)]
    assert [line for line in ledger if "photo" in line[0]] == [
        ("photo", "button", False),
        ("child_photo", "same_phone", False),
        ("photo", "button", True),
    ]
    stranger = await ward.person()
    for tries in (
        ward.consents.allow_pictures(stranger, ticket.id, 6),
        ward.consents.child_on_pictures(stranger, bi, 6, yes=True),
        ward.consents.child_on_pictures(mother, ticket.children[0].id, 6, yes=True),  # under 7 nobody asks the child
        ward.consents.pictures(stranger, ticket.id),
    ):
        with pytest.raises(Forged):
            await tries


async def test_a_child_alone_is_pictured_once_it_and_its_parent_have_said_yes_each_on_their_phone(ward: Ward) -> None:
    event, child, mother = await ward.event(), await ward.person(Audience.CHILD), await ward.person()
    ticket = await ward.signups.sign_up(child, event.id, [BI], 1)
    number = ticket.children[0].id
    await ward.parent_links.agree(mother, await ward.parent_links.make(child, event.id), 2)
    with pytest.raises(Refusal, match="mother, father"):
        await ward.consents.allow_pictures(child, ticket.id, 3)
    with pytest.raises(Forged):
        await ward.consents.child_on_pictures(mother, number, 3, yes=True)
    found = await ward.consents.child_on_pictures(child, number, 4, yes=True)
    assert not found.ticket.children[0].photo
    assert (await ward.consents.allow_pictures(mother, ticket.id, 5)).ticket.children[0].photo
    assert not (await ward.consents.child_on_pictures(child, number, 6, yes=False)).ticket.children[0].photo
    async with ward.database.reading() as tx:
        [line] = [c for c in await consents.given_by(tx, child.id) if c.purpose == "child_photo"]
    assert (line.route, line.child, line.withdrawn_at is None) == ("button", number, False)


async def test_one_tap_cancels_and_the_names_go(ward: Ward) -> None:
    event, family = await ward.event(seats=2), await ward.person()
    await ward.signups.sign_up(family, event.id, [NA], 1)
    assert await ward.signups.cancel(family, event.id, 2)
    assert not await ward.signups.cancel(family, event.id, 3)
    assert await ward.count(SignupChildRow) == 0
    async with ward.database.reading() as tx:
        assert all(c.withdrawn_at is not None for c in await consents.given_by(tx, family.id))
    assert await ward.signups.mine(family) == []
    again = await ward.signups.sign_up(family, event.id, [NA], 4)
    assert again.state is State.CONFIRMED


async def test_needs_and_pictures_are_consents_of_their_own(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    entry = replace(NA, needs="dị ứng lạc", photo=True)
    ticket = await ward.signups.sign_up(family, event.id, [entry], 1)
    assert (ticket.children[0].needs, ticket.children[0].photo) == ("dị ứng lạc", True)
    await ward.consents.withdraw(family, event.id, Purpose.PHOTO)
    await ward.consents.withdraw(family, event.id, Purpose.NEEDS)
    shown = await ward.signups.of(family, event.id)
    assert shown is not None and shown.state is State.CONFIRMED
    assert (shown.children[0].needs, shown.children[0].photo) == ("", False)
    async with ward.database.reading() as tx:
        ledger = {c.purpose: c.withdrawn_at is not None for c in await consents.given_by(tx, family.id)}
    assert ledger == {"signup": False, "needs": True, "photo": True}


async def test_names_and_needs_rest_encrypted(ward: Ward) -> None:
    event = await ward.event()
    entry = ChildEntry("Mướp", AgeBand.UNDER_7, needs="hen suyễn")
    await ward.signups.sign_up(await ward.person(), event.id, [entry], 1)
    async with ward.database.engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT nickname, needs FROM signup_children")
        stored = rows.mappings().one()
    assert "Mướp".encode() not in bytes(stored["nickname"])
    assert "hen suyễn".encode() not in bytes(stored["needs"])


async def test_nobody_signs_up_where_nobody_can(ward: Ward) -> None:
    family = await ward.person()
    draft = await ward.events.add(None, "draft", PLAN)
    open_to_all = await ward.event(title="không cần đăng ký", seats=None)
    over = await ward.event(title="đã qua")
    for event, says in ((draft.id, "closed"), (999, "no longer"), (open_to_all.id, "No sign-up")):
        with pytest.raises(Refusal, match=says):
            await ward.signups.sign_up(family, event, [NA], 1)
    ward.clock.passes(days=30)
    with pytest.raises(Refusal, match="closed"):
        await ward.signups.sign_up(family, over.id, [NA], 2)


async def test_cancelling_an_event_tells_everyone_signed_up_once(ward: Ward) -> None:
    event = await ward.event()
    coming, gone = await ward.person(), await ward.person()
    await ward.signups.sign_up(coming, event.id, [NA], 1)
    await ward.signups.sign_up(gone, event.id, [NA], 2)
    await ward.signups.cancel(gone, event.id)
    for _ in range(2):
        assert (await ward.events.cancel(None, event.id)).state is EventState.CANCELLED
    assert len(await ward.told(EventCancelled)) == len(await ward.told(EventCancelled, coming)) == 1
    assert await ward.count(SignupChildRow) == 0


async def test_changing_an_event_says_what_changed(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    await ward.signups.sign_up(family, event.id, [NA], 1)
    moved = replace(PLAN, place="Trường tiểu học", starts_at=PLAN.starts_at - timedelta(hours=1))
    for plan in (moved, moved, replace(moved, seats=30)):
        await ward.events.change(None, event.id, plan)
    assert [news.changed for news in await ward.told(EventChanged, family)] == [("starts_at", "place")]
    with pytest.raises(Refusal, match="taken already"):
        await ward.events.change(None, event.id, replace(moved, seats=1))
    with pytest.raises(Refusal, match="accompanied"):
        await ward.events.change(None, event.id, replace(moved, accompanied=False))


async def test_an_event_is_published_by_those_who_may(ward: Ward) -> None:
    officer, other = await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.OFFICER, "bo-de")
    editor, resident = await ward.staff(Role.EDITOR), await ward.person()
    event = await ward.events.add(officer, "own", PLAN)
    for stranger in (other, resident):
        with pytest.raises(Refusal):
            await ward.events.publish(stranger, event.id)
        with pytest.raises(Refusal):
            await ward.events.get(stranger, event.id)
    with pytest.raises(Refusal):
        await ward.events.add(officer, "all", replace(PLAN, ward=None))
    with pytest.raises(Refusal):
        await ward.events.change(officer, event.id, replace(PLAN, ward="bo-de"))
    assert (await ward.events.publish(editor, event.id)).state is EventState.PUBLISHED
    assert [s.event.id for s in await ward.events.list_upcoming("long-bien")] == [event.id]
    assert await ward.events.list_upcoming("bo-de") == []
    assert [s.event.id for s in await ward.events.listing(officer)] == [event.id]
    assert await ward.events.listing(other) == []


async def test_the_door_list_is_for_those_who_hold_the_event(ward: Ward) -> None:
    event, officer = await ward.event(), await ward.staff(Role.OFFICER, "long-bien")
    await ward.signups.sign_up(await ward.person(), event.id, [NA], 1)
    assert [v.guests[0].child.nickname for v in (await ward.arrivals.page(officer, event.id, 1)).visits] == ["Na"]
    for stranger in (await ward.staff(Role.OFFICER, "bo-de"), await ward.person()):
        with pytest.raises(Refusal):
            await ward.arrivals.page(stranger, event.id, 1)


async def test_fixed_days_become_drafts_once_and_past_events_end(ward: Ward) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event()
    for _ in range(2):
        await ward.events.tend()
    drafts = [s.event for s in await ward.events.listing(editor) if s.event.state is EventState.DRAFT]
    assert [draft.slug for draft in drafts] == ["mid-autumn-2027"]
    with pytest.raises(Refusal, match="Before it is published"):
        await ward.events.publish(editor, drafts[0].id)
    ward.clock.passes(days=11)
    await ward.events.tend()
    assert (await ward.events.get(None, event.id)).event.state is EventState.DONE


async def test_a_month_later_only_counts_are_left(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    await ward.signups.sign_up(family, event.id, [NA, NA], 1)
    await ward.signups.sign_up(await ward.person(), event.id, [BI], 2)
    now = ward.clock.passes(days=60)
    async with ward.database.transaction() as tx:
        old = now - timedelta(days=730)
        await signups_retention.empty(tx, ended_before=now - timedelta(days=30), consents_before=old)
    assert await ward.count(SignupRow) == await ward.count(SignupChildRow) == 0
    async with ward.database.reading() as tx:
        row = (await tx.execute(select(EventRow).where(EventRow.id == event.id))).scalar_one()
        assert (row.families, row.children) == (1, 2)  # who was only held did not come
    assert await ward.count(ConsentRow) == 2


async def test_erasing_a_person_frees_the_seats_and_keeps_the_proof(ward: Ward) -> None:
    event, family = await ward.event(), await ward.person()
    await ward.signups.sign_up(family, event.id, [NA], 1)
    await ward.broadcasts.subscribe(family, "long-bien")
    async with ward.database.transaction() as tx:
        await signups_retention.forget(tx, family.id, ward.clock.now())
    assert (await ward.events.get(None, event.id)).taken == 0
    assert await ward.count(SignupRow) == 0
    assert await ward.broadcasts.subscriptions(family) == []
    async with ward.database.reading() as tx:
        assert all(c.withdrawn_at is not None for c in await consents.given_by(tx, family.id))
