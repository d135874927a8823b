"""Messages we were not sure about, as rows: kept until the gentle question is answered or its time is over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from domain.cases import Content
from storage.database import Transaction
from storage.tables import DoubtRow

_NEXT_DUE = select(func.min(DoubtRow.due_at))


async def add(
    tx: Transaction,
    *,
    person: int,
    update_id: int,
    content: Content,
    message: int | None,
    sent_at: datetime,
    received_at: datetime,
    now: datetime,
    due_at: datetime,
) -> int:
    """Keeps a message we were not sure about until the gentle question is answered."""
    known = (await tx.execute(select(DoubtRow.id).where(DoubtRow.update_id == update_id))).scalar()
    if known is not None:
        return known
    row = DoubtRow(
        person_id=person,
        update_id=update_id,
        content=asdict(content),
        message=message,
        sent_at=sent_at,
        received_at=received_at,
        asked_at=now,
        due_at=due_at,
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def lock(tx: Transaction, doubt_id: int) -> DoubtRow | None:
    """A doubt, locked."""
    return await tx.get(DoubtRow, doubt_id, with_for_update={"key_share": True})


async def due(tx: Transaction, now: datetime) -> list[int]:
    """Gentle questions nobody answered in time, oldest first."""
    query = select(DoubtRow.id).where(DoubtRow.due_at <= now).order_by(DoubtRow.due_at).limit(50)
    return list((await tx.execute(query)).scalars())


async def still_due(tx: Transaction, doubt: int, now: datetime) -> DoubtRow | None:
    """One that nobody answered in time, locked; None: it has been, or another worker has it."""
    query = select(DoubtRow).where(DoubtRow.id == doubt, DoubtRow.due_at <= now)
    return (await tx.execute(query.with_for_update(key_share=True, skip_locked=True))).scalar()


async def are_asked(tx: Transaction, person: int) -> bool:
    """Whether a gentle question to somebody waits for its answer."""
    return (await tx.execute(select(DoubtRow.id).where(DoubtRow.person_id == person).limit(1))).first() is not None


async def of_person(tx: Transaction, person: int) -> list[DoubtRow]:
    """What somebody was asked about and has not answered, locked, in the order it was written."""
    query = select(DoubtRow).where(DoubtRow.person_id == person).order_by(DoubtRow.id)
    return list((await tx.execute(query.with_for_update(key_share=True, skip_locked=True))).scalars())


async def next_due_at(tx: Transaction) -> datetime | None:
    """The next moment at which `due` has something to give."""
    return (await tx.execute(_NEXT_DUE)).scalar()
