"""The consent sheet on paper: what the event says, every yes with its words, what was not said, and room to sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest

from channels import consent_pdf
from channels.texts import Voice
from domain.consent_papers import Given, Paper
from domain.costs import FREE
from domain.events import Event, Kind, State
from domain.people import AgeBand
from domain.signups import WORDING, Child, Purpose, Route, Ticket
from domain.signups import State as TicketState
from tests import own
from tests.storage.ward import PLAN

AT = datetime(2027, 9, 1, 2, tzinfo=UTC)
CATALOGUE = own.catalogue()
FAMILY = (
    Child(1, "Bống <b>", AgeBand.UNDER_7, "", False, False, True),
    Child(2, "Tí", AgeBand.FROM_7, "", True, True, True),
    Child(3, "Sóc", AgeBand.FROM_11, "", False, False, True),
)
TICKET = Ticket(7, 1, "VE-AAAAAA", TicketState.HELD, 4, True, "", AT, FAMILY)
GIVEN = (
    Given(Purpose.SIGNUP, Route.BUTTON, WORDING, AT),
    Given(Purpose.CHILD, Route.SAME_PHONE, WORDING, AT, child=2),
    Given(Purpose.PHOTO, Route.BUTTON, WORDING, AT, withdrawn_at=AT),
)


def paper(**changes: object) -> Paper:
    plan = {name: getattr(PLAN, name) for name in PLAN.__dataclass_fields__}
    event = Event(id=1, slug="x", state=State.PUBLISHED, **plan)
    return Paper(replace(event, **changes), TICKET, GIVEN, AT)  # type: ignore[arg-type]


def read(made: Paper) -> str:
    file = consent_pdf.attached(made, lambda text: CATALOGUE.say(text, Voice()))
    assert file.name == "phieu-dong-y-1.pdf"
    pages = pypdf.PdfReader(BytesIO(file.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_sheet_says_what_the_circular_wants_said_and_what_it_is_not() -> None:
    words = read(paper())
    for said in (PLAN.title, PLAN.place, PLAN.purpose, PLAN.programme, PLAN.form, PLAN.in_charge, "Số chỗ: 20"):
        assert said in words
    assert "PHIẾU ĐỒNG Ý (MẪU CỦA BAN TỔ CHỨC)" in words
    assert "không phải mẫu phụ lục của Thông tư 27/2022" in words
    assert "Thông tư 29/2019" not in words


@pytest.mark.parametrize(
    ("cost", "said"),
    [(FREE, "Chi phí: Miễn phí"), ("20.000 đồng tiền ăn", "Chi phí: 20.000 đồng tiền ăn"), ("", None)],
)
def test_the_sheet_says_the_cost_where_it_was_said(cost: str, said: str | None) -> None:
    words = read(paper(cost=cost))
    assert (said in words) if said else ("Chi phí" not in words)


def test_every_yes_stands_there_with_route_time_and_words() -> None:
    words = read(paper())
    assert "Tham gia sự kiện: có, bấm trong bot, lúc 09:00, Thứ Tư, 1/9/2027" in words
    assert f"(bản {WORDING}): “Bot giữ những điều ghi ở trên" in words
    assert "Chụp ảnh: đã rút lại lúc 09:00, Thứ Tư, 1/9/2027" in words
    assert "Ghi chú sức khoẻ cho ban tổ chức: không" in words
    assert "Bống <b>, Dưới 7 tuổi" in words


def test_from_7_on_the_child_has_a_part_of_its_own() -> None:
    words = read(paper())
    own = words[words.index("3. Trẻ từ 7 tuổi") :]
    assert "Trẻ: Tí" in own and "Trẻ tự đồng ý: có, trẻ tự bấm trên máy của bố mẹ" in own
    assert "Trẻ: Sóc" in own and "Chưa có lời đồng ý của trẻ" in own
    assert "Bống" not in own
    assert words.count("Họ tên, chữ ký") == 3


def test_pictures_stand_in_the_childs_own_part_and_the_paper_in_the_parents() -> None:
    words = read(paper())
    own = words[words.index("3. Trẻ từ 7 tuổi") :]
    assert own.count("Chụp ảnh, trẻ tự đồng ý: không") == own.count("Được chụp ảnh: không") == 2
    tickets = replace(TICKET, children=(FAMILY[0], replace(FAMILY[1], child_photo=True), FAMILY[2]))
    yes = Given(Purpose.CHILD_PHOTO, Route.SAME_PHONE, WORDING, AT, child=2)
    forum = replace(paper(kind=Kind.FORUM), ticket=tickets, given=(*GIVEN, yes))
    words = read(forum)
    own = words[words.index("3. Trẻ từ 7 tuổi") :]
    assert "Chụp ảnh, trẻ tự đồng ý: có, trẻ tự bấm trên máy của bố mẹ" in own
    assert "“📷" not in own and "Em không thích thì thôi, em vẫn được đi" in own
    assert own.count("Được chụp ảnh: có") == own.count("Được chụp ảnh: không") == 1
    assert "Giấy đồng ý có chữ ký: không" in words and "Giấy đồng ý" not in read(paper())
    signed = replace(forum, given=(*forum.given, Given(Purpose.WRITTEN, Route.PAPER, WORDING, AT)))
    assert "Giấy đồng ý có chữ ký: có, ký trên giấy, ban tổ chức ghi lại" in read(signed)


def test_words_of_an_older_version_are_not_told_as_todays() -> None:
    old = replace(paper(), given=(replace(GIVEN[0], wording="2025-01"),))
    assert "Lời đã đọc: bản 2025-01" in read(old)
    assert "“Bot giữ" not in read(old)


def test_a_forum_asks_for_the_yes_in_writing() -> None:
    words = read(paper(kind=Kind.FORUM))
    assert "theo mẫu của Thông tư 29/2019" in words
    assert "cũng không phải mẫu của Thông tư 29/2019" in words, "nobody takes our sheet for the official form"
    assert "không phải mẫu phụ lục của Thông tư 27/2022" in words


def test_a_name_in_another_script_is_written_by_its_sound_and_says_so() -> None:
    made = paper(title="🏮 Trung thu của 민준")
    words = read(replace(made, ticket=replace(TICKET, children=(replace(FAMILY[0], nickname="Минь"),))))
    assert "Trung thu của MinJun (viết bằng chữ khác: xem trong Telegram)" in words
    assert "Min' , " in words or "Min', " in words
    assert "Минь" not in words and "민준" not in words and "🏮" not in words
