"""Working days and hours of a ward: Monday to Friday, not on public holidays or their days off in lieu."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holidays import HolidayBase

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SPANS = ((time(8), time(12)), (time(13), time(17)))
PUBLISHED_UNTIL = 2026  # the last year whose days off the Government has published, swaps included
TOLD_BEFORE = timedelta(days=61)
SWAPPED = {  # day off: the weekend day worked instead. Only what the library does not know (docs/adding.md)
    date(2026, 1, 2): date(2026, 1, 10),  # Bộ Nội vụ, 25/12/2025
}


@cache
def days_off() -> HolidayBase:
    """Vietnam's days off, loaded when first asked for; the running bot asks at its start (bot/run.py)."""
    import holidays  # it reads the calendars of 250 countries

    return holidays.country_holidays("VN")


def is_working_day(day: date) -> bool:
    """Whether offices work on this day (weekends, public holidays and swaps as the State set them).

    After `PUBLISHED_UNTIL` the rules of the law and the lunar calendar are known, the Government's choices
    (swaps, the second day of 2/9) are not. After 2100 no lunar day is known: only weekends are off.
    """
    if day in SWAPPED:
        return False
    return day in SWAPPED.values() or days_off().is_working_day(day)


def offices_work(at: datetime) -> bool:
    """Whether `at` lies within the hours of an office day, the noon rest included: not evening, weekend or holiday."""
    local = at.astimezone(HANOI)
    return is_working_day(local.date()) and SPANS[0][0] <= local.time() < SPANS[-1][1]


def is_published(day: date) -> bool:
    """Whether the Government has published the days off of this day's year; before that a count is an estimate."""
    return day.year <= PUBLISHED_UNTIL


def unpublished_soon(today: date) -> int | None:
    """The year whose days off are wanted next, from two months before it begins; None while there is time.

    The Government publishes a year's days off in the last months of the year before (docs/adding.md).
    """
    year = PUBLISHED_UNTIL + 1
    return year if today >= date(year, 1, 1) - TOLD_BEFORE else None


def add_working_days(start: date, days: int) -> date:
    """The `days`-th working day after `start`, which itself never counts (Bộ luật Dân sự 2015, Điều 147).

    So a Saturday, a Sunday and the Friday before them give the same day. Raises ValueError below one day.
    """
    if days < 1:
        raise ValueError("a limit in working days is at least one day long")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_left(today: date, last: date) -> int:
    """How many working days follow `today`, up to and with `last`: 0 on the last day and after it."""
    return sum(is_working_day(today + timedelta(days=n)) for n in range(1, (last - today).days + 1))


def after_working_hours(start: datetime, hours: timedelta) -> datetime:
    """The moment when this much working time has passed since `start`."""
    left, day = hours, start.astimezone(HANOI).date()
    while True:
        for opens, closes in SPANS if is_working_day(day) else ():
            begin = max(start, datetime.combine(day, opens, HANOI))
            end = datetime.combine(day, closes, HANOI)
            if begin >= end:
                continue
            if end - begin >= left:
                return (begin + left).astimezone(start.tzinfo)
            left -= end - begin
        day += timedelta(days=1)
