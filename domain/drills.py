"""Drills: when each ward's weekly one is held, who is called, and what counts as missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.people import Role, Staff
from domain.wards import COORDINATORS, WARDS, Contact, ladder
from domain.working_time import HANOI, after_working_hours, is_working_day

COORDINATION = "coordination"  # the coordinators' own drill, beside the wards'
NO_GROUP = ""  # of somebody who is never rung
GROUPS = (*WARDS, COORDINATION)
DRILL_ROLES = frozenset({Role.ADMIN})  # product.md §4
WAITS = timedelta(minutes=30)
LINK_COMES_AFTER = timedelta(seconds=3)  # time to read the greeting and to listen
LINK_WAITS = timedelta(days=1)
MISSED_TOO_OFTEN = 2  # product.md §3: two missed drills tell the administrator

FIRST_AT = time(9, 10)  # nobody's lunch, and over well before it
APART = timedelta(minutes=10)
DAYS = (2, 3, 1, 4, 0)  # Wednesday; where that is a holiday Thursday, Tuesday, Friday, Monday


class Kind(StrEnum):
    """Why a drill is held."""

    WEEKLY = "weekly"
    ASKED = "asked"


class CallState(StrEnum):
    """What became of one person's practice alert."""

    WAITING = "waiting"
    ANSWERED = "answered"
    LATE = "late"  # tapped after its time: they can be reached
    MISSED = "missed"  # it stood in the chat and nobody tapped
    UNREACHABLE = "unreachable"  # blocked, or START never pressed: missed at once
    UNSENT = "unsent"  # Telegram did not take it in time: nobody's fault


MISSES = frozenset({CallState.MISSED, CallState.UNREACHABLE})


@dataclass(frozen=True, slots=True)
class Seen:
    """One person's practice alert as `/dientap` shows it."""

    name: str
    state: CallState
    after: timedelta | None


@dataclass(frozen=True, slots=True)
class Result:
    """The last drill of a group."""

    group: str
    at: datetime
    calls: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """Who is called for a drill: those it can reach, and those it cannot."""

    reachable: tuple[Staff, ...]
    unreachable: tuple[Staff, ...]


def week_of(now: datetime) -> str:
    """The week of this moment in Hà Nội, like `2026-W48`."""
    year, week, _ = now.astimezone(HANOI).isocalendar()
    return f"{year}-W{week:02}"


def weekly_moment(group: str, now: datetime) -> datetime | None:
    """When this week's drill of a group is held; None in a week without a working day (Tết).

    Each group has its own minute, so that a coordinator never looks at five drills at once.
    """
    year, week, _ = now.astimezone(HANOI).isocalendar()
    monday = date.fromisocalendar(year, week, 1)
    days = (monday + timedelta(days=offset) for offset in DAYS)
    day = next((day for day in days if is_working_day(day)), None)
    return None if day is None else datetime.combine(day, FIRST_AT, HANOI) + APART * GROUPS.index(group)


def is_due(group: str, now: datetime) -> bool:
    """Whether this week's drill may be held now: its moment has come, and offices are open.

    After an outage it is held late, but never at night and never in another week.
    """
    moment = weekly_moment(group, now)
    return moment is not None and moment <= now and after_working_hours(now, timedelta()) == now


def called(contacts: Iterable[Contact], group: str) -> Called:
    """Everybody a real case of this ward would ring before the coordinators, all rungs at once.

    The same ladder as a real one; all its rungs, because a drill proves that each of them hears it.
    Who cannot be written to is found by looking at the ladder as if they could.
    """
    contacts = list(contacts)
    reached = {c.staff.id for c in contacts if c.reachable}
    ward = None if group == COORDINATION else group
    steps = ladder([replace(c, reachable=True) for c in contacts], ward)
    staff = [s for rung in steps.rungs for s in rung.staff if _belongs(s, group) and rung.level <= COORDINATORS]
    return Called(
        tuple(s for s in staff if s.id in reached),
        tuple(s for s in staff if s.id not in reached),
    )


def missed_in_a_row(states: Sequence[CallState]) -> int:
    """How many drills somebody missed up to now; `states` newest first. One they never got does not count."""
    count = 0
    for state in states:
        if state in MISSES:
            count += 1
        elif state not in (CallState.UNSENT, CallState.WAITING):
            break
    return count


def _belongs(staff: Staff, group: str) -> bool:
    if group == COORDINATION:
        return staff.role is Role.COORDINATOR
    return staff.role is Role.OFFICER and staff.ward == group
