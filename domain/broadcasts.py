"""An announcement: for whom it is, when nobody is disturbed, who must agree first, and how far it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.events import Event
from domain.pace import PER_SECOND
from domain.people import AgeBand, Audience
from domain.texts import Refusal, Text
from domain.wards import WARDS
from domain.working_time import HANOI

LARGE = 200  # above this many families a second person looks first
LONGEST_WORDS = 3500  # one message of Telegram's 4,096, with room for what stands around them
LONGEST_BELOW_PICTURE = 900  # of 1,024
SHOWN_EVERY = timedelta(seconds=5)  # how often the progress changes on the phone of whoever asked
AHEAD = timedelta(days=60)
MOMENTS = (time(7, 30), time(11, 30), time(17, 30), time(19, 30))  # when families look at their phones
OFFERED = 8
CHOICES = ("ward", "audience", "age", "topic")
TOO_LATE = Text("This time has passed. Please choose another one.")
NO_CHOICE = Text("Please tap one of the buttons below the announcement.")


class Topic(StrEnum):
    """What a family wants to hear about by itself."""

    EVENTS = "events"
    NEWS = "news"


class State(StrEnum):
    """DRAFT: seen by its author only. WAITING: a second person has to agree. RUNNING: or due at its time."""

    DRAFT = "draft"
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"

    @property
    def is_over(self) -> bool:
        return self in (State.STOPPED, State.DONE)


class Outcome(StrEnum):
    """What became of an announcement for one family. SKIPPED: not wanted any more when its turn came."""

    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day, Hà Nội time, in which no announcement is sent; they may cross midnight."""

    begins: time = time(21, 30)
    ends: time = time(7)

    def over(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours that `now` lies in. Aware, in the zone of `now`."""
        local = now.astimezone(HANOI)
        at = local.time()
        crosses = self.begins > self.ends
        in_evening = at >= self.begins and (crosses or at < self.ends)
        in_morning = crosses and at < self.ends
        if not in_evening and not in_morning:
            return now
        day = local.date() + timedelta(days=1 if crosses and in_evening else 0)
        return datetime.combine(day, self.ends, HANOI).astimezone(now.tzinfo)


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast announcements leave, in families a second, and when none does. `quiet` None: at any hour."""

    quiet: Quiet | None = Quiet()  # frozen
    per_second: int = PER_SECOND

    def opens_at(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours it lies in."""
        return now if self.quiet is None else self.quiet.over(now)


@dataclass(frozen=True, slots=True)
class Reach:
    """For whom it is: subscribers of a topic in these wards (none: all four), and of those an audience and some ages.

    Who has not said who they are, or how old their children are, hears it, too: it may concern them.
    """

    wards: tuple[str, ...] = ()
    audience: Audience | None = None
    age_bands: tuple[AgeBand, ...] = ()  # none: any age
    topic: Topic = Topic.EVENTS

    def narrowed(self, what: str, value: str | None) -> Reach:
        """The same with one thing chosen anew; `value` None: everybody. Raises Refusal for what is no choice."""
        check_choice(what)
        try:
            match what:
                case "ward":
                    wards = () if value is None else tuple(sorted({*self.wards} ^ {_ward(value)}))
                    return replace(self, wards=() if len(wards) == len(WARDS) else wards)
                case "audience":
                    return replace(self, audience=None if value is None else Audience(value))
                case "age":
                    return replace(
                        self, age_bands=() if value is None else _bands({*self.age_bands} ^ {AgeBand(value)})
                    )
                case "topic" if value is not None:
                    return replace(self, topic=Topic(value))
        except ValueError:
            pass
        raise Refusal(NO_CHOICE)

    @classmethod
    def of_event(cls, event: Event) -> Reach:
        """Everybody whom an event concerns: where it has ages, those of whose children some are of these ages."""
        bands = _bands({band for band in AgeBand if event.welcomes(band)})
        return cls(() if event.ward is None else (event.ward,), event.audience, bands)


def _bands(chosen: set[AgeBand]) -> tuple[AgeBand, ...]:
    """In order; all of them are any age."""
    return () if len(chosen) == len(AgeBand) else tuple(band for band in AgeBand if band in chosen)


def check_choice(what: str) -> None:
    """Raises Refusal for what cannot be chosen."""
    if what not in CHOICES:
        raise Refusal(NO_CHOICE)


def _ward(value: str) -> str:
    if value not in WARDS:
        raise ValueError(value)
    return value


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an announcement is, in families: for how many it is, written for, and what became of those.

    `heading`: the title of its event, or how its words begin. `quiet_until`: nothing leaves before. `ends_at`: when the
    last of it leaves at this pace.
    """

    id: int
    event: int | None
    state: State
    expected: int
    written: int
    sent: int
    blocked: int = 0
    failed: int = 0
    skipped: int = 0
    heading: str = ""
    due_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    made_at: datetime | None = None
    quiet_until: datetime | None = None
    ends_at: datetime | None = None
    again: bool = False  # it had its second yes, and what families would read has changed since

    @property
    def settled(self) -> int:
        """Families of whom it is known what became of it."""
        return self.sent + self.blocked + self.failed + self.skipped

    @property
    def whole(self) -> int:
        """How many there are to be; more than were expected where families subscribed meanwhile."""
        return max(self.expected, self.written)

    def at(self, now: datetime, tempo: Tempo) -> Progress:
        """The same with what the hour and the pace make of it: until when it is night, when its last message leaves."""
        opens_at = max(tempo.opens_at(now), self.due_at or now)
        left = timedelta(seconds=max(0, self.whole - self.settled) / tempo.per_second)
        quiet_until = tempo.opens_at(now) if tempo.opens_at(now) > now else None
        return replace(self, quiet_until=quiet_until, ends_at=opens_at + left)


def needs_second(expected: int) -> bool:
    """Whether an announcement to this many families waits for a second person."""
    return expected > LARGE


def clean_words(raw: str, *, below_picture: bool) -> str:
    """The words of an announcement, composed (NFC), without white space around.

    Raises Refusal for none, for too many, and for KHẨN in capitals, which only an alert may say.
    """
    words = unicodedata.normalize("NFC", raw).strip()
    if not any(sign.isalnum() for sign in words):
        raise Refusal(Text("An announcement needs words. Please write them; a picture may come with them."))
    most = LONGEST_BELOW_PICTURE if below_picture else LONGEST_WORDS
    if len(words.encode("utf-16-le")) // 2 > most:
        raise Refusal(Text("This is too long: at most {most} signs fit. Please write it shorter.", most=most))
    if "KHẨN" in words:
        raise Refusal(Text("The alarm word in capitals is kept for a child in danger. Please write it small."))
    return words


def moments(now: datetime) -> Iterator[datetime]:
    """Good times to send at, from half an hour from now on: the next OFFERED of them, Hà Nội time."""
    today = now.astimezone(HANOI).date()
    times = (datetime.combine(today + timedelta(days=d), at, HANOI) for d in range(4) for at in MOMENTS)
    found = [at for at in times if at >= now + timedelta(minutes=30)]
    yield from found[:OFFERED]


def check_moment(at: datetime, now: datetime, *, before: datetime | None) -> datetime:
    """A time to send at. Raises Refusal for one that has passed, lies too far ahead, or after the event began."""
    if not now < at <= now + AHEAD:
        raise Refusal(TOO_LATE)
    if before is not None and at >= before:
        raise Refusal(Text("The event has begun by then. Please choose an earlier time."))
    return at
