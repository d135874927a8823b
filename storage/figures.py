"""Counting what the journal and the drills know: waits by ward, never a name."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from domain.cases import Origin
from domain.drills import CallState
from domain.figures import UNKNOWN
from storage.database import Transaction
from storage.tables import CaseRow, DrillCallRow, DrillRow, JournalRow

Waits = dict[str, list[timedelta | None]]
RINGING = [origin.value for origin in Origin if origin.rings]


async def real(tx: Transaction, begins: datetime, ends: datetime) -> Waits:
    """By ward, from the opening of a ringing case to the first time somebody took it.

    One that its sender took back before anybody came is left out.
    """
    first = func.min(JournalRow.at).label("first")
    taken = select(JournalRow.case_id, first).where(JournalRow.verb == "taken").group_by(JournalRow.case_id).subquery()
    query = (
        select(CaseRow.ward, CaseRow.opened_at, taken.c.first)
        .outerjoin(taken, taken.c.case_id == CaseRow.id)
        .where(CaseRow.opened_at >= begins, CaseRow.opened_at < ends, CaseRow.origin.in_(RINGING))
        .where(CaseRow.split_from.is_(None))
        .where(or_(taken.c.first.is_not(None), CaseRow.retracted.is_(False)))
    )
    found: Waits = defaultdict(list)
    for ward, opened_at, at in await tx.execute(query):
        found[ward or UNKNOWN].append(None if at is None else at - opened_at)
    return found


async def drilled(tx: Transaction, begins: datetime, ends: datetime) -> Waits:
    """By group, from the call to the tap; what nobody got or what still waits is left out."""
    query = (
        select(DrillRow.group, DrillCallRow.state, DrillCallRow.called_at, DrillCallRow.answered_at)
        .join(DrillRow, DrillRow.id == DrillCallRow.drill_id)
        .where(DrillRow.at >= begins, DrillRow.at < ends)
        .where(DrillCallRow.state.not_in([CallState.WAITING, CallState.UNSENT]))
    )
    found: Waits = defaultdict(list)
    for group, state, called_at, answered_at in await tx.execute(query):
        if answered_at is not None and state == CallState.ANSWERED:
            found[group].append(answered_at - called_at)
        else:
            found[group].append(None)
    return found
