"""A case: one person's cry for help, from the first word to its outcome. Pure rules about its time."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

QUIET = timedelta(minutes=10)
LAW_ACTS_WITHIN = timedelta(hours=12)  # Nghị định 56/2017, Điều 26 khoản 3 and Điều 31 khoản 2
TALK_WITHIN = timedelta(hours=4)  # promised to cases that do not ring
DOUBT_WAITS = timedelta(minutes=10)
HOLDER = -1  # the rung of a taken case whose holder is being rung again
CODE_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is read wrong over a telephone


class State(StrEnum):
    """Where a case stands. WAITING does not ring: it is on the duty list."""

    OPEN = "open"
    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class Origin(StrEnum):
    """How the case came in."""

    WORDS = "words"
    BUTTON = "button"
    COMMAND = "command"
    TALK = "talk"
    ASK = "ask"
    UNANSWERED = "unanswered"

    @property
    def rings(self) -> bool:
        return self in (Origin.WORDS, Origin.BUTTON, Origin.COMMAND)


class Outcome(StrEnum):
    """How a case ended; only a person ends one."""

    SAFE = "safe"
    REFERRED = "referred"
    ADVISED = "advised"
    OUTSIDE = "outside"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, slots=True)
class Timing:
    """The operator's clocks: TREEM_LADDER_STEP_SECONDS, FIRST_ACTION_SECONDS, TELL_SENDER_SECONDS."""

    step: timedelta = timedelta(minutes=5)
    first_action: timedelta = timedelta(minutes=30)
    tell_sender: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Content:
    """What one message held. Media are Telegram's file ids, never copies."""

    kind: str = "text"
    text: str = ""
    file_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None

    @property
    def is_media(self) -> bool:
        return self.file_id is not None

    def without_file(self) -> Content:
        """The same without its picture, voice or film; the words stay."""
        return replace(self, kind="removed", file_id=None) if self.is_media else self

    @property
    def opens(self) -> bool:
        """Whether it holds more than words: a file or a place, shown on a tap only."""
        return self.is_media or self.latitude is not None


@dataclass(frozen=True, slots=True)
class Case:
    """A case as rules and cards need it; its words stand elsewhere."""

    id: int
    code: str
    state: State
    origin: Origin
    ward: str | None
    place_known: bool
    sender: int | None
    holder: int | None
    skip_ward: bool
    rung: int
    opened_at: datetime
    last_heard_at: datetime
    climb_at: datetime | None  # OPEN: next rung; TAKEN: first action due; WAITING: promise due
    tell_at: datetime | None
    told: int
    taken_at: datetime | None
    acted_at: datetime | None
    due_at: datetime
    closed_at: datetime | None
    outcome: Outcome | None
    retracted: bool
    may_write: bool

    @property
    def is_open(self) -> bool:
        return self.state is not State.CLOSED

    @property
    def promised_by(self) -> datetime | None:
        """By when an answer was promised; None where no time was named."""
        return self.climb_at if self.state is State.WAITING and not self.retracted else None

    @property
    def is_ringing(self) -> bool:
        return self.state is State.OPEN


def new_code(rng: random.Random | random.SystemRandom) -> str:
    """`LB-` and six signs, about 30 bits: enough to quote over a telephone, unique by constraint."""
    return "LB-" + "".join(rng.choice(CODE_SIGNS) for _ in range(6))


def joins_quietly(case: Case, now: datetime) -> bool:
    """Whether a further urgent message is part of the ring already going on (within ten quiet minutes)."""
    return case.is_ringing and now - case.last_heard_at < QUIET


def tell_due_at(opened_at: datetime, told: int, timing: Timing) -> datetime:
    """When the sender is told for the (told+1)-th time that nobody has taken it: 10, 20, 40 min, then hourly.

    Scales with the setting for the first time (`timing.tell_sender`).
    """
    first = timing.tell_sender
    if told < 3:
        return opened_at + first * (1, 2, 4)[told]
    return opened_at + first * 4 + first * 6 * (told - 2)


def tells_passed(opened_at: datetime, told: int, now: datetime, timing: Timing) -> int:
    """How many tellings count as done at `now`: after an outage the sender is told once, not five times."""
    while tell_due_at(opened_at, told, timing) <= now:
        told += 1
    return told


def law_due_at(opened_at: datetime) -> datetime:
    """By when the ward must act in an urgent case: 12 hours from receipt (Nghị định 56/2017, Điều 31)."""
    return opened_at + LAW_ACTS_WITHIN
