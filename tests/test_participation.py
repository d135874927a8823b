"""The figures of a year: what few children make up is not shown, nor can it be worked out; files read back."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.settings import CONTENT
from channels import participation_cards
from channels.texts import Catalogue, Voice
from domain.events import Kind
from domain.participation import FEWEST, Year, check_count, guarded, line_of
from domain.people import AgeBand
from domain.texts import Refusal, Text

CATALOGUE = Catalogue(CONTENT / "LC_MESSAGES" / "bot.po")
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
    assert LINE.shares == (95, 90, None, None)


def test_the_message_marks_who_reached_the_plan() -> None:
    card = participation_cards.year_card(Year(2027, 2027, 2027), [LINE])
    said = "\n".join(say(each) for each in card.paragraphs if isinstance(each, Text))
    assert "Tết Trung thu</b>: 80 lượt đăng ký, … lượt đến" in said
    assert "• 7 đến 10 tuổi: 30 / …" in said
    assert "• Bồ Đề: 95 % ✅" in said
    assert "Phúc Lợi:" not in said


def test_the_spreadsheet_holds_numbers_and_hides_what_is_hidden() -> None:
    [table] = openpyxl.load_workbook(BytesIO(participation_cards.sheet(2027, [LINE], say).content)).worksheets
    rows = [[cell.value or "" for cell in row] for row in table.iter_rows()]
    assert ["Tết Trung thu", "Dưới 7 tuổi", 40, 38, ""] in rows
    assert ["Tết Trung thu", "7 đến 10 tuổi", 30, "…", ""] in rows
    assert ["Tết Trung thu", "tất cả", 80, "…", ""] in rows
    assert ["Tết Trung thu", "Bồ Đề", "", "", 95] in rows
    assert ["Tết Trung thu", "Phúc Lợi", "", "", "…"] in rows


@pytest.mark.parametrize("lines", [[LINE], [LINE] * 4], ids=["one", "four"])
def test_the_chart_shows_a_bar_for_what_is_known_and_none_for_what_is_hidden(lines: list) -> None:
    picture = Image.open(BytesIO(participation_cards.chart(2027, lines, say).content)).convert("RGB")
    colours = {colour: count for count, colour in picture.getcolors(1 << 20)}
    bar, line = tuple(bytes.fromhex("1F7A6D")), tuple(bytes.fromhex("D1495B"))
    tall = participation_cards.ROW - 15
    width = participation_cards.FULL * 95 // 100 + participation_cards.FULL * 90 // 100
    assert colours[bar] == pytest.approx(len(lines) * tall * width, rel=0.02)
    assert colours[line] > 100


@pytest.mark.parametrize(("typed", "count"), [("12000", 12000), (" 12.345 ", 12345), ("9,001", 9001)])
def test_a_number_is_read_as_people_type_it(typed: str, count: int) -> None:
    assert check_count(typed) == count


@pytest.mark.parametrize("typed", ["", "0", "-5", "nhiều", "12k", "1e5", "١٢", "200001", "9" * 40])
def test_what_is_no_number_of_children_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        check_count(typed)
