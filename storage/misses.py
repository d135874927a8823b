"""What people ask and no article answers: counts by day and nearest topic, never words."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Transaction
from storage.tables import MissRow


async def count(tx: Transaction, day: date, topic: str) -> None:
    """One more question about this topic that was not answered."""
    insert = sqlite_insert if tx.get_bind().dialect.name == "sqlite" else pg_insert
    row = insert(MissRow).values(day=day.isoformat(), topic=topic, times=1)
    await tx.execute(row.on_conflict_do_update(index_elements=["day", "topic"], set_={"times": MissRow.times + 1}))


async def empty(tx: Transaction, before: date) -> None:
    """Old counts go."""
    await tx.execute(delete(MissRow).where(MissRow.day < before.isoformat()))
