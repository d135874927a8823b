"""Events, who comes, and what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Sealed
from storage.tables.base import Table


class EventRow(Table):
    """An event. Nothing in it is about a family; `families` and `children` are its counts once they are gone.

    `told`: what families signed up last heard of it, while they have not heard of a change (since `untold_at`).
    `hands`: who wrote a field last: its version then, the staff id, the moment. `picture` is Telegram's id;
    `picture_of`: the digest of the file it came from, also while Telegram does not have it (EventPictureRow).
    """

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
    youngest: Mapped[int | None] = mapped_column(Integer)
    oldest: Mapped[int | None] = mapped_column(Integer)
    quota: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    food: Mapped[str] = mapped_column(default="", server_default="")
    health: Mapped[str] = mapped_column(default="", server_default="")
    cost: Mapped[str] = mapped_column(default="", server_default="")
    picture: Mapped[str | None]
    picture_of: Mapped[str | None]
    why: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str]
    version: Mapped[int] = mapped_column(Integer, default=1)
    untold_at: Mapped[datetime | None]
    told: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    hands: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    families: Mapped[int | None] = mapped_column(Integer)
    children: Mapped[int | None] = mapped_column(Integer)
    asked_at: Mapped[datetime | None]  # families who came were asked how it was
    __table_args__ = (Index("ix_events_state_ends_at", "state", "ends_at"),)


class EventPictureRow(Table):
    """The picture of an event's file until it was sent for the first time."""

    __tablename__ = "event_pictures"
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SignupRow(Table):
    """A family's sign-up. At most one that is not cancelled for a person and an event.

    An id is never given twice, nor is a child's: the ledger of consents outlives both.

    `queue`: the number it drew when it joined the waiting list; lower is served first. `offer_until`: seats that became
    free are kept for it so long. `from_quota`: its seats are of those held back, and no family ever sees that.
    `written_at`: staff have a parent's signed sheet since then (who: in the ledger).
    """

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
    queue: Mapped[int | None] = mapped_column(Integer)
    offer_until: Mapped[datetime | None]
    from_quota: Mapped[bool] = mapped_column(Boolean, default=False, server_default=text("false"))
    pickup: Mapped[str | None] = mapped_column(Sealed("signups.pickup"))  # said by whoever takes the children home
    pickup_misses: Mapped[int] = mapped_column(Integer, default=0)
    written_at: Mapped[datetime | None]
    felt: Mapped[int | None] = mapped_column(Integer)
    felt_words: Mapped[str | None] = mapped_column(Sealed("signups.felt_words"))
    __table_args__ = (
        UniqueConstraint("event_id", "queue"),
        Index("ix_signups_state", "state"),
        Index(
            "uq_signups_one_each",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=text("state <> 'cancelled'"),
            postgresql_where=text("state <> 'cancelled'"),
        ),
        {"sqlite_autoincrement": True},
    )


class QuotaLinkRow(Table):
    """Seats of those held back, kept for one family behind a link. Goes once they signed up: nothing of it says who."""

    __tablename__ = "quota_links"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    seats: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    update_id: Mapped[int | None] = mapped_column(unique=True)


class SignupGuardianRow(Table):
    """A second adult of a sign-up, who came by link: sees the ticket and may cancel. Goes with the sign-up."""

    __tablename__ = "signup_guardians"
    id: Mapped[int] = mapped_column(primary_key=True)
    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("signup_id", "person_id"),)


class SignupChildRow(Table):
    """A child of a sign-up, and whose yes is there. Goes with a cancellation, else 30 days after the event.

    `photo`: a parent allows pictures; `photo_yes_at`: the child does.
    """

    __tablename__ = "signup_children"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id", ondelete="CASCADE"), index=True)
    nickname: Mapped[str] = mapped_column(Sealed("signup_children.nickname"))
    age_band: Mapped[str]
    needs: Mapped[str | None] = mapped_column(Sealed("signup_children.needs"))
    photo: Mapped[bool] = mapped_column(Boolean, default=False)
    photo_yes_at: Mapped[datetime | None]
    child_yes_at: Mapped[datetime | None]
    parent_yes_at: Mapped[datetime | None]
    came_at: Mapped[datetime | None]
    came_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    gone_at: Mapped[datetime | None]
    gone_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    gone_with: Mapped[str | None] = mapped_column(Sealed("signup_children.gone_with"))


class KeptChildRow(Table):
    """A child somebody wants to find again at their next sign-up. `child`: under which number the ledger has the yes.

    `aged_at`: when its age was said last; `used_at`: when it was signed up last.
    """

    __tablename__ = "kept_children"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    child: Mapped[int]
    nickname: Mapped[str] = mapped_column(Sealed("kept_children.nickname"))
    age_band: Mapped[str]
    aged_at: Mapped[datetime]
    used_at: Mapped[datetime] = mapped_column(index=True)
    __table_args__ = (UniqueConstraint("person_id", "child"),)


class WardChildrenRow(Table):
    """How many children live in a ward, as staff entered it last."""

    __tablename__ = "ward_children"
    ward: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    entered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime]


class EventCountRow(Table):
    """What stays of an event once its families are gone: how many, by what and by age, ward or face.

    And what staff counted there of children on no list (`heads`), from the day of the event on.
    """

    __tablename__ = "event_counts"
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class CollectorRow(Table):
    """Somebody who may take the children of a sign-up home, by name. Goes with the sign-up."""

    __tablename__ = "signup_collectors"
    id: Mapped[int] = mapped_column(primary_key=True)
    signup_id: Mapped[int] = mapped_column(ForeignKey("signups.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Sealed("signup_collectors.name"))


class ConsentRow(Table):
    """The ledger: who said yes to which wording, when, by which route. Outlives the person, as proof.

    `about`: a sign-up; None: no sign-up in particular. `noted_by`: the member of staff who wrote it down for them.
    """

    __tablename__ = "consents"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    purpose: Mapped[str]
    about: Mapped[int | None] = mapped_column(index=True)
    child: Mapped[int | None]
    wording: Mapped[str]
    route: Mapped[str]
    noted_by: Mapped[int | None]
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
    """The one announcement of an event, or a free one: then its words and picture are its own.

    `wards`: ids with commas between; None: all. `cursor` is the last person it was written for. `message` is where its
    progress stands in the chat of whoever asked for it, shown there last at `shown_at`; None: nothing more to show.
    `agreed`: what families were to read when the second person agreed (domain/announcement_faces.py).
    """

    __tablename__ = "announcements"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), unique=True)
    words: Mapped[str | None] = mapped_column(Sealed("announcements.words"))
    picture: Mapped[str | None]
    wards: Mapped[str | None]
    audience: Mapped[str | None]
    age_band: Mapped[str | None]
    topic: Mapped[str] = mapped_column(default="events")
    state: Mapped[str] = mapped_column(index=True)
    cursor: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(Integer)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    agreed: Mapped[str | None]
    update_id: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    message: Mapped[int | None]
    shown_at: Mapped[datetime | None]


class AnnouncedRow(Table):
    """This announcement was written for this person: never again. `outcome` None: it has not left yet."""

    __tablename__ = "announced"
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    outcome: Mapped[str | None]
