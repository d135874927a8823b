"""The corpus: every line has its label, nothing stands twice, and no style speaks for one level alone."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from domain.vietnamese import has_marks
from tests.learned import asked, told
from training.likeness import frames, near_pairs

LEVELS = {"urgent", "concern", "none"}
CATEGORIES = {
    *("sexual_abuse", "physical_violence", "domestic_violence", "self_harm", "missing", "trafficking", "other"),
    *("online_grooming", "neglect", "accident_medical", "bullying", "labour", "emotional_abuse", "child_marriage"),
}
SPEAKERS = {"child", "teen", "parent", "relative", "neighbour", "teacher", "staff", "other"}
COPIES = 0.02  # of all lines may be nearly the same as another
REUSED = 0.03  # of all situations may hold the same four words in a row

pytestmark = pytest.mark.xdist_group("understanding")


def texts() -> list[str]:
    """Every line that anybody wrote."""
    return [m.text for m in told()] + [q.text for q in asked()]


def test_every_message_is_labelled_with_what_the_rules_know() -> None:
    assert {m.level for m in told()} == LEVELS
    assert {m.speaker for m in told()} <= SPEAKERS
    assert {m.category for m in told() if m.level != "none"} == CATEGORIES
    assert {m.category for m in told() if m.level == "none"} == {"none"}


def test_a_situation_has_one_label() -> None:
    labels = {(m.situation, m.level, m.category, m.speaker) for m in told()}
    assert [situation for situation, many in Counter(label[0] for label in labels).items() if many > 1] == []


@pytest.mark.long
def test_nothing_stands_twice_and_everything_is_text() -> None:
    assert [text for text, many in Counter(texts()).items() if many > 1] == []
    assert [text for text in texts() if not text.strip() or unicodedata.normalize("NFC", text) != text] == []


def test_what_is_called_plain_has_no_marks() -> None:
    assert [each.text for each in (*told(), *asked()) if each.style == "plain" and has_marks(each.text)] == []


@pytest.mark.long
@pytest.mark.parametrize("style", ["full", "plain", "teencode", "dialect", "telex", "typos", "voice", "mixed"])
def test_every_style_speaks_at_every_level(style: str) -> None:
    """Else the reader would take a way of typing for danger, or for peace."""
    counts = Counter(m.level for m in told() if m.style == style)
    assert min(counts[level] for level in LEVELS) >= 0.08 * counts.total(), counts


@pytest.mark.long
def test_it_is_written_and_not_stamped() -> None:
    assert len(near_pairs(texts())) <= COPIES * len(texts())
    words, situations = frames(told())[0]
    assert situations <= REUSED * len({m.situation for m in told()}), words
