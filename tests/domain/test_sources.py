"""What stands below an article: for grown-ups with articles of the law, for children without a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain.sources import Act, Cited, LawArticle, Mark, Source, laws, names, shown

DAY = date(2026, 11, 20)


def act(name: str) -> Act:
    return Act(name, name, "1/2016/QH13", DAY, DAY, Mark.VERIFIED)


def source(name: str) -> Source:
    return Source(name, name, "ai đó", DAY, Mark.HIGH)


YEAR = "Luật Trẻ em 2016"
CHILDREN = act(YEAR)
LAW = "Luật Trẻ em"
DECREE = act("Nghị định 56/2017")


def articles(*numbers: str) -> list[LawArticle]:
    return [LawArticle(number, CHILDREN, number, "Quyền") for number in numbers]


ARTICLES = articles("Điều 25", "Điều 51")
TABLE: dict[str, tuple[Sequence[Cited], str, str]] = {
    "articles of one act": (ARTICLES, f"{YEAR}, Điều 25, 51", LAW),
    "an act that comes again": ([ARTICLES[1], DECREE, ARTICLES[0]], f"{YEAR}, Điều 25, 51; Nghị định 56/2017", LAW),
    "as numbers, not as letters": (articles("Điều 100", "Điều 12–36", "Điều 9"), f"{YEAR}, Điều 9, 12–36, 100", LAW),
    "clauses": (articles("Điều 51", "Điều 6 khoản 11", "Điều 6 khoản 7"), f"{YEAR}, Điều 6 (khoản 7, 11), 51", LAW),
    "a clause of what is cited whole": (articles("Điều 6 khoản 7", "Điều 6"), f"{YEAR}, Điều 6", LAW),
    "a part that is no article": (articles("Phụ lục I", "Điều 9"), f"{YEAR}, Phụ lục I, Điều 9", LAW),
    "a decree": ([DECREE, CHILDREN], "Nghị định 56/2017; Luật Trẻ em 2016", LAW),
    "only a decree": ([DECREE], "Nghị định 56/2017", ""),
    "an act amended": ([act("Bộ luật Hình sự 2015 (sửa 2017)")], "Bộ luật Hình sự 2015 (sửa 2017)", ""),
    "a dispatch that is no act": ([source("Công điện 46/CĐ"), source("WHO")], "Công điện 46/CĐ; WHO", "WHO"),
    "a source with a year": ([source("Chở trẻ em từ 2026")], "Chở trẻ em từ 2026", "Chở trẻ em từ 2026"),
    "many": ([source(each) for each in "ABC"], "A; B; C", "A; B"),
}  # fmt: skip


@pytest.mark.parametrize(("cited", "grown_up", "child"), TABLE.values(), ids=TABLE)
def test_what_stands_below(cited: Sequence[Cited], grown_up: str, child: str) -> None:
    assert shown(cited) == grown_up
    assert names(cited) == child


def test_only_laws_are_laws() -> None:
    assert laws([source("UNICEF"), DECREE, *ARTICLES]) == [DECREE, *ARTICLES]
