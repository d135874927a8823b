"""What stands in a case, as rows: messages, answers, officers' letters and notes, each with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.cases import Content
from storage.database import Transaction
from storage.tables import CaseRow, DoubtRow, EntryRow

_LETTERS_TOLD = (
    select(CaseRow, EntryRow)
    .join(EntryRow, EntryRow.case_id == CaseRow.id)
    .where(CaseRow.sender_id == bindparam("sender"), EntryRow.side == "staff", EntryRow.told == bindparam("told"))
    .order_by(EntryRow.id)
)


async def add(
    tx: Transaction,
    case: int,
    side: str,
    content: Content,
    *,
    sent_at: datetime,
    received_at: datetime,
    update_id: int | None = None,
    message: int | None = None,
    staff: int | None = None,
    numbered: bool = True,
) -> EntryRow:
    """Adds a message, answer or note to a case. Not `numbered`: it has its id only later, and costs less."""
    row = EntryRow(
        case_id=case,
        update_id=update_id,
        side=side,
        content=asdict(content),
        message=message,
        sent_at=sent_at,
        received_at=received_at,
        staff_id=staff,
    )
    tx.add(row)
    if numbered:
        await tx.flush()
    return row


async def of_update(tx: Transaction, update_id: int) -> EntryRow | None:
    """What an update added to a case, to look at."""
    return (await tx.execute(select(EntryRow).where(EntryRow.update_id == update_id).limit(1))).scalar()


async def of_case(tx: Transaction, case: int, sides: Sequence[str] = ("sender", "staff", "answer")) -> list[EntryRow]:
    """The entries of a case in order."""
    query = select(EntryRow).where(EntryRow.case_id == case, EntryRow.side.in_(sides)).order_by(EntryRow.id)
    return list((await tx.execute(query)).scalars())


async def letters_told(tx: Transaction, sender: int, told: str) -> list[tuple[CaseRow, EntryRow]]:
    """Officers' messages to this sender of which this became, in order, each with its case."""
    found = await tx.execute(_LETTERS_TOLD, {"sender": sender, "told": told})
    return [(row, letter) for row, letter in found]


async def get(tx: Transaction, entry_id: int) -> EntryRow | None:
    """One entry."""
    return await tx.get(EntryRow, entry_id)


async def written_by_tap(tx: Transaction, case: int, staff: int, message: int) -> EntryRow | None:
    """What this officer sent on a case by a button below this message: each such message sends once."""
    query = select(EntryRow).where(EntryRow.case_id == case, EntryRow.message == message, EntryRow.side == "staff")
    return (await tx.execute(query.where(EntryRow.staff_id == staff).limit(1))).scalar()


async def by_staff(tx: Transaction, staff: int, message: int) -> EntryRow | None:
    """What this officer typed as this message: to the sender, or for colleagues."""
    query = select(EntryRow).where(EntryRow.staff_id == staff, EntryRow.message == message)
    query = query.where(EntryRow.side.in_(("staff", "note")))
    return (await tx.execute(query.order_by(EntryRow.id.desc()).limit(1))).scalar()


async def by_message(tx: Transaction, case: int, message: int) -> EntryRow | None:
    """The sender's entry that came as this message."""
    query = select(EntryRow).where(EntryRow.case_id == case, EntryRow.message == message, EntryRow.side == "sender")
    return (await tx.execute(query.order_by(EntryRow.id.desc()).limit(1))).scalar()


def content_of(row: EntryRow | DoubtRow) -> Content:
    """What an entry held; empty once its words are gone."""
    return Content(**row.content) if row.content else Content(kind="gone")
