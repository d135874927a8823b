"""The legal clocks of a case: the officer's marks, and who is told before a limit passes and when it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from domain.cases import State
from domain.legal_clocks import Kind, LegalClock, Mark, acting, marked, recounted, stands, tellings, told_by, unmarked
from domain.news import LimitNews
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.wards import Contact, reminded
from services.cases import holding, ladder
from services.clock import Clock
from services.each_alone import each_alone
from storage import cases, journal, legal_clocks, outbox, roster
from storage.database import Database, Transaction, wake
from storage.legal_clocks import clock_of
from storage.tables import CaseRow, LegalClockRow


@dataclass(frozen=True, slots=True)
class Limits:
    """The legal clocks of one case as its holder sees them at `at`."""

    case: int
    code: str
    clocks: dict[Kind, LegalClock]
    at: datetime


class LegalClocks:
    """Every method is one transaction. Only the holder of a case marks; each mark stands in the journal."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def look(self, person: Person, case: int) -> Limits:
        """The limits of a case in this officer's hands. Raises Refusal for any other."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            _, row = await holding.held_to_look(tx, person, case)
            return Limits(row.id, row.code, await legal_clocks.of_case(tx, row.id), now)

    async def mark(self, person: Person, case: int, mark: Mark) -> Limits:
        """The officer says that a step is done or needed: its clock stops or starts. Twice is once.

        A mark is a first action: the case does not fall back to the ladder. Raises Refusal out of order.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            clocks = await legal_clocks.of_case(tx, row.id)
            after = marked(clocks, mark, now)
            if not stands(clocks, mark):
                journal.write(tx, now, f"marked_{mark}", case=row.id, staff=staff.id)
                holding.acted(row, now)
                await self._keep(tx, row, after)
            return Limits(row.id, row.code, after, now)

    async def unmark(self, person: Person, case: int, mark: Mark) -> Limits:
        """A mark is taken back: the clocks run on as if it had never been, and the journal tells. Twice is once."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            clocks = await legal_clocks.of_case(tx, row.id)
            after = unmarked(clocks, mark)
            if stands(clocks, mark):
                journal.write(tx, now, f"unmarked_{mark}", case=row.id, staff=staff.id)
                await self._keep(tx, row, after)
            return Limits(row.id, row.code, after, now)

    async def tell_due(self) -> datetime | None:
        """Tells whoever must know what has fallen due; gives the next moment with something to tell.

        Each case stands alone, as in `Climb.climb_due`.
        """
        now = self._clock.now()
        async with self._database.reading() as tx:  # most looks find nothing, and keep no writer waiting
            due_at = await legal_clocks.next_due_at(tx)
        if due_at is None or due_at > now:
            return due_at
        async with self._database.reading() as tx:
            due = await legal_clocks.due(tx, now)
        await each_alone("limit", due, partial(self._tell_of, now))
        async with self._database.reading() as tx:
            return await legal_clocks.next_due_at(tx)

    async def _tell_of(self, now: datetime, case: int) -> None:
        async with self._database.transaction() as tx:
            if (row := await legal_clocks.still_due(tx, case, now)) is None:
                return
            for each in await legal_clocks.rows(tx, row.id):
                await _tell(tx, row, each, now)

    async def recount(self) -> None:
        """After a start and daily: the Government may have published days off since a limit was counted."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            for row in await legal_clocks.running(tx):
                clock = recounted(clock_of(row))
                if clock.due_at != row.due_at:
                    row.due_at = clock.due_at
                    legal_clocks.told(row, min(row.told, told_by(clock, now)))
                    journal.write(tx, now, "limit_recounted", case=row.case_id, kind=row.kind)
                    wake(tx, ladder.TOPIC)

    async def _keep(self, tx: Transaction, row: CaseRow, clocks: dict[Kind, LegalClock]) -> None:
        await legal_clocks.keep(tx, row.id, clocks)
        wake(tx, ladder.TOPIC)


async def became_urgent(tx: Transaction, row: CaseRow, received_at: datetime) -> None:
    """An urgent message in a case that did not ring before: its 12 hours run from this receipt."""
    clocks = await legal_clocks.of_case(tx, row.id)
    if Kind.ACT not in clocks:
        act = acting(received_at)
        row.due_at = act.due_at
        await legal_clocks.keep(tx, row.id, clocks | {Kind.ACT: act})
        wake(tx, ladder.TOPIC)


async def still_runs(tx: Transaction, case: int, news: LimitNews) -> bool:
    """Whether the clock a notice is about still runs: nobody is reminded of what has been done meanwhile."""
    row = await cases.get(tx, case)
    if row is None or row.state == State.CLOSED:
        return False
    clock = (await legal_clocks.of_case(tx, case)).get(Kind(news.kind))
    return clock is not None and clock.is_running and clock.due_at == news.due_at


async def _tell(tx: Transaction, row: CaseRow, clock_row: LegalClockRow, now: datetime) -> None:
    """The newest telling of one clock that has fallen due; it is worth nothing once the next one has."""
    clock = clock_of(clock_row)
    due, before = told_by(clock, now), clock_row.told
    if not clock.is_running:
        return
    legal_clocks.told(clock_row, max(due, before))
    if due <= before:
        return
    passed = clock.has_passed(now)
    news = LimitNews(
        case=row.id,
        code=row.code,
        ward=row.ward,
        kind=clock.kind,
        due_at=clock.due_at,
        at=now,
        passed=passed,
        held=row.holder_id is not None,
        estimate=clock.is_estimate,
    )
    moments = tellings(clock)
    until = moments[due] if due < len(moments) else None
    once = f"limit:{row.id}:{clock.kind}:{clock.due_at.timestamp()}:{clock.since.timestamp()}:{due}"
    contacts = await roster.contacts(tx, now)
    notices = [
        Notice(to.person, said, Lane.SERVICE, f"{once}:{to.person}", case=row.id, expires_at=until)
        for to in reminded(contacts, row.ward, row.holder_id, avoided=row.avoids, passed=passed)
        for said in [replace(news, **_who_is_away(contacts, row.holder_id, to.id))]
    ]
    await outbox.write(tx, notices, now)
    journal.write(tx, now, "limit_passed" if passed else "limit_near", case=row.id, kind=clock.kind.value, told=due)


def _who_is_away(contacts: Sequence[Contact], holder: int | None, reader: int) -> dict[str, Any]:
    """A holder who is not on duty, for the others who are reminded; nothing for themselves."""
    absent = (c.staff for c in contacts if c.staff.id == holder != reader and not c.is_here)
    return next(({"away": staff.name, "instead_of": staff.id} for staff in absent), {})
