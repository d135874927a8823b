"""The list for the door as files, read back: every Vietnamese name, and no name that a spreadsheet would carry out."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pypdf
import pytest
from reportlab.pdfbase.ttfonts import TTFont

from channels import door_paper, door_pdf, door_sheet, lettering
from channels.texts import Voice
from domain.arrivals import Guest, Visit
from domain.door_papers import KINDS, PRINT, READ, Roll, eve_of, span_of
from domain.events import Event, Kind, State
from domain.finding import Listed, best, check_wanted
from domain.people import AgeBand
from domain.signups import Child, Ticket, clean_nickname
from domain.signups import State as TicketState
from domain.working_time import HANOI
from tests import own

CATALOGUE = own.catalogue()
MADE = datetime(2027, 9, 10, 11, tzinfo=UTC)
EVENT = Event(
    id=7,
    slug="trung-thu",
    state=State.PUBLISHED,
    kind=Kind.MID_AUTUMN,
    title="Vui Tết Trung thu <b>&amp; rước đèn",
    ward="long-bien",
    starts_at=datetime(2027, 9, 11, 18, tzinfo=HANOI),
    ends_at=datetime(2027, 9, 11, 20, tzinfo=HANOI),
    place="Sân nhà văn hoá",
    seats=20,
)
NAMES = ("Nguyễn Thỏ", "Bé Ướt Ễnh Ương", "Quỳnh Ẵm Ỷ", "Ðặng Hoà Thuỵ")
ODD = (
    "=cmd|' /C calc'!A0",
    "+84 bé",
    "-1+1",
    "@SUM(A1)",
    "http://a.vn",
    "<b>Gấu</b> & {title}",
    "12345",
    "mailto:a@b.vn",
)


def visit(number: int, *names: str, came: bool = False) -> Visit:
    children = tuple(
        Child(
            number * 10 + at,
            name,
            AgeBand.FROM_7,
            "dị ứng lạc",
            at == 0,
            child_yes=at == 0,
            parent_yes=True,
            child_photo=at == 0,
        )
        for at, name in enumerate(names)
    )
    ticket = Ticket(number, 7, f"VE-AAAA{number:02}", TicketState.CONFIRMED, 2, False, "Cô Mai", MADE, children)
    guests = tuple(Guest(child, MADE if came else None, "Hạnh") for child in children)
    return Visit(EVENT, ticket, guests, ((1, "bà Hoa"),))


ROLL = Roll(EVENT, (visit(11, *NAMES, came=True), visit(12, *ODD)), MADE)


def say(text: object) -> str:
    return CATALOGUE.say(text, Voice())  # type: ignore[arg-type]


def cells(roll: Roll) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(door_sheet.attached(roll, say).content))
    [sheet] = book.worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def words(roll: Roll) -> str:
    pages = pypdf.PdfReader(BytesIO(door_pdf.attached(roll, say).content)).pages
    return unicodedata.normalize("NFC", " ".join(" ".join(page.extract_text().split()) for page in pages))


def test_every_cell_of_the_spreadsheet_is_text_whatever_a_child_is_called() -> None:
    book = openpyxl.load_workbook(BytesIO(door_sheet.attached(ROLL, say).content))
    [sheet] = book.worksheets
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    assert not [cell for cell in found if cell.hyperlink]
    assert {*NAMES, *ODD} <= {cell.value for cell in found}


def test_the_spreadsheet_says_what_the_door_needs() -> None:
    rows = cells(ROLL)
    assert rows[0][0] == EVENT.title
    assert rows[1][0] == "Thứ Bảy, 11/9/2027 (11 tháng 8 âm lịch)"
    assert rows[3][0] == "2 gia đình, 12 bé"
    head = next(row for row in rows if row[0] == "Vé")
    first, second = (dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :][:2])
    assert first == {
        "Vé": "VE-AAAA11",
        "Bé": "Nguyễn Thỏ",
        "Tuổi": "7 đến 10 tuổi",
        "Cần biết": "dị ứng lạc",
        "Chụp ảnh": "được",
        "Còn thiếu": "",
        "Người lớn": "Cô Mai; bà Hoa",
        "Đến": "18:00",
        "Về": "",
    }
    assert (second["Chụp ảnh"], second["Còn thiếu"]) == ("KHÔNG", "bé đồng ý")


def test_the_door_reads_what_families_were_told_of_the_cost() -> None:
    paid = replace(ROLL, event=replace(EVENT, cost="20.000 đồng tiền ăn"))
    assert "Chi phí: 20.000 đồng tiền ăn" in [row[0] for row in cells(paid)]
    assert "Chi phí: 20.000 đồng tiền ăn" in words(paid)
    assert "Chi phí" not in words(ROLL)


def test_vietnamese_names_are_read_back_from_the_pdf() -> None:
    said = words(ROLL)
    for each in (*NAMES, "dị ứng lạc", "KHÔNG", "<b>Gấu</b> & {title}", "Tết Trung thu <b>&amp; rước đèn", "VE-AAAA12"):
        assert each in said
    assert (
        words(replace(ROLL, visits=(visit(13, unicodedata.normalize("NFD", "Nguyễn Thỏ")),))).count("Nguyễn Thỏ") == 1
    )


SCRIPTS = {
    "김민준": "GimMinJun",
    "李小龙": "LiXiaoLong",
    "さくら": "sakura",
    "Минь": "Min'",
    "Νίκος": "Nikos",
    "محمد": "mhmd",
    "דוד": "dvd",
    "अमित": "amit",
    "เด็กชาย": "edkchay",
    "ខ្មែរ": "khmaer",
    "ສົມ": "som",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_in_any_script_is_kept_found_and_drawn_by_its_sound(name: str) -> None:
    kept = clean_nickname(name)
    assert unicodedata.normalize("NFC", name) == kept
    assert best(check_wanted(name), [Listed(1, "VE-AAAA11", ("Thỏ",)), Listed(2, "VE-AAAA12", (kept,))]) == [2]
    roll = replace(ROLL, visits=(visit(11, kept),))
    said = words(roll)
    assert f"{SCRIPTS[name]} (viết bằng chữ khác: xem trong Telegram)" in said
    assert name not in said, "an empty box would be drawn"
    assert kept in {cell for row in cells(roll) for cell in row}, "a spreadsheet has letters of its own"


def test_every_sign_of_both_papers_is_one_the_font_has() -> None:
    roll = replace(ROLL, visits=(visit(11, *SCRIPTS, "🐰 Thỏ", "Lǎo Ða", *NAMES), visit(12, *ODD)))
    said = words(roll)
    assert " Thỏ " in said
    assert "rabbit" not in said
    assert "Lao Đa (viết" in said.replace("Ða", "Đa")
    font = TTFont("x", str(lettering.file_of("Regular"))).face.charToGlyph
    assert {sign for sign in said if ord(sign) not in font} == set()


def test_the_heading_stands_on_every_page_of_a_long_list() -> None:
    roll = replace(ROLL, visits=tuple(visit(number, "Thỏ", "Gấu " * 10) for number in range(11, 71)))
    pages = pypdf.PdfReader(BytesIO(door_pdf.attached(roll, say).content)).pages
    assert len(pages) > 3
    assert all("Cần biết" in page.extract_text() for page in pages)
    assert sum(page.extract_text().count("VE-") for page in pages) == 120


def test_an_empty_list_is_a_file_too() -> None:
    nobody = replace(ROLL, visits=())
    assert "0 gia đình" in words(nobody)
    assert [row[0] for row in cells(nobody) if row[0]][-1] == "Vé"


def test_what_the_files_say_about_themselves_names_nobody() -> None:
    pdf = door_pdf.attached(ROLL, say)
    notes = pypdf.PdfReader(BytesIO(pdf.content)).metadata or {}
    assert {str(value) for key, value in notes.items() if key in ("/Author", "/Title", "/Subject", "/Keywords")} <= {
        "",
        "(unspecified)",
    }
    sheet = door_sheet.attached(ROLL, say)
    with zipfile.ZipFile(BytesIO(sheet.content)) as parts:
        about = parts.read("docProps/core.xml").decode() + parts.read("docProps/app.xml").decode()
    assert not any(name in about for name in (*NAMES, "Cô Mai", "Hạnh"))
    assert (pdf.name, sheet.name) == ("danh-sach-diem-danh-7.pdf", "danh-sach-diem-danh-7.xlsx")


def test_only_the_file_for_reading_is_protected() -> None:
    assert {kind: door_paper.caption(ROLL, kind).protected for kind in KINDS} == {
        READ: True,
        PRINT: False,
        "xlsx": False,
    }


def test_every_file_asks_to_be_destroyed_after_the_event() -> None:
    for kind in KINDS:
        assert any("destroy it after the event" in str(said) for said in door_paper.caption(ROLL, kind).paragraphs), (
            kind
        )


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2027, 9, 10, 10, 59, 59, tzinfo=UTC), None),
        (datetime(2027, 9, 10, 11, tzinfo=UTC), datetime(2027, 9, 11).date()),  # noqa: DTZ001
        (datetime(2027, 9, 10, 16, 59, tzinfo=UTC), datetime(2027, 9, 11).date()),  # noqa: DTZ001
        (datetime(2027, 9, 10, 17, tzinfo=UTC), None),
    ],
    ids=["before six", "six", "before midnight", "midnight"],
)
def test_the_evening_begins_at_six_in_vietnam(now: datetime, day: object) -> None:
    assert eve_of(now) == day


def test_a_day_is_a_day_of_vietnam() -> None:
    since, before = span_of(datetime(2027, 9, 11).date())  # noqa: DTZ001
    assert (since.astimezone(UTC), before.astimezone(UTC)) == (
        datetime(2027, 9, 10, 17, tzinfo=UTC),
        datetime(2027, 9, 11, 17, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("children", "said"),
    [
        (12, ["12 trẻ cần ít nhất 3 người", "Danh sách có 12 trẻ; diễn đàn cấp xã cần ít nhất 30 trẻ"]),
        (30, ["30 trẻ cần ít nhất 6 người"]),
        (31, ["31 trẻ cần ít nhất 7 người"]),
    ],
)
def test_the_list_of_a_forum_says_how_many_carers_the_circular_wants(children: int, said: list[str]) -> None:
    forum = replace(EVENT, kind=Kind.FORUM)
    roll = replace(ROLL, event=forum, visits=tuple(visit(number, "Thỏ") for number in range(1, children + 1)))
    found = " ".join(door_paper.heads(roll, say))
    assert all(words in found for words in said)
    assert ("diễn đàn cấp xã" in found) is (children < 30)
    assert said[0] in words(roll)


def test_no_other_list_and_no_empty_one_speaks_of_carers() -> None:
    assert "29/2019" not in " ".join(door_paper.heads(ROLL, say))
    empty = replace(ROLL, event=replace(EVENT, kind=Kind.FORUM), visits=())
    assert "29/2019" not in " ".join(door_paper.heads(empty, say))
