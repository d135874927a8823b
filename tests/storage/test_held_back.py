"""Seats held back: whatever staff and families do, and when, no more are given or kept than there are, and no number a
family sees moves with them.

Orders of steps are tried on SQLite, the very same moment on a real PostgreSQL.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.events import Event
from domain.people import Person, Role
from domain.signups import COUNTED, State, Ticket
from domain.texts import Refusal
from services.kept_seats import KeptSeats
from storage import quota, signups
from storage.database import Database
from tests.storage.hall import NA, Hall
from tests.storage.test_races import at_once
from tests.storage.test_waiting_races import unexpected
from tests.storage.ward import PLAN, Still

TIMES = 25
FAMILIES = (1, 2, 1, 3, 1)  # how many children each has
SEATS, QUOTA = 10, 5
ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer
pytestmark = pytest.mark.timeout(300)  # seconds here, minutes on a machine that has other work
STEPS = st.one_of(
    st.tuples(st.sampled_from(("keeps", "keeps", "takes back")), st.integers(0, 5)),
    st.tuples(st.sampled_from(("invited", "invited", "joins", "cancels", "one less")), st.integers(0, 4)),
    st.tuples(st.just("quota"), st.integers(0, 12)),
    st.tuples(st.just("seats"), st.integers(1, 14)),
    st.tuples(st.just("goes round"), st.just(0)),
)


@dataclass(frozen=True)
class Numbers:
    """The seats of an event as the rows have them: held back, of these given and kept, and what families see."""

    held_back: int
    given: int
    kept: int
    open: int
    taken: int
    left: int | None


@dataclass
class Fair:
    """An event with seats held back, its editor, and families."""

    hall: Hall
    kept_seats: KeptSeats
    event: Event
    editor: Person
    families: list[Person]
    links: list[str] = field(default_factory=list)

    async def does(self, step: str, number: int) -> None:
        """One step; what is refused changes nothing."""
        before = await self.numbers()
        was_given = await self.is_given(number)
        try:
            await self._deed(step, number)()
        except Refusal:
            assert await self.numbers() == before, "what is refused changes nothing"
        now = await self.numbers()
        assert now.given + now.kept <= now.held_back, "more is given or kept than is held back"
        assert now.taken <= now.open, "seats were given twice"
        if step in ("keeps", "takes back", "invited") or (step in ("cancels", "one less") and was_given):
            seen, saw = (now.open, now.taken, now.left), (before.open, before.taken, before.left)
            assert seen == saw, "a number that families see moves"

    def _deed(self, step: str, number: int) -> Callable[[], Awaitable[object]]:
        hall, event, family = self.hall, self.event, self.families[number % len(FAMILIES)]
        children = [NA] * FAMILIES[number % len(FAMILIES)]
        hall.updates += 1
        update = hall.updates
        return {
            "keeps": lambda: self._keeps(update if number else 1_000_000 + event.id),
            "takes back": lambda: self._takes_back(number),
            "invited": lambda: hall.signups.sign_up(family, event.id, children, update, kept=self._link(number)),
            "joins": lambda: hall.signups.join(family, event.id, children, update),
            "cancels": lambda: hall.signups.cancel(family, event.id),
            "one less": lambda: self._loses_one(family),
            "quota": lambda: self._becomes(quota=number),
            "seats": lambda: self._becomes(seats=number),
            "goes round": hall.goes_round,
        }[step]

    def _link(self, number: int) -> str:
        return self.links[-1 - number % len(self.links)] if self.links else "guess"

    async def _keeps(self, screen: int) -> None:
        self.links.append(await self.kept_seats.keep(self.editor, self.event.id, screen))

    async def _takes_back(self, number: int) -> None:
        links = (await self.kept_seats.of(self.editor, self.event.id)).links
        await self.kept_seats.take_back(self.editor, self.event.id, links[number % len(links)][0] if links else 0)

    async def _loses_one(self, family: Person) -> None:
        if (ticket := await self.hall.signups.of(family, self.event.id)) is not None:
            await self.hall.signups.drop_child(family, ticket.children[-1].id)

    async def _becomes(self, **changes: int) -> None:
        now = (await self.hall.events.get(None, self.event.id)).event
        await self.hall.events.change(None, self.event.id, replace(now, **changes))

    async def is_given(self, number: int) -> bool:
        async with self.hall.database.reading() as tx:
            row = await signups.get_of(tx, self.event.id, self.families[number % len(FAMILIES)].id)
            return row is not None and row.from_quota

    async def numbers(self) -> Numbers:
        shown = await self.hall.events.get(None, self.event.id)
        async with self.hall.database.reading() as tx:
            rows = await signups.of_event(tx, self.event.id)
            given = sum(row.seats for row in rows if row.from_quota and row.state in COUNTED)
            taken = sum(row.seats for row in rows if not row.from_quota and row.state in COUNTED)
            kept = sum(link.seats for link in await quota.links(tx, self.event.id))
        assert shown.taken == taken
        return Numbers(shown.event.quota, given, kept, shown.event.open_seats or 0, taken, shown.left)


@pytest.fixture
def here(database: Database) -> Hall:
    return Hall(database)


@pytest.fixture
async def there(here: Hall, database: Database) -> AsyncIterator[Hall]:
    other = Database(database.url.render_as_string(hide_password=False), database.vault)
    yield Hall(other, Still())
    await other.close()


async def a_fair(hall: Hall, seats: int = SEATS, held_back: int = QUOTA) -> Fair:
    hall.updates += 1
    event = await hall.event(title=f"{hall.updates}", seats=seats, quota=held_back)
    families = [await hall.person() for _ in FAMILIES]
    return Fair(hall, KeptSeats(hall.database, hall.clock), event, await hall.staff(Role.EDITOR), families)


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(
    max_examples=40,
    derandomize=True,  # the same plans every time: a change that breaks one is the change's fault
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # one hall, many events
)
@given(plan=st.lists(STEPS, min_size=8, max_size=25))
@example(  # all are kept or given, and nobody can take them away or have more
    plan=[
        ("keeps", 1),
        ("keeps", 2),
        ("keeps", 3),
        ("invited", 0),
        *(("quota", number) for number in (4, 3)),
        ("invited", 3),
        ("takes back", 0),
        ("quota", 2),
        ("quota", 1),
        ("joins", 1),
        ("cancels", 0),
        ("goes round", 0),
        ("quota", 0),
    ]
)
@example(  # the families that wait have what is held back no longer, and nothing else
    plan=[
        *(("joins", number) for number in (1, 3, 4)),
        ("keeps", 1),
        ("quota", 2),
        ("goes round", 0),
        ("quota", 9),
        ("seats", 6),
        ("one less", 3),
    ]
)
async def test_whatever_happens_no_more_seats_are_held_back_than_there_are(
    here: Hall, plan: list[tuple[str, int]]
) -> None:
    fair = await a_fair(here)
    for step, number in plan:
        await fair.does(step, number)


async def looks_and_becomes(hall: Hall, event: Event, held_back: int, *, looks: int) -> Event:
    for _ in range(looks):
        await hall.events.get(None, event.id)
    plan = replace(PLAN, title=event.title, seats=event.seats, quota=held_back)
    return await hall.events.change(None, event.id, plan)


@pytest.mark.long
@ON_POSTGRESQL
async def test_links_and_a_smaller_number_at_once_leave_no_link_without_seats(here: Hall, there: Hall) -> None:
    shrunk = 0
    for turn in range(TIMES):
        fair = await a_fair(here, held_back=4)
        elsewhere = KeptSeats(there.database, there.clock)
        results = await at_once(
            turn,
            fair.kept_seats.keep(fair.editor, fair.event.id, 10_000 + 2 * turn),
            elsewhere.keep(fair.editor, fair.event.id, 10_001 + 2 * turn),
            looks_and_becomes(there, fair.event, 2, looks=turn % 3),
        )
        assert unexpected(results) == []
        now = await fair.numbers()
        made = [result for result in results[:2] if isinstance(result, str)]
        assert (now.kept, now.given) == (2 * len(made), 0)
        assert now.held_back == (2 if isinstance(results[2], Event) else 4)
        assert now.kept <= now.held_back
        for number, link in enumerate(made):
            await here.signups.sign_up(
                fair.families[2 * number], fair.event.id, [NA], 20_000 + 10 * turn + number, kept=link
            )
        shrunk += now.held_back == 2
    assert 0 < shrunk < TIMES, "each was faster now and then: it was a race"


@pytest.mark.long
@ON_POSTGRESQL
async def test_a_family_that_uses_its_link_while_staff_take_it_back_or_hold_less_has_seats_or_none(
    here: Hall, there: Hall
) -> None:
    used = 0
    for turn in range(TIMES):
        fair = await a_fair(here, held_back=3)
        link = await fair.kept_seats.keep(fair.editor, fair.event.id, 10_000 + turn)
        [(number, _)] = (await fair.kept_seats.of(fair.editor, fair.event.id)).links
        family, large = fair.families[0], fair.families[1]
        results = await at_once(
            turn,
            here.signups.sign_up(family, fair.event.id, [NA], 20_000 + 2 * turn, kept=link),
            there.signups.sign_up(large, fair.event.id, [NA, NA], 20_001 + 2 * turn, kept=link),
            looks_and_becomes(there, fair.event, 2, looks=turn % 2),
            KeptSeats(there.database, there.clock).take_back(fair.editor, fair.event.id, number),
        )
        assert unexpected(results) == []
        now = await fair.numbers()
        tickets = [result for result in results[:2] if isinstance(result, Ticket)]
        assert len(tickets) <= 1, "one link, one family"
        assert now.kept == 0
        assert now.given == sum(ticket.seats for ticket in tickets) <= now.held_back
        assert (now.taken, now.left) == (0, now.open), "nobody else sees it"
        assert [ticket.state for ticket in tickets] == [State.CONFIRMED] * len(tickets)
        used += len(tickets)
    assert 0 < used < TIMES, "each was faster now and then: it was a race"
