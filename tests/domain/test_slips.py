"""What a thumb missed is read as the likeliest words that people write; what people do write stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CONTENT
from domain import spelling
from domain.slips import Slips
from storage.understanding import read_model

WRITTEN = read_model(CONTENT).words
SLIPS = Slips(WRITTEN)

TYPED = [
    ("dnah", "danh"),  # swapped
    ("danhh", "danh"),  # twice
    ("khogn", "khong"),
    ("ngoui", "nguoi"),
    ("boem", "bo em"),  # the space forgotten
    ("danhem", "danh em"),
    ("bodanhem", "bo danh em"),
    ("cuuem", "cuu em"),
    ("xinloi", "xin loi"),
    ("emko", "em khong"),  # teencode behind it
    ("trog", "trong"),  # as pupils shorten
    ("hag", "hang"),
    ("dah", "danh"),
    ("nge", "nghe"),
    ("gep", "ghep"),
    ("ddanhs", "danh"),  # keys are keys first
    ("ko", "khong"),
]


@pytest.mark.parametrize(("typed", "said"), TYPED, ids=[typed for typed, _ in TYPED])
def test_a_slip_is_read_as_what_was_meant(typed: str, said: str) -> None:
    assert SLIPS.meant(typed) == said


@pytest.mark.parametrize("word", ["facebook", "tiktok", "zalo", "camera", "em", "danh", "x", "0", "lop0a"])
def test_what_people_write_stays_as_it_is(word: str) -> None:
    assert SLIPS.meant(word) == word


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy", min_size=1, max_size=24))
def test_what_was_meant_is_words_that_people_write_or_what_the_keys_say(word: str) -> None:
    meant = SLIPS.meant(word)
    assert meant == spelling.meant(word) or all(part in WRITTEN for part in meant.split())
