"""What the watcher takes for trouble, and when it tells of it: once, now and then again, and when it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

TELEGRAM_KEEPS = timedelta(hours=24)  # Bot API, "Getting updates": updates are kept at most 24 hours
STOPPED_AFTER = timedelta(seconds=60)  # a loop that is not named below; most go round every five seconds
LATE_AFTER = timedelta(seconds=60)  # an urgent notice is tried again at least every minute
FAILED_LATELY = timedelta(minutes=10)  # Telegram tries a webhook again after pauses that grow
SELDOM = timedelta(days=7)
BACKUP_EACH = timedelta(hours=30)  # each night, and room for a long one
SURE_AFTER = 2  # looks in a row: a restart between two of them is nobody's alarm
POLL = "poll"
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(hours=25)  # once a day, and time to do it
SILENCE = {  # how long each loop of bot/jobs.py may be silent
    POLL: 5 * _MINUTE,  # a long poll takes half a minute
    "climb": _MINUTE,
    "urgent": _MINUTE,
    "roads": _MINUTE,
    "rest": 2 * _MINUTE,
    "crowd": 2 * _MINUTE,
    "doubts": 2 * _MINUTE,
    "shifts": 2 * _MINUTE,
    "take_up": 2 * _MINUTE,
    "listen": 2 * _MINUTE,  # asks its connection every half minute
    "heartbeat": 3 * _MINUTE,  # goes round once a minute
    "limits": 5 * _MINUTE,
    "announce": 5 * _MINUTE,
    "offers": 5 * _MINUTE,
    "evening": 10 * _MINUTE,
    "morning": 10 * _MINUTE,
    "drill": 10 * _MINUTE,
    "checkpoint": 10 * _MINUTE,  # SQLite moves its log by itself if nobody else does
    "events": 20 * _MINUTE,  # goes round every five minutes
    "forms": 20 * _MINUTE,
    "erasures": 125 * _MINUTE,  # goes round once an hour
    "library": 5 * _MINUTE,  # looks at the files four times a minute
    "tidy": _DAY,
    "recount": _DAY,
}


class Trouble(StrEnum):
    """Every kind of alarm; its section in the runbook has the same number."""

    GONE = "W1"
    HANGS = "W2"
    NOT_READY = "W3"
    STOPPED = "W4"
    TELEGRAM_AWAY = "W5"
    LATE = "W6"
    DISK = "W7"
    ASIDE = "W8"
    REFUSED = "W9"
    ABSENCE = "W10"
    KEYS = "W11"
    UNREADABLE = "W12"
    UNDELIVERED = "W13"
    DAYS_OFF = "W14"
    RESTORED = "W15"
    NO_BACKUP = "W16"


# what has happened stays so: no reminder and no end; told again when there is more of it
COUNTED = frozenset({Trouble.ASIDE, Trouble.REFUSED})
HAPPENED = COUNTED | {Trouble.ABSENCE, Trouble.RESTORED}
REMIND_AFTER = {Trouble.DAYS_OFF: SELDOM, Trouble.NO_BACKUP: timedelta(days=1)}  # where it is not the operator's


@dataclass(frozen=True, slots=True)
class Figure:
    """How bad it is: a number (what is counted depends on the trouble), and for how long."""

    count: int = 0
    age: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Webhook:
    """How Telegram gets on with its webhook: updates that wait (now, at the look before), how long ago one failed."""

    is_ours: bool
    waiting: int = 0
    failed: timedelta | None = None
    waited_before: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """One look. `door` is the trouble at the door, if any; None elsewhere: that could not be looked at.

    `lost`: what a restore of the last day has lost: since when (seconds of Unix time) and for how long.
    `backup`: how old the newest one is, where it is looked for at all; as old as can be where there is none.
    `days_off`: the year whose days off are wanted soon; 0: none is.
    """

    door: Trouble | None
    loops: Mapping[str, timedelta] | None = None
    late: Figure | None = None
    aside: int | None = None
    refused: int | None = None
    absence: timedelta | None = None
    lost: Figure | None = None
    free_mb: int | None = None
    roster: Trouble | None = None
    webhook: Webhook | None = None
    days_off: int | None = None
    backup: timedelta | None = None


Judged = Mapping[Trouble, Figure | None]


def judged(seen: Seen, least_free_mb: int) -> Judged:
    """By trouble: its figure, or None where all is well. What could not be looked at is left out."""
    found: dict[Trouble, Figure | None] = {
        each: Figure() if seen.door is each else None for each in (Trouble.GONE, Trouble.HANGS, Trouble.NOT_READY)
    }
    found |= {each: Figure() if seen.roster is each else None for each in (Trouble.KEYS, Trouble.UNREADABLE)}
    if seen.loops is not None:
        late = {loop: age for loop, age in seen.loops.items() if is_late(loop, age)}
        found[Trouble.TELEGRAM_AWAY] = Figure(age=late.pop(POLL)) if POLL in late else None
        found[Trouble.STOPPED] = Figure(age=max(late.values())) if late else None
    if seen.late is not None:
        found[Trouble.LATE] = seen.late if seen.late.age > LATE_AFTER else None
    if seen.free_mb is not None:
        found[Trouble.DISK] = Figure(seen.free_mb) if seen.free_mb < least_free_mb else None
    for trouble, count in ((Trouble.ASIDE, seen.aside), (Trouble.REFUSED, seen.refused)):
        if count is not None:
            found[trouble] = Figure(count) if count else None
    if seen.webhook is not None:
        found[Trouble.UNDELIVERED] = _undelivered(seen.webhook)
    if seen.days_off is not None:
        found[Trouble.DAYS_OFF] = Figure(seen.days_off) if seen.days_off else None
    if seen.backup is not None:
        found[Trouble.NO_BACKUP] = Figure(BACKUP_EACH // timedelta(hours=1)) if seen.backup > BACKUP_EACH else None
    if seen.lost is not None:
        found[Trouble.RESTORED] = seen.lost if seen.lost.age else None
    if seen.absence is not None:
        found[Trouble.ABSENCE] = Figure(seen.absence // timedelta(hours=1), seen.absence) if seen.absence else None
    return found


def is_late(loop: str, age: timedelta) -> bool:
    """Whether a loop that last went round so long ago has been silent for too long."""
    return age > SILENCE.get(loop, STOPPED_AFTER)


def _undelivered(webhook: Webhook) -> Figure | None:
    """One failure is no alarm while what waits gets less, nor is a lot that waits without a failure."""
    fails = webhook.failed is not None and webhook.failed < FAILED_LATELY
    stuck = fails and 0 < webhook.waiting >= webhook.waited_before
    return Figure(webhook.waiting) if stuck or not webhook.is_ours else None


class Turn(StrEnum):
    """Why it is told now."""

    NEW = "new"
    STILL = "still"
    WELL = "well"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to be told."""

    trouble: Trouble
    turn: Turn
    figure: Figure = Figure()


