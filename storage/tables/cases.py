"""Cases: what was said, who has them, the law's clocks, gentle questions, and who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Sealed
from storage.tables.base import Table


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
    avoids: Mapped[list[str]] = mapped_column(JSON, default=list)  # wards whose officers the sender keeps out
    rung: Mapped[int] = mapped_column(Integer, default=-1)
    rings: Mapped[int] = mapped_column(Integer, default=0)
    opened_at: Mapped[datetime]
    opened_by: Mapped[int | None] = mapped_column(unique=True)
    last_heard_at: Mapped[datetime]
    climb_at: Mapped[datetime | None] = mapped_column(index=True)
    tell_at: Mapped[datetime | None] = mapped_column(index=True)
    nudge_at: Mapped[datetime | None] = mapped_column(index=True)
    told: Mapped[int] = mapped_column(Integer, default=0)
    taken_at: Mapped[datetime | None]
    acted_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    retracted: Mapped[bool] = mapped_column(Boolean, default=False)
    may_write: Mapped[bool] = mapped_column(Boolean, default=True)
    wish: Mapped[dict[str, Any] | None] = mapped_column(Sealed("cases.wish"))
    emptied_at: Mapped[datetime | None]
    split_from: Mapped[int | None]
    split_nth: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (Index("ix_cases_state_ward", "state", "ward"), UniqueConstraint("split_from", "split_nth"))


class OfferRow(Table):
    """Somebody is asked to take a case over; the first to accept has it, and the other offers go."""

    __tablename__ = "case_offers"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    why: Mapped[str]
    level: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("case_id", "staff_id"),)


class EntryRow(Table):
    """One message, answer or note of a case, in order; `told` is what became of an officer's message.

    `copied_from`: the same message stands in another case of this sender, too.
    """

    __tablename__ = "case_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    update_id: Mapped[int | None] = mapped_column(unique=True)
    side: Mapped[str]
    content: Mapped[dict[str, Any] | None] = mapped_column(Sealed("case_entries.content"))
    message: Mapped[int | None]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    staff_id: Mapped[int | None]
    told: Mapped[str | None]
    told_at: Mapped[datetime | None]
    copied_from: Mapped[int | None] = mapped_column(index=True)
    __table_args__ = (UniqueConstraint("case_id", "copied_from"),)


class LegalClockRow(Table):
    """A legal limit of a case: `told` counts what was told about it, `next_at` is when something is told next."""

    __tablename__ = "legal_clocks"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    met_by: Mapped[str | None]
    told: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)


class DoubtRow(Table):
    """A gentle question that waits for its answer, with the words that led to it."""

    __tablename__ = "doubts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    update_id: Mapped[int] = mapped_column(unique=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(Sealed("doubts.content"))
    message: Mapped[int | None]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)


class LabelRow(Table):
    """What an officer saw in a false alarm; slows the answers to its sender's chatter until `until`."""

    __tablename__ = "labels"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    label: Mapped[str]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


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
