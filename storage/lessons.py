"""Where people stand in lessons, as rows: one a person and a lesson."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.lessons import Progress
from storage.database import Transaction
from storage.tables import LessonProgressRow

_INSERT = {
    "sqlite": sqlite.insert(LessonProgressRow).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(LessonProgressRow).on_conflict_do_nothing(),
}


async def of_person(tx: Transaction, person: int) -> Mapping[str, Progress]:
    """Where somebody stands, by lesson, the first begun first."""
    query = select(LessonProgressRow).where(LessonProgressRow.person_id == person).order_by(LessonProgressRow.id)
    return {row.lesson: progress_of(row) for row in (await tx.execute(query)).scalars()}


async def lock(tx: Transaction, person: int, lesson: str, now: datetime) -> LessonProgressRow:
    """Where somebody stands in one lesson, locked; who was not in it begins."""
    begun = {"person_id": person, "lesson": lesson, "reached": 0, "started_at": now, "last_at": now}
    await tx.execute(_INSERT[tx.get_bind().dialect.name].values(begun))
    mine = (LessonProgressRow.person_id == person, LessonProgressRow.lesson == lesson)
    return (await tx.execute(select(LessonProgressRow).where(*mine).with_for_update(key_share=True))).scalar_one()


async def forget(tx: Transaction, person: int) -> None:
    """Everything of the kind about somebody."""
    await tx.execute(delete(LessonProgressRow).where(LessonProgressRow.person_id == person))


async def empty(tx: Transaction, before: datetime) -> None:
    """Retention: whose last step was before this moment."""
    await tx.execute(delete(LessonProgressRow).where(LessonProgressRow.last_at < before))


def progress_of(row: LessonProgressRow) -> Progress:
    """A row as the domain sees it."""
    return Progress(row.lesson, row.reached, row.started_at, row.last_at, row.finished_at)
