"""The days of the year against the fact pack, and what an event must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vnlunar

from domain import events
from domain.broadcasts import Quiet
from domain.events import Event, Kind, Plan, State
from domain.working_time import HANOI

# facts.md §7.2
MOONS = {
    2024: ("2024-02-10", "2024-09-17"),
    2025: ("2025-01-29", "2025-10-06"),
    2026: ("2026-02-17", "2026-09-25"),
    2027: ("2027-02-06", "2027-09-15"),
    2028: ("2028-01-26", "2028-10-03"),
    2029: ("2029-02-13", "2029-09-22"),
    2030: ("2030-02-02", "2030-09-12"),
    2031: ("2031-01-23", "2031-10-01"),
    2032: ("2032-02-11", "2032-09-19"),
}

PLAN = Plan(
    kind=Kind.MID_AUTUMN,
    title="Trung thu",
    ward="long-bien",
    starts_at=datetime(2027, 9, 11, 18, tzinfo=HANOI),
    ends_at=datetime(2027, 9, 11, 20, 30, tzinfo=HANOI),
    place="Sân",
    purpose="Vui",
    programme="Rước đèn",
    form="Ngoài trời",
    in_charge="Đoàn phường",
    seats=100,
)


@pytest.mark.parametrize(("year", "tet", "mid_autumn"), [(y, *days) for y, days in MOONS.items()])
def test_lunar_days_are_the_vietnamese_ones(year: int, tet: str, mid_autumn: str) -> None:
    assert events.tet(year).isoformat() == tet
    assert events.mid_autumn(year).isoformat() == mid_autumn


@pytest.mark.parametrize("year", range(1980, 2100))
def test_a_second_calendar_agrees(year: int) -> None:
    for day, month in ((15, 8), (1, 1)):
        solar = vnlunar.get_solar_date(day, month, year)
        ours = events.lunar_day(day, month, year)
        assert (ours.day, ours.month, ours.year) == (solar["day"], solar["month"], solar["year"])


def test_june_is_the_month_of_action() -> None:
    assert events.june1(2027) == date(2027, 6, 1)
    assert events.action_month(2027) == (date(2027, 6, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("today", "slugs"),
    [
        ("2027-05-03", []),
        ("2027-05-04", ["june1-2027", "action-month-2027"]),
        ("2027-06-01", ["june1-2027", "action-month-2027"]),
        ("2027-06-02", []),
        ("2027-08-17", []),
        ("2027-08-18", ["mid-autumn-2027"]),
        ("2027-09-15", ["mid-autumn-2027"]),
        ("2027-09-16", []),
        ("2026-12-31", []),
    ],
)
def test_fixed_days_come_four_weeks_ahead(today: str, slugs: list[str]) -> None:
    assert [day.slug for day in events.fixed_days_due(date.fromisoformat(today))] == slugs


def test_a_whole_plan_has_no_problem_and_says_everything() -> None:
    assert list(events.problems(PLAN)) == []
    assert events.unsaid(PLAN) is None
    assert PLAN.length == timedelta(hours=2, minutes=30)


@pytest.mark.parametrize("field", ["title", "place", "purpose", "programme", "form", "in_charge"])
def test_what_the_circular_wants_said_is_missed(field: str) -> None:
    blank: dict[str, Any] = {field: "  "}
    text = events.unsaid(replace(PLAN, **blank))
    assert text is not None
    assert text.source.startswith("Before it is published")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ward": "gia-lam"}, "ward"),
        ({"seats": 0}, "seats"),
        ({"seats": -5}, "seats"),
        ({"seats": 10_001}, "seats"),
        ({"ends_at": PLAN.starts_at}, "ends_at"),
        ({"ends_at": PLAN.starts_at - timedelta(hours=1)}, "ends_at"),
        ({"ends_at": PLAN.starts_at + timedelta(days=366)}, "ends_at"),
        ({"kind": Kind.JUNE1}, "starts_at"),
        ({"kind": Kind.ACTION_MONTH}, "starts_at"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_cannot_be_right_is_found(change: dict[str, Any], field: str) -> None:
    assert [found for found, _ in events.problems(replace(PLAN, **change))] == [field]


@pytest.mark.parametrize(("days", "fits"), [(-22, False), (-21, True), (0, True), (7, True), (8, False)])
def test_a_festival_is_held_near_its_day(days: int, fits: bool) -> None:
    start = datetime(2027, 9, 15, 18, tzinfo=HANOI) + timedelta(days=days)
    plan = replace(PLAN, starts_at=start, ends_at=start + timedelta(hours=2))
    assert (not list(events.problems(plan))) == fits


@pytest.mark.parametrize("kind", [Kind.FORUM, Kind.TRAINING, Kind.OTHER])
def test_other_kinds_have_no_fixed_day(kind: Kind) -> None:
    assert events.fixed_day(kind, 2027) is None
    assert list(events.problems(replace(PLAN, kind=kind))) == []


@pytest.mark.parametrize("state", list(State))
def test_only_a_published_event_is_open_and_only_until_its_end(state: State) -> None:
    fields = {name: getattr(PLAN, name) for name in Plan.__dataclass_fields__}
    event = Event(id=1, slug="x", state=state, **fields)
    assert event.is_open_at(PLAN.starts_at) == (state is State.PUBLISHED)
    assert not event.is_open_at(PLAN.ends_at)


def test_every_kind_has_a_name() -> None:
    assert {kind.label.source for kind in Kind} and len({kind.label.source for kind in Kind}) == len(Kind)


@pytest.mark.parametrize(
    ("local", "due"),
    [
        ("2027-09-10T21:29", "2027-09-10T21:29"),
        ("2027-09-10T21:30", "2027-09-11T07:00"),
        ("2027-09-10T23:59", "2027-09-11T07:00"),
        ("2027-09-11T00:00", "2027-09-11T07:00"),
        ("2027-09-11T06:59", "2027-09-11T07:00"),
        ("2027-09-11T07:00", "2027-09-11T07:00"),
        ("2027-12-31T22:00", "2028-01-01T07:00"),
    ],
)
def test_nobody_is_disturbed_at_night(local: str, due: str) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=HANOI).astimezone(UTC)
    assert Quiet().over(now) == datetime.fromisoformat(due).replace(tzinfo=HANOI)


@pytest.mark.parametrize(("hour", "due"), [(11, 11), (12, 14), (13, 14), (14, 14)])
def test_quiet_hours_may_lie_within_a_day(hour: int, due: int) -> None:
    quiet = Quiet(begins=datetime(2027, 1, 1, 12).time(), ends=datetime(2027, 1, 1, 14).time())  # noqa: DTZ001
    now = datetime(2027, 9, 10, hour, tzinfo=HANOI)
    assert quiet.over(now) == now.replace(hour=due)
