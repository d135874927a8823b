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


async def unanswered(tx: Transaction, cases: Collection[int]) -> dict[int, datetime]:
    """By case: since when its sender waits, where staff have neither written back nor noted anything since."""
    last = func.max(EntryRow.id)
    query = select(EntryRow.case_id, EntryRow.side, last).where(EntryRow.case_id.in_(cases))
    newest: dict[int, dict[str, int]] = {}
    for case, side, entry in await tx.execute(query.group_by(EntryRow.case_id, EntryRow.side)):
        newest.setdefault(case, {})[side] = entry
    waiting = {
        sides["sender"]: case
        for case, sides in newest.items()
        if sides.get("sender", 0) > max(sides.get("staff", 0), sides.get("note", 0))
    }
    times = select(EntryRow.id, EntryRow.received_at).where(EntryRow.id.in_(waiting))
    return {waiting[entry]: at for entry, at in await tx.execute(times)}
