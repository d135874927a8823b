"""Drills and practice alerts as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.drills import CallState, Kind, Result, Seen
from storage.database import Transaction
from storage.tables import DrillCallRow, DrillRow, StaffRow

WAITING = DrillCallRow.state == CallState.WAITING
# built once, as they run every few seconds: putting a statement together costs as much as running it
_HELD = select(DrillRow.group).where(DrillRow.week == bindparam("week"))
_IS_ANY_OVER = select(exists().where(WAITING, DrillCallRow.until <= bindparam("now")))
HELD_OF_LATE = 10  # how far back a row of misses is looked for


async def held(tx: Transaction, week: str) -> set[str]:
    """The groups that had their drill this week."""
    return set((await tx.execute(_HELD, {"week": week})).scalars())


async def add(
    tx: Transaction,
    group: str,
    now: datetime,
    *,
    week: str | None = None,
    asked_by: int | None = None,
    update_id: int | None = None,
) -> int | None:
    """A new drill; None when this week (or this update) had it already."""
    kind = Kind.ASKED if week is None else Kind.WEEKLY
    values = {
        "group": group,
        "kind": kind.value,
        "week": week,
        "asked_by": asked_by,
        "update_id": update_id,
        "at": now,
    }
    made = await tx.execute(_insert(tx)(DrillRow).values(values).on_conflict_do_nothing().returning(DrillRow.id))
    return made.scalar()


async def call(
    tx: Transaction,
    staff: int,
    state: CallState,
    now: datetime,
    until: datetime,
    *,
    drill: int | None = None,
    link: str | None = None,
) -> int | None:
    """Calls somebody. None when a drill of theirs is still going on, or this link was tested before."""
    values = {
        "drill_id": drill,
        "staff_id": staff,
        "link": link,
        "state": state.value,
        "called_at": now,
        "until": until,
    }
    insert = _insert(tx)(DrillCallRow).values(values).on_conflict_do_nothing()
    return (await tx.execute(insert.returning(DrillCallRow.id))).scalar()


async def newer_than(tx: Transaction, moment: datetime) -> set[int]:
    """Staff who began to work here after this moment."""
    return set((await tx.execute(select(StaffRow.id).where(StaffRow.added_at > moment))).scalars())


async def lock(tx: Transaction, call_id: int) -> DrillCallRow | None:
    """One call, locked."""
    return await tx.get(DrillCallRow, call_id, with_for_update={"key_share": True})


async def waits(tx: Transaction, call_id: int) -> bool:
    """Whether this call still wants its tap."""
    return (await tx.execute(select(DrillCallRow.id).where(DrillCallRow.id == call_id, WAITING))).first() is not None


async def is_any_over(tx: Transaction, now: datetime) -> bool:
    """Whether the time of some call has run out."""
    return bool((await tx.execute(_IS_ANY_OVER, {"now": now})).scalar())


async def over(tx: Transaction, now: datetime) -> list[DrillCallRow]:
    """Calls whose time has run out, locked. Another worker's are waited for, and are no longer among them."""
    query = select(DrillCallRow).where(WAITING, DrillCallRow.until <= now).order_by(DrillCallRow.id)
    return list((await tx.execute(query.with_for_update(key_share=True))).scalars())


async def states_of(tx: Transaction, staff: int) -> list[CallState]:
    """What became of somebody's last drills, newest first; test alerts after linking are not among them."""
    query = select(DrillCallRow.state).where(DrillCallRow.staff_id == staff, DrillCallRow.link.is_(None))
    found = await tx.execute(query.order_by(DrillCallRow.id.desc()).limit(HELD_OF_LATE))
    return [CallState(state) for state in found.scalars()]


async def group_of(tx: Transaction, drill: int) -> str:
    """Whose drill it is."""
    return (await tx.get_one(DrillRow, drill)).group


async def last(tx: Transaction, group: str) -> Result | None:
    """The last drill of a group, with what became of each call."""
    row = (
        await tx.execute(select(DrillRow).where(DrillRow.group == group).order_by(DrillRow.id.desc()).limit(1))
    ).scalar()
    if row is None:
        return None
    return Result(group, row.at, await _seen(tx, DrillCallRow.drill_id == row.id))


async def untapped_links(tx: Transaction) -> Sequence[Seen]:
    """New colleagues who still work here and have not tapped their test alert."""
    return await _seen(
        tx,
        DrillCallRow.link.is_not(None),
        DrillCallRow.state.not_in([CallState.ANSWERED, CallState.LATE]),
        StaffRow.removed_at.is_(None),
    )


async def empty(tx: Transaction, before: datetime) -> None:
    """Retention: old drills with their calls, and old test alerts."""
    await tx.execute(delete(DrillCallRow).where(DrillCallRow.called_at < before))
    await tx.execute(delete(DrillRow).where(DrillRow.at < before))


async def _seen(tx: Transaction, *which: Any) -> tuple[Seen, ...]:
    query = select(DrillCallRow, StaffRow.name).join(StaffRow, StaffRow.id == DrillCallRow.staff_id).where(*which)
    return tuple(
        Seen(name, CallState(row.state), None if row.answered_at is None else row.answered_at - row.called_at)
        for row, name in await tx.execute(query.order_by(DrillCallRow.id))
    )


def _insert(tx: Transaction) -> Any:
    return (sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql).insert
