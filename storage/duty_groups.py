"""Duty groups as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select

from domain.duty_groups import DutyGroup
from storage.database import Transaction
from storage.tables import DutyGroupRow, PersonRow, StaffRow

_ON = (DutyGroupRow.registered_at.is_not(None), DutyGroupRow.left_at.is_(None))


def is_on(row: DutyGroupRow) -> bool:
    """Whether it hears of alerts."""
    return row.registered_at is not None and row.left_at is None


async def on(tx: Transaction) -> Sequence[DutyGroupRow]:
    """Every group that hears of alerts, to look at."""
    return (await tx.execute(select(DutyGroupRow).where(*_ON).order_by(DutyGroupRow.id))).scalars().all()


async def shown(tx: Transaction) -> list[DutyGroup]:
    """The same as staff see them."""
    query = select(DutyGroupRow, PersonRow).join(PersonRow, PersonRow.id == DutyGroupRow.person_id)
    return [group_of(row, chat) for row, chat in await tx.execute(query.where(*_ON).order_by(DutyGroupRow.id))]


async def registered_by(tx: Transaction, staff: int) -> int:
    """How many groups are kept that this member of staff registered or opened."""
    theirs = or_(DutyGroupRow.registered_by == staff, DutyGroupRow.opened_by == staff)
    return (await tx.execute(select(func.count()).select_from(DutyGroupRow).where(theirs))).scalar_one()


async def open_for(tx: Transaction, person: int, staff: int, now: datetime) -> DutyGroupRow:
    """The group of a chat, locked, made on first sight; this member of staff may register it now."""
    row = await of_person(tx, person)
    if row is None:
        row = DutyGroupRow(person_id=person)
        tx.add(row)
    row.opened_by, row.opened_at = staff, now
    await tx.flush()
    return row


async def lock(tx: Transaction, group: int) -> tuple[DutyGroupRow, PersonRow] | None:
    """A group by its number, locked, and its chat."""
    row = await tx.get(DutyGroupRow, group, with_for_update={"key_share": True})
    return None if row is None else (row, await tx.get_one(PersonRow, row.person_id))


async def of_person(tx: Transaction, person: int) -> DutyGroupRow | None:
    """The group behind a chat, locked."""
    return (
        await tx.execute(select(DutyGroupRow).where(DutyGroupRow.person_id == person).with_for_update(key_share=True))
    ).scalar()


async def move(tx: Transaction, old: int, new: int, now: datetime) -> None:
    """A chat that was known by two numbers is one: the new hears what either heard, the old one nothing more.

    Where they heard of two wards it hears of all: an alert too many is better than a ward nobody hears of.
    """
    before, after = await of_person(tx, old), await of_person(tx, new)
    if before is None or old == new:
        return
    if after is not None:
        if is_on(after) or not is_on(before):
            if is_on(after) and is_on(before) and before.ward != after.ward:
                after.ward = None
            before.left_at = before.left_at or now
            return
        await tx.delete(after)
        await tx.flush()
    before.person_id = new
    await tx.flush()


def group_of(row: DutyGroupRow, chat: PersonRow) -> DutyGroup:
    """The row as staff see it."""
    return DutyGroup(row.id, chat.chat, row.ward, is_on(row))


async def empty(tx: Transaction, *, left_before: datetime, opened_before: datetime) -> None:
    """Retention: groups that hear nothing any more, or were never confirmed; and the numbers of their chats."""
    never = and_(DutyGroupRow.registered_at.is_(None), DutyGroupRow.opened_at < opened_before)
    query = select(DutyGroupRow.person_id).where(or_(DutyGroupRow.left_at < left_before, never))
    chats = list((await tx.execute(query)).scalars())
    if chats:
        await tx.execute(delete(DutyGroupRow).where(DutyGroupRow.person_id.in_(chats)))
        staff = select(StaffRow.person_id)
        await tx.execute(delete(PersonRow).where(PersonRow.id.in_(chats), PersonRow.id.not_in(staff)))
