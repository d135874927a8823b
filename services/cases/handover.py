"""Handing a case over: offered and accepted, never assumed; until then it stays with its holder."""

from __future__ import annotations

from collections.abc import Sequence

from domain.cases import Case, State, Timing
from domain.news import HandOverOffer, StaffNote
from domain.outbox import Lane, Notice
from domain.people import CASE_ROLES, Person, Staff, require_staff
from domain.texts import Refusal, Text
from services.cases import holding
from services.clock import Clock
from storage import cases, journal, outbox, people
from storage.database import Database, Transaction
from storage.tables import CaseRow


class HandOvers:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def colleagues(self, person: Person, case: int) -> Sequence[Staff]:
        """Who could take this case over: everybody reachable who may see it, but the holder."""
        async with self._database.reading() as tx:
            staff, row = await holding.held_to_look(tx, person, case)
            contacts = await people.contacts(tx)
            others = [c.staff for c in contacts if c.reachable and c.staff.id != staff.id]
            return [other for other in others if other.role in CASE_ROLES and await holding.may_see(tx, other, row)]

    async def offer(self, person: Person, case: int, to: int) -> Case:
        """*Chuyển*: a hand-over is offered; the case stays with the holder until it is accepted."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            other = await people.active_staff(tx, to)
            if other is None or not await holding.may_see(tx, other, row):
                raise Refusal(Text("This colleague cannot take case {code}.", code=row.code))
            row.offered_to = other.id
            holding.acted(row, now)
            journal.write(tx, now, "offered", case=row.id, staff=staff.id, to=other.id)
            news = HandOverOffer(row.id, row.code, row.ward, staff.name, row.due_at)
            once = f"offer:{row.id}:{other.id}:{int(now.timestamp())}"
            await outbox.write(tx, [Notice(other.person, news, Lane.URGENT, once, case=row.id)], now)
            return cases.case_of(row)

    async def accept(self, person: Person, case: int) -> Case:
        """The offered officer has it now."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _offered(tx, person, case)
            before = await holding.holder_of(tx, row)
            await holding.hand_to(tx, row, staff, now, self._timing)
            await holding.note(tx, row, before, StaffNote(row.code, "handed_over", now, staff.name))
            return cases.case_of(row)

    async def decline(self, person: Person, case: int) -> Case:
        """The offered officer cannot; the holder keeps it and hears so."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _offered(tx, person, case)
            row.offered_to = None
            journal.write(tx, now, "declined", case=row.id, staff=staff.id)
            holder = await holding.holder_of(tx, row)
            await holding.note(tx, row, holder, StaffNote(row.code, "declined", now, staff.name))
            return cases.case_of(row)


async def _offered(tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
    staff = require_staff(person, CASE_ROLES)
    row = await cases.lock(tx, case)
    if row is None or row.state == State.CLOSED or row.offered_to != staff.id:
        raise Refusal(Text("This offer is no longer open."))
    return staff, row
