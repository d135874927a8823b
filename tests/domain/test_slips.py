"""What a thumb missed is read as the likeliest words that people write; what people do write stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import spelling
from domain.slips import Slips
from tests import own

WRITTEN = own.model().words
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


def tried(word: str) -> Iterator[str]:
    """Everything one slip away from a word, by trying it."""
    for i, sign in enumerate(word):
        before, after = word[:i], word[i + 1 :]
        yield before + after
        yield from (before + other + after for other in ascii_lowercase)
        yield before + after[:1] + sign + after[1:]
    yield from (word[:i] + other + word[i:] for i in range(len(word) + 1) for other in ascii_lowercase)


def put_in(word: str, letters: str, where: int) -> str:
    return word[:where] + letters + word[where + 1 :]


@given(st.builds(put_in, st.sampled_from(sorted(WRITTEN)), st.text(ascii_lowercase, max_size=2), st.integers(0, 7)))
@example("dnah")
@example("hohc")
def test_the_table_finds_what_trying_every_letter_finds(word: str) -> None:
    found = {other for _, other in SLIPS.near(word)} - {word}
    assert found == {other for other in tried(word) if other in WRITTEN} - {word}
