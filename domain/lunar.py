"""The Vietnamese lunar calendar (UTC+7): which lunar day a date is, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar


@dataclass(frozen=True, slots=True)
class Moon:
    """A day of the lunar calendar; `leap`: of the month that comes a second time in some years."""

    day: int
    month: int
    year: int
    leap: bool = False


def moon_of(day: date) -> Moon:
    """The lunar day of a date."""
    found = solar_to_lunar(day)
    return Moon(found.day, found.month, found.year, bool(found.leap))


def lunar_day(day: int, month: int, year: int, *, leap: bool = False) -> date:
    """A day of a lunar year as a solar date."""
    solar: date = lunar_to_solar(LunarDate(day, month, year, leap))
    return solar


def lunar_days(day: int, month: int, year: int) -> list[date]:
    """That day of the month, and of the leap month of the same number where the year has one; none it lacks."""
    first = lunar_day(day, month, year)
    months_later = (first + timedelta(days=length) for length in (0, 29, 30))  # the leap month comes right after
    meant = (Moon(day, month, year), Moon(day, month, year, leap=True))
    return [each for each in months_later if moon_of(each) in meant]
