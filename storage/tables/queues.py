"""What arrives and what goes out: nothing of it is lost, and nothing is done twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Sealed
from storage.tables.base import Table


class InboxRow(Table):
    """An update as received. The payload goes once it is handled; the id stays to know a duplicate."""

    __tablename__ = "inbox"
    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    payload: Mapped[dict[str, Any] | None] = mapped_column(Sealed("inbox.payload"))
    received_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    held_until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="new")
    __table_args__ = (Index("ix_inbox_waiting", "state", "held_until"),)


class HeartbeatRow(Table):
    """One row: when the bot was last in touch with Telegram, and its last absence of more than a day."""

    __tablename__ = "heartbeat"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lived_at: Mapped[datetime]
    away_from: Mapped[datetime | None]
    away_until: Mapped[datetime | None]


class NoticeRow(Table):
    """A promise to tell somebody something. The words go once it is sent."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[int | None] = mapped_column(index=True)
    lane: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str]
    news: Mapped[dict[str, Any] | None] = mapped_column(Sealed("outbox.news"))
    edits: Mapped[int | None]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    held_until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="due")
    written_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_outbox_due", "state", "lane", "due_at"),)
