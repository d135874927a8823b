"""Splitting a case: which messages go along, and from when the limits of the second child count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.splitting import MOST, Plan, Said, choice, counts_from, going_along

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


def said(entry: int, minutes: int | None = None) -> Said:
    at = NOON + timedelta(minutes=entry if minutes is None else minutes)
    return Said(entry, at, at, "text")


MESSAGES = [said(entry) for entry in range(1, 13)]  # two more than can be chosen


@pytest.mark.parametrize(
    ("plan", "along"),
    {
        "as it comes everything stands in both": (Plan(1, 12), range(1, 13)),
        "the newest is left out": (Plan(1, 12, 1 << 9), range(1, 12)),
        "the first that can be chosen is left out": (Plan(1, 12, 1), [1, 2, *range(4, 13)]),
        "older ones always go along": (Plan(1, 12, (1 << MOST) - 1), [1, 2]),
        "what came after the choice was shown goes along": (Plan(1, 9, (1 << 9) - 1), [10, 11, 12]),
        "a forged mask leaves out no more than it shows": (Plan(1, 12, 1 << 40), range(1, 13)),
    }.values(),
    ids=str,
)
def test_what_stands_in_both_cases(plan: Plan, along: range | list[int]) -> None:
    assert [each.entry for each in going_along(MESSAGES, plan)] == list(along)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, (1 << MOST) - 1))
def test_no_message_is_lost_and_none_comes_twice(count: int, upto: int, without: int) -> None:
    messages = [said(entry) for entry in range(1, count + 1)]
    plan = Plan(1, upto, without)
    older, newest = choice(messages, plan)
    along = going_along(messages, plan)
    out = {each.entry for i, each in enumerate(newest) if plan.leaves_out(i)}
    assert [each.entry for each in along] == [each.entry for each in messages if each.entry not in out]
    assert len(newest) <= MOST and len(older) + len(newest) == min(upto, count)


@given(st.integers(0, (1 << MOST) - 1), st.integers(0, MOST - 1))
def test_a_second_tap_puts_a_message_back(without: int, index: int) -> None:
    plan = Plan(1, 12, without)
    assert plan.toggled(index).leaves_out(index) is not plan.leaves_out(index)
    assert plan.toggled(index).toggled(index) == plan


@pytest.mark.parametrize(
    ("minutes", "since"),
    {
        "from the first message that goes along": ([5, 9], 5),
        "never before the first case’s own limit": ([-30, 9], 0),
        "with no message from the first case’s receipt": ([], 0),
    }.values(),
    ids=str,
)
def test_the_limits_count_from_when_the_information_was_received(minutes: list[int], since: int) -> None:
    along = [said(i, minute) for i, minute in enumerate(minutes)]
    assert counts_from(NOON, along) == NOON + timedelta(minutes=since)
