"""What is heard as danger (labelling.md): a small table in the words people type."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import CONTENT
from domain.triage import Level
from domain.vietnamese import fold, marked_tokens, tokens
from storage.understanding import read_triage

TRIAGE = read_triage(CONTENT)

HEARD = [
    ("chồng tôi đang đánh con", Level.URGENT),
    ("chong toi dang danh con", Level.URGENT),
    ("CHỒNG TÔI ĐANG ĐÁNH CON", Level.URGENT),
    ("bố đánh em", Level.URGENT),
    ("bo danh em", Level.URGENT),
    ("chú sờ em", Level.URGENT),
    ("em bị bán sang bên kia", Level.URGENT),
    ("em bi ban roi", Level.URGENT),
    ("cứu em với", Level.URGENT),
    ("con tôi bị bạn bắt nạt", Level.CONCERN),
    ("em sợ về nhà", Level.CONCERN),
    ("bố đánh đàn hay lắm", Level.NONE),
    ("dạy con đánh răng", Level.NONE),
    ("trung thu năm nay ở đâu", Level.NONE),
    ("", Level.NONE),
]


@pytest.mark.parametrize(("words", "level"), HEARD, ids=[words or "nothing" for words, _ in HEARD])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_message_is_heard_as(words: str, level: Level, form: str) -> None:
    assert TRIAGE.read(unicodedata.normalize(form, words)).level is level


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_words_line_up(text: str) -> None:
    TRIAGE.read(text)
    if len(marked_tokens(text)) == len(tokens(text)):
        assert [fold(word) for word in marked_tokens(text)] == list(tokens(text))
