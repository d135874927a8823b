"""Which phrases may ever be kept, and how counts are put in order."""

from __future__ import annotations

import pytest

from domain.learning import ANSWERS, LEVELS, PASSED_OVER, Correction, Rang, misses_of, phrase_of


@pytest.mark.parametrize(
    ("asked", "phrase"),
    [
        ("Học phí lớp 6 bao nhiêu?", "hoc phi lop 6 bao nhieu"),
        ("hoc  phi lop 6 bao nhieu", "hoc phi lop 6 bao nhieu"),
        ("HỌC PHÍ LỚP 6 BAO NHIÊU!!!", "hoc phi lop 6 bao nhieu"),
        ("gọi cho chị Hoa 0912345678", None),
        ("tìm giúp nhà số 123a ngõ 4", None),
        ("2 + 2", None),
        ("🙂🙂", None),
        ("", None),
        ("con em học ở trường gần nhà nhưng năm nay chuyển sang nơi khác thì sao ạ", None),
    ],
)
def test_only_a_short_phrase_without_numbers_of_somebody_is_ever_kept(asked: str, phrase: str | None) -> None:
    assert phrase_of(asked) == phrase


def test_counts_of_several_days_and_months_are_added_and_the_most_frequent_comes_first() -> None:
    a, b = Correction("signup", "signup-cancel"), Correction("neglect", "home-alone")
    found = misses_of([("x", 1), ("y", 5), ("x", 7)], [], [(a, 1), (PASSED_OVER, 2), (b, 3), (a, 4)], Rang(3, 1, 0))
    assert found.unanswered == (("x", 8), ("y", 5))
    assert found.guesses == ((a, 5), (b, 3))
    assert found.levels == ((PASSED_OVER, 2), *((each, 0) for each in ANSWERS.values()))
    assert [each for each, _ in found.levels] == list(LEVELS)
