"""The list for the door on paper: who gets it, and when it comes by itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.arrivals import Visit
from domain.events import Event
from domain.news import News
from domain.working_time import HANOI

EVENING = time(18)
SHEET, READ, PRINT = "xlsx", "pdf", "print"
KINDS = (READ, PRINT, SHEET)  # to read on the phone, protected; to print; to work with


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody who may come, as it was at `made_at`."""

    event: Event
    visits: tuple[Visit, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DoorPaper(News):
    """The list for the door as a file. `roll` is filled in when it is sent, never kept."""

    event: int
    kind: str
    roll: Roll | None = None


def eve_of(now: datetime) -> date | None:
    """The day whose events' lists are due now: tomorrow, from 18:00 on (Vietnam); None before that."""
    here = now.astimezone(HANOI)
    return here.date() + timedelta(days=1) if here.time() >= EVENING else None


def span_of(day: date) -> tuple[datetime, datetime]:
    """From which moment to before which a day lasts in Vietnam."""
    return datetime.combine(day, time(), HANOI), datetime.combine(day + timedelta(days=1), time(), HANOI)
