"""When somebody may be rung: weekly hours, days of leave, and the switch. All of it in Hanoi's time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.texts import Refusal, Text
from domain.vietnamese import fold
from domain.working_time import HANOI

EVERY_DAY: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
A_DAY = timedelta(days=1)
LONGEST_LEAVE = timedelta(days=366)  # and the furthest ahead
MOST_SHIFTS = 14

HOURS_HOW = Text(
    "I did not understand these hours. Write them like this: “T2-T6 7:30-17:00; T7 8-12”, “22-6” (nightly) or “24/7”."
)
LEAVE_HOW = Text("I did not understand these days. Write them like this: “24/12-2/1”, or “24/12” for one day.")
LEAVE_PAST = Text("These days are over, begin in more than a year, or are more than a year. Please write them again.")


class Presence(StrEnum):
    """HERE: on duty. OFF_HOURS: rung only when nobody else answers. AWAY: on leave or switched off, never rung."""

    HERE = "here"
    OFF_HOURS = "off_hours"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours on some weekdays (0 is Monday). One that ends at or before its beginning goes over midnight."""

    days: tuple[int, ...]
    begins: time
    ends: time

    def on(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when it lasts if it begins on this day, aware."""
        if day.weekday() not in self.days:
            return None
        begins, ends = datetime.combine(day, self.begins, HANOI), datetime.combine(day, self.ends, HANOI)
        return begins, ends if ends > begins else ends + A_DAY


@dataclass(frozen=True, slots=True)
class Leave:
    """Days off, the first and the last included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether this day is a day off."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Rota:
    """Somebody's duty. No shifts at all means always: whoever was just added is rung at once."""

    on: bool = True
    shifts: tuple[Shift, ...] = ()
    leaves: tuple[Leave, ...] = ()

    def presence(self, now: datetime) -> Presence:
        """Where they are at this moment."""
        today = now.astimezone(HANOI).date()
        if not self.on or any(leave.holds(today) for leave in self.leaves):
            return Presence.AWAY
        if not self.shifts or any(begins <= now < ends for begins, ends in self._spans(today - A_DAY, 2)):
            return Presence.HERE
        return Presence.OFF_HOURS

    def changes_after(self, now: datetime) -> datetime | None:
        """The next moment at which their presence changes by itself; None when it never does."""
        if not self.on:
            return None
        today, before = now.astimezone(HANOI).date(), self.presence(now)
        moments = {edge for leave in self.leaves for edge in (_midnight(leave.first), _midnight(leave.last + A_DAY))}
        moments |= {moment for span in self._spans(today - A_DAY, 10) for moment in span}
        later = (moment for moment in sorted(moments) if moment > now and self.presence(moment) is not before)
        return next(later, None)

    def here_from(self, now: datetime) -> datetime | None:
        """When they are next on duty: `now` if they are; None when nothing planned brings them back."""
        moment: datetime | None = now
        while moment is not None and self.presence(moment) is not Presence.HERE:
            moment = self.changes_after(moment)
        return moment

    def _spans(self, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
        for number in range(days):
            for shift in self.shifts:
                if (span := shift.on(first + timedelta(days=number))) is not None:
                    yield span


ALWAYS = Rota()
OFFICE = Shift((0, 1, 2, 3, 4), time(7, 30), time(17))
NIGHTS = Shift(EVERY_DAY, time(17), time(7, 30))
WEEKEND = Shift((5, 6), time(0), time(0))
PATTERNS = {"always": (), "office": (OFFICE,), "nights": (NIGHTS,), "office_weekend": (OFFICE, WEEKEND)}

_NAMED_DAYS = {
    "hang ngay": EVERY_DAY,
    "moi ngay": EVERY_DAY,
    "daily": EVERY_DAY,
    "cuoi tuan": (5, 6),
    "weekend": (5, 6),
}
_DAYS = {"cn": 6, "chu nhat": 6} | {f"{word}{day + 2}": day for word in ("", "t", "thu ") for day in range(6)}
_DAYS |= {day: number for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_DAY = r"(?:chu nhat|cn|thu [2-7]|t?[2-7]|mon|tue|wed|thu|fri|sat|sun)"
_TIME = r"\d{1,2}(?:[:hg.](?:\d{2})?)?"
_SPAN = rf"{_TIME}\s*-\s*{_TIME}"
_PART = re.compile(
    rf"(?:(?P<days>{'|'.join(_NAMED_DAYS)}|{_DAY}(?:\s*[-,]\s*{_DAY})*)\s+)?(?P<spans>{_SPAN}(?:\s*,\s*{_SPAN})*)"
)
_ALWAYS = {"24/7", "luon", "luon luon", "always", "luon truc"}
_DATE = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_LEAVE = re.compile(rf"{_DATE}(?:\s*-\s*{_DATE})?")


def read_hours(text: str) -> tuple[Shift, ...]:
    """Weekly hours as people type them: `T2-T6 7:30-17:00; T7 8-12`. Empty for always.

    Raises Refusal, saying how to write them, for anything else.
    """
    plain = _plain(text)
    if plain in _ALWAYS:
        return ()
    shifts: list[Shift] = []
    for part in plain.replace("\n", ";").split(";"):
        found = _PART.fullmatch(part.strip())
        if found is None:
            raise Refusal(HOURS_HOW)
        for span in found["spans"].split(","):
            begins, _, ends = span.partition("-")
            shifts.append(Shift(_days(found["days"]), _time(begins), _time(ends)))
    if len(shifts) > MOST_SHIFTS:
        raise Refusal(HOURS_HOW)
    return tuple(shifts)


def read_leave(text: str, now: datetime) -> Leave:
    """Days of leave as people type them: `24/12-2/1`. Without a year the next such days are meant.

    Raises Refusal, saying how to write them, for anything else, for days gone by, for more than a year and for days
    that begin in more than one.
    """
    found = _LEAVE.fullmatch(_plain(text))
    if found is None:
        raise Refusal(LEAVE_HOW)
    day, month, year, last_day, last_month, last_year = found.groups()
    today = now.astimezone(HANOI).date()
    first = _date(day, month, year or str(today.year))
    last = first if last_day is None else _date(last_day, last_month, last_year or str(first.year))
    if last < first and last_year is None:
        last = _date(last_day, last_month, str(first.year + 1))
    if last < today and year is None and last_year is None:
        first, last = (_date(str(d.day), str(d.month), str(d.year + 1)) for d in (first, last))
    if last < today or last < first or last - first > LONGEST_LEAVE or first - today > LONGEST_LEAVE:
        raise Refusal(LEAVE_PAST)
    return Leave(first, last)


def _plain(text: str) -> str:
    """Lower case without diacritics, its punctuation kept; every dash is `-`."""
    plain = "".join(fold(sign) or sign for sign in unicodedata.normalize("NFC", text))
    plain = re.sub(r"[–—−]", "-", plain)
    return re.sub(r"\s+den\s+", "-", plain).strip()


def _days(named: str | None) -> tuple[int, ...]:
    if named is None:
        return EVERY_DAY
    if named in _NAMED_DAYS:
        return _NAMED_DAYS[named]
    days: set[int] = set()
    for part in named.split(","):
        first, *rest = (_DAYS[day.strip()] for day in part.split("-"))
        last = rest[-1] if rest else first
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return tuple(sorted(days))


def _time(typed: str) -> time:
    hour, _, minute = re.sub(r"[hg.]", ":", typed.strip()).partition(":")
    if (int(hour), minute or "00") == (24, "00"):
        return time(0)
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise Refusal(HOURS_HOW) from None


def _date(day: str, month: str, year: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refusal(LEAVE_HOW) from None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), HANOI)
