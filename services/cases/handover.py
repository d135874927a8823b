"""Handing a case over: offered and accepted, never assumed; until then it stays with its holder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import Case, State, Timing
from domain.duty import Presence
from domain.news import StaffNote
from domain.people import CASE_ROLES, Person, Staff, StaffOnly, require_staff
from domain.texts import Refusal, Text
from domain.wards import WARDS, Rung
from services.cases import holding, offers, sight
from services.clock import Clock
from storage import cases, people, roster
from storage import offers as standing_offers
from storage.database import Database, Transaction
from storage.tables import CaseRow


class HandOvers:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def colleagues(self, person: Person, case: int) -> Sequence[Staff]:
        """Who could take this case over: everybody reachable who may see it, but the holder; on duty first."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            staff, row = await holding.held_to_look(tx, person, case)
            contacts = await roster.contacts(tx, now)
            others = [c for c in contacts if c.reachable and c.staff.id != staff.id and c.staff.role in CASE_ROLES]
            others = [c for c in others if c.staff.on_duty and c.presence is not Presence.AWAY]
            seeing = [c for c in others if await sight.may_see(tx, c.staff, row, now)]
            return [c.staff for c in sorted(seeing, key=lambda c: c.presence is not Presence.HERE)]

    async def offer(self, person: Person, case: int, to: int) -> Case:
        """*Chuyển*: a hand-over is offered; the case stays with the holder until it is accepted.

        Whoever was asked before is asked no more. The first-action clock stops while the offer is open.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            _, row = await holding.held(tx, person, case)
            other = await people.active_staff(tx, to)
            if other is None or other.id == row.holder_id or not await sight.may_see(tx, other, row, now):
                raise Refusal(Text("This colleague cannot take case {code}.", code=row.code))
            await offers.withdraw(tx, row, now, by=None, why="withdrawn")
            row.climb_at, row.rung = None, 0
            await offers.ask(tx, row, Rung(other.rung, (other,)), offers.ASKED, now, self._timing)
            return cases.case_of(row)

    async def accept(self, person: Person, case: int) -> Case:
        """The first of those who were asked has it now; the others and the former holder hear so."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _offered(tx, person, case)
            before = await holding.holder_of(tx, row)
            await holding.hand_to(tx, row, staff, now, self._timing)
            await holding.note(tx, row, before, StaffNote(row.code, "handed_over", now, staff.name))
            return cases.case_of(row)

    async def decline(self, person: Person, case: int) -> Case:
        """The offered officer cannot; the holder keeps it and hears so once nobody is left to ask."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _offered(tx, person, case)
            await offers.decline(tx, row, staff, now, self._timing)
            return cases.case_of(row)


async def offer_to_ward(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> Sequence[Staff]:
    """A taken case turned out to have happened elsewhere: the contacts on duty there (outside: the coordinators)
    are asked to take it over, and the holder hears whom. Gives who was asked; inside the caller's transaction."""
    asked = await offers.to_ward(tx, row, offers.PLACE, now, timing)
    await _tell_holder(tx, row, "place" if row.ward in WARDS else "outside", asked, now)
    return asked


async def shift_ended(tx: Transaction, staff: Staff, now: datetime, timing: Timing) -> None:
    """Their duty is over: the cases in their hands are offered to those on duty next, else to the coordinators."""
    for row in await people.held_by(tx, staff.id):
        if not await standing_offers.of_case(tx, row.id):
            await _tell_holder(tx, row, "shift", await offers.to_ward(tx, row, offers.SHIFT, now, timing), now)


async def shift_began(tx: Transaction, staff: Staff, now: datetime) -> None:
    """They are back before anybody accepted: their cases stay with them."""
    for row in await people.held_by(tx, staff.id):
        if any(offer.why == offers.SHIFT for offer in await standing_offers.of_case(tx, row.id)):
            await offers.withdraw(tx, row, now, by=staff.name, why="taken")


async def _tell_holder(tx: Transaction, row: CaseRow, why: str, asked: Sequence[Staff], now: datetime) -> None:
    holder = await holding.holder_of(tx, row)
    what = f"offered_{why}" if asked else f"nobody_{why}"
    names = ", ".join(staff.name for staff in asked)
    await holding.note(tx, row, holder, StaffNote(row.code, what, now, names or None))


async def _offered(tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
    staff = require_staff(person, CASE_ROLES)
    row = await cases.lock(tx, case)
    if row is None or row.state != State.TAKEN or await standing_offers.get(tx, row.id, staff.id) is None:
        raise StaffOnly(Text("This offer is no longer open."))
    return staff, row
