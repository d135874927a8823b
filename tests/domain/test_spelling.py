"""What was meant by words that were typed in a hurry, by pupils, or on a keyboard that was not switched on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.features import written
from domain.spelling import LONGEST, is_syllable, meant
from domain.vietnamese import fold

TYPED = [
    ("ddanhs em ddau lawms", "danh em dau lam"),  # telex
    ("d9anh1 em d9au la8m1", "danh em dau lam"),  # VNI
    ("cuwus em vowis", "cuu em voi"),
    ("oong thowj sowf con", "ong tho so con"),
    ("khoong muoons soongs", "khong muon song"),
    ("bo me ko cho e di hok", "bo me khong cho em di khong"),
    ("bme danh mik", "bo me danh minh"),
    ("hnay t k dc ve nha", "hom nay toi khong duoc ve nha"),
    ("đauuuuu quáaaa", "dau qua"),
    ("cứuuu em vớiiii", "cuu em voi"),
    ("uynh con", "danh con"),
    ("Facebook của em bị hack", "facebook cua em bi hack"),
    ("lớp 5a3 số 12, 18h-22h", "lop 0 so 12 0 0"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "said"), TYPED, ids=[typed or "nothing" for typed, _ in TYPED])
def test_words_are_read_as_they_were_meant(typed: str, said: str) -> None:
    assert " ".join(written(typed).words) == said


@pytest.mark.parametrize("word", ["danh", "nghieng", "quyen", "giet", "gi", "uyen", "oan", "em", "y"])
def test_a_syllable_stays_as_it_is(word: str) -> None:
    assert is_syllable(word)
    assert meant(word) == word


@pytest.mark.parametrize("word", ["ddanhs", "hello", "facebook", "xyz", "ngr", ""])
def test_what_nobody_says_in_vietnamese_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(max_size=300))
def test_every_word_keeps_its_place(text: str) -> None:
    message = written(text)
    assert len(message.words) == len(message.typed)
    assert all(word and len(word) <= LONGEST for word in message.words)


@given(st.text(alphabet="adeowsfrxj19 ", max_size=120))
def test_reading_what_was_meant_again_changes_nothing_more_than_folding(text: str) -> None:
    once = " ".join(written(text).words)
    assert fold(once) == once
