"""Whose turn it is in a waiting list, how long seats are kept for them, and what a newcomer may take."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.signups import NoRoom
from domain.texts import Refusal
from domain.waiting import KEPT, LAST_DAY, NIGHT, Line, Room, Waiter, has_room, must_have_room, offer_ends
from domain.working_time import HANOI

STARTS = datetime(2027, 9, 11, 18, tzinfo=HANOI)
LONG_BEFORE, LAST_HOURS = STARTS - timedelta(days=9), STARTS - timedelta(hours=20)


def a_line(*needs: int, free: int, seats: int = 20, starts_at: datetime = STARTS) -> Line:
    waiters = tuple(Waiter(number, need) for number, need in enumerate(needs, 1))
    return Line(1, starts_at, seats, seats - free, waiters)


@pytest.mark.parametrize(
    ("needs", "free", "before", "last_day"),
    [
        ((), 3, [], []),
        ((2,), 1, [], []),
        ((2,), 2, [1], [1]),
        ((2, 2, 2), 5, [1, 2], [1, 2]),
        ((4, 2), 3, [], [2]),  # three are saved up for the first family; in the last day the second fits
        ((4, 2, 1), 3, [], [2, 3]),
        ((2, 4, 1), 3, [1], [1, 3]),
        ((30, 2), 3, [2], [2]),  # thirty can never come: staff took seats away
    ],
)
def test_whose_turn_it_is(needs: tuple[int, ...], free: int, before: list[int], last_day: list[int]) -> None:
    line = a_line(*needs, free=free)
    assert line.turns(LONG_BEFORE) == before
    assert line.turns(LAST_HOURS) == last_day


@pytest.mark.parametrize(
    ("needs", "free", "before", "last_day"),
    [((), 3, 3, 3), ((4,), 3, 0, 3), ((2,), 3, 0, 0), ((30,), 3, 3, 3), ((), 0, 0, 0)],
)
def test_nobody_passes_those_who_wait(needs: tuple[int, ...], free: int, before: int, last_day: int) -> None:
    room = Room(STARTS, 20, 20 - free, len(needs), min(needs, default=None))
    assert room.open_to_newcomers(LONG_BEFORE) == before
    assert room.open_to_newcomers(LAST_HOURS) == last_day


NEEDS = st.lists(st.integers(1, 9), max_size=8)


@given(needs=NEEDS, free=st.integers(0, 20), hours=st.integers(0, 100))
def test_the_order_of_joining_is_kept(needs: list[int], free: int, hours: int) -> None:
    line, now = a_line(*needs, free=free), STARTS - timedelta(hours=hours)
    turns = line.turns(now)
    left = free - sum(needs[signup - 1] for signup in turns)
    assert turns == sorted(turns)
    assert left >= 0
    passed_over = [need for number, need in enumerate(needs, 1) if turns and number < turns[-1] and number not in turns]
    assert not passed_over or STARTS - now <= LAST_DAY, "nobody is passed over before the last day"
    for number, need in enumerate(needs, 1):
        if number not in turns and STARTS - now <= LAST_DAY:
            assert need > free - sum(needs[other - 1] for other in turns if other < number), "the first who fits"


@given(needs=NEEDS, free=st.integers(0, 20), hours=st.integers(1, 100))
def test_a_list_without_work_stays_without_until_it_says_so(needs: list[int], free: int, hours: int) -> None:
    line, now = a_line(*needs, free=free), STARTS - timedelta(hours=hours)
    if line.waiters and not line.has_work(now):
        next_at = line.next_at(now)
        assert next_at > now
        assert not line.has_work(next_at - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (STARTS - timedelta(days=3), STARTS - timedelta(days=3) + timedelta(hours=12)),
        (datetime(2027, 9, 9, 18, 30, tzinfo=HANOI), datetime(2027, 9, 10, 6, 30, tzinfo=HANOI)),
        (datetime(2027, 9, 11, 9, tzinfo=HANOI), datetime(2027, 9, 11, 11, tzinfo=HANOI)),
        (datetime(2027, 9, 10, 19, 30, tzinfo=HANOI), datetime(2027, 9, 10, 21, 30, tzinfo=HANOI)),
        (
            datetime(2027, 9, 10, 20, 30, tzinfo=HANOI),
            datetime(2027, 9, 11, 8, tzinfo=HANOI),
        ),  # an hour before, one after
        (datetime(2027, 9, 10, 23, tzinfo=HANOI), datetime(2027, 9, 11, 9, tzinfo=HANOI)),
        (datetime(2027, 9, 11, 3, tzinfo=HANOI), datetime(2027, 9, 11, 9, tzinfo=HANOI)),
        (datetime(2027, 9, 11, 17, tzinfo=HANOI), STARTS),
    ],
    ids=str,
)
def test_until_when_seats_are_kept(now: datetime, ends: datetime) -> None:
    assert offer_ends(STARTS, now) == ends


@given(minutes=st.integers(1, 60 * 24 * 10))
def test_an_offer_holds_two_hours_in_which_people_are_awake(minutes: int) -> None:
    now = STARTS - timedelta(minutes=minutes)
    ends = offer_ends(STARTS, now)
    assert now < ends <= STARTS
    assert ends - now == KEPT or STARTS - now <= LAST_DAY
    awake = sum(
        NIGHT.over(at) == at
        for at in (now + timedelta(minutes=m) for m in range(int((ends - now) / timedelta(minutes=1))))
    )
    assert awake >= 119 or ends == STARTS


def test_a_family_larger_than_the_event_does_not_wait_in_vain() -> None:
    assert has_room(3, 3, 20)
    assert not has_room(2, 3, 20)
    with pytest.raises(Refusal, match="has only"):
        has_room(0, 21, 20)


def test_who_did_not_say_they_would_wait_is_refused() -> None:
    assert must_have_room(3, 3, 20)
    with pytest.raises(NoRoom, match="are left"):
        must_have_room(2, 3, 20)
    with pytest.raises(NoRoom, match="not enough free seats"):
        must_have_room(0, 3, 20)
