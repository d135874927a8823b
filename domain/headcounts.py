"""How many children came who stand on no list: walk-ins, and events without sign-up, as staff counted them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.conversations import Dialog
from domain.events import Event, State
from domain.people import AgeBand
from domain.texts import NoMore, Refusal, Text

ANY_AGE = "any"
PARTS = (*(band.value for band in AgeBand), ANY_AGE)
UNDER_16 = frozenset({*PARTS} - {AgeBand.FROM_16.value})  # whose age nobody knows is taken for a child
TAPPED = (0, 5, 10, 20, 30, 50, 100, 200)
MOST = 100_000
WRITING = Dialog.HEADCOUNT


@dataclass(frozen=True, slots=True)
class Headcount:
    """What was counted at an event, by PARTS; nothing for a part nobody counted."""

    event: Event
    heads: Mapping[str, int]


def check_counted(event: Event, now: datetime) -> None:
    """Raises Refusal where there is nothing to count: a draft, cancelled, not begun."""
    if event.state not in (State.PUBLISHED, State.DONE):
        raise NoMore(Text("This event did not take place: nobody is counted."))
    if now < event.starts_at:
        raise Refusal(Text("{title} has not begun. Please count when the children are there.", title=event.title))


def check_part(part: str) -> str:
    """One of PARTS. Raises Refusal."""
    if part not in PARTS:
        raise Refusal(Text("This button is too old. Please open the menu with /start."))
    return part


def check_heads(typed: str) -> int:
    """So many children, as somebody typed or tapped it: «1.200» is 1200, and 0 is a count. Raises Refusal."""
    digits = "".join(sign for sign in typed if sign not in " .,")
    if not (digits.isascii() and digits.isdigit() and int(digits[:9]) <= MOST):
        raise Refusal(Text("Please type one number, such as 35; 0 if nobody came."))
    return int(digits[:9])


def under_16(heads: Mapping[str, int]) -> int:
    """How many of them count as children of a ward."""
    return sum(count for part, count in heads.items() if part in UNDER_16)
