"""What became of an event since families last heard of it, and whose hand wrote which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from domain.events import TOLD, Event, State
from storage.database import Transaction
from storage.events import event_of
from storage.tables import EventRow


def keep_untold(row: EventRow, before: Event, now: datetime) -> None:
    """Families do not know this yet. Changed back to what they know: there is nothing to tell any more."""
    row.told = row.told or {name: _said(before, name) for name in TOLD}
    row.untold_at = now
    if not untold(row):
        row.told = row.untold_at = None


def untold(row: EventRow) -> tuple[str, ...]:
    """The names of what families have not heard of (domain.events.TOLD)."""
    known, shown = row.told, event_of(row)
    return () if known is None else tuple(name for name in TOLD if known.get(name, "") != _said(shown, name))


async def untold_since(tx: Transaction, before: datetime) -> Sequence[EventRow]:
    """Published events that nobody changed since then, and whose families have not heard of a change; locked."""
    query = select(EventRow).where(EventRow.untold_at <= before, EventRow.state == State.PUBLISHED)
    return (await tx.execute(query.limit(50).with_for_update(key_share=True, skip_locked=True))).scalars().all()


def keep_hands(row: EventRow, fields: Iterable[str], staff: int | None, now: datetime) -> None:
    """These fields were written by this hand, in the version the event has now."""
    row.hands = {**(row.hands or {}), **{str(name): [row.version, staff, now.isoformat()] for name in fields}}


def hands_since(row: EventRow, version: int) -> Mapping[str, tuple[int | None, datetime]]:
    """The fields written after this version: by whom (a staff id; None at the console) and when."""
    hands = row.hands or {}
    return {name: (by, datetime.fromisoformat(at)) for name, (number, by, at) in hands.items() if number > version}


def _said(event: Event, name: str) -> str:
    value = getattr(event, name)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
