"""Seats are never given twice and the waiting order is kept, in whatever order families, staff and the clock come.

SQLite has one writer, so every interleaving of transactions is a list of steps; two processes at the very same moment
are tests/storage/test_waiting_races.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.events import Event, Kind
from domain.people import Person
from domain.signups import State
from domain.texts import Refusal
from domain.waiting import LAST_DAY
from domain.working_time import HANOI
from storage.database import Database
from storage.tables import JournalRow, SignupChildRow, SignupRow
from tests.storage.hall import NA, Hall
from tests.storage.ward import PLAN

FAMILIES = (1, 2, 1, 3, 2, 1)  # how many children each has
SEATS = 7
HAVE = ("held", "confirmed")
KEPT = (*HAVE, "offered")
DEEDS = ("joins", "joins", "signs up", "cancels", "accepts", "erases", "one child less")
STEPS = st.one_of(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, len(FAMILIES) - 1)),
    st.tuples(st.sampled_from(("goes round", "goes round", "hours pass", "a day passes")), st.just(0)),
    st.tuples(st.just("seats"), st.integers(1, 16)),
)
PLANS = st.lists(STEPS, min_size=8, max_size=30)
pytestmark = [
    pytest.mark.long,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.timeout(300),  # seconds here, minutes on a machine that has other work
]


@dataclass
class Fair:
    """One event and the families that would like to come."""

    hall: Hall
    event: Event
    families: list[Person]
    seats: int = SEATS
    offered: list[int] = field(default_factory=list)

    async def does(self, step: str, number: int) -> None:
        """One step; what is refused changes nothing."""
        before = await self.rows()
        with suppress(Refusal):
            await self._deed(step, number)()
        await self.nothing_is_broken(step, before)

    def _deed(self, step: str, number: int) -> Callable[[], Awaitable[object]]:
        hall, event, family = self.hall, self.event, self.families[number % len(FAMILIES)]
        children = [NA] * FAMILIES[number % len(FAMILIES)]
        hall.updates += 1
        update = hall.updates
        return {
            "joins": lambda: hall.signups.join(family, event.id, children, update),
            "signs up": lambda: hall.signups.sign_up(family, event.id, children, update),
            "cancels": lambda: hall.signups.cancel(family, event.id),
            "accepts": lambda: self._accepts(family),
            "erases": lambda: hall.erases(family),
            "one child less": lambda: self._loses_one(family),
            "goes round": hall.goes_round,
            "hours pass": lambda: self._passes(5),
            "a day passes": lambda: self._passes(24),
            "seats": lambda: self._has_seats(number),
        }[step]

    async def _accepts(self, family: Person) -> None:
        if (ticket := await self.hall.signups.of(family, self.event.id)) is not None:
            await self.hall.waiting.accept(family, ticket.id)

    async def _loses_one(self, family: Person) -> None:
        if (ticket := await self.hall.signups.of(family, self.event.id)) is not None:
            await self.hall.signups.drop_child(family, ticket.children[-1].id)

    async def _passes(self, hours: float) -> None:
        self.hall.clock.passes(hours=hours)

    async def _has_seats(self, seats: int) -> None:
        plan = replace(
            PLAN,
            title=self.event.title,
            kind=Kind.OTHER,
            starts_at=self.event.starts_at,
            ends_at=self.event.ends_at,
            seats=seats,
        )
        await self.hall.events.change(None, self.event.id, plan)
        self.seats = seats

    async def rows(self) -> list[SignupRow]:
        """Every sign-up of the event that is not cancelled, those in the list in the order of joining."""
        async with self.hall.database.reading() as tx:
            query = select(SignupRow).where(SignupRow.event_id == self.event.id, SignupRow.state != State.CANCELLED)
            return list((await tx.execute(query.order_by(SignupRow.queue, SignupRow.id))).scalars())

    async def verbs(self, verb: str) -> list[int]:
        """The sign-ups of this event about which the journal says so, in order."""
        async with self.hall.database.reading() as tx:
            query = select(JournalRow).where(JournalRow.verb == verb).order_by(JournalRow.id)
            lines = [line.facts for line in (await tx.execute(query)).scalars()]
        return [int(facts["signup"]) for facts in lines if facts["event"] == self.event.id]

    async def nothing_is_broken(self, step: str, before: list[SignupRow]) -> None:
        now, rows = self.hall.clock.now(), await self.rows()
        taken = sum(row.seats for row in rows if row.state in KEPT)
        assert taken <= self.seats, "seats were given twice"
        async with self.hall.database.reading() as tx:
            children = list((await tx.execute(select(SignupChildRow.signup_id))).scalars())
        for row in rows:
            assert row.adult_seat
            assert row.seats == children.count(row.id) + 1 > 1, (
                "every child beside an adult, every adult beside a child"
            )
        await self._order_is_kept(before, rows, is_last_day=self.event.starts_at - now <= LAST_DAY)
        if step == "goes round":
            self._nothing_is_left_to_do(rows)

    async def _order_is_kept(self, before: list[SignupRow], rows: list[SignupRow], *, is_last_day: bool) -> None:
        offers = await self.verbs("seats_offered")
        new, self.offered = offers[len(self.offered) :], offers
        need = {row.id: row.seats for row in before}
        line = [row.id for row in before if row.state == State.WAITING]
        assert new == [signup for signup in line if signup in new], "offered in the order of joining"
        free = self.seats - sum(row.seats for row in rows if row.state in KEPT)
        left = [row for row in rows if row.state == State.WAITING]
        for row in left:
            if any(line.index(row.id) < line.index(signup) for signup in new if row.id in line):
                assert is_last_day or row.seats > self.seats, "somebody was passed over before the last day"
                assert row.seats > free, "somebody was passed over who would have fitted"
        came = {row.id for row in rows if row.state in HAVE} - need.keys()
        assert not came or not any(row.seats <= (free if is_last_day else self.seats) for row in left), (
            "jumped the queue"
        )

    def _nothing_is_left_to_do(self, rows: list[SignupRow]) -> None:
        now = self.hall.clock.now()
        line = [row for row in rows if row.state == State.WAITING]
        free = self.seats - sum(row.seats for row in rows if row.state in KEPT)
        if now >= self.event.starts_at:
            assert not line and all(row.state in HAVE for row in rows), "it has begun, and somebody still waits"
            return
        for row in rows:
            assert row.offer_until is None or now < row.offer_until <= self.event.starts_at
        could = line if self.event.starts_at - now <= LAST_DAY else [row for row in line if row.seats <= self.seats][:1]
        assert all(row.seats > free for row in could), "a seat is free, somebody waits for it, and nobody was asked"

    async def ends(self) -> None:
        """Every offer came to one end, and to one only."""
        offered, accepted, ended = [
            await self.verbs(verb) for verb in ("seats_offered", "offer_accepted", "offer_ended")
        ]
        assert len(set(offered)) == len(offered)
        assert len(set(ended)) == len(ended)
        assert not set(accepted) & set(ended)
        assert set(accepted) | set(ended) <= set(offered)


@pytest.fixture
def hall(database: Database) -> Hall:
    return Hall(database)


@settings(
    max_examples=60,
    derandomize=True,  # the same plans every time: a change that breaks one is the change's fault
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # one hall, many events
)
@given(plan=PLANS)
@example(  # what was freed for the third family is not a newcomer's, before the loop looks and after
    plan=[
        *(("joins", number) for number in (0, 1, 2, 4)),
        ("cancels", 0),
        ("signs up", 5),
        ("goes round", 0),
        ("signs up", 5),
    ]
)
@example(  # three seats become free, two are offered, and the next two families need two each
    plan=[
        *(("joins", number) for number in (1, 3, 0, 2, 5)),
        ("cancels", 1),
        ("goes round", 0),
        *(("accepts", number) for number in (0, 2, 5)),
        ("goes round", 0),
    ]
)
@example(  # three seats are saved up for the fourth family; the day before it begins the fifth has them
    plan=[
        *(("joins", number) for number in (0, 1, 2, 3, 5)),
        ("cancels", 1),
        ("goes round", 0),
        *[("a day passes", 0)] * 8,
        ("goes round", 0),
        ("hours pass", 0),
        ("goes round", 0),
    ]
)
async def test_whatever_happens_seats_and_order_hold(hall: Hall, plan: list[tuple[str, int]]) -> None:
    day = hall.clock.now().astimezone(HANOI).date() + timedelta(days=9)
    starts_at = datetime.combine(day, time(18), HANOI)
    hall.updates += 1
    event = await hall.event(
        title=f"{hall.updates}",
        kind=Kind.OTHER,
        seats=SEATS,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )
    fair = Fair(hall, event, [await hall.person() for _ in FAMILIES])
    for step, number in plan:
        await fair.does(step, number)
    await fair.does("a day passes", 0)
    await fair.does("goes round", 0)
    await fair.ends()
    hall.clock.passes(days=10)  # the next event begins without this one
    await hall.goes_round()
