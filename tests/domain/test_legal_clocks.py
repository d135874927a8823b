"""The legal clocks: when they end, when somebody is told, what a mark does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import legal_clocks
from domain.legal_clocks import Kind, LegalClock, Mark
from domain.texts import Refusal
from domain.working_time import HANOI, PUBLISHED_UNTIL, is_working_day

MOMENTS = st.integers(0, 75 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=HANOI)


def hanoi(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@given(MOMENTS)
def test_the_ward_has_twelve_hours_through_nights_weekends_and_tet(received: datetime) -> None:
    assert legal_clocks.acting(received).due_at - received == timedelta(hours=12)


@pytest.mark.parametrize(
    ("marked", "plan"),
    {
        "2026-11-25T09:00": "2026-12-02T23:59",  # an ordinary Wednesday
        "2026-11-27T23:59": "2026-12-04T23:59",  # a Friday to its last minute
        "2026-11-28T00:00": "2026-12-04T23:59",  # Saturday,
        "2026-11-29T10:00": "2026-12-04T23:59",  # Sunday: Monday is the first day of all three
        "2026-11-30T00:00": "2026-12-07T23:59",  # one minute into Monday: Monday no longer counts
        "2026-11-18T09:00": "2026-11-26T23:59",  # over 24/11
        "2026-08-20T09:00": "2026-08-26T23:59",  # Saturday 22/8 is worked
        "2026-08-27T09:00": "2026-09-08T23:59",  # 29/8 to 2/9 are off
        "2026-12-31T23:59": "2027-01-08T23:59",
        "2027-02-03T16:00": "2027-02-17T23:59",  # Tết
    }.items(),
)
def test_a_plan_is_due_at_the_end_of_the_fifth_working_day_after_the_mark(marked: str, plan: str) -> None:
    assert legal_clocks.planning(hanoi(marked)).due_at == hanoi(plan)


def test_the_day_of_a_mark_is_the_day_in_hanoi() -> None:
    late_on_wednesday = datetime(2026, 11, 25, 16, 59, tzinfo=UTC)  # 23:59 in Hà Nội
    assert legal_clocks.planning(late_on_wednesday).due_at == hanoi("2026-12-02T23:59")
    assert legal_clocks.planning(late_on_wednesday + timedelta(minutes=1)).due_at == hanoi("2026-12-03T23:59")


@given(MOMENTS)
def test_limits_in_days_end_on_working_days_and_the_approval_after_the_plan(marked: datetime) -> None:
    plan = legal_clocks.planning(marked)
    approval = legal_clocks.approving(plan.due_at)
    assert marked < plan.due_at < approval.due_at
    for clock in (plan, approval):
        assert is_working_day(clock.due_at.astimezone(HANOI).date())
        assert legal_clocks.recounted(clock) == clock


@given(MOMENTS, MOMENTS)
def test_who_marks_later_is_never_due_earlier(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    for make in (legal_clocks.acting, legal_clocks.planning, legal_clocks.approving):
        assert make(first).due_at <= make(second).due_at


@pytest.mark.parametrize(
    ("left", "told"),
    {
        timedelta(hours=6, seconds=1): 0,
        timedelta(hours=6): 1,
        timedelta(hours=3, seconds=1): 1,
        timedelta(hours=3): 2,
        timedelta(hours=1): 3,
        timedelta(seconds=1): 3,
        timedelta(): 4,
        -timedelta(days=3): 4,
    }.items(),
    ids=str,
)
def test_somebody_is_told_when_6_3_1_hours_are_left_and_at_the_limit(left: timedelta, told: int) -> None:
    clock = legal_clocks.acting(WEDNESDAY)
    assert legal_clocks.told_by(clock, clock.due_at - left) == told


@given(MOMENTS, st.integers(0, 60 * 24 * 20), st.sampled_from(Kind))
def test_the_next_telling_is_the_first_that_has_not_fallen_due(since: datetime, minutes: int, kind: Kind) -> None:
    make = {Kind.ACT: legal_clocks.acting, Kind.PLAN: legal_clocks.planning, Kind.APPROVAL: legal_clocks.approving}
    clock, now = make[kind](since), since + timedelta(minutes=minutes)
    following = legal_clocks.next_telling(clock, legal_clocks.told_by(clock, now))
    assert following is None or now < following <= clock.due_at
    assert (following is None) == clock.has_passed(now) or now == clock.due_at


def test_a_met_clock_tells_nothing_more_and_is_late_only_when_met_late() -> None:
    act = legal_clocks.acting(WEDNESDAY)
    in_time = legal_clocks.marked({Kind.ACT: act}, Mark.ASSESSED, act.due_at)[Kind.ACT]
    late = legal_clocks.marked({Kind.ACT: act}, Mark.ASSESSED, act.due_at + timedelta(seconds=1))[Kind.ACT]
    assert legal_clocks.next_telling(in_time, 0) is None
    assert not in_time.has_passed(act.due_at + timedelta(days=30))
    assert late.has_passed(act.due_at)


def test_a_limit_beyond_the_published_days_off_is_an_estimate_but_never_the_twelve_hours() -> None:
    last = PUBLISHED_UNTIL
    assert not legal_clocks.planning(hanoi(f"{last}-12-20T09:00")).is_estimate
    assert legal_clocks.planning(hanoi(f"{last}-12-29T09:00")).is_estimate
    assert not legal_clocks.acting(hanoi(f"{last}-12-31T23:00")).is_estimate


URGENT = {Kind.ACT: legal_clocks.acting(WEDNESDAY)}
WALKS = {
    "assessed, planned, approved": (URGENT, [Mark.ASSESSED, Mark.PLAN_NEEDED, Mark.PLAN_DONE, Mark.APPROVED]),
    "planned before assessed": (URGENT, [Mark.PLAN_NEEDED, Mark.PLAN_DONE, Mark.ASSESSED, Mark.APPROVED]),
    "urgent measures in the middle of a plan": (URGENT, [Mark.PLAN_NEEDED, Mark.PLAN_DONE, Mark.MEASURES]),
    "only a talk": ({}, [Mark.PLAN_NEEDED, Mark.PLAN_DONE, Mark.APPROVED]),
}


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_through_the_marks_ends_with_nothing_running_and_goes_back_the_same_way(walk: str) -> None:
    clocks, marks = WALKS[walk]
    seen = [dict(clocks)]
    for n, mark in enumerate(marks):
        clocks = legal_clocks.marked(clocks, mark, WEDNESDAY + timedelta(days=n))
        assert legal_clocks.marked(clocks, mark, WEDNESDAY + timedelta(days=50)) == clocks, "twice is once"
        seen.append(dict(clocks))
    assert not any(clock.is_running for clock in clocks.values())
    for mark in reversed(marks):
        assert clocks == seen.pop()
        assert mark in legal_clocks.can_unmark(clocks)
        clocks = legal_clocks.unmarked(clocks, mark)
        assert legal_clocks.unmarked(clocks, mark) == clocks, "twice is once"
    assert clocks == seen.pop()


def test_for_urgent_measures_there_are_no_5_and_2_days() -> None:
    clocks = legal_clocks.marked(URGENT, Mark.MEASURES, WEDNESDAY)
    assert Mark.PLAN_NEEDED not in legal_clocks.can_mark(clocks)
    with pytest.raises(Refusal):
        legal_clocks.marked(clocks, Mark.PLAN_NEEDED, WEDNESDAY)


@pytest.mark.parametrize(
    ("clocks", "mark"),
    [
        ({}, Mark.ASSESSED),
        ({}, Mark.MEASURES),
        (URGENT, Mark.PLAN_DONE),
        (URGENT, Mark.APPROVED),
        ({Kind.PLAN: legal_clocks.planning(WEDNESDAY)}, Mark.APPROVED),
    ],
)
def test_a_mark_out_of_order_is_refused(clocks: dict[Kind, LegalClock], mark: Mark) -> None:
    with pytest.raises(Refusal):
        legal_clocks.marked(clocks, mark, WEDNESDAY)


def test_only_the_newest_step_of_a_plan_is_taken_back() -> None:
    clocks = legal_clocks.marked({}, Mark.PLAN_NEEDED, WEDNESDAY)
    clocks = legal_clocks.marked(clocks, Mark.PLAN_DONE, WEDNESDAY)
    with pytest.raises(Refusal):
        legal_clocks.unmarked(clocks, Mark.PLAN_NEEDED)
