"""Inside a transaction: who answers for an event, and hears what only they need to know."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import EVENT_ROLES, Role, Staff
from storage import people
from storage.database import Transaction
from storage.tables import EventRow


async def in_charge(tx: Transaction, row: EventRow) -> Sequence[Staff]:
    """Whoever made the event; nobody who works here: officers of its ward; none: who works for all wards."""
    staff = [contact.staff for contact in await people.contacts(tx)]
    ours = [each for each in staff if each.role in EVENT_ROLES and each.may_publish_in(row.ward)]
    made = [each for each in ours if each.id == row.made_by]
    officers = [each for each in ours if each.role is Role.OFFICER]
    return made or officers or [each for each in ours if each.role in (Role.COORDINATOR, Role.EDITOR)]
