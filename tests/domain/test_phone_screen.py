"""A page is as long as it is shown: by lines, empty ones too."""

from __future__ import annotations

import pytest

from domain.guidance import Edition, Version
from domain.phone_screen import WIDTH, first_screen, is_long, plain, rows
from domain.sources import Mark, Source
from tests.domain.test_sources import DAY

PLAIN = {
    "a paragraph of two lines": ("Một\nhai.", "Một hai."),
    "two paragraphs": ("Một.\n\nHai.", "Một.\n\nHai."),
    "a list below its line": ("Có:\n- **một**\n- hai", "Có:\n• một\n• hai"),
    "a list after words": ("Có.\n\n- một\n- hai", "Có.\n\n• một\n• hai"),
    "words after a list": ("- một\n\nHai.", "• một\n\nHai."),
    "an item of two lines": ("1. một\n   hai\n2. ba", "1. một hai\n2. ba"),
    "other signs of a list": ("Có:\n+ một\n+ hai\n\n1) ba\n2) bốn", "Có:\n• một\n• hai\n1. ba\n2. bốn"),
    "a list with empty lines": ("- một\n\n- hai", "• một\n• hai"),
}
ROWS = {
    "nothing": ("", 1),
    "one word": ("Gọi 111.", 1),
    "as wide as the phone": ("a" * WIDTH, 1),
    "one sign more": ("a" * WIDTH + " b", 2),
    "an empty line between": ("Một.\n\nHai.", 3),
}


@pytest.mark.parametrize(("markdown", "words"), PLAIN.values(), ids=PLAIN)
def test_words_as_they_stand(markdown: str, words: str) -> None:
    assert plain(markdown) == words


@pytest.mark.parametrize(("words", "lines"), ROWS.values(), ids=ROWS)
def test_lines(words: str, lines: int) -> None:
    assert rows(words) == lines


def named(length: int) -> Source:
    return Source("a", ("nguồn " * 50)[:length].strip(), "ai đó", DAY, Mark.HIGH)


def test_more_than_two_lines_of_sources_are_folded() -> None:
    assert not is_long(named(2 * WIDTH - 12).name)
    assert is_long(named(2 * WIDTH).name)


def test_only_what_shows_of_folded_sources_is_counted() -> None:
    page = Version(Edition.PARENT, "Tên bài", "Một.", next="Gọi **111**.")
    bare = 6  # title, text, next step, an empty line after each
    assert first_screen(page, []) == bare + 1
    assert first_screen(page, [named(20)]) == bare + 2
    assert first_screen(page, [named(290)]) == bare + 1 + 3


def test_the_law_stands_on_the_first_screen_of_grown_ups_only() -> None:
    said = {"title": "Tên bài", "body": "Một.", "law": "Luật cấm."}
    grown_up, child = (first_screen(Version(each, **said), []) for each in (Edition.PARENT, Edition.CHILD))
    assert grown_up == child + 2


def test_the_day_of_figures_takes_a_line() -> None:
    page, dated = (Version(Edition.PARENT, "Tên bài", "Một.", as_of=day) for day in (None, DAY))
    assert first_screen(dated, []) == first_screen(page, []) + 1
