"""The officer's list: what matters first, why each case stands where it stands, and where a page goes on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from domain.cases import HOLDER, TALK_WITHIN, Case, State, Timing
from domain.legal_clocks import LegalClock, told_by
from domain.working_time import after_working_hours

PAGE = 8


class Why(IntEnum):
    """Why a case stands where it stands; the tens are its weight, the lowest first."""

    UNHEARD = 0  # it rings, and nobody has it
    RINGS_AGAIN = 1  # danger again, and its holder has not answered
    FIRST_STEP_LATE = 10
    PROMISE_LATE = 11  # a conversation was promised, and its working hours have passed
    LIMIT_PASSED = 20
    LIMIT_NEAR = 21
    UNANSWERED = 30  # the sender wrote, and nobody has written back since
    FIRST_STEP = 40  # taken, nothing done yet, still in time
    WAITS = 50
    HELD = 60

    @property
    def weight(self) -> int:
        return self // 10


class Place(NamedTuple):
    """Where a case stands in the list; also where the next page goes on. `at` is in milliseconds since 1970."""

    weight: int
    others: int  # 0: in the reader's own hands
    at: int
    case: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list knows of a case: no words, no sender. `nobody`: no one at all can be told of it now."""

    case: Case
    clocks: tuple[LegalClock, ...]
    mine: bool
    holder: str | None
    unanswered_since: datetime | None = None
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list. `at` is the moment its reason speaks of: since when, or until when."""

    listed: Listed
    why: Why
    at: datetime

    @property
    def place(self) -> Place:
        moment = int(self.at.timestamp() * 1000)
        return Place(self.why.weight, 0 if self.listed.mine else 1, moment, self.listed.case.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the list as it is at `at`: `above` stand before them, `total` in all; it goes on behind `then`."""

    at: datetime
    lines: tuple[Line, ...]
    above: int
    total: int
    then: Place | None


def line(listed: Listed, now: datetime, timing: Timing) -> Line:
    """The heaviest reason that holds for a case at `now`."""
    case = listed.case
    if case.state is State.OPEN:
        return Line(listed, Why.UNHEARD, case.opened_at)
    if case.state is State.TAKEN and case.rung == HOLDER:
        return Line(listed, Why.RINGS_AGAIN, case.last_heard_at)
    first_step = None
    if case.state is State.TAKEN and case.acted_at is None and case.taken_at is not None:
        first_step = case.taken_at + timing.first_action
    if first_step is not None and first_step <= now:
        return Line(listed, Why.FIRST_STEP_LATE, first_step)
    promised = after_working_hours(case.opened_at, TALK_WITHIN)
    if case.state is State.WAITING and promised <= now:
        return Line(listed, Why.PROMISE_LATE, promised)
    if (pressing := _limit(listed.clocks, now)) is not None:
        return Line(listed, Why.LIMIT_PASSED if pressing.has_passed(now) else Why.LIMIT_NEAR, pressing.due_at)
    if case.state is State.WAITING:
        return Line(listed, Why.WAITS, case.climb_at or promised)
    if listed.unanswered_since is not None:
        return Line(listed, Why.UNANSWERED, listed.unanswered_since)
    if first_step is not None:
        return Line(listed, Why.FIRST_STEP, first_step)
    return Line(listed, Why.HELD, case.opened_at)


def page(lines: Iterable[Line], after: Place | None, at: datetime, most: int = PAGE) -> Page:
    """The lines that follow a place, whatever was opened, closed or moved since it was shown."""
    ordered: Sequence[Line] = sorted(lines, key=lambda each: each.place)
    rest = [each for each in ordered if after is None or each.place > after]
    shown = tuple(rest[:most])
    return Page(at, shown, len(ordered) - len(rest), len(ordered), shown[-1].place if len(rest) > most else None)


def _limit(clocks: Iterable[LegalClock], now: datetime) -> LegalClock | None:
    """The running clock that passed or comes near first: near is from its first reminder on."""
    pressing = [clock for clock in clocks if clock.is_running and told_by(clock, now)]
    return min(pressing, key=lambda clock: clock.due_at, default=None)
