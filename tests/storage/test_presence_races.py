"""An event is broken off at the moment somebody comes or goes, on a real PostgreSQL: a child is in the list or out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.arrivals import Visit
from domain.events import Event, Kind
from domain.news_arrivals import StillHere
from domain.news_events import EventCancelled, Standing
from domain.people import Person, Role
from domain.signups import State, Ticket
from domain.working_time import HANOI
from storage.database import Database
from tests.storage.hall import NA, Hall
from tests.storage.test_races import at_once
from tests.storage.test_waiting_races import unexpected
from tests.storage.ward import Still

TIMES = 25
HAPPENS = datetime(2027, 9, 11, 18, 5, tzinfo=HANOI)
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
    hall = Hall(other, Still())
    hall.clock.at = HAPPENS
    yield hall
    await other.close()


async def a_family(hall: Hall, event: Event) -> tuple[Person, Ticket]:
    family = await hall.person()
    hall.updates += 1
    return family, await hall.signups.sign_up(family, event.id, [NA], hall.updates, adult="Cô Mai")


async def looks_and_cancels(hall: Hall, event: Event, *, looks: int) -> None:
    for _ in range(looks):
        await hall.events.get(None, event.id)
    await hall.events.cancel(None, event.id)


async def looks_and_welcomes(hall: Hall, officer: Person, ticket: Ticket, *, looks: int) -> Visit:
    for _ in range(looks):
        await hall.events.get(None, ticket.event)
    return await hall.arrivals.welcome(officer, ticket.id, None, 900_000 + ticket.id)


async def test_who_is_written_down_while_it_is_cancelled_is_in_the_list_or_was_refused(here: Hall, there: Hall) -> None:
    officer = await here.staff(Role.OFFICER, "long-bien")
    came = 0
    for turn in range(TIMES):
        here.clock.at = HAPPENS.replace(hour=8)
        event = await here.event(title=f"{turn}", accompanied=False)
        before, after = [await a_family(here, event) for _ in range(2)]
        here.clock.at = HAPPENS
        families = (before, after) if turn % 2 else (after, before)
        welcomes = [
            looks_and_welcomes(there, officer, ticket, looks=turn % 5 + number)
            for number, (_, ticket) in enumerate(families)
        ]
        results = await at_once(turn, looks_and_cancels(here, event, looks=3), *welcomes)
        assert unexpected(results) == []
        written = [family for family, result in zip(families, results[1:], strict=True) if isinstance(result, Visit)]
        page = await here.arrivals.page(officer, event.id, 1)
        assert (page.families, page.came) == (len(written), len(written)), "nobody is written down and gone"
        for family, ticket in families:
            told = [news.standing for news in await here.told(EventCancelled, family) if news.event == event.id]
            is_here = (family, ticket) in written
            assert told == [Standing.HERE if is_here else Standing.ENDED], "and the family hears what is true"
        still = [news.children for news in await here.told(StillHere, officer) if news.event == event.id]
        assert still == ([len(written)] if written else [])
        came += len(written)
    assert 0 < came < 2 * TIMES, "each was faster now and then: it was a race"


async def test_a_tap_of_the_family_and_the_door_at_once_leave_no_child_without_a_line(here: Hall, there: Hall) -> None:
    officer = await here.staff(Role.OFFICER, "long-bien")
    came = 0
    for turn in range(TIMES):
        here.clock.at = HAPPENS.replace(hour=8)
        event = await here.event(title=f"{turn}", accompanied=False)
        family, ticket = await a_family(here, event)
        here.clock.at = HAPPENS
        drops = here.signups.drop_child(family, ticket.children[0].id) if turn % 2 else None
        leaves = drops or here.signups.cancel(family, event.id)
        welcomed = looks_and_welcomes(there, officer, ticket, looks=2 * (turn % 4))
        results = await at_once(turn, leaves, welcomed, looks_and_cancels(here, event, looks=turn % 3))
        assert unexpected(results) == []
        page = await here.arrivals.page(officer, event.id, 1)
        assert page.came == page.families == isinstance(results[1], Visit)
        came += page.came
    assert 0 < came < TIMES, "each was faster now and then: it was a race"


async def test_a_family_and_a_change_of_kind_at_once_leave_nobody_without_what_the_door_wants(
    here: Hall, there: Hall
) -> None:
    changed = 0
    for turn in range(TIMES):
        event = await here.event(title=f"{turn}", kind=Kind.TRAINING)
        family = await here.person()
        here.updates += 1
        signs_up = here.signups.sign_up(family, event.id, [NA], here.updates)
        results = await at_once(turn, signs_up, becomes_a_forum(there, event, looks=turn % 4))
        assert unexpected(results) == []
        ticket, kind = await here.signups.of(family, event.id), (await here.events.get(None, event.id)).event.kind
        assert ticket is not None
        assert (kind is Kind.FORUM) is (ticket.state is State.HELD), "held for the sheet, or no sheet is wanted"
        changed += kind is Kind.FORUM
    assert 0 < changed < TIMES, "each was faster now and then: it was a race"


async def becomes_a_forum(hall: Hall, event: Event, *, looks: int) -> Event:
    for _ in range(looks):
        await hall.events.get(None, event.id)
    return await hall.events.change(None, event.id, replace(event, kind=Kind.FORUM))


async def test_who_is_written_down_while_the_event_moves_is_there_or_comes_another_day(here: Hall, there: Hall) -> None:
    officer = await here.staff(Role.OFFICER, "long-bien")
    came = 0
    for turn in range(TIMES):
        here.clock.at = HAPPENS.replace(hour=8)
        event = await here.event(title=f"{turn}", accompanied=False)
        _, ticket = await a_family(here, event)
        here.clock.at = HAPPENS
        welcomed = looks_and_welcomes(there, officer, ticket, looks=turn % 4)
        results = await at_once(turn, moves_a_week(here, event, looks=2), welcomed)
        assert unexpected(results) == []
        is_there = isinstance(results[1], Visit)
        assert isinstance(results[0], Event) is not is_there, "it moves, or a child is there"
        came += is_there
    assert 0 < came < TIMES, "each was faster now and then: it was a race"


async def moves_a_week(hall: Hall, event: Event, *, looks: int) -> Event:
    for _ in range(looks):
        await hall.events.get(None, event.id)
    week = timedelta(days=7)
    plan = replace(event, starts_at=event.starts_at + week, ends_at=event.ends_at + week)
    return await hall.events.change(None, event.id, plan)
