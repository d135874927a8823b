"""Folding: every sign of Unicode becomes plain letters or nothing, and a flood of rare ones is not remembered."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import vietnamese
from domain.vietnamese import fold, marked_tokens

FOLDED = [
    ("Bị ĐÁNH, ở nhà!", "bi danh o nha"),
    (unicodedata.normalize("NFD", "Bị ĐÁNH, ở nhà!"), "bi danh o nha"),
    ("ｂị　đánh", "bi danh"),
    ("𝐛ị đ\u200bánh\u202e", "bi danh"),
    ("BÌNH\u00adYÊN", "binhyen"),
    ("İstanbul ﬁn", "istanbul fin"),
    ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
    ("🆘🆘 — …", ""),
]


@pytest.mark.parametrize(("typed", "plain"), FOLDED)
def test_what_is_typed_is_folded(typed: str, plain: str) -> None:
    assert fold(typed) == plain


@given(st.text())
def test_folding_twice_changes_nothing_and_however_it_is_composed_it_comes_out_alike(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_words_keep_their_marks_and_lose_what_nobody_sees() -> None:
    assert marked_tokens(unicodedata.normalize("NFD", "Bố đ\u200dánh CON, ạ.")) == ("bố", "đánh", "con", "ạ")


def test_a_flood_of_rare_signs_is_folded_and_not_remembered() -> None:
    fold("".join(map(chr, range(0x20000, 0x20000 + 4 * vietnamese._MOST_SIGNS))))
    assert len(vietnamese._PLAIN) <= vietnamese._MOST_SIGNS
    assert fold("Đông") == "dong", "also when there is no room left"
