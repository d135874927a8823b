"""The pace of announcements: evenly, never into others' room, and a hitch neither costs the pace nor makes a burst."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pace import HURRY, MOST_PER_SECOND, PER_SECOND, ROOM, Slots

RATES = st.sampled_from([1, 10, PER_SECOND, MOST_PER_SECOND])


def sent(slots: Slots, many: int, hitches: dict[int, float], others: dict[int, int]) -> list[float]:
    """When each of so many announcements leaves; before some of them the machine hesitates, or others write."""
    now, left = 100.0, []
    for number in range(many):
        now += hitches.get(number, 0.0)
        for _ in range(others.get(number, 0)):
            slots.left(now)
        while (wait := slots.wait(now)) > 0:
            now += wait
        slots.take(now)
        slots.left(now)
        left.append(now)
    return left


def held(left: list[float], per_second: int) -> float:
    """Which part of the pace was held from the first to the last."""
    return (len(left) - 1) / per_second / (left[-1] - left[0])


@pytest.mark.parametrize("per_second", [1, 10, PER_SECOND, MOST_PER_SECOND])
def test_the_pace_is_held(per_second: int) -> None:
    left = sent(Slots(per_second), 1000, {}, {})
    assert 0.99 <= held(left, per_second) <= 1.01


def test_short_hitches_and_a_few_alerts_cost_nothing_of_it() -> None:
    hitches = {**dict.fromkeys(range(20, 900, 20), 0.05), 100: 1.5, 500: 0.7}
    left = sent(Slots(), 1000, hitches, dict.fromkeys(range(30, 1000, 30), 2))
    assert held(left, PER_SECOND) >= 0.99


@given(RATES, st.dictionaries(st.integers(0, 199), st.floats(0, 30), max_size=20))
def test_no_hitch_makes_a_burst(per_second: int, hitches: dict[int, float]) -> None:
    left = sent(Slots(per_second), 200, hitches, {})
    for first, start in enumerate(left):
        in_a_second = sum(at < start + 1.0 for at in left[first:])
        assert in_a_second <= min(ROOM, per_second / HURRY + 1)


@given(st.dictionaries(st.integers(0, 199), st.integers(1, 40), max_size=30))
def test_an_announcement_never_takes_the_room_of_others(others: dict[int, int]) -> None:
    slots, everything = Slots(), []
    now = 100.0
    for number in range(200):
        for _ in range(others.get(number, 0)):
            slots.left(now)
            everything.append(now)
        while (wait := slots.wait(now)) > 0:
            now += wait
        assert sum(at > now - 1.0 for at in everything) < ROOM, "it waited until there was room"
        slots.take(now)
        slots.left(now)
        everything.append(now)
