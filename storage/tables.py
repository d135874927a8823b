"""The whole schema in one place. What people say and who they are is Sealed; the rest is ids and times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.database import Moment, Sealed

Id = BigInteger().with_variant(Integer, "sqlite")


class Table(DeclarativeBase):
    """Base of every table; names of constraints are fixed so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment(), int: Id, str: String()}


# --- people ---


class PersonRow(Table):
    """A chat we know. `chat_key` is a blind index; the number itself is sealed."""

    __tablename__ = "people"
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
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class DialogRow(Table):
    """A conversation somebody is in; the state is the first unanswered question."""

    __tablename__ = "dialogs"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    about: Mapped[int | None]
    answers: Mapped[dict[str, Any]] = mapped_column(Sealed("dialogs.answers"))
    begun_at: Mapped[datetime]


class PostRow(Table):
    """Where a message stands in a private chat: for editing a card and for taking messages away again."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    message: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    ours: Mapped[bool] = mapped_column(Boolean)
    kind: Mapped[str | None]
    case_id: Mapped[int | None] = mapped_column(index=True)


# --- what arrives, what goes out ---


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
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    held_until: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="due")
    written_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_outbox_due", "state", "lane", "due_at"),)


# --- cases ---


class CaseRow(Table):
    """A case: its clocks and who has it. Its words are entries."""

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    origin: Mapped[str]
    ward: Mapped[str | None]
    place_known: Mapped[bool] = mapped_column(Boolean, default=False)
    sender_id: Mapped[int | None] = mapped_column(index=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    offered_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    skip_ward: Mapped[bool] = mapped_column(Boolean, default=False)
    rung: Mapped[int] = mapped_column(Integer, default=-1)
    rings: Mapped[int] = mapped_column(Integer, default=0)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(unique=True)
    last_heard_at: Mapped[datetime]
    climb_at: Mapped[datetime | None] = mapped_column(index=True)
    tell_at: Mapped[datetime | None] = mapped_column(index=True)
    told: Mapped[int] = mapped_column(Integer, default=0)
    taken_at: Mapped[datetime | None]
    acted_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    retracted: Mapped[bool] = mapped_column(Boolean, default=False)
    may_write: Mapped[bool] = mapped_column(Boolean, default=True)
    emptied_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_cases_state_ward", "state", "ward"),)


class EntryRow(Table):
    """One message, answer or note of a case, in order."""

    __tablename__ = "case_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    update_id: Mapped[int | None] = mapped_column(unique=True)
    side: Mapped[str]
    content: Mapped[dict[str, Any] | None] = mapped_column(Sealed("case_entries.content"))
    message: Mapped[int | None]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]


class DoubtRow(Table):
    """A gentle question that waits for its answer, with the words that led to it."""

    __tablename__ = "doubts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    update_id: Mapped[int] = mapped_column(unique=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(Sealed("doubts.content"))
    message: Mapped[int | None]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)


class JournalRow(Table):
    """Who did what, when: ids only, never words."""

    __tablename__ = "journal"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    verb: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(index=True)
    staff_id: Mapped[int | None]
    update_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class MissRow(Table):
    """What people ask and no article answers: counts by day and nearest topic, never words."""

    __tablename__ = "misses"
    day: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(Integer, default=0)
