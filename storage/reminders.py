"""Reminders of events, as notices that wait: who asked for them, and how they are taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from domain.reminders import When
from storage.database import Transaction
from storage.tables import NoticeRow

EVERY = "remind:"  # how the name of every reminder begins


def once(event: int) -> str:
    """How the names of an event's reminders begin."""
    return f"{EVERY}{event}:"


async def askers(tx: Transaction, event: int) -> list[int]:
    """Whoever waits for one, or has had the last one before it began; who gave the seats back has neither."""
    theirs = NoticeRow.once.startswith(once(event))
    last = NoticeRow.once.endswith(f":{When.HOURS}") & (NoticeRow.state == "sent")
    query = select(NoticeRow.person_id).where(theirs, or_(NoticeRow.state == "due", last))
    return sorted((await tx.execute(query.distinct())).scalars())


async def forget(tx: Transaction, event: int, now: datetime, *, of: Collection[int] | None = None) -> None:
    """Those that wait, of these persons or of everybody (None), are gone; what is on the wire is looked at there."""
    free = or_(NoticeRow.held_until.is_(None), NoticeRow.held_until < now)
    query = delete(NoticeRow).where(NoticeRow.once.startswith(once(event)), NoticeRow.state == "due", free)
    if of is not None:
        query = query.where(NoticeRow.person_id.in_(of))
    await tx.execute(query.execution_options(synchronize_session=False))


async def drop_of(tx: Transaction, person: int, now: datetime) -> None:
    """Whoever is erased has asked for none."""
    free = or_(NoticeRow.held_until.is_(None), NoticeRow.held_until < now)
    theirs = delete(NoticeRow).where(NoticeRow.person_id == person, NoticeRow.once.startswith(EVERY), free)
    await tx.execute(theirs.execution_options(synchronize_session=False))


async def settle(tx: Transaction, event: int, person: int) -> None:
    """Those this person has had say nothing any more of what they want (`askers`)."""
    theirs = (NoticeRow.once.startswith(once(event)), NoticeRow.person_id == person, NoticeRow.state == "sent")
    last = update(NoticeRow).where(*theirs, NoticeRow.once.endswith(f":{When.HOURS}"))
    await tx.execute(last.values(once=NoticeRow.once + ":off").execution_options(synchronize_session=False))
