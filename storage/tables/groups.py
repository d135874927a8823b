"""Duty groups: Telegram groups of officers that hear of alerts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class DutyGroupRow(Table):
    """A group that hears of alerts; its chat is a row of `people`. `ward` None: of all wards.

    It hears from `registered_at` on, until `left_at`. Opened and never confirmed it hears nothing.
    """

    __tablename__ = "duty_groups"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    ward: Mapped[str | None]
    opened_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    opened_at: Mapped[datetime]
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    registered_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
