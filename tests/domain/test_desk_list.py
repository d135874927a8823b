"""The officer's list: what matters first, and pages that lose nothing while cases come and go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases import HOLDER, Case, Origin, State, Timing
from domain.desk_list import PAGE, Line, Listed, Place, Why, line, page
from domain.legal_clocks import Kind, LegalClock, Mark, acting

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # a Wednesday, 10:00 in Hà Nội
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
T = Timing()


def a_case(number: int = 1, state: State = State.TAKEN, **changed) -> Case:
    plain = {
        "code": f"LB-{number}",
        "origin": Origin.WORDS,
        "ward": "bo-de",
        "place_known": True,
        "sender": 9,
        "holder": 5 if state is State.TAKEN else None,
        "skip_ward": False,
        "rung": 0,
        "opened_at": NOW - HOUR,
        "last_heard_at": NOW - HOUR,
        "climb_at": None,
        "tell_at": None,
        "told": 0,
        "taken_at": NOW - 50 * MINUTE if state is State.TAKEN else None,
        "acted_at": NOW - 45 * MINUTE if state is State.TAKEN else None,
        "due_at": NOW + 11 * HOUR,
        "closed_at": None,
        "outcome": None,
        "retracted": False,
        "may_write": True,
    }
    return Case(**{"id": number, "state": state, **plain, **changed})


def clock(due_in: timedelta, met: bool = False) -> tuple[LegalClock, ...]:
    limit = acting(NOW + due_in - 12 * HOUR)
    return (LegalClock(Kind.ACT, limit.since, limit.due_at, NOW, Mark.ASSESSED) if met else limit,)


def listed(case: Case, clocks=(), *, mine: bool = False, unanswered: datetime | None = None) -> Listed:
    return Listed(case, clocks, mine, None, unanswered)


OLD = {"opened_at": NOW - 30 * HOUR}
UNTOUCHED = {"acted_at": None}
REASONS = {
    "nobody has answered the ring": (listed(a_case(state=State.OPEN)), Why.UNHEARD, NOW - HOUR),
    "a ring outweighs a limit that passed": (listed(a_case(state=State.OPEN), clock(-HOUR)), Why.UNHEARD, NOW - HOUR),
    "danger again": (listed(a_case(rung=HOLDER, last_heard_at=NOW - MINUTE)), Why.RINGS_AGAIN, NOW - MINUTE),
    "the first step is late to the second": (
        listed(a_case(taken_at=NOW - 30 * MINUTE, **UNTOUCHED)),
        Why.FIRST_STEP_LATE,
        NOW,
    ),
    "the first step is still in time": (
        listed(a_case(taken_at=NOW - 29 * MINUTE, **UNTOUCHED)),
        Why.FIRST_STEP,
        NOW + MINUTE,
    ),
    "a late first step outweighs a limit": (
        listed(a_case(taken_at=NOW - 31 * MINUTE, **UNTOUCHED), clock(-HOUR)),
        Why.FIRST_STEP_LATE,
        NOW - MINUTE,
    ),
    "a promise of working hours that passed": (
        listed(a_case(state=State.WAITING, opened_at=NOW - 49 * HOUR)),
        Why.PROMISE_LATE,
        NOW - 44 * HOUR,  # asked at nine on Monday: at two in the afternoon (Tuesday is a holiday)
    ),
    "a night is no working time": (
        listed(a_case(state=State.WAITING, opened_at=NOW - 16 * HOUR, climb_at=NOW + 2 * HOUR)),
        Why.WAITS,
        NOW + 2 * HOUR,
    ),
    "a limit that passed": (listed(a_case(), clock(-MINUTE)), Why.LIMIT_PASSED, NOW - MINUTE),
    "the last moment of a limit is in time": (listed(a_case(), clock(timedelta())), Why.LIMIT_NEAR, NOW),
    "six hours left is near": (listed(a_case(), clock(6 * HOUR)), Why.LIMIT_NEAR, NOW + 6 * HOUR),
    "a little more is not": (listed(a_case(), clock(6 * HOUR + MINUTE)), Why.HELD, NOW - HOUR),
    "a limit that was met weighs nothing": (listed(a_case(), clock(-HOUR, met=True)), Why.HELD, NOW - HOUR),
    "a limit outweighs words": (
        listed(a_case(), clock(HOUR), unanswered=NOW - MINUTE),
        Why.LIMIT_NEAR,
        NOW + HOUR,
    ),
    "a limit outweighs the duty list": (listed(a_case(state=State.WAITING), clock(HOUR)), Why.LIMIT_NEAR, NOW + HOUR),
    "words that wait for an answer": (listed(a_case(), unanswered=NOW - MINUTE), Why.UNANSWERED, NOW - MINUTE),
    "words outweigh a first step in time": (
        listed(a_case(taken_at=NOW, **UNTOUCHED), unanswered=NOW - MINUTE),
        Why.UNANSWERED,
        NOW - MINUTE,
    ),
    "calmly held": (listed(a_case(**OLD)), Why.HELD, NOW - 30 * HOUR),
}


@pytest.mark.parametrize(("known", "why", "at"), REASONS.values(), ids=REASONS)
def test_a_case_stands_for_its_heaviest_reason(known: Listed, why: Why, at: datetime) -> None:
    assert line(known, NOW, T) == Line(known, why, at)


def test_what_matters_first_stands_first_and_ones_own_first_among_equals() -> None:
    in_order = [
        listed(a_case(10, rung=HOLDER, last_heard_at=NOW - MINUTE), mine=True),
        listed(a_case(11, State.OPEN, opened_at=NOW - 2 * HOUR)),
        listed(a_case(1, State.OPEN, opened_at=NOW - HOUR)),
        listed(a_case(2, State.WAITING, opened_at=NOW - 49 * HOUR)),
        listed(a_case(13, taken_at=NOW - 40 * MINUTE, **UNTOUCHED)),
        listed(a_case(14), clock(-HOUR)),
        listed(a_case(3), clock(2 * HOUR)),
        listed(a_case(15), unanswered=NOW - 3 * MINUTE, mine=True),
        listed(a_case(4), unanswered=NOW - 9 * MINUTE),
        listed(a_case(5), unanswered=NOW - 2 * MINUTE),
        listed(a_case(16, taken_at=NOW - MINUTE, **UNTOUCHED)),
        listed(a_case(6, State.WAITING, climb_at=NOW + HOUR)),
        listed(a_case(17), mine=True),
        listed(a_case(7, **OLD)),
        listed(a_case(8)),
        listed(a_case(9)),
    ]
    found = page([line(each, NOW, T) for each in reversed(in_order)], None, NOW, most=99)
    assert [each.listed.case.id for each in found.lines] == [each.case.id for each in in_order]
    assert found.then is None and found.above == 0


NUMBERS = st.sets(st.integers(1, 60), max_size=40)


def lines(numbers: set[int]) -> list[Line]:
    """Some cases; every third one rings, every fifth is one's own."""
    return [
        line(listed(a_case(n, State.TAKEN if n % 3 else State.OPEN), mine=n % 5 == 0 and n % 3 != 0), NOW, T)
        for n in numbers
    ]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_whoever_pages_on_meets_every_case_that_stayed_once_whatever_opens_and_closes_meanwhile(
    there: set[int], closing: set[int], opening: set[int]
) -> None:
    met: list[int] = []
    after: Place | None = None
    now_there, turns = set(there), 0
    while True:
        found = page(lines(now_there), after, NOW)
        met += [each.listed.case.id for each in found.lines]
        assert len(found.lines) <= PAGE and found.total == len(now_there)
        if found.then is None:
            break
        after, turns = found.then, turns + 1
        now_there = (there - closing) | (opening if turns % 2 else set())
    assert len(met) == len(set(met)), "nothing is shown twice"
    assert set(there) - closing <= set(met) or not turns


def test_a_page_says_what_stands_above_it_and_where_it_goes_on() -> None:
    ten = lines(set(range(1, 11)))
    first = page(ten, None, NOW)
    assert (len(first.lines), first.above, first.total) == (PAGE, 0, 10)
    second = page(ten, first.then, NOW)
    assert (len(second.lines), second.above, second.then) == (2, PAGE, None)
    assert page(ten[:1], second.lines[-1].place, NOW).lines == ()
    assert page(lines(set(range(1, PAGE + 1))), None, NOW).then is None, "a full last page is the last"
