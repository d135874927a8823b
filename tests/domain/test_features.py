"""What the machines look at: the keys of words apart are those of the features written out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.concepts import Seen, Written
from domain.features import keys_apart
from domain.linear import key_of

WORDS = st.lists(st.text("abđ\U0001f600", min_size=1, max_size=4), max_size=12)


@given(WORDS, st.data())
def test_words_apart_and_beside_a_concept_are_looked_at_once_each(words: list[str], data: st.DataObject) -> None:
    many = len(words)
    spans = st.tuples(st.integers(0, many), st.integers(0, many)).map(sorted).filter(lambda span: span[0] < span[1])
    seen = [Seen("blow", *span) for span in (data.draw(st.lists(spans, max_size=3)) if many else [])]
    apart = {f"{words[i]} ~{words[j]}" for i in range(many) for j in range(many) if 2 <= j - i <= 4}
    before = {f"blow <{words[i]}" for each in seen for i in range(many) if 1 <= each.start - i <= 3}
    after = {f"blow >{words[i]}" for each in seen for i in range(many) if 0 <= i - each.end <= 2}
    keys = keys_apart(Written(tuple(words), tuple(words)), seen)
    assert sorted(keys) == sorted({key_of(feature) for feature in apart | before | after})


def test_one_word_has_nothing_apart() -> None:
    assert keys_apart(Written(("em",), ("em",)), []) == []
