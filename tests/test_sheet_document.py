"""The information sheet holds whatever people write, and says every step in words an officer knows."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import sheet_document, sheet_form
from channels.texts import Voice
from domain.legal_clocks import Kind, LegalClock, Mark
from domain.sheet import Known, Said, Sheet, Step
from tests import own

CATALOGUE = own.catalogue()
AT = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
NEWS = Sheet(1, "LB-ABCDEF")


def known(**more: object) -> Known:
    """A case about which nothing is known but that it came in."""
    nothing = {"clocks": (), "answers": (), "said": (), "steps": (), "ward": None, "place_known": False, "holder": ""}
    case = {"origin": "words", "received_at": AT, "taken_at": None, "made_by": "Minh", "made_at": AT}
    return Known(**{**nothing, **case, **more})


def read(given: Known) -> dict[str, str]:
    file = sheet_document.attached(NEWS, given, lambda text: CATALOGUE.say(text, Voice()))
    tables = docx.Document(BytesIO(file.content)).tables
    return {row.cells[0].text: row.cells[1].text for table in tables for row in table.rows}


def test_a_case_that_knows_nothing_has_three_full_boxes() -> None:
    full = {label: value for label, value in read(known()).items() if value}
    assert full == {
        "Mã vụ việc": "LB-ABCDEF",
        "Nhận tin lúc": "20:00, Thứ Tư, 25/11/2026",
        "Tin tới bằng cách nào": "bot Telegram, tin nhắn viết",
    }


@given(st.text(st.characters(codec=None), max_size=300))
def test_whatever_somebody_wrote_is_made_printable_and_nothing_more(words: str) -> None:
    plain = sheet_document.printable(words)
    assert ElementTree.fromstring(f"<a>{escape(plain)}</a>").text or not plain  # XML takes it
    assert sheet_document.printable(plain) == plain
    assert [sign for sign in words if sign.isalnum()] == [sign for sign in plain if sign.isalnum()]


HOSTILE = "a\x00b\x0bc\x1b \ud800<b>&amp;</b> {code} {name} \u202eđảo\u2028🆘 =cmd|x"


def test_hostile_words_stand_on_paper_as_they_were_written() -> None:
    table = read(known(said=(Said(AT, False, "text", HOSTILE), Said(AT, True, "photo", "{x} <i>"))))
    assert table["20:00, Thứ Tư, 25/11/2026 · người báo"] == "abc <b>&amp;</b> {code} {name} \u202eđảo\u2028🆘 =cmd|x"
    [written] = [value for label, value in table.items() if label.endswith("· cán bộ")]
    assert written.endswith("{x} <i>")


FILLED = [
    (Mark.ASSESSED, Kind.ACT, "Đã đánh giá: không khẩn cấp"),
    (Mark.MEASURES, Kind.ACT, "Đã can thiệp khẩn cấp"),
    (Mark.PLAN_DONE, Kind.PLAN, "Lập xong kế hoạch"),
    (Mark.APPROVED, Kind.APPROVAL, "Kế hoạch được duyệt"),
]


@pytest.mark.parametrize(("mark", "kind", "box"), FILLED, ids=[mark for mark, _, _ in FILLED])
def test_a_mark_fills_its_own_box_and_no_other(mark: Mark, kind: Kind, box: str) -> None:
    table = read(known(clocks=(LegalClock(kind, AT, AT, AT, mark),), steps=(Step(AT, f"marked_{mark}", "Hạnh"),)))
    assert [label for *_, label in FILLED if table[label]] == [box]
    assert any(value.startswith("Hạnh: đánh dấu: ") for value in table.values())


@pytest.mark.parametrize(("place_known", "ward", "box"), [
    (True, "bo-de", "phường Bồ Đề"), (False, "bo-de", ""), (True, None, ""), (True, "outside", "ngoài bốn phường"),
])  # fmt: skip
def test_a_place_that_was_not_told_is_not_guessed(place_known: bool, ward: str | None, box: str) -> None:
    assert read(known(place_known=place_known, ward=ward))["Nơi xảy ra việc"] == box


def test_a_step_only_the_machine_notes_is_left_out_and_a_skipped_question_is_an_empty_box() -> None:
    steps = list(sheet_form.steps(known(steps=(Step(AT, "limit_recounted", ""), Step(AT, "marked_nonsense", "x")))))
    assert steps == []
    answers = (("hurt", ""), ("near", "perhaps"), ("when", "9-11"), ("age", "7-10"))
    table = read(known(answers=answers))
    assert (table["Có người cần bác sĩ"], table["Người đó đang ở gần"]) == ("", "")
    assert (table["Giờ có thể nhắn trước"], table["Tuổi, theo lời người báo"]) == ("9-11 giờ", "7 đến 10 tuổi")
