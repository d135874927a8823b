"""The whole schema in one place. What people say and who they are is Sealed; the rest is ids and times."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    text,
)
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
    """Where a message stands in a private chat: for editing a card and for taking messages away again."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    message: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    ours: Mapped[bool] = mapped_column(Boolean)
    kind: Mapped[str | None]
    case_id: Mapped[int | None] = mapped_column(index=True)
    entry_id: Mapped[int | None]


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


class MissRow(Table):
    """What people ask and no article answers: counts by day and nearest topic, never words."""

    __tablename__ = "misses"
    day: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(Integer, default=0)


# --- drills and invitations ---


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


# --- events and sign-ups ---


class EventRow(Table):
    """An event. Nothing in it is about a family; `families` and `children` are its counts once they are gone."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    ward: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    purpose: Mapped[str]
    programme: Mapped[str]
    form: Mapped[str]
    in_charge: Mapped[str]
    seats: Mapped[int | None] = mapped_column(Integer)
    accompanied: Mapped[bool] = mapped_column(Boolean)
    audience: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(Integer, default=1)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    families: Mapped[int | None] = mapped_column(Integer)
    children: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (Index("ix_events_state_ends_at", "state", "ends_at"),)


class SignupRow(Table):
    """A family's sign-up. At most one that is not cancelled for a person and an event."""

    __tablename__ = "signups"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    seats: Mapped[int] = mapped_column(Integer)
    adult_seat: Mapped[bool] = mapped_column(Boolean)
    adult: Mapped[str | None] = mapped_column(Sealed("signups.adult"))
    at: Mapped[datetime]
    update_id: Mapped[int | None] = mapped_column(unique=True)
    cancelled_at: Mapped[datetime | None]
    link: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    link_until: Mapped[datetime | None]
    __table_args__ = (
        Index(
            "uq_signups_one_each",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=text("state <> 'cancelled'"),
            postgresql_where=text("state <> 'cancelled'"),
        ),
    )


class SignupChildRow(Table):
    """A child of a sign-up, and whose yes is there. Goes with a cancellation, else 30 days after the event."""

    __tablename__ = "signup_children"
    id: Mapped[int] = mapped_column(primary_key=True)
    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id", ondelete="CASCADE"), index=True)
    nickname: Mapped[str] = mapped_column(Sealed("signup_children.nickname"))
    age_band: Mapped[str]
    needs: Mapped[str | None] = mapped_column(Sealed("signup_children.needs"))
    photo: Mapped[bool] = mapped_column(Boolean, default=False)
    child_yes_at: Mapped[datetime | None]
    parent_yes_at: Mapped[datetime | None]


class ConsentRow(Table):
    """The ledger: who said yes to which wording, when, by which route. Outlives the person, as proof."""

    __tablename__ = "consents"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    purpose: Mapped[str]
    about: Mapped[int | None] = mapped_column(index=True)
    child: Mapped[int | None]
    wording: Mapped[str]
    route: Mapped[str]
    update_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]


class SubscriptionRow(Table):
    """A family wants to hear about a topic in a ward."""

    __tablename__ = "subscriptions"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    ward: Mapped[str]
    topic: Mapped[str]
    at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("person_id", "ward", "topic"),
        Index("ix_subscriptions_ward_topic", "ward", "topic", "person_id"),
    )


class AnnouncementRow(Table):
    """The one announcement of an event; `cursor` is the last person it was written for."""

    __tablename__ = "announcements"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    ward: Mapped[str | None]
    state: Mapped[str] = mapped_column(index=True)
    cursor: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(Integer)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AnnouncedRow(Table):
    """This announcement was written for this person: never again."""

    __tablename__ = "announced"
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
