"""Waiting lists on both engines: joining, offers that pass on by the clock, what a child alone counts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.news_events import SignupConfirmed, SignupHeld
from domain.news_waiting import OfferEnded, Queued, SeatsOffered, WaitEnded
from domain.people import Audience
from domain.signups import NoRoom, State
from domain.texts import Refusal
from storage.database import Database
from storage.tables import SignupChildRow
from tests.storage.hall import BI, NA, Hall
from tests.storage.ward import PLAN


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


async def test_who_finds_it_full_stands_in_the_order_of_joining(hall: Hall) -> None:
    event = await hall.event(seats=4)
    first, second = await hall.signs_up(event), await hall.signs_up(event)
    third, fourth = await hall.signs_up(event), await hall.signs_up(event, 3)
    assert [await hall.stands(who, event) for who in (first, second, third, fourth)] == [
        (State.CONFIRMED, 0),
        (State.CONFIRMED, 0),
        (State.WAITING, 1),
        (State.WAITING, 2),
    ]
    assert [(news.rank, news.seats) for news in await hall.told(Queued)] == [(1, 2), (2, 4)]
    shown = await hall.events.get(None, event.id)
    assert (shown.taken, shown.left, shown.waiting) == (4, 0, 2)


async def test_a_freed_seat_is_kept_for_the_first_and_nobody_passes_them(hall: Hall) -> None:
    event = await hall.event(seats=4)
    leaves, _ = await hall.signs_up(event), await hall.signs_up(event)
    third, fourth = await hall.signs_up(event), await hall.signs_up(event)
    await hall.signups.cancel(leaves, event.id)
    with pytest.raises(NoRoom):  # before the loop has even looked
        await hall.signups.sign_up(await hall.person(), event.id, [NA], 99)
    await hall.goes_round()
    assert await hall.stands(third, event) == (State.OFFERED, 0)
    assert await hall.stands(fourth, event) == (State.WAITING, 1)
    assert await hall.taken(event) == 4
    [offer] = await hall.told(SeatsOffered, third)
    assert offer.until == hall.clock.now() + timedelta(hours=12)
    for _ in range(2):
        ticket = await hall.waiting.accept(third, offer.signup)
    assert (ticket.state, ticket.seats) == (State.CONFIRMED, 2)
    assert len(await hall.told(SignupConfirmed, third)) == 1
    assert await hall.taken(event) == 4


async def test_an_offer_passes_on_by_the_clock_and_its_reader_hears_so_once(hall: Hall) -> None:
    event = await hall.event(seats=2)
    leaves, second, third = [await hall.signs_up(event) for _ in range(3)]
    await hall.signups.cancel(leaves, event.id)
    await hall.goes_round()
    [offer] = await hall.told(SeatsOffered, second)
    hall.clock.passes(hours=11, minutes=59)
    await hall.goes_round()
    assert await hall.stands(second, event) == (State.OFFERED, 0)
    hall.clock.passes(minutes=1)
    with pytest.raises(Refusal, match="no longer kept for you"):  # the clock decides, not the loop
        await hall.waiting.accept(second, offer.signup)
    for _ in range(2):
        await hall.goes_round()
    assert await hall.stands(second, event) is None
    assert await hall.stands(third, event) == (State.OFFERED, 0)
    assert len(await hall.told(OfferEnded)) == len(await hall.told(OfferEnded, second)) == 1
    with pytest.raises(Refusal, match="no longer kept for you"):
        await hall.waiting.accept(second, offer.signup)


async def test_seats_are_saved_up_for_a_large_family_until_the_last_day(hall: Hall) -> None:
    event = await hall.event(seats=6)
    leaves, *_ = [await hall.signs_up(event) for _ in range(3)]
    large, small = await hall.signs_up(event, 3), await hall.signs_up(event)
    await hall.signups.cancel(leaves, event.id)
    await hall.goes_round()
    assert [await hall.stands(who, event) for who in (large, small)] == [(State.WAITING, 1), (State.WAITING, 2)]
    assert (await hall.events.get(None, event.id)).left == 0
    hall.clock.passes(seconds=(event.starts_at - hall.clock.now()).total_seconds() - 24 * 3600)
    await hall.goes_round()
    assert [await hall.stands(who, event) for who in (large, small)] == [(State.WAITING, 1), (State.OFFERED, 0)]
    assert (await hall.told(SeatsOffered))[0].until == hall.clock.now() + timedelta(hours=2)


async def test_more_seats_by_staff_and_somebody_who_is_erased_free_seats_too(hall: Hall) -> None:
    event = await hall.event(seats=2)
    first, second, third = [await hall.signs_up(event) for _ in range(3)]
    await hall.events.change(None, event.id, replace(PLAN, seats=4))
    await hall.goes_round()
    assert await hall.stands(second, event) == (State.OFFERED, 0)
    with pytest.raises(Refusal, match="taken already"):  # what is offered is given
        await hall.events.change(None, event.id, replace(PLAN, seats=3))
    await hall.erases(first)
    await hall.goes_round()
    assert await hall.stands(third, event) == (State.OFFERED, 0)


async def test_who_says_no_to_an_offer_gives_it_to_the_next(hall: Hall) -> None:
    event = await hall.event(seats=2)
    leaves, second, third = [await hall.signs_up(event) for _ in range(3)]
    await hall.signups.cancel(leaves, event.id)
    await hall.goes_round()
    assert await hall.signups.cancel(second, event.id) is State.OFFERED
    await hall.goes_round()
    assert await hall.stands(third, event) == (State.OFFERED, 0)
    assert await hall.told(OfferEnded) == []
    assert await hall.count(SignupChildRow) == 1, "only the family that still has an offer"


async def test_nobody_takes_somebody_elses_offer(hall: Hall) -> None:
    event = await hall.event(seats=2)
    leaves, second = [await hall.signs_up(event) for _ in range(2)]
    await hall.signups.cancel(leaves, event.id)
    await hall.goes_round()
    [offer] = await hall.told(SeatsOffered, second)
    for stranger, signup in ((leaves, offer.signup), (second, 999)):
        with pytest.raises(Refusal, match="no longer kept for you"):
            await hall.waiting.accept(stranger, signup)
    assert await hall.stands(second, event) == (State.OFFERED, 0)


async def test_who_waits_when_it_begins_hears_that_no_seat_became_free(hall: Hall) -> None:
    event = await hall.event(seats=2)
    _, second = [await hall.signs_up(event) for _ in range(2)]
    hall.clock.passes(seconds=(event.starts_at - hall.clock.now()).total_seconds())
    for _ in range(2):
        await hall.goes_round()
    assert await hall.stands(second, event) is None
    assert len(await hall.told(WaitEnded)) == len(await hall.told(WaitEnded, second)) == 1
    assert await hall.count(SignupChildRow) == 1
    with pytest.raises(NoRoom):
        await hall.joins(second, event)


async def test_a_family_that_waits_may_still_be_asked_for_the_childs_yes(hall: Hall) -> None:
    event = await hall.event(seats=2)
    leaves, family = await hall.signs_up(event), await hall.person()
    ticket = await hall.signups.join(family, event.id, [BI], 50)
    await hall.signups.cancel(leaves, event.id)
    await hall.goes_round()
    assert (await hall.waiting.accept(family, ticket.id)).state is State.HELD
    assert [news.children for news in await hall.told(SignupHeld)] == [(ticket.children[0].id,)]
    assert (await hall.signups.consent(family, ticket.children[0].id)).state is State.CONFIRMED


async def test_a_child_alone_counts_from_the_parents_yes_on_and_waits_if_it_is_full_by_then(hall: Hall) -> None:
    event, child, parent = await hall.event(seats=2), await hall.person(Audience.CHILD), await hall.person()
    assert (await hall.signups.sign_up(child, event.id, [BI], 60)).state is State.INTEREST
    token = await hall.parent_links.make(child, event.id)
    assert await hall.stands(await hall.signs_up(event), event) == (State.CONFIRMED, 0)
    ticket = await hall.parent_links.agree(parent, token, 61)
    assert (ticket.state, ticket.rank) == (State.WAITING, 1)
    assert [news.rank for news in await hall.told(Queued, child)] == [1]
    assert await hall.taken(event) == 2


async def test_a_family_larger_than_the_event_is_told_so(hall: Hall) -> None:
    event = await hall.event(seats=2)
    with pytest.raises(Refusal, match="has only"):
        await hall.signs_up(event, 2)
