"""When somebody who asked is reminded of an event: three days and three hours before, each at a moment of their own in
the minutes before, and never at night. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.working_time import HANOI

MORNING, NIGHT = (
    time(7),
    time(21, 30),
)  # between them nobody is woken; the operator's quiet hours are announcements' own
EVENING = time(20)
SPREAD = timedelta(minutes=10)  # over so long those of one event leave: of the largest seventeen a second
_ALL, _GOLDEN = 2**32, 2_654_435_769  # the golden section of it: people who come one after the other lie evenly apart
SPARE = timedelta(hours=2)  # what a family needs at least between the reminder in the morning and the beginning


class When(StrEnum):
    """The two reminders of one event."""

    DAYS = "3d"
    HOURS = "3h"


def reminders_of(starts_at: datetime, now: datetime) -> dict[When, datetime]:
    """The reminders still to come, soonest first; empty when it is too late. Of an event early in the morning the
    second comes on the evening before."""
    days = _after_the_night(starts_at - timedelta(days=3))
    found = {When.DAYS: days} if days > now else {}
    hours = [at for at in _before(starts_at) if at > now]
    return {**found, When.HOURS: hours[0]} if hours else found


def reminders_for(person: int, starts_at: datetime, now: datetime) -> dict[When, datetime]:
    """The same for one person: everybody has a moment of their own in the ten minutes before, always the same one.

    It is in the ten minutes after where those before have passed or are night; of a short time left, in its first half.
    """
    found = reminders_of(starts_at, now)
    ends = {When.DAYS: found.get(When.HOURS, starts_at), When.HOURS: starts_at}
    return {when: _in_turn(person, at, ends[when], now) for when, at in found.items()}


def late_reminder(starts_at: datetime, ends_at: datetime, now: datetime) -> datetime | None:
    """Of an event that was brought forward so far that none of the two can come: an hour before, or halfway where less
    is left; at once where it has begun. None: it is over."""
    if starts_at <= now:
        return now if now < ends_at else None
    return max(starts_at - timedelta(hours=1), now + (starts_at - now) / 2)


def _in_turn(person: int, at: datetime, end: datetime, now: datetime) -> datetime:
    day = at.astimezone(HANOI).date()
    begins = max(at - SPREAD, datetime.combine(day, MORNING, HANOI), now)
    lasts = min(SPREAD, (end - begins) / 2, datetime.combine(day, NIGHT, HANOI) - begins)
    return begins + lasts * (person * _GOLDEN % _ALL) / _ALL


def _before(starts_at: datetime) -> list[datetime]:
    """Three hours before, or what comes nearest outside the night: first the better time, then the later one."""
    due = starts_at - timedelta(hours=3)
    morning = _after_the_night(due)
    if morning == due:
        return [due]
    evening = _on_the_evening(due)
    if morning <= starts_at - SPARE:
        return [morning]
    return [evening, morning] if morning < starts_at else [evening]


def _after_the_night(at: datetime) -> datetime:
    local = at.astimezone(HANOI)
    if MORNING <= local.time() < NIGHT:
        return at
    day = local.date() + timedelta(days=local.time() >= NIGHT)
    return datetime.combine(day, MORNING, HANOI)


def _on_the_evening(at: datetime) -> datetime:
    local = at.astimezone(HANOI)
    return datetime.combine(local.date() - timedelta(days=local.time() < MORNING), EVENING, HANOI)
