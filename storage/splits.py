"""Cases split off from others, and messages that stand in several cases: each a row, each only once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select

from domain.cases import State, new_code
from storage.cases import RANDOM
from storage.database import Transaction
from storage.tables import CaseRow, EntryRow


async def count(tx: Transaction, case: int) -> int:
    """How many cases were split off from this one."""
    return (await tx.execute(select(func.count()).where(CaseRow.split_from == case))).scalar() or 0


async def is_split(tx: Transaction, row: CaseRow) -> bool:
    """Whether it was split off from a case, or another one from it."""
    return row.split_from is not None or await count(tx, row.id) > 0


async def child(tx: Transaction, case: int, nth: int) -> CaseRow | None:
    """The `nth` case split off from this one."""
    query = select(CaseRow).where(CaseRow.split_from == case, CaseRow.split_nth == nth)
    return (await tx.execute(query)).scalar()


async def split_off(tx: Transaction, row: CaseRow, nth: int, opened_at: datetime, now: datetime) -> CaseRow:
    """A case of the same sender in the same hands; the same `nth` twice is refused by the database."""
    same = ("origin", "ward", "place_known", "sender_id", "holder_id", "avoids", "due_at", "last_heard_at")
    copied = {name: getattr(row, name) for name in (*same, "may_write", "wish", "retracted")}
    new = CaseRow(
        code=new_code(RANDOM),
        state=State.TAKEN,
        opened_at=opened_at,
        taken_at=now,
        rung=0,
        rings=0,
        told=0,
        split_from=row.id,
        split_nth=nth,
        **copied,
    )
    tx.add(new)
    await tx.flush()
    return new


async def copy(tx: Transaction, entry: EntryRow, to: int) -> EntryRow:
    """The same message in another case, too; twice is refused by the database."""
    new = EntryRow(
        case_id=to,
        side=entry.side,
        content=entry.content,
        message=entry.message,
        sent_at=entry.sent_at,
        received_at=entry.received_at,
        copied_from=entry.copied_from or entry.id,
    )
    tx.add(new)
    await tx.flush()
    return new


async def twins(tx: Transaction, entry: EntryRow) -> list[EntryRow]:
    """The same message in other cases."""
    origin = entry.copied_from or entry.id
    same = or_(EntryRow.id == origin, EntryRow.copied_from == origin)
    return list((await tx.execute(select(EntryRow).where(same, EntryRow.id != entry.id))).scalars())


async def same_message(tx: Transaction, entry: EntryRow, sender: int | None) -> list[EntryRow]:
    """This entry, and what else is the same message: in other cases of its sender, and changed by them since."""
    known = {entry.id: entry} | {twin.id: twin for twin in await twins(tx, entry)}
    if sender is not None and entry.message is not None:
        theirs = select(CaseRow.id).where(CaseRow.sender_id == sender)
        same = (EntryRow.case_id.in_(theirs), EntryRow.side == "sender", EntryRow.message == entry.message)
        known |= {each.id: each for each in (await tx.execute(select(EntryRow).where(*same))).scalars()}
    return [known[number] for number in sorted(known)]


async def another_in_hand(tx: Transaction, row: CaseRow) -> bool:
    """Whether the holder of a case has another one of the same sender in hand."""
    same = (CaseRow.sender_id == row.sender_id, CaseRow.holder_id == row.holder_id, CaseRow.state == State.TAKEN)
    return (await tx.execute(select(CaseRow.id).where(*same, CaseRow.id != row.id).limit(1))).first() is not None


async def twin_in_hand(tx: Transaction, entry: int, staff: int) -> tuple[CaseRow, EntryRow] | None:
    """Another case in these hands in which the same message stands."""
    found = await tx.get(EntryRow, entry)
    if found is None:
        return None
    ids = {twin.case_id: twin for twin in await twins(tx, found)}
    query = select(CaseRow).where(CaseRow.id.in_(ids), CaseRow.holder_id == staff, CaseRow.state == State.TAKEN)
    row = (await tx.execute(query.order_by(CaseRow.id).limit(1))).scalar()
    return None if row is None else (row, ids[row.id])
