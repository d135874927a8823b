"""What the officer's desk tells its own people: what became of a message, notes, what left a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.cases import Content
from domain.news import News


class Told(StrEnum):
    """What became of an officer's message to a sender. Telegram never says that it was read."""

    SENT = "sent"  # Telegram took it
    KEPT = "kept"  # the sender left quickly or cannot write safely: it opens on their own tap
    WAITS = "waits"  # until the hours the sender gave, or until they write again
    BLOCKED = "blocked"
    REFUSED = "refused"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class LetterState(News):
    """What became of an officer's message, as it is now; `told` is None while it is on its way."""

    case: int
    code: str
    entry: int
    told: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class FromDesk(News):
    """What staff wrote on a case, for its holder: a note among colleagues, or a message to the sender."""

    case: int
    code: str
    entry: int
    by: str
    at: datetime
    content: Content
    note: bool


@dataclass(frozen=True, slots=True)
class Emptied(News):
    """Takes the words out of a message that is too old to be removed."""

    code: str


@dataclass(frozen=True, slots=True)
class LeftOnPhone(News):
    """What the bot could not remove from a phone: older than Telegram's 48 hours."""

    code: str
    count: int
