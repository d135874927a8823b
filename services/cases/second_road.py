"""The second road of a case: who is told besides Telegram, together with the second step and from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.news import SecondRoad
from domain.outbox import Lane, Notice
from domain.people import Staff
from domain.wards import Contact, Turn, told_by_road
from storage import journal, outbox, people
from storage.database import Transaction
from storage.tables import CaseRow


async def ring(tx: Transaction, row: CaseRow, contacts: Sequence[Contact], turn: Turn, now: datetime) -> None:
    """Tells by second road whom this turn of the ladder concerns; what was not told yet is told anew.

    When a step has passed, TREEM_FALLBACK_URLS are told too.
    """
    if turn.step_passed:
        await outbox.drop_case(tx, row.id, [SecondRoad.__name__], now)
        await _tell_house(tx, row, contacts, now)
    await _tell(tx, row, told_by_road(contacts, row.ward, turn, avoided=row.avoids), now, "step")


async def ring_one(tx: Transaction, row: CaseRow, person: int, now: datetime) -> None:
    """Telegram refused an alert to this contact just now: their second road is rung at once."""
    staff = await people.staff_of_person(tx, person)
    await _tell(tx, row, [] if staff is None else [staff], now, "one")


@dataclass(frozen=True, slots=True)
class Practice:
    """One person's practice alert: its number, when its second road is due, and when it is worth nothing any more."""

    call: int
    due_at: datetime
    until: datetime

    @property
    def once(self) -> str:
        """The key of its notice."""
        return f"drill-road:{self.call}"


async def practise(tx: Transaction, staff: Staff, practice: Practice, now: datetime) -> None:
    """A practice alert by second road; due sooner than promised before, it comes sooner. Nothing without a road."""
    if staff.has_road:
        news = SecondRoad(f"DT-{practice.call}", staff.id, practice=True)
        due, until = practice.due_at, practice.until
        await outbox.hasten(tx, practice.once, due)
        await outbox.write(
            tx, [Notice(staff.person, news, Lane.ROAD, practice.once, due_at=due, expires_at=until)], now
        )


async def practised(tx: Transaction, call: int, now: datetime) -> None:
    """They answered: their second road need not ring any more."""
    await outbox.drop_once(tx, Practice(call, now, now).once, now)


async def _tell(tx: Transaction, row: CaseRow, whom: Sequence[Staff], now: datetime, why: str) -> None:
    notices = [
        Notice(s.person, SecondRoad(row.code, s.id), Lane.ROAD, f"road:{row.id}:{why}:{s.id}:{now}", case=row.id)
        for s in whom
        if s.has_road
    ]
    if notices:
        await outbox.write(tx, notices, now)
        journal.write(tx, now, "second_road", case=row.id, people=len(notices))


async def _tell_house(tx: Transaction, row: CaseRow, contacts: Sequence[Contact], now: datetime) -> None:
    """TREEM_FALLBACK_URLS belong to nobody; the notice is kept with whoever is on the roster, else with the sender.

    It is spoken by these addresses alone: `to` is only where the row hangs.
    """
    to = contacts[0].staff.person if contacts else row.sender_id
    if to is not None:
        once = f"road:{row.id}:house:{now}"
        await outbox.write(tx, [Notice(to, SecondRoad(row.code), Lane.ROAD, once, case=row.id)], now)
