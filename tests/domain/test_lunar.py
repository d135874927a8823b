"""The Vietnamese lunar calendar, day by day, against a second program that knows nothing of the first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import vnlunar

from domain.lunar import Moon, lunar_day, lunar_days, moon_of


@pytest.mark.parametrize("year", range(2020, 2041))
def test_every_day_of_a_year_is_the_same_lunar_day_for_both(year: int) -> None:
    first = date(year, 1, 1)
    for day in (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)):
        theirs = vnlunar.get_lunar_date(day.day, day.month, day.year)
        moon = Moon(theirs["day"], theirs["month"], theirs["year"], bool(theirs["leap"]))
        assert moon_of(day) == moon
        assert lunar_day(moon.day, moon.month, moon.year, leap=moon.leap) == day


def test_the_new_year_of_2030_is_a_day_before_that_of_the_chinese_calendar() -> None:
    assert moon_of(date(2030, 2, 2)) == Moon(1, 1, 2030)


@pytest.mark.parametrize(
    ("meant", "days"),
    [
        ((15, 8, 2027), ["2027-09-15"]),
        ((15, 6, 2025), ["2025-07-09", "2025-08-08"]),
        ((15, 5, 2025), ["2025-06-10"]),
        ((30, 8, 2027), []),
    ],
    ids=["a day", "a day of a month that comes twice", "the month before", "a month of 29 days"],
)
def test_a_lunar_day_comes_once_twice_or_not_at_all(meant: tuple[int, int, int], days: list[str]) -> None:
    assert [day.isoformat() for day in lunar_days(*meant)] == days
