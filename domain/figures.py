"""How long it takes until somebody answers: median and 95th percentile, real and drill apart, with how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from domain.working_time import HANOI

UNKNOWN = "unknown"  # cases whose place nobody knows


@dataclass(frozen=True, slots=True)
class Answers:
    """Of `count` alerts `answered` had an answer; without one there is neither median nor percentile."""

    count: int
    answered: int
    median: timedelta | None
    p95: timedelta | None


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of one month: (group, real, drill), for wards that had any."""

    begins: datetime
    groups: tuple[tuple[str, Answers, Answers], ...]


def answers(waits: Sequence[timedelta | None]) -> Answers:
    """The figures of some alerts; None is one nobody answered. Percentiles are nearest-rank: a wait that happened."""
    known = sorted(wait for wait in waits if wait is not None)
    if not known:
        return Answers(len(waits), 0, None, None)
    return Answers(len(waits), len(known), _rank(known, 0.5), _rank(known, 0.95))


def month_of(now: datetime, back: int = 0) -> tuple[datetime, datetime]:
    """The month of this moment in Hà Nội, or one `back` months before: its beginning and its end."""
    local = now.astimezone(HANOI)
    number = local.year * 12 + local.month - 1 - back
    return _first(number), _first(number + 1)


def _first(number: int) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=HANOI)


def _rank(known: Sequence[timedelta], share: float) -> timedelta:
    return known[ceil(share * len(known)) - 1]
