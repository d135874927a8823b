"""Working hours of a ward: Monday to Friday, not on public holidays or their days off in lieu."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SPANS = ((time(8), time(12)), (time(13), time(17)))
_DAYS_OFF = holidays.country_holidays("VN")


def is_working_day(day: date) -> bool:
    """Whether offices work on this day (weekends, public holidays and swaps as the State set them)."""
    return _DAYS_OFF.is_working_day(day)


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
