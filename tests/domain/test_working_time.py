"""Working days in Hà Nội: weekends, public holidays, Tết, swaps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import vnlunar
from hypothesis import given
from hypothesis import strategies as st
from lunar_vn import LunarDate, lunar_to_solar

from domain.working_time import (
    HANOI,
    PUBLISHED_UNTIL,
    add_working_days,
    is_published,
    is_working_day,
    working_days_left,
)

DAYS = st.dates(date(2020, 1, 1), date(2105, 12, 31))
LIMITS = st.integers(1, 12)

TET = {  # the last working day before Tết, the first after it, and the end of a 5-day plan marked before it
    2026: ("2026-02-13", "2026-02-23", "2026-02-27"),
    2027: ("2027-02-03", "2027-02-11", "2027-02-17"),
    2028: ("2028-01-21", "2028-01-31", "2028-02-04"),
    2029: ("2029-02-09", "2029-02-19", "2029-02-23"),
    2030: ("2030-01-30", "2030-02-07", "2030-02-13"),  # 2 February in Việt Nam, 3 February in China
    2031: ("2031-01-20", "2031-01-28", "2031-02-03"),
    2032: ("2032-02-06", "2032-02-16", "2032-02-20"),
    2033: ("2033-01-28", "2033-02-07", "2033-02-11"),
    2034: ("2034-02-16", "2034-02-24", "2034-03-02"),
    2035: ("2035-02-05", "2035-02-13", "2035-02-19"),
}


@pytest.mark.parametrize("year", TET)
def test_nothing_counts_over_tet(year: int) -> None:
    before, after, plan = (date.fromisoformat(day) for day in TET[year])
    assert is_working_day(before)
    assert before < lunar_to_solar(LunarDate(1, 1, year)) < after
    assert add_working_days(before, 1) == after
    assert add_working_days(before, 5) == plan


@pytest.mark.parametrize("year", range(2013, 2101))
def test_lunar_days_off_are_the_vietnamese_ones_in_every_year_the_library_knows(year: int) -> None:
    tet = lunar_to_solar(LunarDate(1, 1, year))
    assert not any(is_working_day(tet + timedelta(days=n)) for n in range(-1, 4)), "the eve and four days of Tết"
    assert not is_working_day(lunar_to_solar(LunarDate(10, 3, year))), "Giỗ Tổ Hùng Vương"
    second = vnlunar.get_solar_date(1, 1, year)
    assert tet == date(second["year"], second["month"], second["day"])


@pytest.mark.parametrize(
    ("day", "works"),
    {
        "2024-05-04": True,  # a Saturday worked for 29/4
        "2024-04-29": False,
        "2025-04-26": True,
        "2025-05-02": False,
        "2026-01-02": False,  # swapped in December 2025; the library does not know it
        "2026-01-10": True,
        "2026-08-22": True,
        "2026-08-31": False,
        "2026-09-01": False,
        "2026-04-26": False,  # Giỗ Tổ on a Sunday ...
        "2026-04-27": False,  # ... and the day for it
        "2025-11-24": True,  # Ngày Văn hoá Việt Nam is a day off from 2026 on
        "2026-11-24": False,
        "2027-11-24": False,
        "2027-05-03": False,  # for Saturday 1/5
        "2026-11-20": True,  # a day of honour, not a day off
    }.items(),
)
def test_public_holidays_and_swaps(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


@given(DAYS, LIMITS)
def test_a_limit_never_ends_on_a_day_off_and_its_first_day_never_counts(start: date, days: int) -> None:
    end = add_working_days(start, days)
    assert is_working_day(end)
    assert end > start


@given(DAYS, LIMITS)
def test_counting_agrees_with_a_list_of_all_days(start: date, days: int) -> None:
    calendar = [start + timedelta(days=n) for n in range(60)]
    assert add_working_days(start, days) == [day for day in calendar[1:] if is_working_day(day)][days - 1]
    assert working_days_left(start, add_working_days(start, days)) == days


@given(DAYS, DAYS, LIMITS)
def test_who_marks_later_is_never_due_earlier(one: date, other: date, days: int) -> None:
    first, second = sorted((one, other))
    assert add_working_days(first, days) <= add_working_days(second, days)


@given(DAYS, LIMITS, LIMITS)
def test_two_limits_one_after_the_other_are_one_long_limit(start: date, one: int, other: int) -> None:
    assert add_working_days(add_working_days(start, one), other) == add_working_days(start, one + other)


def test_a_limit_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="one day"):
        add_working_days(date(2026, 11, 25), 0)


@given(DAYS, st.times())
def test_hanoi_has_no_summer_time(day: date, time: time) -> None:
    assert datetime.combine(day, time, HANOI).utcoffset() == timedelta(hours=7)


def test_beyond_what_is_published_a_day_is_an_estimate() -> None:
    assert is_published(date(PUBLISHED_UNTIL, 12, 31))
    assert not is_published(date(PUBLISHED_UNTIL + 1, 1, 1))


def test_beyond_the_lunar_tables_weekends_still_count() -> None:
    assert add_working_days(date(2105, 1, 2), 5) == date(2105, 1, 9), "a Friday and the next one"
