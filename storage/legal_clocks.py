"""The legal clocks of cases as rows: they survive a restart, and the next moment of each is a column."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select

from domain.cases import State
from domain.legal_clocks import Clocks, Kind, LegalClock, Mark, next_telling
from storage.database import Transaction
from storage.tables import CaseRow, LegalClockRow

_NEXT_DUE = (
    select(func.min(LegalClockRow.next_at))
    .join(CaseRow, CaseRow.id == LegalClockRow.case_id)
    .where(CaseRow.state != State.CLOSED)
)


async def of_case(tx: Transaction, case: int) -> dict[Kind, LegalClock]:
    """The clocks of a case, in the order of the law's steps."""
    found = {Kind(row.kind): clock_of(row) for row in await rows(tx, case)}
    return {kind: found[kind] for kind in Kind if kind in found}


async def of_cases(tx: Transaction, cases: Collection[int]) -> dict[int, tuple[LegalClock, ...]]:
    """The clocks of many cases, each in the order of the law's steps."""
    found: dict[int, dict[Kind, LegalClock]] = {}
    for row in (await tx.execute(select(LegalClockRow).where(LegalClockRow.case_id.in_(cases)))).scalars():
        found.setdefault(row.case_id, {})[Kind(row.kind)] = clock_of(row)
    return {case: tuple(clocks[kind] for kind in Kind if kind in clocks) for case, clocks in found.items()}


async def rows(tx: Transaction, case: int) -> list[LegalClockRow]:
    """The rows themselves; whoever changes them holds the lock on the case."""
    query = select(LegalClockRow).where(LegalClockRow.case_id == case).execution_options(populate_existing=True)
    return list((await tx.execute(query)).scalars())


def begin(tx: Transaction, case: int, clock: LegalClock) -> None:
    """The first clock of a case that was opened just now."""
    tx.add(
        LegalClockRow(
            case_id=case,
            kind=clock.kind,
            told=0,
            since=clock.since,
            due_at=clock.due_at,
            next_at=next_telling(clock, 0),
        )
    )


async def keep(tx: Transaction, case: int, clocks: Clocks) -> None:
    """Writes the clocks of a locked case as they are now; one that is no longer there goes."""
    known = {Kind(row.kind): row for row in await rows(tx, case)}
    for kind in known.keys() - clocks.keys():
        await tx.execute(delete(LegalClockRow).where(LegalClockRow.case_id == case, LegalClockRow.kind == kind))
    for kind, clock in clocks.items():
        row = known.get(kind)
        if row is None:
            row = LegalClockRow(case_id=case, kind=kind, told=0)
            tx.add(row)
        row.since, row.due_at, row.met_at, row.met_by = clock.since, clock.due_at, clock.met_at, clock.met_by
        row.next_at = next_telling(clock, row.told)
    await tx.flush()


async def due(tx: Transaction, now: datetime, limit: int = 50) -> list[int]:
    """Open cases with something to be told about a limit, what is due longest first."""
    query = select(CaseRow.id).join(LegalClockRow, LegalClockRow.case_id == CaseRow.id)
    query = query.where(CaseRow.state != State.CLOSED, LegalClockRow.next_at <= now).group_by(CaseRow.id)
    return list((await tx.execute(query.order_by(func.min(LegalClockRow.next_at)).limit(limit))).scalars())


async def still_due(tx: Transaction, case: int, now: datetime) -> CaseRow | None:
    """One of them, locked; None: it is told already, or another worker has it."""
    ids = select(LegalClockRow.case_id).where(LegalClockRow.next_at <= now)
    query = select(CaseRow).where(CaseRow.state != State.CLOSED, CaseRow.id == case, CaseRow.id.in_(ids))
    return (await tx.execute(query.with_for_update(key_share=True, skip_locked=True))).scalar()


async def next_due_at(tx: Transaction) -> datetime | None:
    """The next moment at which `due` finds something."""
    return (await tx.execute(_NEXT_DUE)).scalar()


async def running(tx: Transaction) -> list[LegalClockRow]:
    """Clocks that run in open cases, their cases locked."""
    mine = (LegalClockRow.met_at.is_(None), CaseRow.state != State.CLOSED)
    ids = select(LegalClockRow.case_id).where(LegalClockRow.met_at.is_(None))
    await tx.execute(select(CaseRow.id).where(CaseRow.id.in_(ids)).order_by(CaseRow.id).with_for_update(key_share=True))
    query = select(LegalClockRow).join(CaseRow, CaseRow.id == LegalClockRow.case_id).where(*mine)
    return list((await tx.execute(query)).scalars())


def told(row: LegalClockRow, times: int) -> None:
    """So many tellings of this clock are done."""
    row.told = times
    row.next_at = next_telling(clock_of(row), times)


def clock_of(row: LegalClockRow) -> LegalClock:
    """The row as the rules know it."""
    return LegalClock(Kind(row.kind), row.since, row.due_at, row.met_at, Mark(row.met_by) if row.met_by else None)
