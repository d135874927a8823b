"""People: chats we know, staff, their days off, what they were asked, and which messages stand where."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Sealed
from storage.tables.base import Table


class PersonRow(Table):
    """A chat we know. `chat_key` is a blind index; the number itself is sealed.

    An id is never given twice: cases, consents and gentle questions outlive a deletion.
    """

    __tablename__ = "people"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    chat: Mapped[int] = mapped_column(Sealed("people.chat"))
    language: Mapped[str] = mapped_column(default="vi")
    audience: Mapped[str | None]
    age_band: Mapped[str | None]
    ward: Mapped[str | None]
    reachable: Mapped[bool | None] = mapped_column(Boolean)
    hushed: Mapped[bool] = mapped_column(Boolean, default=False)
    last_line_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class StaffRow(Table):
    """A member of staff; one entry a person, kept after removal so that the journal stays readable."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    name: Mapped[str] = mapped_column(Sealed("staff.name"))
    role: Mapped[str]
    ward: Mapped[str | None]
    rung: Mapped[int] = mapped_column(Integer, default=1)
    also: Mapped[list[str]] = mapped_column(Sealed("staff.also"))
    on_duty: Mapped[bool] = mapped_column(Boolean, default=True)
    hours: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [[weekdays], "07:30", "17:00"]; none: always
    present: Mapped[bool] = mapped_column(Boolean, default=False)  # on duty and within reach when last looked at
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class LeaveRow(Table):
    """Days on which a member of staff is away, the first and the last included."""

    __tablename__ = "leaves"
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    __table_args__ = (UniqueConstraint("staff_id", "first", "last"),)


class DialogRow(Table):
    """A conversation somebody is in; the state is the first unanswered question."""

    __tablename__ = "dialogs"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    about: Mapped[int | None]
    answers: Mapped[dict[str, Any]] = mapped_column(Sealed("dialogs.answers"))
    begun_at: Mapped[datetime]


class PostRow(Table):
    """Where a message stands in a chat: for editing a card and for taking messages away again."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    message: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    ours: Mapped[bool] = mapped_column(Boolean)
    kind: Mapped[str | None]
    case_id: Mapped[int | None] = mapped_column(index=True)
    entry_id: Mapped[int | None]
