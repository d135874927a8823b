"""Small numbers are said as they are: a percentile is a wait that happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import answers, month_of
from domain.working_time import HANOI


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        ([], (0, 0, None, None)),
        ([None, None], (2, 0, None, None)),
        ([7], (1, 1, 7, 7)),
        ([9, None, 1], (3, 2, 1, 9)),
        ([3, 1, 2], (3, 3, 2, 3)),
        (list(range(1, 101)), (100, 100, 50, 95)),
    ],
)
def test_figures(waits: list[int | None], expected: tuple[int, int, int | None, int | None]) -> None:
    found = answers([None if wait is None else timedelta(seconds=wait) for wait in waits])
    seconds = [None if time is None else time.total_seconds() for time in (found.median, found.p95)]
    assert (found.count, found.answered, *seconds) == expected


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_a_percentile_is_one_of_the_waits_and_covers_its_share(waits: list[int]) -> None:
    found = answers([timedelta(seconds=wait) for wait in waits])
    assert found.median is not None and found.p95 is not None
    for time, share in ((found.median, 0.5), (found.p95, 0.95)):
        assert time.total_seconds() in waits
        assert sum(wait <= time.total_seconds() for wait in waits) >= share * len(waits)


@pytest.mark.parametrize(
    ("now", "back", "begins", "ends"),
    [
        (datetime(2026, 12, 31, 17, tzinfo=UTC), 0, (2027, 1), (2027, 2)),  # midnight in Hà Nội
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), 0, (2026, 12), (2027, 1)),
        (datetime(2027, 1, 15, tzinfo=UTC), 1, (2026, 12), (2027, 1)),
    ],
)
def test_months_begin_in_ha_noi(now: datetime, back: int, begins: tuple[int, int], ends: tuple[int, int]) -> None:
    assert month_of(now, back) == tuple(datetime(*each, 1, tzinfo=HANOI) for each in (begins, ends))
