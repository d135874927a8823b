"""Whom staff look for at the door: as people type names, best first; codes by a piece."""

from __future__ import annotations

import pytest

from domain.finding import Listed, best, check_wanted
from domain.texts import Refusal

LIST = [
    Listed(1, "VE-4K7MPR", ("Thỏ", "Gấu", "Cô Mai")),
    Listed(2, "VE-AB2CD3", ("Hoà",)),
    Listed(3, "VE-AB2CD4", ("Hoa",)),
    Listed(4, "VE-HAAKTX", ("Bé Hoa Mai",)),
    Listed(5, "VE-QQ9QQ9", ("Thoa",)),
    Listed(6, "VE-ZZZ222", ("민준", "Минь", "محمد")),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("thỏ", [1, 5]),
        ("THO", [1, 5]),
        ("hoà", [2, 3, 4, 5]),
        ("hoa", [3, 2, 4, 5]),
        ("hoa mai", [4]),
        ("Mai", [1, 4]),
        ("cô mai", [1]),
        ("ab2", [2, 3]),
        ("VE-AB2CD4", [3]),
        ("ve ab2cd4", [3]),
        ("AB2CD4", [3]),
        ("민", [6]),
        ("МИНЬ", [6]),
        ("محمد", [6]),
        ("x", []),
        ("không ai", []),
        ("!!!", []),
    ],
)
def test_a_family_is_found_as_people_type_it(typed: str, found: list[int]) -> None:
    assert best(check_wanted(typed), LIST) == found


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "a" * 61])
def test_nothing_and_a_letter_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        check_wanted(typed)
