"""What the officer's list needs of open cases: rows, who has them, and since when a sender waits for an answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from domain.cases import State
from storage.database import Transaction
from storage.tables import CaseRow, EntryRow, StaffRow


async def open_ones(tx: Transaction) -> list[CaseRow]:
    """Every case that has not ended, to look at."""
    return list((await tx.execute(select(CaseRow).where(CaseRow.state != State.CLOSED).order_by(CaseRow.id))).scalars())


async def in_hands_of(tx: Transaction, staff: int) -> list[CaseRow]:
    """The cases somebody has in hand, to look at, the oldest first."""
    query = select(CaseRow).where(CaseRow.holder_id == staff, CaseRow.state == State.TAKEN)
    return list((await tx.execute(query.order_by(CaseRow.id))).scalars())


async def names(tx: Transaction) -> dict[int, str]:
    """The names of all staff, by staff id; removed ones too."""
    return {row.id: row.name for row in (await tx.execute(select(StaffRow))).scalars()}


async def unanswered(tx: Transaction, rows: Collection[CaseRow]) -> dict[int, datetime]:
    """By case: since when its sender waits, where staff have neither written back nor noted anything since.

    An answer counts in all cases of its sender: they have one conversation.
    """
    last = func.max(EntryRow.id)
    query = select(EntryRow.case_id, EntryRow.side, last).where(EntryRow.case_id.in_([row.id for row in rows]))
    newest: dict[tuple[int, str], int] = {}
    for case, side, entry in await tx.execute(query.group_by(EntryRow.case_id, EntryRow.side)):
        newest[case, side] = entry
    answered: dict[int | None, int] = {}
    for row in rows:
        answered[row.sender_id] = max(answered.get(row.sender_id, 0), newest.get((row.id, "staff"), 0))
    waiting = {
        said: row.id
        for row in rows
        if (said := newest.get((row.id, "sender"), 0)) > max(answered[row.sender_id], newest.get((row.id, "note"), 0))
    }
    times = select(EntryRow.id, EntryRow.received_at).where(EntryRow.id.in_(waiting))
    return {waiting[entry]: at for entry, at in await tx.execute(times)}
