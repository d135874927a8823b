"""Drills and invitations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table


class DrillRow(Table):
    """A drill of one ward (or of the coordinators). At most one a week by itself."""

    __tablename__ = "drills"
    id: Mapped[int] = mapped_column(primary_key=True)
    group: Mapped[str]
    kind: Mapped[str]
    week: Mapped[str | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    update_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(index=True)
    __table_args__ = (UniqueConstraint("group", "week"), UniqueConstraint("update_id", "group"))


class DrillCallRow(Table):
    """One person's practice alert. `link` instead of a drill: the test alert that ends the linking, once."""

    __tablename__ = "drill_calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    drill_id: Mapped[int | None] = mapped_column(ForeignKey("drills.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    link: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    called_at: Mapped[datetime]
    until: Mapped[datetime]
    message: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_drill_calls_state_until", "state", "until"),
        Index(
            "uq_drill_calls_one_waiting",
            "staff_id",
            unique=True,
            sqlite_where=text("state = 'waiting' AND link IS NULL"),
            postgresql_where=text("state = 'waiting' AND link IS NULL"),
        ),
    )


class InviteRow(Table):
    """An invitation to work here. Only a hash of its link is kept; whoever opens it first has it."""

    __tablename__ = "invites"
    id: Mapped[int] = mapped_column(primary_key=True)
    link: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    role: Mapped[str]
    ward: Mapped[str | None]
    rung: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    update_id: Mapped[int] = mapped_column(unique=True)
    until: Mapped[datetime] = mapped_column(index=True)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    used_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]
