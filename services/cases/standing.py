"""Who stands on a case's ladder at this moment: the roster, the hours, the leave, and what the sender asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.wards import Ladder, ladder
from storage import roster
from storage.database import Transaction
from storage.tables import CaseRow


async def ladder_of(tx: Transaction, row: CaseRow, now: datetime, *, but: int | None = None) -> Ladder:
    """The ladder of a case as the roster stands now; `but` leaves one member of staff out."""
    contacts = [contact for contact in await roster.contacts(tx, now) if contact.staff.id != but]
    return ladder(contacts, row.ward, skip_ward=row.skip_ward)


async def ladders_of(tx: Transaction, rows: Iterable[CaseRow], now: datetime) -> dict[tuple[str | None, bool], Ladder]:
    """The ladders of many cases, by ward and by whether the sender keeps the ward's officers out."""
    contacts = await roster.contacts(tx, now)
    kinds = {(row.ward, row.skip_ward) for row in rows}
    return {(ward, skip_ward): ladder(contacts, ward, skip_ward=skip_ward) for ward, skip_ward in kinds}
