"""Labels as rows: at most one a case, gone when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from domain.cases import State
from domain.labels import Label, Labelled
from storage.database import Transaction
from storage.tables import CaseRow, LabelRow

_LONGEST = (  # built once: putting a statement together costs as much as running it
    select(LabelRow)
    .where(LabelRow.person_id == bindparam("person"), LabelRow.until > bindparam("now"))
    .order_by(LabelRow.until.desc(), LabelRow.case_id.desc())
    .limit(1)
)


async def of_case(tx: Transaction, case: int) -> LabelRow | None:
    """The label a case led to."""
    return await tx.get(LabelRow, case)


async def keep(tx: Transaction, case: int, person: int, labelled: Labelled, *, by: int, now: datetime) -> None:
    """The label of a case, new or in place of the one before."""
    await tx.merge(
        LabelRow(case_id=case, person_id=person, label=labelled.label, staff_id=by, at=now, until=labelled.until)
    )
    await tx.flush()


async def of_person(tx: Transaction, person: int, now: datetime) -> Labelled | None:
    """The label that stands longest on somebody at `now`."""
    row = (await tx.execute(_LONGEST, {"person": person, "now": now})).scalar()
    return None if row is None else Labelled(Label(row.label), row.until)


async def open_cases_of(tx: Transaction, person: int) -> Sequence[CaseRow]:
    """Their cases that have not ended, to look at: cards on which a label shows."""
    query = select(CaseRow).where(CaseRow.sender_id == person, CaseRow.state != State.CLOSED).order_by(CaseRow.id)
    return (await tx.execute(query)).scalars().all()


async def drop(tx: Transaction, case: int) -> None:
    """The label of a case is taken back."""
    await tx.execute(delete(LabelRow).where(LabelRow.case_id == case))


async def drop_all_of(tx: Transaction, person: int) -> None:
    """Everything of the kind about somebody."""
    await tx.execute(delete(LabelRow).where(LabelRow.person_id == person))


async def empty(tx: Transaction, now: datetime) -> None:
    """Labels whose time is over go."""
    await tx.execute(delete(LabelRow).where(LabelRow.until <= now))
