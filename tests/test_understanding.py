"""How well danger and topics are heard where nothing was learned from: the figures of docs/understanding.md."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CONTENT
from domain.reader import NONE
from storage.understanding import learned_from, read_triage
from training.corpus import digest, is_calm, is_test, messages, questions
from training.figures import shares
from training.styles import STYLES, beside

TRIAGE = read_triage(CONTENT)
HEARD = [(m, TRIAGE.read(m.text).level.value) for m in messages() if is_test(m.event)]
ASKED = [(q, TRIAGE.topics(q.text)) for q in questions() if is_test(q.text)]


def test_the_model_learned_from_this_very_corpus() -> None:
    assert learned_from(CONTENT) == digest(), "the corpus has changed: run `make train`"


def test_danger_is_heard_as_well_as_it_was() -> None:
    found = shares(HEARD)
    assert found["urgent: heard"] >= 0.92
    assert found["urgent: as none"] <= 0.025
    assert found["concern: as none"] <= 0.03
    assert found["none: false alarm"] <= 0.08
    assert found["none: asked about"] <= 0.20


def test_topics_are_found_as_well_as_they_were() -> None:
    within = [(q, found) for q, found in ASKED if NONE not in q.topics]
    assert sum(bool(f) and f[0] in q.topics for q, f in within) >= 0.81 * len(within)
    assert sum(any(slug in q.topics for slug in f) for q, f in within) >= 0.90 * len(within)
    assert sum(not f for _, f in within) <= 0.05 * len(within)
    beyond = [found for q, found in ASKED if NONE in q.topics]
    assert sum(not f for f in beyond) >= 0.82 * len(beyond)


def test_who_only_asks_is_answered_and_wakes_nobody() -> None:
    heard = [TRIAGE.read(q.text).level.value for q, _ in ASKED if is_calm(q)]
    assert heard.count("urgent") <= 0.02 * len(heard)
    assert heard.count("concern") <= 0.15 * len(heard)


def test_danger_is_heard_beside_a_question() -> None:
    together = beside([q.text for q, _ in ASKED if is_calm(q)])
    heard = shares([(m, TRIAGE.read(together(m.text, 1)).level.value) for m, _ in HEARD if m.level == "urgent"])
    assert heard["urgent: heard"] >= 0.82
    assert heard["urgent: as none"] <= 0.06


@pytest.mark.parametrize("way", STYLES)
def test_no_way_of_typing_is_heard_much_worse(way: str) -> None:
    full = [m for m, _ in HEARD if m.style == "full"]
    clean = shares([(m, level) for m, level in HEARD if m.style == "full"])
    typed = shares([(m, TRIAGE.read(STYLES[way](m.text, 1)).level.value) for m in full])
    assert typed["urgent: heard"] >= clean["urgent: heard"] - 0.04
    assert typed["urgent: as none"] <= clean["urgent: as none"] + 0.02


@given(st.text(max_size=300))
def test_letters_and_marks_apart_are_heard_alike(text: str) -> None:
    apart, together = (TRIAGE.read(unicodedata.normalize(form, text)) for form in ("NFD", "NFC"))
    assert apart == together


@given(
    st.lists(st.sampled_from(["cứu", "em", "🆘", "\u200b", "a" * 400, "\n", "đ", "0", "\U0010ffff", " "]), max_size=900)
)
def test_no_text_stalls_it(parts: list[str]) -> None:
    text = "".join(parts)[:4096]
    TRIAGE.read(text)
    TRIAGE.topics(text)
