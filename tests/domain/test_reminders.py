"""Three days and three hours before; never at night; nothing that has passed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reminders import MORNING, NIGHT, When, reminders_of
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
