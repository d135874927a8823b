"""Who stands on a case's ladder at this moment: the roster, the hours, the leave, and what the sender asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.wards import Ladder, ladder
from storage import roster
from storage.database import Transaction
from storage.tables import CaseRow

Sort = tuple[str | None, tuple[str, ...]]


async def ladder_of(tx: Transaction, row: CaseRow, now: datetime, *, but: int | None = None) -> Ladder:
    """The ladder of a case as the roster stands now; `but` leaves one member of staff out."""
    contacts = [contact for contact in await roster.contacts(tx, now) if contact.staff.id != but]
    return ladder(contacts, row.ward, avoided=row.avoids)


def sort_of(row: CaseRow) -> Sort:
    """What of a case decides who stands on its ladder."""
    return row.ward, tuple(row.avoids)


async def ladders_of(tx: Transaction, sorts: Iterable[Sort], now: datetime) -> dict[Sort, Ladder]:
    """The ladders of many cases, by ward and by the wards whose officers the sender keeps out."""
    contacts = await roster.contacts(tx, now)
    return {sort: ladder(contacts, sort[0], avoided=sort[1]) for sort in set(sorts)}
