"""Inside a transaction: who answers for an event, and hears what only they need to know."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import EVENT_ROLES, Role, Staff
from storage import people
from storage.database import Transaction
from storage.tables import EventRow


async def in_charge(tx: Transaction, row: EventRow) -> Sequence[Staff]:
    """Whoever made the event and the officers of its ward, of all wards the coordinators.

    So nobody's leave leaves an event alone. None of them: whoever works for all wards.
    """
    ours = await holders(tx, row.ward)
    answers = Role.COORDINATOR if row.ward is None else Role.OFFICER
    found = [each for each in ours if each.id == row.made_by or each.role is answers]
    return found or [each for each in ours if each.role in (Role.COORDINATOR, Role.EDITOR)]


async def holders(tx: Transaction, ward: str | None) -> Sequence[Staff]:
    """All staff of an event in this ward."""
    staff = [contact.staff for contact in await people.contacts(tx)]
    return [each for each in staff if each.role in EVENT_ROLES and each.may_publish_in(ward)]
