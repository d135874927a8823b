"""Who stands on a case's ladder at this moment: the roster, the hours, the leave, and what the sender asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from domain.wards import Contact, Ladder, ladder
from storage import roster
from storage.database import Transaction
from storage.tables import CaseRow

Sort = tuple[str | None, tuple[str, ...], int | None]


async def contacts_of(tx: Transaction, row: CaseRow, now: datetime) -> list[Contact]:
    """Who may be rung for a case, as the roster stands now: never who wrote it, though they work here."""
    return _but(row.sender_id, await roster.contacts(tx, now))


async def ladder_of(tx: Transaction, row: CaseRow, now: datetime, *, but: int | None = None) -> Ladder:
    """The ladder of a case as the roster stands now; `but` leaves one member of staff out."""
    contacts = [contact for contact in await contacts_of(tx, row, now) if contact.staff.id != but]
    return ladder(contacts, row.ward, avoided=row.avoids)


def sort_of(row: CaseRow) -> Sort:
    """What of a case decides who stands on its ladder."""
    return row.ward, tuple(row.avoids), row.sender_id


async def ladders_of(tx: Transaction, sorts: Iterable[Sort], now: datetime) -> dict[Sort, Ladder]:
    """The ladders of many cases, by ward, by the wards whose officers the sender keeps out, and by the sender."""
    contacts = await roster.contacts(tx, now)
    staff = {contact.staff.person for contact in contacts}
    made: dict[Sort, Ladder] = {}
    found: dict[Sort, Ladder] = {}
    for ward, avoids, sender in set(sorts):
        alike = ward, avoids, sender if sender in staff else None  # nearly all senders: one ladder for all of a ward
        if alike not in made:
            made[alike] = ladder(_but(alike[2], contacts), ward, avoided=avoids)
        found[ward, avoids, sender] = made[alike]
    return found


def _but(person: int | None, contacts: Iterable[Contact]) -> list[Contact]:
    return [contact for contact in contacts if contact.staff.person != person]
