"""Ages as people type them."""

from __future__ import annotations

import pytest

from domain.ages import age_of, band_of
from domain.people import AgeBand

SAID = [
    ("8", 8),
    ("8 tuổi", 8),
    ("8tuoi", 8),
    ("8t", 8),
    ("bé 8 tuổi ạ", 8),
    ("con em được 12 tuổi rồi", 12),
    ("cháu tám tuổi", 8),
    ("mười lăm tuổi", 15),
    ("mười", 10),
    ("năm tuổi", 5),
    ("muoi bay tuoi", 17),
    ("8 tháng", 0),
    ("8thang tuoi", 0),
    ("45", 45),
]
NOT_SAID = [
    "",
    "mấy giờ bắt đầu?",
    "8 giờ",
    "7-10",
    "5 và 8 tuổi",
    "lớp 3",
    "2018",
    "999",
    "8/6",
    "bố đánh em 8 lần",
]


@pytest.mark.parametrize(("text", "age"), SAID)
def test_one_age_and_nothing_else_is_understood(text: str, age: int) -> None:
    assert age_of(text) == age


@pytest.mark.parametrize("text", NOT_SAID)
def test_whatever_says_more_or_something_else_is_no_age(text: str) -> None:
    assert age_of(text) is None


def test_every_age_of_a_child_has_one_band_and_nobody_from_18_on() -> None:
    assert [band_of(age) for age in (0, 6, 7, 10, 11, 15, 16, 17)] == [band for band in AgeBand for _ in range(2)]
    assert band_of(18) is None
