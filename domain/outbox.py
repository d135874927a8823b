"""A notice: a promise to tell somebody something, its lane, and how patient we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from domain.news import News


class Lane(IntEnum):
    """Lower goes first. URGENT and SERVICE are sent at least once, ANNOUNCEMENT at most once.

    ROAD is as urgent as URGENT and has a relay of its own: a dead mail server takes no room from Telegram.
    """

    URGENT = 0
    REPLY = 1
    SERVICE = 2
    ANNOUNCEMENT = 3
    ROAD = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told to a person. `once` is unique: the same promise is never written twice.

    `at_once`: nothing about it can have changed between writing and sending (an alert), so it leaves
    from the hands that wrote it.
    """

    to: int
    news: News
    lane: Lane
    once: str
    case: int | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    edits: int | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram took it; where it stands in the chat (a change that was refused and said anew: not where it did).

    `also`: what had to go before it as messages of their own. `pictured`: with its picture, not its words alone.
    `file_id`: what Telegram calls the photo that was sent.
    """

    message: int
    also: tuple[int, ...] = ()
    pictured: bool = False
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class TryLater:
    """A passing fault; `after` is Telegram's own wish, if it said one. `also`: what of it stands there all the same."""

    after: timedelta | None = None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This chat cannot be written to: blocked, deleted, or START was never pressed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this message as it is. `also`: what of it stands there all the same."""

    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup: its chat has another number now, and the message goes there."""

    to: int


@dataclass(frozen=True, slots=True)
class Needless:
    """There was nobody to tell: the second road was taken away meanwhile."""


Outcome = Delivered | TryLater | Unreachable | Refused | Moved | Needless

LONGEST_WAIT = {Lane.URGENT: timedelta(seconds=60), Lane.ROAD: timedelta(seconds=60)}
LEASE = timedelta(seconds=45)


def retry_at(lane: Lane, attempts: int, now: datetime, after: timedelta | None = None) -> datetime:
    """When to try again: doubling from one second, at most a minute for urgent notices, else ten.

    Telegram's own `retry_after` is not a failure: it says exactly when there is room again.
    """
    if after is not None:
        return now + after
    longest = LONGEST_WAIT.get(lane, timedelta(minutes=10))
    backoff = timedelta(seconds=min(2 ** min(attempts - 1, 16), longest.total_seconds()))
    return now + backoff
