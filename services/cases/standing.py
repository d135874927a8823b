"""Who stands on a case's ladder at this moment: the roster, the hours, the leave, and what the sender asked."""

from __future__ import annotations

from datetime import datetime

from domain.wards import Ladder, ladder
from storage import roster
from storage.database import Transaction
from storage.tables import CaseRow


async def ladder_of(tx: Transaction, row: CaseRow, now: datetime, *, but: int | None = None) -> Ladder:
    """The ladder of a case as the roster stands now; `but` leaves one member of staff out."""
    contacts = [contact for contact in await roster.contacts(tx, now) if contact.staff.id != but]
    return ladder(contacts, row.ward, skip_ward=row.skip_ward)
