"""When a drill is held, who is called for it, and what a row of misses is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.drills import COORDINATION, GROUPS, CallState, called, is_due, missed_in_a_row, week_of, weekly_moment
from domain.duty import Presence
from domain.people import Role, Staff
from domain.wards import WARDS, Contact
from domain.working_time import HANOI, is_working_day

MOMENTS = st.integers(0, 8 * 366 * 24 * 60).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))


@pytest.mark.parametrize(
    ("group", "now", "moment"),
    [
        pytest.param("bo-de", "2026-11-23 00:00", "2026-11-25 09:10", id="a plain week: Wednesday"),
        pytest.param("viet-hung", "2026-11-29 23:59", "2026-11-25 09:40", id="Sunday night still belongs to it"),
        pytest.param(COORDINATION, "2026-11-25 12:00", "2026-11-25 09:50", id="coordinators last"),
        pytest.param("bo-de", "2025-01-01 12:00", "2025-01-02 09:10", id="New Year on a Wednesday: Thursday"),
        pytest.param("bo-de", "2026-02-18 12:00", None, id="Tết 2026: no working day, no drill"),
    ],
)
def test_the_moment_of_a_week(group: str, now: str, moment: str | None) -> None:
    at = weekly_moment(group, datetime.fromisoformat(now).replace(tzinfo=HANOI))
    assert at == (None if moment is None else datetime.fromisoformat(moment).replace(tzinfo=HANOI))


@given(MOMENTS, st.sampled_from(GROUPS))
def test_a_moment_lies_in_working_hours_of_its_own_week_and_is_the_same_all_week(now: datetime, group: str) -> None:
    moment = weekly_moment(group, now)
    monday = now.astimezone(HANOI).date() - timedelta(days=now.astimezone(HANOI).weekday())
    if moment is None:
        assert not any(is_working_day(monday + timedelta(days=d)) for d in range(5))
        return
    assert is_working_day(moment.date())
    assert 8 <= moment.hour < 11
    assert week_of(moment) == week_of(now)
    assert weekly_moment(group, moment + timedelta(minutes=1)) == moment
    assert is_due(group, moment) and not is_due(group, moment - timedelta(seconds=1))
    assert len({weekly_moment(each, now) for each in GROUPS}) == len(GROUPS), "each at its own minute"


@given(MOMENTS, st.sampled_from(GROUPS))
def test_a_late_drill_is_held_in_the_same_week_and_never_at_night(now: datetime, group: str) -> None:
    if is_due(group, now):
        local = now.astimezone(HANOI)
        assert is_working_day(local.date())
        assert 8 <= local.hour < 17 and local.hour != 12
        moment = weekly_moment(group, now)
        assert moment is not None and moment <= now and week_of(moment) == week_of(now)


@pytest.mark.parametrize(
    ("late", "due"),
    [
        ("2026-11-25 16:59", True),
        ("2026-11-25 12:30", False),
        ("2026-11-25 20:00", False),
        ("2026-11-27 08:00", True),
        ("2026-11-28 10:00", False),  # Saturday
        ("2026-11-30 10:00", False),  # Monday after: that week's comes on Wednesday
    ],
)
def test_after_an_outage(late: str, due: bool) -> None:
    assert is_due("bo-de", datetime.fromisoformat(late).replace(tzinfo=HANOI)) is due


def staff(number: int, role: Role, ward: str | None, **more: object) -> Staff:
    return Staff(number, number, f"s{number}", role, ward, **more)  # type: ignore[arg-type]


HANH = staff(1, Role.OFFICER, "bo-de")
TAM = staff(2, Role.OFFICER, "bo-de", rung=2)
OFF = staff(3, Role.OFFICER, "bo-de", on_duty=False)
ELSE = staff(4, Role.OFFICER, "phuc-loi")
MINH = staff(5, Role.COORDINATOR, None)
WARD_MINH = replace(MINH, ward="bo-de")
ADMIN = staff(6, Role.ADMIN, None)
AWAY, RESTS = Presence.AWAY, Presence.OFF_HOURS


@pytest.mark.parametrize(
    ("contacts", "group", "reachable", "unreachable"),
    [
        pytest.param([(HANH, True), (TAM, True)], "bo-de", [1, 2], [], id="every rung of the ward"),
        pytest.param([(HANH, True), (OFF, True)], "bo-de", [1], [], id="nobody off duty"),
        pytest.param([(HANH, False), (TAM, None)], "bo-de", [], [1, 2], id="blocked, never started"),
        pytest.param([(HANH, True), (ELSE, True)], "phuc-loi", [4], [], id="no other ward"),
        pytest.param([(HANH, True), (MINH, True)], "bo-de", [1], [], id="coordinators have their own"),
        pytest.param([(HANH, True), (WARD_MINH, True)], "bo-de", [1], [], id="one with a ward too"),
        pytest.param([(HANH, True), (MINH, True)], COORDINATION, [5], [], id="coordinators"),
        pytest.param([(HANH, True), (MINH, False)], COORDINATION, [], [5], id="a coordinator who blocked"),
        pytest.param([(HANH, True)], COORDINATION, [], [], id="no coordinator: not the officers"),
        pytest.param([(HANH, True)], "viet-hung", [], [], id="nobody there: not all wards"),
        pytest.param([(ADMIN, True)], "bo-de", [], [], id="administrators are never rung"),
        pytest.param([(HANH, True), (TAM, True, AWAY)], "bo-de", [1], [], id="nobody on leave"),
        pytest.param([(HANH, True), (TAM, None, RESTS)], "bo-de", [1], [], id="nobody outside their hours"),
        pytest.param(
            [(HANH, True, RESTS)], "bo-de", [], [], id="all outside their hours: nobody is woken for practice"
        ),
    ],
)
def test_who_is_called(
    contacts: list[tuple[Any, ...]], group: str, reachable: list[int], unreachable: list[int]
) -> None:
    found = called([Contact(*each) for each in contacts], group)
    assert [s.id for s in found.reachable] == reachable
    assert [s.id for s in found.unreachable] == unreachable


@given(
    st.lists(
        st.tuples(
            st.sampled_from([Role.OFFICER, Role.COORDINATOR]),
            st.sampled_from([*WARDS]),
            st.integers(1, 3),
            st.booleans(),
            st.sampled_from([True, False, None]),
        )
    )
)
def test_over_all_groups_everybody_on_duty_is_called_once(
    roster: list[tuple[Role, str, int, bool, bool | None]],
) -> None:
    contacts = [
        Contact(staff(n, role, ward if role is Role.OFFICER else None, rung=rung, on_duty=on), reachable)
        for n, (role, ward, rung, on, reachable) in enumerate(roster)
    ]
    groups = [called(contacts, group) for group in GROUPS]
    everybody = [s.id for found in groups for s in (*found.reachable, *found.unreachable)]
    assert sorted(everybody) == [c.staff.id for c in contacts if c.staff.on_duty]
    assert all(c.reachable for c in contacts if c.staff.id in {s.id for f in groups for s in f.reachable})


A, L, M, N, U, W = (
    CallState.ANSWERED,
    CallState.LATE,
    CallState.MISSED,
    CallState.UNREACHABLE,
    CallState.UNSENT,
    CallState.WAITING,
)


@pytest.mark.parametrize(
    ("newest_first", "missed"),
    [([], 0), ([A], 0), ([M], 1), ([M, M], 2), ([M, N, A, M], 2), ([L, M, M], 0), ([M, U, M], 2), ([W, M, M, A], 2)],
)
def test_a_row_of_misses(newest_first: list[CallState], missed: int) -> None:
    assert missed_in_a_row(newest_first) == missed
