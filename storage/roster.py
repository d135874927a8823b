"""The roster as rows: who may be rung now, their weekly hours and their leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, bindparam, delete, select

from domain.duty import A_DAY, Leave, Rota, Shift
from domain.wards import Contact
from domain.working_time import HANOI
from storage import people
from storage.database import Transaction
from storage.tables import LeaveRow, PersonRow, StaffRow

TOPIC = "roster"

# built once: putting a statement together costs as much as running it
_WORK_HERE = (
    select(StaffRow, PersonRow.reachable)
    .join(PersonRow, PersonRow.id == StaffRow.person_id)
    .where(StaffRow.removed_at.is_(None))
    .order_by(StaffRow.id)
)
_LEAVES = select(LeaveRow).where(LeaveRow.last >= bindparam("since")).order_by(LeaveRow.first)


async def contacts(tx: Transaction, now: datetime) -> list[Contact]:
    """Everybody who works here, whether they can be reached, and where they are at this moment."""
    return [contact for contact, _ in await rotas(tx, now)]


async def rotas(tx: Transaction, now: datetime) -> list[tuple[Contact, Rota]]:
    """Everybody who works here, with their hours and the leave that is not over."""
    rows = await tx.execute(_WORK_HERE)
    leaves = await _leaves(tx, now)
    found = [(staff, reachable, _rota(staff, leaves)) for staff, reachable in rows]
    return [(Contact(people.staff_of(staff), reachable, rota.presence(now)), rota) for staff, reachable, rota in found]


async def to_change(tx: Transaction, now: datetime) -> list[tuple[StaffRow, Rota, bool]]:
    """Everybody who works here, locked, with their hours and leave, and whether they can be written to."""
    return await _found(tx, _WORK_HERE.with_for_update(key_share=True, of=StaffRow), now)


async def to_look(tx: Transaction, now: datetime) -> list[tuple[StaffRow, Rota, bool]]:
    """The same, to look at."""
    return await _found(tx, _WORK_HERE, now)


async def _found(
    tx: Transaction, query: Select[StaffRow, bool | None], now: datetime
) -> list[tuple[StaffRow, Rota, bool]]:
    rows = await tx.execute(query)
    leaves = await _leaves(tx, now)
    return [(row, _rota(row, leaves), bool(reachable)) for row, reachable in rows]


async def row(tx: Transaction, staff: int) -> StaffRow | None:
    """One member of staff who still works here, locked: first the person, then the entry, as everybody locks."""
    person = (await tx.execute(select(StaffRow.person_id).where(StaffRow.id == staff))).scalar()
    if person is None:
        return None
    await people.row(tx, person)
    found = await tx.get(StaffRow, staff, with_for_update={"key_share": True}, populate_existing=True)
    return None if found is None or found.removed_at is not None else found


async def rota(tx: Transaction, staff: StaffRow, now: datetime) -> Rota:
    """Their hours and the leave that is not over."""
    return _rota(staff, await _leaves(tx, now))


async def set_hours(tx: Transaction, staff: int, shifts: Sequence[Shift]) -> None:
    """The same for somebody who was just added."""
    keep_hours(await tx.get_one(StaffRow, staff), shifts)


def keep_hours(staff: StaffRow, shifts: Sequence[Shift]) -> None:
    """These are their hours from now on; none means always."""
    staff.hours = [[list(s.days), s.begins.isoformat("minutes"), s.ends.isoformat("minutes")] for s in shifts]


async def add_leave(tx: Transaction, staff: int, leave: Leave) -> None:
    """Notes days off; the same days twice change nothing."""
    known = select(LeaveRow.id).where(
        LeaveRow.staff_id == staff, LeaveRow.first == leave.first, LeaveRow.last == leave.last
    )
    if (await tx.execute(known)).first() is None:
        tx.add(LeaveRow(staff_id=staff, first=leave.first, last=leave.last))
        await tx.flush()


async def drop_leave(tx: Transaction, staff: int) -> None:
    """They are back: all their days off go."""
    await tx.execute(delete(LeaveRow).where(LeaveRow.staff_id == staff))


async def drop_old_leave(tx: Transaction, before: date) -> None:
    """Retention: days off that ended before this day."""
    await tx.execute(delete(LeaveRow).where(LeaveRow.last < before))


async def _leaves(tx: Transaction, now: datetime) -> dict[int, list[Leave]]:
    # a day earlier too: what has just ended still tells that somebody comes back
    found: dict[int, list[Leave]] = {}
    for each in (await tx.execute(_LEAVES, {"since": now.astimezone(HANOI).date() - A_DAY})).scalars():
        found.setdefault(each.staff_id, []).append(Leave(each.first, each.last))
    return found


def _rota(staff: StaffRow, leaves: dict[int, list[Leave]]) -> Rota:
    return Rota(staff.on_duty, tuple(_shift(each) for each in staff.hours), tuple(leaves.get(staff.id, ())))


def _shift(kept: Any) -> Shift:
    days, begins, ends = kept
    return Shift(tuple(days), time.fromisoformat(begins), time.fromisoformat(ends))
