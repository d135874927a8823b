"""The figures of a year: what few children make up is not shown, nor can it be worked out; files read back."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from channels import participation_cards, participation_papers
from channels.figure_buttons import CountHeads
from channels.texts import Voice
from domain.events import Kind
from domain.participation import FEWEST, Beside, Year, check_count, guarded, line_of
from domain.people import AgeBand
from domain.texts import Refusal, Text
from tests import own

CATALOGUE = own.catalogue()
CELLS = st.lists(st.integers(0, 60), min_size=4, max_size=4)
LINE = line_of(
    Kind.MID_AUTUMN,
    {AgeBand.UNDER_7: 40, AgeBand.FROM_7: 30, AgeBand.FROM_11: 10},
    {AgeBand.UNDER_7: 38, AgeBand.FROM_7: 3},
    {"bo-de": 1900, "long-bien": 1790, "phuc-loi": 3, "viet-hung": 40},
    {"bo-de": 2000, "long-bien": 2000, "phuc-loi": 2000, "viet-hung": 999},
)


def say(text: Text) -> str:
    return CATALOGUE.say(text, Voice())


@given(CELLS)
def test_no_small_cell_is_shown_and_no_sum_it_could_be_subtracted_from(cells: list[int]) -> None:
    shown, in_all = guarded(cells)
    assert not [count for count in shown if count is not None and 0 < count < FEWEST]
    for place, count in enumerate(cells):
        if 0 < count < FEWEST:
            for other in range(1, FEWEST):
                assert guarded([*cells[:place], other, *cells[place + 1 :]]) == (shown, in_all), "any of them it may be"
    if None not in shown:
        assert (list(shown), in_all) == (cells, sum(cells))


@given(CELLS, st.integers(0, 5), st.integers(1000, 60_000))
def test_percent_of_a_ward_says_nothing_of_a_handful(cells: list[int], few: int, live: int) -> None:
    def shares(came: int) -> object:
        ages = dict(zip(AgeBand, cells, strict=True))
        return line_of(Kind.FORUM, ages, ages, {"bo-de": came}, {"bo-de": live}).shares

    if 0 < few < FEWEST:
        assert shares(few) == (None, None, None, None)
    assert shares(0) == (0, None, None, None)


def test_a_line_says_what_may_be_said() -> None:
    assert (LINE.signed_up, LINE.signed_up_in_all) == ((40, 30, 10, 0), 80)
    assert (LINE.came, LINE.came_in_all) == ((38, None, 0, 0), None)
    assert LINE.shares == (95, 89, None, None), "1790 of 2000 are 89.5 %: not the 90 of the plan"
    assert LINE.share_in_all == 53
    assert line_of(Kind.FORUM, {}, {}, {"bo-de": 1800}, {"bo-de": 2000}).shares[0] == 90


def test_the_message_marks_who_reached_the_plan() -> None:
    card = participation_cards.year_card(Year(2027, 2027, 2027), [LINE])
    said = "\n".join(say(each) for each in card.paragraphs if isinstance(each, Text))
    assert "Tết Trung thu</b>: 80 lượt đăng ký, … lượt đến" in said
    assert "• 7 đến 10 tuổi: 30 / …" in said
    assert "• Bồ Đề: 95 % ✅" in said
    assert "• Long Biên: 89 % \n" in said
    assert "• cả bốn phường: 53 % " in said
    assert "Phúc Lợi:" not in said


def test_the_spreadsheet_holds_numbers_and_hides_what_is_hidden() -> None:
    [table] = openpyxl.load_workbook(BytesIO(participation_papers.sheet(2027, [LINE], say).content)).worksheets
    rows = [[cell.value or "" for cell in row] for row in table.iter_rows()]
    assert ["Tết Trung thu", "Dưới 7 tuổi", 40, 38, ""] in rows
    assert ["Tết Trung thu", "7 đến 10 tuổi", 30, "…", ""] in rows
    assert ["Tết Trung thu", "tất cả", 80, "…", ""] in rows
    assert ["Tết Trung thu", "Bồ Đề", "", "", 95] in rows
    assert ["Tết Trung thu", "cả bốn phường", "", "", 53] in rows
    assert ["Tết Trung thu", "Phúc Lợi", "", "", "…"] in rows


COUNTED = line_of(
    Kind.MID_AUTUMN,
    {AgeBand.UNDER_7: 40},
    {AgeBand.UNDER_7: 40},
    {"bo-de": 900, "long-bien": 1700},
    dict.fromkeys(("bo-de", "long-bien", "phuc-loi", "viet-hung"), 2000),
    Beside(
        300,
        {"0-6": 200, "16-17": 3, "any": 900},
        {"bo-de": 1000},
        100,
        uncounted=((7, "Chiếu phim"), (9, "Hội đọc sách")),
    ),
)


def test_what_staff_counted_stands_apart_from_the_lists_everywhere() -> None:
    assert COUNTED.shares == (45, 85, 0, 0)
    assert COUNTED.with_heads == (95, 85, 0, 0)
    assert (COUNTED.share_in_all, COUNTED.with_heads_in_all) == (36, 50)
    assert (COUNTED.signed_up_in_all, COUNTED.came_in_all, COUNTED.unplaced) == (40, 40, 300)
    assert (COUNTED.heads, COUNTED.heads_in_all) == ((200, 0, 0, None, 900), None), "few of an age are hidden here, too"
    said = "\n".join(say(each) for each in participation_cards.year_card(Year(2027, 2027, 2027), [COUNTED]).paragraphs)
    for line in (
        "40 lượt đăng ký, 40 lượt đến",
        "• đếm tại chỗ, ngoài danh sách: …",
        "– Dưới 7 tuổi: 200",
        "– không rõ tuổi: 900",
        "• sự kiện không cần đăng ký mà chưa ai đếm: 2",
        "• Bồ Đề: 45 %, kể cả đếm tại chỗ 95 % ✅",
        "• cả bốn phường: 36 %, kể cả đếm tại chỗ 50 % ",
        "• chưa rõ phường: 300",
    ):
        assert line in said, line
    card = participation_cards.year_card(Year(2027, 2027, 2027), [COUNTED])
    acts = [act for row in card.rows for act in row if isinstance(act.does, CountHeads)]
    assert [(say(act.label), act.does.event) for act in acts] == [("✏️ Chiếu phim", 7), ("✏️ Hội đọc sách", 9)]
    [table] = openpyxl.load_workbook(BytesIO(participation_papers.sheet(2027, [COUNTED], say).content)).worksheets
    rows = [[cell.value or "" for cell in row] for row in table.iter_rows()]
    for row in (
        ["đếm tại chỗ, ngoài danh sách: Dưới 7 tuổi", "", 200, ""],
        ["đếm tại chỗ, ngoài danh sách: 16 hoặc 17 tuổi", "", "…", ""],
        ["đếm tại chỗ, ngoài danh sách: tất cả", "", "…", ""],
        ["Bồ Đề", "", "", 45],
        ["Bồ Đề, kể cả đếm tại chỗ", "", "", 95],
        ["chưa rõ phường", "", 300, ""],
    ):
        assert ["Tết Trung thu", *row] in rows, row
    assert ["Tết Trung thu", "tất cả", 40, 40, ""] in rows, "no estimate among those who signed up"
    picture = Image.open(BytesIO(participation_papers.chart(2027, [COUNTED], say).content)).convert("RGB")
    edge = picture.crop((picture.width - 10, 0, picture.width, picture.height))
    assert len(edge.getcolors()) == 1, "no words run over the edge"
    counted = tuple(bytes.fromhex(participation_papers.COUNTED.removeprefix("#")))
    width = participation_papers.FULL * (95 - 45 + 50 - 36) // 100
    seen = {colour: count for count, colour in picture.getcolors(1 << 20)}[counted]
    assert seen == pytest.approx((participation_papers.ROW - 15) * width, rel=0.03)


@pytest.mark.parametrize(("unplaced", "shown"), [(0, 0), (4, None), (5, 5)])
def test_whose_ward_nobody_knows_is_counted_apart_and_few_of_them_are_hidden(unplaced: int, shown: object) -> None:
    ages = {AgeBand.UNDER_7: 40}
    assert line_of(Kind.FORUM, ages, ages, {}, {}, Beside(unplaced)).unplaced == shown


def test_a_hidden_age_is_not_given_away_by_those_of_no_ward() -> None:
    ages = {AgeBand.UNDER_7: 40, AgeBand.FROM_7: 3}
    assert line_of(Kind.FORUM, ages, ages, {}, {}, Beside(43)).unplaced is None


@pytest.mark.parametrize("lines", [[LINE], [LINE] * 4], ids=["one", "four"])
def test_the_chart_shows_a_bar_for_what_is_known_and_none_for_what_is_hidden(lines: list) -> None:
    picture = Image.open(BytesIO(participation_papers.chart(2027, lines, say).content)).convert("RGB")
    colours = {colour: count for count, colour in picture.getcolors(1 << 20)}
    bar, line = tuple(bytes.fromhex("1F7A6D")), tuple(bytes.fromhex("D1495B"))
    tall = participation_papers.ROW - 15
    width = sum(participation_papers.FULL * share // 100 for share in (95, 89, 53))
    assert colours[bar] == pytest.approx(len(lines) * tall * width, rel=0.02)
    assert colours[line] > 100


@pytest.mark.parametrize(("typed", "count"), [("12000", 12000), (" 12.345 ", 12345), ("9,001", 9001)])
def test_a_number_is_read_as_people_type_it(typed: str, count: int) -> None:
    assert check_count(typed) == count


@pytest.mark.parametrize("typed", ["", "0", "-5", "nhiều", "12k", "1e5", "١٢", "200001", "9" * 40])
def test_what_is_no_number_of_children_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        check_count(typed)
