"""How many children live in a ward, and which events a year had, as rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from domain.events import State
from storage.database import Transaction
from storage.tables import EventRow, WardChildrenRow


async def children(tx: Transaction) -> dict[str, int]:
    """How many children live in each ward of which staff said so."""
    return {row.ward: row.count for row in (await tx.execute(select(WardChildrenRow))).scalars()}


async def enter(tx: Transaction, ward: str, count: int, *, staff: int, now: datetime) -> None:
    """So many children live there from now on."""
    await tx.merge(WardChildrenRow(ward=ward, count=count, entered_by=staff, entered_at=now))


async def first_held(tx: Transaction) -> datetime | None:
    """When the first event began; None where there was none."""
    query = select(func.min(EventRow.starts_at)).where(EventRow.state.in_((State.PUBLISHED, State.DONE)))
    return (await tx.execute(query)).scalar()


async def held(tx: Transaction, since: datetime, before: datetime) -> list[EventRow]:
    """Events that began in this span and took place, with sign-up or without."""
    query = select(EventRow).where(EventRow.state.in_((State.PUBLISHED, State.DONE)))
    query = query.where(EventRow.starts_at >= since, EventRow.starts_at < before)
    return list((await tx.execute(query.order_by(EventRow.id))).scalars())
