"""What can be told about events and sign-ups. How it looks is decided in channels/*_cards.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.broadcasts import Progress
from domain.events import Event, Kind
from domain.news import News


@dataclass(frozen=True, slots=True)
class EventAnnounced(News):
    """An event is coming, for subscribers; `signup`: there are seats to sign up for."""

    event: int
    kind: Kind
    title: str
    ward: str | None
    starts_at: datetime
    ends_at: datetime
    place: str
    signup: bool
    announcement: int = 0
    ages: tuple[int, int] | None = None
    cost: str = ""


@dataclass(frozen=True, slots=True)
class FamilyNews(News):
    """A free announcement of staff. Its words and picture are kept once, and put in when it leaves."""

    announcement: int
    topic: str
    words: str = ""
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class AnnouncementShown(News):
    """To whoever asked for an announcement: how far it is."""

    progress: Progress


class Standing(StrEnum):
    """What a cancelled event is for its reader; the first one that is true, most pressing first.

    HERE: a child of theirs is there without them. ALONE: they are that child. CAME: their children were there. ENDED:
    their sign-up is over. ASKED: they only asked to be reminded.
    """

    HERE = "here"
    ALONE = "alone"
    CAME = "came"
    ENDED = "ended"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class EventCancelled(News):
    """The event does not take place, or not to its end; `why` in a line, where somebody wrote one."""

    event: int
    title: str
    starts_at: datetime
    place: str
    why: str = ""
    standing: Standing = Standing.ENDED


@dataclass(frozen=True, slots=True)
class EventChanged(News):
    """The event as it is now, for who signed up, or (`signed_up` false) asked to be reminded.

    `changed` names fields of domain.events.Plan.
    """

    event: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    changed: tuple[str, ...]
    signed_up: bool = True


@dataclass(frozen=True, slots=True)
class SignupConfirmed(News):
    """The ticket. Children are not named: a lock screen is read by others. `to_child`: a child reads it.

    `pictures`: a parent allows them, a child has not been asked.
    """

    event: int
    signup: int
    code: str
    title: str
    starts_at: datetime
    place: str
    children: int
    adult_seat: bool
    to_child: bool = False
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class SignupHeld(News):
    """The seats are kept; whose yes is missing: ids of children. `paper`: a parent's signed sheet is missing, too."""

    event: int
    signup: int
    code: str
    title: str
    starts_at: datetime
    children: tuple[int, ...]
    paper: bool = False


@dataclass(frozen=True, slots=True)
class FixedDayDrafted(News):
    """To editors: a fixed day of the year is near, its draft waits for words."""

    event: int
    kind: Kind
    day: date


@dataclass(frozen=True, slots=True)
class AnnouncementWaits(News):
    """To the other staff who may: a large announcement needs a second person's yes.

    `by`: who asks, empty for the operator. `seen`: what families would read then (domain/announcement_faces.py).
    `again`: it had its yes, and its event was changed since.
    """

    announcement: int
    event: int | None
    title: str
    by: str
    expected: int
    seen: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class EventReminder(News):
    """*Nhắc tôi*: the day before, for somebody who asked for it."""

    event: int
    title: str
    starts_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class CalendarFile(News):
    """*Thêm vào lịch*: the event as a file for a calendar. `shown` is filled in when it is sent, never kept."""

    event: int
    shown: Event | None = None
    made_at: datetime | None = None
