"""Three days and three hours before; never at night; nothing that has passed."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pace import TOGETHER
from domain.reminders import MORNING, NIGHT, SPREAD, When, late_reminder, reminders_for, reminders_of
from domain.working_time import HANOI

LONG_AGO = datetime(2027, 8, 1, 12, tzinfo=HANOI)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 9, day, hour, minute, tzinfo=HANOI)


TABLE = {  # the event begins, the two reminders
    "in the evening": (on(11, 18), on(8, 18), on(11, 15)),
    "at noon": (on(11, 12), on(8, 12), on(11, 9)),
    "three hours before is seven": (on(11, 10), on(8, 10), on(11, 7)),
    "a little earlier: seven is early enough": (on(11, 9, 30), on(8, 9, 30), on(11, 7)),
    "two hours are enough": (on(11, 9), on(8, 9), on(11, 7)),
    "in the morning: the evening before": (on(11, 8), on(8, 8), on(10, 20)),
    "before seven": (on(11, 6), on(8, 7), on(10, 20)),
    "late at night": (on(11, 22), on(9, 7), on(11, 19)),
    "three hours before is night already": (on(11, 0, 45), on(8, 7), on(10, 20)),
}


@pytest.mark.parametrize("name", TABLE)
def test_when_both_come(name: str) -> None:
    starts_at, days, hours = TABLE[name]
    assert reminders_of(starts_at, LONG_AGO) == {When.DAYS: days, When.HOURS: hours}


ASKED = {  # now, and what is still to come for an event at 18:00 and at 8:00 on the 11th
    "a day before": (on(10, 10), [on(11, 15)], [on(10, 20)]),
    "in the night before": (on(10, 23), [on(11, 15)], [on(11, 7)]),
    "in the morning": (on(11, 7, 30), [on(11, 15)], []),
    "an hour before": (on(11, 17), [], []),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_left_of_them(name: str) -> None:
    now, evening, morning = ASKED[name]
    assert [list(reminders_of(at, now).values()) for at in (on(11, 18), on(11, 8))] == [evening, morning]


@given(st.integers(0, 60 * 24 * 365), st.timedeltas(timedelta(), timedelta(days=10)))
def test_never_at_night_never_in_the_past_never_after_it_began(minutes: int, before: timedelta) -> None:
    starts_at = LONG_AGO + timedelta(minutes=minutes)
    found = reminders_of(starts_at, starts_at - before)
    for at in found.values():
        assert starts_at - before < at < starts_at
        assert MORNING <= at.astimezone(HANOI).time() < NIGHT
    assert list(found.values()) == sorted(set(found.values()))


@given(
    st.integers(1, 10**9), st.integers(0, 60 * 24 * 365), st.timedeltas(timedelta(), timedelta(days=10)), st.booleans()
)
def test_everybodys_own_moment_is_close_to_it_and_neither_at_night_nor_too_late(
    person: int, minutes: int, before: timedelta, moves: bool
) -> None:
    starts_at = LONG_AGO + timedelta(minutes=minutes)
    now = starts_at - before
    if moves and (due := list(reminders_of(starts_at, now).values())):
        now = due[-1] - timedelta(minutes=1)  # asked for, or moved, in the last moment
    all_of_them, own = reminders_of(starts_at, now), reminders_for(person, starts_at, now)
    assert own.keys() == all_of_them.keys()
    for when, at in own.items():
        assert abs(at - all_of_them[when]) <= SPREAD
        assert now <= at < starts_at
        assert MORNING <= at.astimezone(HANOI).time() < NIGHT
    assert list(own.values()) == sorted(set(own.values()))


MOMENTS = {  # when the event begins, now, and the ten minutes over which its last reminders leave
    "before it": (on(11, 18), LONG_AGO, on(11, 14, 50), on(11, 15)),
    "at seven: after it, for before it is night": (on(11, 10), LONG_AGO, on(11, 7), on(11, 7, 10)),
    "moved in the last moment: from now on": (on(11, 18), on(11, 14, 58), on(11, 14, 58), on(11, 15, 8)),
    "a quarter of an hour is left: in its first half": (on(11, 7, 6), on(11, 6), on(11, 7), on(11, 7, 3)),
}


CROWDS = {"some hundred": range(1, 301), "the largest event": range(5_000, 15_000)}


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("crowd", CROWDS)
def test_those_of_one_event_leave_at_a_steady_pace(name: str, crowd: str) -> None:
    starts_at, now, begins, ends = MOMENTS[name]
    due = [reminders_for(person, starts_at, now)[When.HOURS] for person in CROWDS[crowd]]
    assert begins <= min(due) < max(due) < ends
    each = Counter((at - begins) // timedelta(seconds=1) for at in due)
    even = len(due) / (ends - begins).total_seconds()
    assert max(each.values()) <= even + 4, "no burst"
    assert ends - begins < SPREAD or max(each.values()) <= TOGETHER, "the rest is room for alerts and answers"
    parts = Counter(10 * (at - begins) // (ends - begins) for at in due)
    assert max(parts.values()) - min(parts.values()) <= 4, "from the first minute to the last"


def test_who_asked_lies_anywhere_and_they_leave_as_evenly_as_that_allows() -> None:
    people = random.Random(1).sample(range(1_000_000), 300)
    due = [reminders_for(person, on(11, 18), LONG_AGO)[When.HOURS] for person in people]
    assert max(Counter(due).values()) <= 5


LATE = {  # brought forward so that it begins, and ends, then; now; the one reminder that still comes
    "two hours are left: one before": (on(11, 18), on(11, 16), on(11, 17)),
    "an hour is left: halfway": (on(11, 18), on(11, 17), on(11, 17, 30)),
    "it has begun: at once": (on(11, 18), on(11, 18, 30), on(11, 18, 30)),
    "it is over": (on(11, 18), on(11, 20), None),
}


@pytest.mark.parametrize("name", LATE)
def test_brought_forward_so_far_that_neither_can_come(name: str) -> None:
    starts_at, now, due = LATE[name]
    assert late_reminder(starts_at, starts_at + timedelta(hours=2), now) == due
