"""Inside a transaction: somebody is deleted. What /xoa does, and a restore does again."""

from __future__ import annotations

from datetime import datetime

from domain.lessons import Certificate
from services.breaking_off import tell_the_door
from services.guardians import parent_goes
from services.tickets import tell_the_other
from storage import dialogs, journal, lessons, outbox, people, reminders, signups_retention
from storage.database import Transaction


async def erase(tx: Transaction, person: int, now: datetime) -> None:
    """The profile and what hangs on it. Cases are not shown and not touched (product.md, promise 5)."""
    journal.write(tx, now, "erased")
    await dialogs.end(tx, person)
    await signups_retention.lock(tx, person, now)  # at once and in order; all that follows looks at what stands now
    await tell_the_door(tx, person, now)
    await tell_the_other(tx, person, now)
    await parent_goes(tx, person, now)
    await signups_retention.forget(tx, person, now)
    await lessons.forget(tx, person)
    await reminders.drop_of(tx, person, now)
    await outbox.drop_for(tx, person, {Certificate.__name__}, now)
    await people.forget(tx, person)
