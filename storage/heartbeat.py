"""When the bot was last in touch with Telegram: the only thing that tells how long it was away."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.tables import HeartbeatRow

THE_ONE = 1


async def beat(tx: Transaction, now: datetime, longest: timedelta) -> None:
    """In touch at this moment. Silence longer than `longest` before it is kept as an absence."""
    insert = (sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql).insert
    first = insert(HeartbeatRow).values(id=THE_ONE, lived_at=now).on_conflict_do_nothing()
    await tx.execute(first)
    row = await tx.get_one(HeartbeatRow, THE_ONE, with_for_update={"key_share": True})
    if now - row.lived_at > longest:
        row.away_from, row.away_until = row.lived_at, now
    row.lived_at = max(row.lived_at, now)


async def last_absence(tx: Transaction) -> tuple[datetime, datetime] | None:
    """From when until when the bot was last away for longer than Telegram keeps updates."""
    row = await tx.get(HeartbeatRow, THE_ONE)
    if row is None or row.away_from is None or row.away_until is None:
        return None
    return row.away_from, row.away_until
