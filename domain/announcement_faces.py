"""What families would read of an announcement, as one short word: what was agreed to must be what leaves."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from domain.broadcasts import Reach, needs_second
from domain.events import TOLD, Event

LATER = ("cost",)  # of events that say it: without it the word is the one that was agreed to before there was any
READ = ("kind", *(name for name in TOLD if name not in LATER), "audience", "image")
SIGNS = 10
NEAR = 5  # families more or less that change nobody's mind, or a tenth of them


def face_of_event(event: Event) -> str:
    """Another word as soon as families would read something else, or others would; what only staff see is not in it."""
    later = [(name, said) for name in LATER if (said := getattr(event, name))]
    return _word([*(_said(getattr(event, name)) for name in READ), event.seats is not None, *later])


def face_of_words(words: str, picture: str | None, reach: Reach) -> str:
    """The same of free words and of whom they are for."""
    return _word([words, picture, reach.wards, reach.audience, reach.age_bands, reach.topic])


def is_near(shown: int, now: int) -> bool:
    """Whether so many families are what somebody was shown; not where only one of the two numbers is large."""
    return abs(now - shown) <= max(NEAR, shown // 10) and needs_second(now) == needs_second(shown)


def _said(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _word(said: list[object]) -> str:
    return sha256(repr(said).encode()).hexdigest()[:SIGNS]
