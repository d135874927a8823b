"""After an event: how it was, asked once of who came, and what is left of it in numbers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum

from domain.conversations import Dialog
from domain.events import Event
from domain.people import AgeBand
from domain.signups import clean
from domain.texts import Refusal, Text
from domain.working_time import HANOI

ASKED_AT = time(10)  # the morning after: nobody is woken
ASKED_WITHIN = timedelta(days=3)  # after an outage; later nobody is asked any more
LONGEST = 300
FEWEST = 5  # fewer answers would say who gave them
WRITING = Dialog.HOW_WAS_IT


class Face(IntEnum):
    """How it was."""

    GOOD = 1
    SO_SO = 2
    BAD = 3


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Children who signed up and who came, by age; how many families of those who came found it so; their lines.

    A cell from 1 to 4 is None once the names are gone (and then the sum is, too): from then on the numbers are all that
    is left, and a handful of children of a known event could be named by them. While the list with every name is open
    to the same staff, hiding a number would hide nothing. `heads`: who stood on no list (domain.headcounts.PARTS).

    Faces and lines are empty while fewer than five families have answered, and lines once the families are deleted.
    """

    event: Event
    signed_up: Mapping[AgeBand, int | None]
    came: Mapping[AgeBand, int | None]
    faces: Mapping[Face, int]
    lines: tuple[str, ...] = ()
    heads: Mapping[str, int] = field(default_factory=dict)

    @property
    def signed_up_in_all(self) -> int | None:
        return _sum(self.signed_up)

    @property
    def came_in_all(self) -> int | None:
        return _sum(self.came)


def _sum(cells: Mapping[AgeBand, int | None]) -> int | None:
    known = [count for count in cells.values() if count is not None]
    return sum(known) if len(known) == len(cells) else None


def span_asked(now: datetime) -> tuple[datetime, datetime] | None:
    """Events that ended in this span are asked about now: till last midnight (Vietnam), from ten on; None before."""
    here = now.astimezone(HANOI)
    if here.time() < ASKED_AT:
        return None
    return now - ASKED_WITHIN, midnight(here.date())


def midnight(day: date) -> datetime:
    """When this day begins in Vietnam."""
    return datetime.combine(day, time(), HANOI)


def guarded(faces: Mapping[Face, int], lines: tuple[str, ...]) -> tuple[dict[Face, int], tuple[str, ...]]:
    """Faces and lines as staff may see them."""
    return ({}, ()) if sum(faces.values()) < FEWEST else (dict(faces), lines)


def check_line(typed: str) -> str:
    """One line about an event, cleaned. Raises Refusal for an empty and for a long one."""
    line = clean(typed)
    if not line or len(line) > LONGEST:
        raise Refusal(Text("Please say it in a few words, at most {most} letters.", most=LONGEST))
    return line
