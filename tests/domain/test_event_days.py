"""Days and hours as people write them: understood, asked about where they can mean two things, or refused kindly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event_days import read_days
from domain.event_hours import read_hours
from domain.texts import Refusal

TODAY = date(2026, 11, 25)  # a Wednesday; the 17th of the tenth lunar month

SURE_DAYS = {
    "12/9": "2027-09-12",
    "12/9/2027": "2027-09-12",
    "12-9-2027": "2027-09-12",
    "12.9.27": "2027-09-12",
    "12 / 9": "2027-09-12",
    "ngày 12/9": "2027-09-12",
    "12 tháng 9": "2027-09-12",
    "ngày 12 tháng 9 năm 2027": "2027-09-12",
    "ngày 5 tháng tư": "2027-04-05",
    "2027-09-12": "2027-09-12",
    "25/11": "2026-11-25",
    "hôm nay": "2026-11-25",
    "mai": "2026-11-26",
    "Ngày mai": "2026-11-26",
    "ngày kia": "2026-11-27",
    "mốt": "2026-11-27",
    "ngày kìa": "2026-11-28",
    "10 ngày nữa": "2026-12-05",
    "2 tuần nữa": "2026-12-09",
    "thứ bảy": "2026-11-28",
    "thu bay": "2026-11-28",
    "T7": "2026-11-28",
    "thứ bảy này": "2026-11-28",
    "thứ bảy tuần này": "2026-11-28",
    "thứ bảy tuần sau": "2026-12-05",
    "thứ bảy tuần tới": "2026-12-05",
    "thứ bảy tuần sau nữa": "2026-12-12",
    "thứ hai": "2026-11-30",
    "thứ hai tới": "2026-11-30",
    "CN": "2026-11-29",
    "chủ nhật tuần sau": "2026-12-06",
    "thứ sáu tuần sau": "2026-12-04",
    "rằm tháng 8": "2027-09-15",
    "rằm tháng tám": "2027-09-15",
    "ram thang 8": "2027-09-15",
    "Rằm tháng Giêng": "2027-02-20",
    "rằm tháng sáu": "2027-07-18",
    "rằm": "2026-12-23",
    "rằm tháng này": "2026-12-23",
    "rằm tháng sau": "2026-12-23",
    "trung thu": "2027-09-15",
    "15/8 âm lịch": "2027-09-15",
    "15/8 âm": "2027-09-15",
    "mùng 5 tháng 5 âm lịch": "2027-06-09",
    "mùng 1 tháng giêng": "2027-02-06",
    "29 tháng chạp năm 2027": "2028-01-25",
    "thứ bảy, 11/9/2027": "2027-09-11",
    "11/9/2027 (thứ bảy)": "2027-09-11",
    "1/6-30/6": "2027-06-01..2027-06-30",
    "từ 1/6 đến 30/6": "2027-06-01..2027-06-30",
    "từ ngày 1 đến 3/6": "2027-06-01..2027-06-03",
    "30/12-2/1": "2026-12-30..2027-01-02",
    "\u202e12/9": "2027-09-12",
    "1\u200b2/9": "2027-09-12",
    "１２/９": "2027-09-12",
}
ASKED_DAYS = {
    "thứ tư": ["2026-11-25", "2026-12-02"],
    "thứ bảy tới": ["2026-11-28", "2026-12-05"],
    "cuối tuần": ["2026-11-28", "2026-11-29"],
    "cuối tuần sau": ["2026-12-05", "2026-12-06"],
    "ngay kia": ["2026-11-27", "2026-11-28"],
    "mùng 1 tháng 6": ["2027-06-01", "2027-07-04"],
    "ram thang sau": ["2027-01-22", "2027-07-18"],
    "24/11": ["2027-11-24"],
    "29/2": ["2028-02-29"],
    "thứ bảy 12/9/2027": ["2027-09-12"],
}
NO_DAYS = {
    "xin chào": "did not understand",
    "": "did not understand",
    "tuần sau": "did not understand",
    "12": "did not understand",
    "1/6-2/6-3/6": "did not understand",
    "31/9": "no such day",
    "12/13": "no such day",
    "29/2/2027": "no such day",
    "rằm tháng 13": "no such day",
    "rằm tháng 6 nhuận": "no such day",
    "12/9/2020": "is over",
    "thứ hai tuần này": "is over",
    "12/9/2072": "two years ahead",
    "30/6-1/6": "before the first",
    "999 tuần nữa": "two years ahead",
}


def shown(days: tuple[date, date]) -> str:
    return days[0].isoformat() if days[0] == days[1] else f"{days[0].isoformat()}..{days[1].isoformat()}"


@pytest.mark.parametrize(("said", "meant"), SURE_DAYS.items(), ids=[ascii(said) for said in SURE_DAYS])
def test_a_day_is_understood(said: str, meant: str) -> None:
    read = read_days(said, TODAY)
    assert ([shown(days) for days in read.options], read.sure) == ([meant], True)


@pytest.mark.parametrize(("said", "options"), ASKED_DAYS.items(), ids=ASKED_DAYS.keys())
def test_a_day_that_may_be_another_is_asked_about(said: str, options: list[str]) -> None:
    read = read_days(said, TODAY)
    assert ([shown(days) for days in read.options], read.sure) == (options, False)


@pytest.mark.parametrize(("said", "why"), NO_DAYS.items(), ids=NO_DAYS.keys())
def test_what_is_no_day_to_come_is_told_so(said: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read_days(said, TODAY)


def test_the_full_moon_of_a_month_that_comes_twice_is_asked_about() -> None:
    read = read_days("rằm tháng 6", date(2025, 5, 1))
    assert ([shown(days) for days in read.options], read.sure) == (["2025-07-09", "2025-08-08"], False)
    leap = read_days("rằm tháng 6 nhuận", date(2025, 5, 1))
    assert ([shown(days) for days in leap.options], leap.sure) == (["2025-08-08"], True)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 364), st.sampled_from(["{d}/{m}/{y}", "{d}-{m}-{y}"])
)
def test_a_whole_date_is_always_that_date(today: date, later: int, form: str) -> None:
    meant = today + timedelta(days=later)
    read = read_days(form.format(d=meant.day, m=meant.month, y=meant.year), today)
    assert (read.options, read.sure) == (((meant, meant),), True)


@given(st.text(max_size=40), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_whatever_is_written_is_a_day_to_come_or_refused(said: str, today: date) -> None:
    try:
        read = read_days(said, today)
    except Refusal:
        return
    assert all(today <= first <= last for first, last in read.options)


SURE_HOURS = {
    "19h30": "19:30",
    "19:30": "19:30",
    "19.30": "19:30",
    "19g30": "19:30",
    "19 giờ 30 phút": "19:30",
    "7 rưỡi tối": "19:30",
    "7h rưỡi tối": "19:30",
    "bảy rưỡi tối": "19:30",
    "7 giờ tối": "19:00",
    "7pm": "19:00",
    "07:30": "07:30",
    "8h sáng": "08:00",
    "tám giờ sáng": "08:00",
    "hai giờ chiều": "14:00",
    "1h trưa": "13:00",
    "12h": "12:00",
    "8 giờ kém 15 tối": "19:45",
    "8 giờ kém mười lăm tối": "19:45",
    "14h": "14:00",
    "18h-20h30": "18:00-20:30",
    "18:00–20:30": "18:00-20:30",
    "từ 18h đến 20h30": "18:00-20:30",
    "6h-8h30 tối": "18:00-20:30",
    "7-9h tối": "19:00-21:00",
    "7h tới 9h tối": "19:00-21:00",
    "2h-5h chiều": "14:00-17:00",
    "9h sáng - 2h chiều": "09:00-14:00",
    "8h sáng đến 11h": "08:00-11:00",
    "11h-2h chiều": "11:00-14:00",
    "8h-14h": "08:00-14:00",
}
ASKED_HOURS = {
    "7h": ["07:00", "19:00"],
    "7 giờ": ["07:00", "19:00"],
    "7:30": ["07:30", "19:30"],
    "7 rưỡi": ["07:30", "19:30"],
    "8h-11h": ["08:00-11:00", "20:00-23:00"],
    "7h toi 9h": ["07:00-09:00", "19:00-21:00"],
    "18h-8h30": ["18:00-20:30"],
    "8h-8h": ["08:00-20:00"],
}
NO_HOURS = {
    "xin chào": "did not understand",
    "": "did not understand",
    "7": "did not understand",
    "7-9": "did not understand",
    "25h": "did not understand",
    "19h60": "did not understand",
    "19h sáng": "did not understand",
    "20h-18h": "ends before it starts",
    "22h-1h": "ends before it starts",
}


def hours_of(said: str) -> tuple[list[str], bool]:
    read = read_hours(said)
    return [f"{a:%H:%M}" + ("" if b is None else f"-{b:%H:%M}") for a, b in read.options], read.sure


@pytest.mark.parametrize(("said", "meant"), SURE_HOURS.items(), ids=SURE_HOURS.keys())
def test_hours_are_understood(said: str, meant: str) -> None:
    assert hours_of(said) == ([meant], True)


@pytest.mark.parametrize(("said", "options"), ASKED_HOURS.items(), ids=ASKED_HOURS.keys())
def test_hours_that_may_be_others_are_asked_about(said: str, options: list[str]) -> None:
    assert hours_of(said) == (options, False)


@pytest.mark.parametrize(("said", "why"), NO_HOURS.items(), ids=NO_HOURS.keys())
def test_what_are_no_hours_is_told_so(said: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read_hours(said)


@given(st.text(max_size=40))
def test_whatever_is_written_ends_after_it_begins_or_is_refused(said: str) -> None:
    try:
        read = read_hours(said)
    except Refusal:
        return
    assert all(end is None or begin < end for begin, end in read.options)
