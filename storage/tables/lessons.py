"""Short lessons: where somebody stands, and nothing of what they answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class LessonProgressRow(Table):
    """So many parts of a lesson are done. One a person and a lesson; goes a year after the last step."""

    __tablename__ = "lesson_progress"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    lesson: Mapped[str]
    reached: Mapped[int] = mapped_column(Integer, default=0)
    started_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("person_id", "lesson"),)
