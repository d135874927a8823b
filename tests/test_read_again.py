"""Reading again: what did not change is not looked at anew, and yet everything that is wrong is told every time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.settings import CONTENT
from storage.content import read_library
from storage.content.files import Sheet
from storage.content.kept import Kept
from storage.content.rules import rules_in
from tests.shelf import small_shelf, spoil, troubles

ENDLESS = (r"find = '''\btại sao (con", r"find = '''(\w|\w\w)+[;#]$|\btại sao (con")
LONG = f"Bạn {'ơi' * 40}."


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return small_shelf(tmp_path)


@pytest.fixture
def article(shelf: Path) -> Path:
    return shelf / "guidance" / "social-assistance.md"


def test_the_same_words_give_the_same_library(shelf: Path, tmp_path: Path) -> None:
    first = read_library(shelf)
    again = read_library(Path(shutil.copytree(shelf, tmp_path / "copy", symlinks=True)))
    assert (again.articles, again.lessons, again.chapters, again.hotlines) == (
        *(first.articles, first.lessons, first.chapters, first.hotlines),
    )


def test_the_rules_are_made_and_tried_once_for_the_same_words() -> None:
    lint = Sheet.of(CONTENT / "lint.toml")
    assert rules_in(lint, ("111",)) is rules_in(Sheet.of(CONTENT / "lint.toml"), ("111",))
    assert rules_in(lint, ("111",)) is not rules_in(lint, ("112",))
    assert rules_in(lint, ("111",)) is not rules_in(Sheet(lint.name, f"{lint.words}\n"), ("111",))


def test_what_is_wrong_is_told_at_every_reading(shelf: Path, article: Path) -> None:
    spoil(article, "Bạn hỏi phường nhé.", "Hai nhà hoà giải, theo Luật Ấu nhi. Gọi 0912 345 678.")
    told = troubles(shelf)
    assert len(told) == 3
    assert troubles(shelf) == told
    spoil(article, "---\n# Cha mẹ", "---\n\n# Cha mẹ")
    assert {each.split(":")[1] for each in troubles(shelf)} == {"11"}, "the same words stand a line lower now"


CHANGED = {  # the page stays as it is, what it is held against changes
    "a rule": ("lint.toml", 'id = "hoa-giai"\nfind = \'\'\'', 'id = "hoa-giai"\nfind = \'\'\'bạn hỏi phường|'),
    "a number": ("hotlines.toml", 'number = "111"', 'number = "112"'),
    "a law": ("law.toml", "in_force = 2017-06-01", "in_force = 2026-11-21"),
    "a figure": ("figures.toml", 'id = "muc-chuan"', 'id = "muc-khac"'),
    "how acts are named": ("citing.toml", 'law = ["', 'law = ["Bạn", "'),
}  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), CHANGED.values(), ids=CHANGED)
def test_a_page_that_did_not_change_is_held_against_what_did(
    shelf: Path, article: Path, name: str, before: str, after: str
) -> None:
    spoil(article, "Bạn hỏi phường nhé.", "Bạn hỏi phường nhé. Bạn Lan Anh cũng hỏi.")
    read_library(shelf)
    file = shelf / name
    words = file.read_text()
    assert before in words
    file.write_text(words.replace(before, after, 1))
    assert [each for each in troubles(shelf) if each.startswith(("social-assistance.md:", "lint.toml:"))]
    file.write_text(words)
    read_library(shelf)


def test_a_rule_without_end_is_told_at_every_reading_until_the_page_is_mended(shelf: Path, article: Path) -> None:
    spoil(shelf / "lint.toml", *ENDLESS)
    read_library(shelf)
    spoil(article, "Bạn hỏi phường nhé.", f"{LONG}\n\nTại sao con không nghe lời?")
    for _ in range(2):
        (said,) = troubles(shelf)
        assert said.startswith("social-assistance.md:10: rule “tai-sao-con” does not come to an end")
    spoil(article, LONG, "Bạn hỏi phường nhé.")
    (said,) = troubles(shelf)
    assert said.startswith("social-assistance.md:12: “tại sao con”"), "what was passed over then is looked at now"
    spoil(article, "Bạn hỏi phường nhé.", LONG)
    (said,) = troubles(shelf)
    assert "does not come to an end" in said, "told once, and not beside what was found meanwhile"


def test_the_same_words_are_looked_at_apart_for_each_reader_and_below_each_line(shelf: Path, article: Path) -> None:
    kept_secret, cooled = "Cô chú sẽ giữ bí mật cho em.", "- bôi kem đánh răng;"
    spoil(article, "Em hỏi mẹ nhé.", kept_secret)
    spoil(article, "Bạn hỏi phường nhé.", f"{kept_secret}\n\nĐừng:\n{cooled}\n\nHãy:\n{cooled}\n")
    for _ in range(2):
        to_parents, advice, to_children = troubles(shelf)
        assert to_parents.startswith("social-assistance.md:10: “cô chú sẽ giữ bí mật”: không hứa giữ kín: ")
        assert advice.startswith("social-assistance.md:16: “bôi kem đánh răng”"), "not below «Đừng», where it is right"
        assert to_children.startswith("social-assistance.md:31: “cô chú sẽ giữ bí mật”: không hứa giữ kín với trẻ: ")


def test_a_word_that_is_kept_goes_when_others_are_asked_for() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert [kept.get(each) for each in "abc"] == [1, None, 3]