@dataclass(frozen=True, slots=True)
class Told:
    """How bad it was when it was told last, and when that was."""

    figure: Figure
    at: datetime


Memory = Mapping[Trouble, Told]


@dataclass(frozen=True, slots=True)
class _Mark:
    """One trouble: its last figure (None: well), for how many looks so, and what was told of it last."""

    figure: Figure | None = None
    looks: int = 0
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watcher remembers from look to look; a new one tells everything once."""

    marks: Mapping[Trouble, _Mark] = field(default_factory=dict)

    @property
    def memory(self) -> Memory:
        """What was told and not taken back: all that a watcher which starts anew has to know."""
        return {trouble: mark.told for trouble, mark in self.marks.items() if mark.told is not None}

    def remembering(self, memory: Memory) -> Watch:
        """The same, by somebody who was told this before: neither twice, nor its end never."""
        marks = {trouble: replace(self.marks.get(trouble, _Mark()), told=told) for trouble, told in memory.items()}
        return Watch({**self.marks, **marks})

    def after(self, found: Judged) -> Watch:
        """Once this has been seen as well."""
        marks = dict(self.marks)
        for trouble, figure in found.items():
            before = marks.get(trouble, _Mark())
            same = (before.figure is None) == (figure is None)
            told = _no_more_than(before.told, figure) if trouble in COUNTED else before.told
            marks[trouble] = replace(before, figure=figure, looks=before.looks + 1 if same else 1, told=told)
        return Watch(marks)

    def alarms(self, now: datetime, remind: timedelta) -> list[Alarm]:
        """What is to be told now: new troubles, old ones after `remind`, and what is well again."""
        return [alarm for trouble in Trouble if (alarm := self._alarm(trouble, now, remind)) is not None]

    def told(self, alarms: Sequence[Alarm], now: datetime) -> Watch:
        """Somebody has been told of these."""
        marks = dict(self.marks)
        for alarm in alarms:
            told = None if alarm.turn is Turn.WELL else Told(alarm.figure, now)
            marks[alarm.trouble] = replace(marks[alarm.trouble], told=told)
        return Watch(marks)

    def _alarm(self, trouble: Trouble, now: datetime, remind: timedelta) -> Alarm | None:
        mark = self.marks.get(trouble, _Mark())
        pause = REMIND_AFTER.get(trouble, remind)
        waits = mark.told is not None and abs(now - mark.told.at) < pause  # a clock may have been set back
        if trouble in HAPPENED:
            if mark.figure is None or waits or (mark.told is not None and mark.figure == mark.told.figure):
                return None
            return Alarm(trouble, Turn.NEW, mark.figure)
        if mark.looks < SURE_AFTER:
            return None
        if mark.figure is None:
            return None if mark.told is None else Alarm(trouble, Turn.WELL)
        if mark.told is None:
            return Alarm(trouble, Turn.NEW, mark.figure)
        return None if waits else Alarm(trouble, Turn.STILL, mark.figure)


def _no_more_than(told: Told | None, figure: Figure | None) -> Told | None:
    """Some of it went (retention): what comes on top of the rest is told again."""
    left = figure or Figure()
    return told if told is None or left.count >= told.figure.count else replace(told, figure=left)
