"""How patient we are: when something that could not be sent is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.outbox import Lane, retry_at

NOW = datetime(2027, 9, 1, 20, 14, tzinfo=UTC)
LANES = st.sampled_from(list(Lane))
PRESSING = [Lane.URGENT, Lane.ROAD]
PATIENT = [lane for lane in Lane if lane not in PRESSING]


def seconds(many: float) -> datetime:
    return NOW + timedelta(seconds=many)


def test_urgent_goes_before_everything_and_announcements_go_last() -> None:
    one_relay = [lane for lane in Lane if lane is not Lane.ROAD]  # second roads have a relay of their own
    assert sorted(one_relay, reverse=True) == [Lane.ANNOUNCEMENT, Lane.SERVICE, Lane.REPLY, Lane.URGENT]


@pytest.mark.parametrize("lane", Lane)
@pytest.mark.parametrize(
    ("attempts", "wait"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32)], ids=lambda each: str(each)
)
def test_each_try_waits_twice_as_long(lane: Lane, attempts: int, wait: int) -> None:
    assert retry_at(lane, attempts, NOW) == seconds(wait)


@pytest.mark.parametrize("lane", PRESSING)
@pytest.mark.parametrize("attempts", [7, 8, 17, 18, 1000])
def test_an_urgent_notice_is_tried_at_least_once_a_minute_for_ever(lane: Lane, attempts: int) -> None:
    assert retry_at(lane, attempts, NOW) == seconds(60)


@pytest.mark.parametrize("lane", PATIENT)
@pytest.mark.parametrize(
    ("attempts", "wait"), [(7, 64), (8, 128), (9, 256), (10, 512), (11, 600), (1000, 600)], ids=lambda each: str(each)
)
def test_the_others_wait_ten_minutes_at_most(lane: Lane, attempts: int, wait: int) -> None:
    assert retry_at(lane, attempts, NOW) == seconds(wait)


@pytest.mark.parametrize("lane", Lane)
@pytest.mark.parametrize("wish", [timedelta(), timedelta(seconds=7), timedelta(hours=1)], ids=str)
def test_telegrams_own_wish_is_kept_to_the_second(lane: Lane, wish: timedelta) -> None:
    assert retry_at(lane, 5, NOW, wish) == NOW + wish


@given(LANES, st.integers(1, 10_000))
def test_a_later_try_never_waits_less_and_every_try_comes(lane: Lane, attempts: int) -> None:
    this, following = retry_at(lane, attempts, NOW), retry_at(lane, attempts + 1, NOW)
    assert NOW < this <= following <= seconds(60 if lane in PRESSING else 600)
