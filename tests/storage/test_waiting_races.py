"""Seats at the same moment in two processes' hands, on a real PostgreSQL: given once, offered once, ended once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.events import Event
from domain.news_waiting import OfferEnded, SeatsOffered
from domain.people import Person
from domain.signups import State, Ticket
from domain.texts import Refusal
from storage.database import Database
from tests.storage.hall import NA, Hall
from tests.storage.test_races import at_once
from tests.storage.ward import Still

TIMES = 25
LOOKS = (0, 1, 2, 4, 7)  # before somebody new signs up: near where the one or the other is faster
pytestmark = [
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),  # SQLite has one writer
    pytest.mark.long,
    pytest.mark.timeout(300),  # seconds here, minutes on a machine that has other work
]


@pytest.fixture
def here(database: Database) -> Hall:
    return Hall(database)


@pytest.fixture
async def there(here: Hall, database: Database) -> AsyncIterator[Hall]:
    other = Database(database.url.render_as_string(hide_password=False), database.vault)
    yield Hall(other, Still())
    await other.close()


def unexpected(results: list[object]) -> list[object]:
    return [result for result in results if isinstance(result, BaseException) and not isinstance(result, Refusal)]


async def looks_and_accepts(hall: Hall, family: Person, offer: SeatsOffered, *, looks: int) -> Ticket:
    for _ in range(looks):
        await hall.signups.of(family, offer.event)
    return await hall.waiting.accept(family, offer.signup)


async def looks_and_erases(hall: Hall, family: Person, event: Event, *, looks: int) -> None:
    for _ in range(looks):
        await hall.signups.of(family, event.id)
    await hall.erases(family)


async def test_an_offer_is_taken_or_ends_never_both(here: Hall, there: Hall) -> None:
    taken = 0
    for turn in range(TIMES):
        event = await here.event(title=f"{turn}", seats=2)
        leaves, second = await here.signs_up(event), await here.signs_up(event)
        await here.signups.cancel(leaves, event.id)
        await here.goes_round()
        [offer] = await here.told(SeatsOffered, second)
        there.clock.at = offer.until  # the other clock is a moment ahead
        here.clock.at = offer.until - timedelta(seconds=1)
        accepts = looks_and_accepts(here, second, offer, looks=2 * (turn % 3))
        took, _ = await at_once(turn, accepts, there.goes_round())
        has_them = await here.stands(second, event) == (State.CONFIRMED, 0)
        assert has_them is isinstance(took, Ticket)
        assert len(await here.told(OfferEnded, second)) == (not has_them)
        assert await here.taken(event) == (2 if has_them else 0)
        taken += has_them
        here.clock.at = offer.until - timedelta(hours=12)
    assert 0 < taken < TIMES, "each was faster now and then: it was a race"


async def test_one_seat_that_becomes_free_is_offered_once_and_passes_nobody(here: Hall, there: Hall) -> None:
    for turn in range(TIMES):
        event = await here.event(title=f"{turn}", seats=4)
        leaves, other, first, second = [await here.signs_up(event) for _ in range(4)]
        new = await here.person()
        results = await at_once(
            turn,
            here.signups.cancel(leaves, event.id),
            there.signups.cancel(other, event.id) if turn % 2 else there.goes_round(),
            here.goes_round(),
            there.goes_round(),
            there.signups.sign_up(new, event.id, [NA], 10_000 + turn),
        )
        assert unexpected(results) == []
        assert isinstance(results[-1], Refusal), "somebody new passed those who wait"
        await there.goes_round()
        assert await here.stands(first, event) == (State.OFFERED, 0)
        assert await here.stands(second, event) == ((State.OFFERED, 0) if turn % 2 else (State.WAITING, 1))
        assert len(await here.told(SeatsOffered, first)) == 1
        assert await here.taken(event) == 4
        await here.events.cancel(None, event.id)  # the next rounds are about their own seats


async def test_who_is_erased_while_their_turn_comes_is_in_nobodys_way(here: Hall, there: Hall) -> None:
    for turn in range(TIMES):
        event = await here.event(title=f"{turn}", seats=2)
        leaves, second, third = [await here.signs_up(event) for _ in range(3)]
        await here.signups.cancel(leaves, event.id)
        erases = looks_and_erases(here, second, event, looks=turn % 5)
        assert unexpected(await at_once(turn, erases, there.goes_round())) == []
        await here.goes_round()
        assert await here.stands(third, event) == (State.OFFERED, 0)
        await here.events.cancel(None, event.id)  # the next rounds are about their own seats


async def test_forty_families_at_once_get_seats_or_a_place_of_their_own(here: Hall, there: Hall) -> None:
    event = await here.event(seats=11)
    families = [await here.person() for _ in range(40)]
    results = await at_once(
        1,
        *(
            (here if number % 2 else there).signups.join(family, event.id, [NA], number)
            for number, family in enumerate(families, 1)
        ),
    )
    assert unexpected(results) == []
    stood = [await here.stands(family, event) for family in families]
    assert sorted(stand[1] for stand in stood if stand is not None) == [0] * 5 + list(range(1, 36))
    assert await here.taken(event) == 10


async def looks_and_signs_up(hall: Hall, new: Person, event: Event, update: int, *, looks: int) -> Ticket:
    for _ in range(looks):
        await hall.signups.of(new, event.id)
    return await hall.signups.sign_up(new, event.id, [NA], update)


async def erases_and_goes_round(hall: Hall, family: Person) -> None:
    await hall.erases(family)
    await hall.goes_round()


async def test_somebody_new_and_somebody_who_waits_never_get_the_same_seat(here: Hall, there: Hall) -> None:
    both = set()
    for turn in range(TIMES):
        event = await here.event(title=f"{turn}", seats=4, accompanied=False)
        first, second, _ = [await here.signs_up(event, children) for children in (1, 1, 2)]
        waits, new = await here.signs_up(event, 2), await here.person()
        before = here.clock.at
        here.clock.at = there.clock.at = event.starts_at - timedelta(hours=9)
        await here.erases(first)  # one seat is free, and two are waited for: somebody new may have it in the last day
        results = await at_once(
            turn,
            looks_and_signs_up(here, new, event, 10_000 + turn, looks=LOOKS[turn % 5]),
            erases_and_goes_round(there, second),
        )
        assert unexpected(results) == []
        assert await here.taken(event) <= 4
        both.add((isinstance(results[0], Ticket), await here.stands(waits, event)))
        here.clock.at = before
    assert len(both) == 2, "each was faster now and then: it was a race"
