"""Every act and article a page names is in law.toml, in force when it was reviewed, and among its sources."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.settings import CONTENT
from domain.citations import Acts, Why
from domain.lint import bare
from storage.content import before_today, read_library
from storage.content.citing import read_naming
from storage.content.law import read_sources
from tests import own
from tests.shelf import LESSON, small_shelf, spoil, troubles, with_lessons

OWN = Acts.of(read_sources(CONTENT), read_naming(CONTENT))
DAY = date(2026, 11, 29)
CITED = [
    "luat-tre-em-6",
    "luat-tre-em-12-36",
    "luat-tre-em-51",
    "luat-tre-em-100",
    "nd-56-2017-31",
    "bo-luat-hinh-su-142",
]
NOT_THERE, NOT_IN_FORCE, NOT_AMONG = Why.UNKNOWN, Why.NOT_IN_FORCE, Why.NOT_AMONG

GOOD = {
    "an act and its article": "Luật Trẻ em, Điều 51 nói thế.",
    "the article first": "Điều 51 của Luật Trẻ em nói thế. Theo khoản 1 Điều 100 Luật Trẻ em 2016 cũng vậy.",
    "several": "Ai biết cũng phải báo (Luật Trẻ em, Điều 51 và 100).",
    "several before the act": "Xem các Điều 51, 100 Luật Trẻ em.",
    "a clause": "Luật Trẻ em, Điều 6 khoản 7.",
    "a range": "Quyền nằm ở Điều 12 đến 36 của Luật Trẻ em, điều cấm ở Điều 6.",
    "a range with a dash": "Luật Trẻ em, Điều 12–36.",
    "the act named last before it": "Nghị định 56/2017 nói về phường. Điều 31 là khẩn cấp.",
    "a decree by its full number": "Nghị định số 56/2017/NĐ-CP, Điều 31.",
    "a decree without its year": "Nghị định 56, Điều 31.",
    "a number that is a telephone's": "Luật Trẻ em, Điều 51, 111 nghe cả ngày lẫn đêm.",
    "a number that counts people": "Luật Trẻ em, Điều 51 và 2 người nữa.",
    "a longer number that does": "Luật Trẻ em, Điều 51 và 25 người nữa.",
    "a number with its thousands": "Theo Luật Trẻ em, Điều 51, 2.000 em được giúp.",
    "one that ended, told as past": "Trước đây là Nghị định 144/2013. Nghị định 56/2017 không thay.",
    "a law of nobody's": "Luật Việt Nam bảo vệ trẻ. Luật nhà mình thì ít thôi. Luật sư giúp được.",
    "a decision that is none": "Bạn quyết định 2 việc. Quyết định của phường là đúng.",
    "a plan that is none": "Kế hoạch 3 bước cho em. Quyết định 2 việc này trước. Chỉ thị 1 người lo.",
}
BAD = {
    "the auditor's": ("Theo Điều 999 Luật Trẻ em và Nghị định 999/2031.", [Why.NO_ARTICLE, NOT_THERE]),
    "an article that is not there": ("Luật Trẻ em, Điều 51, 140.", [Why.NO_ARTICLE]),
    "one inside a range": ("Bộ luật Hình sự, Điều 142 đến 144.", [Why.NO_ARTICLE, NOT_AMONG]),
    "an article not among the sources": ("Luật Trẻ em, Điều 47.", [NOT_AMONG]),
    "an act not among them": ("Nghị định 130/2021 nói về phạt tiền.", [NOT_AMONG]),
    "one by its signs alone": ("Theo 130/2021/NĐ-CP.", [NOT_AMONG]),
    "one without a year": ("Xem Nghị định 130.", [NOT_AMONG]),
    "one that does something": ("Nghị định 130 điều chỉnh mức phạt.", [NOT_AMONG]),
    "a circular": ("Thông tư 27/2022 có ghi. TT 14/2020 cũng vậy.", [NOT_AMONG, NOT_AMONG]),
    "a law by its name": ("Luật Giáo dục có ghi.", [NOT_AMONG]),
    "a law by its number": ("Luật số 43/2019/QH14 có ghi.", [NOT_AMONG]),
    "a law nobody knows": ("Luật Thanh niên có ghi.", [NOT_THERE]),
    "an ordinance": ("Pháp lệnh Bảo vệ trẻ em có ghi. Thông tư liên tịch 10/2011 cũng vậy.", [NOT_THERE, NOT_THERE]),
    "a law of another year": ("Luật Trẻ em 2025 có ghi.", [NOT_THERE]),
    "a decree of another year": ("Nghị định 56/2019, Điều 31.", [NOT_THERE]),
    "a decision": ("Quyết định 2780/QĐ-BYT có ghi.", [NOT_AMONG]),
    "the convention": ("Công ước về quyền trẻ em có ghi.", [NOT_AMONG]),
    "one that ended": ("Nghị định 144/2013 phạt.", [NOT_IN_FORCE]),
    "one that holds, in a sentence of the past": ("Nghị định 130/2021 thay Nghị định 144/2013.", [NOT_AMONG]),
    "substitute care is no past": ("Luật Trẻ em, Điều 60 nói về chăm sóc thay thế.", [NOT_AMONG]),
    "an article without an act": ("Điều 14 nói thế.", [Why.NO_ACT]),
    "one behind another act": ("Nghị định 56/2017 nói về phường. Điều 51 thì khác.", [Why.NO_ARTICLE]),
    "bold and a space that does not break": ("**Luật Trẻ em**, Điều\u00a0999.", [Why.NO_ARTICLE]),
}


def told(text: str) -> list[Why]:
    return [wrong.why for wrong in OWN.wrong(bare(text), CITED, DAY)]


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_may_be_named(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(("text", "why"), BAD.values(), ids=BAD)
def test_what_may_not_be_named(text: str, why: list[Why]) -> None:
    assert sorted(told(text)) == sorted(why)


def test_an_article_of_the_law_that_ends_is_not_named_when_it_has() -> None:
    found = [wrong.why for wrong in OWN.wrong("Luật Hộ tịch, Điều 15.", ["luat-ho-tich-15"], date(2027, 3, 1))]
    assert set(found) == {NOT_IN_FORCE}
    assert not list(OWN.wrong("Luật Hộ tịch, Điều 15.", ["luat-ho-tich-15"], DAY))


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return small_shelf(tmp_path)


def test_an_article_is_told_with_its_line(shelf: Path) -> None:
    spoil(
        shelf / "guidance" / "social-assistance.md",
        "Bạn hỏi phường nhé.",
        "Bạn hỏi nhé.\n\nTheo Luật Trẻ em\nĐiều 999.",
    )
    (said,) = troubles(shelf)
    assert said.startswith("social-assistance.md:13: “Luật Trẻ em, Điều 999”: law.toml has no such article.")


def test_an_item_belongs_to_the_act_above_its_list(shelf: Path) -> None:
    article = shelf / "guidance" / "social-assistance.md"
    spoil(article, "Bạn hỏi phường nhé.", "Luật Trẻ em:\n- phải báo (Điều 51);\n- xem Điều 100.")
    (said,) = troubles(shelf)
    assert said.startswith("social-assistance.md:12: ") and "Add “luat-tre-em-100”" in said


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("Em chạy đến chỗ đông người.", "Theo Luật Trẻ em 2030, em chạy.", 16),
        ("Em sợ nên im lặng, không phải", "Luật Trẻ em 2030 nói: không phải", 19),
        ("- [ ] Im lặng", "- [ ] Luật Trẻ em 2030", 0),
    ],
)
def test_a_lesson_too_but_for_its_wrong_answers(tmp_path: Path, before: str, after: str, line: int) -> None:
    shelf = with_lessons(tmp_path)
    assert before in LESSON
    spoil(shelf / "lessons" / "khong-chay-ke.md", before, after)
    if not line:
        read_library(shelf)
        return
    assert troubles(shelf)[0].startswith(f"khong-chay-ke.md:{line}: “Luật Trẻ em 2030”")


RESTING = {
    "on a law that had ended": ('source = "who-drowning"', 'source = "nd-144-2013"', "was not in force on 2026-10-01"),
    "on what was only told": (
        'source = "who-drowning"',
        'source = "nd-144-2013"',
        "“secondary”: no number rests on it",
    ),
}


@pytest.mark.parametrize(("before", "after", "says"), RESTING.values(), ids=RESTING)
def test_no_figure_rests(shelf: Path, before: str, after: str, says: str) -> None:
    spoil(shelf / "figures.toml", before, after)
    assert any(each.startswith("figures.toml:14: “nd-144-2013”") and says in each for each in troubles(shelf))


SIGNED = 'checked = {}\nmark = "secondary"'
RUNG = 'số 1900"\nsource = "Ngôi nhà bình yên, Hội Liên hiệp Phụ nữ Việt Nam (đọc tại tramxacauvong.com)"\nchecked = {}'
NOW, THEN = "2026-11-23", "2027-01-01"
TOMORROW = {
    "a review": ("guidance/social-assistance.md", "reviewed: {}", "2026-11-20", "social-assistance.md:6"),
    "an act": ("law.toml", SIGNED, NOW, "law.toml:16"),
    "a source": ("sources.toml", "checked = {}", NOW, "sources.toml:5"),
    "a figure": ("figures.toml", "as_of = {}", "2026-10-01", "figures.toml:13"),
    "a number to call": ("hotlines.toml", RUNG, NOW, "hotlines.toml:51"),
}


@pytest.mark.parametrize(("file", "line", "day", "place"), TOMORROW.values(), ids=TOMORROW)
def test_nobody_looked_tomorrow(shelf: Path, file: str, line: str, day: str, place: str) -> None:
    today = date(2026, 12, 1)
    assert before_today(shelf, today) == []
    spoil(shelf / file, line.format(day), line.format(THEN))
    assert [f"{each.file}:{each.line}" for each in before_today(shelf, today)] == [place]


HOTLINES = {
    "a number that is only known": ('mark = "verified"\n', 'mark = "high"\n', "only 111, 113, 114, 115 may be “high”"),
    "from nowhere": ("(đọc tại tramxacauvong.com)", "", "write where the number was read"),
    "that is free and is not": ('cost = "mất cước gọi đầu số 1900"', 'cost = "miễn phí"', "begin with 1900 cost money"),
}


@pytest.mark.parametrize(("before", "after", "says"), HOTLINES.values(), ids=HOTLINES)
def test_a_number_the_country_does_not_know(shelf: Path, before: str, after: str, says: str) -> None:
    file = shelf / "hotlines.toml"
    words = file.read_text()
    own = words.index("1900 969 680")
    assert before in words[own:]
    file.write_text(words[:own] + (words[own:] + "\n").replace(before, after))
    (said,) = troubles(shelf)
    assert said.startswith("hotlines.toml:") and says in said


def test_a_number_that_costs_may_say_that_it_is_not_free(shelf: Path) -> None:
    spoil(shelf / "hotlines.toml", 'cost = "mất cước gọi đầu số 1900"', 'cost = "không miễn phí"')
    assert read_library(shelf).hotlines


def test_an_address_in_the_handbook_is_that_of_the_wards_table() -> None:
    library = own.library()
    known = {contact.value.lower() for ward in library.places.ward for contact in ward.contacts}
    said = "\n".join(
        words
        for article in library.articles.values()
        for version in article.versions.values()
        for words in (version.body, version.law, version.next, version.more)
    )
    found = re.findall(r"(?:số \d+ (?:đường|phố|ngõ)|tổ \d+ phường) [^.;,\n]+", said.lower())
    assert set(found) == known
