"""The information sheet: a document for whoever may have it, with what the case knows and empty boxes for the rest."""

from __future__ import annotations

import asyncio
import re
from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from domain.people import Role
from sandbox import Phone
from services.clock import TurnedClock
from storage.database import Database
from storage.tables import JournalRow, NoticeRow
from tests.stories.test_desk import card, taken
from tests.town import Town, a_town, sees


def sheet(phone: Phone):
    """The newest document on this phone."""
    return next((m for m in reversed(phone.chat) if m.from_bot and m.kind == "document"), None)


def paper(town: Town, phone: Phone) -> docx.document.Document:
    return docx.Document(BytesIO(town.sandbox.files.find(sheet(phone).file_id).content))


def boxes(read: docx.document.Document) -> dict[str, str]:
    """Every line of every table: what stands left, and what stands right."""
    return {row.cells[0].text: row.cells[1].text for table in read.tables for row in table.rows}


async def lines(town: Town, verb: str) -> list[JournalRow]:
    async with town.app.database.reading() as tx:
        return list((await tx.execute(select(JournalRow).where(JournalRow.verb == verb))).scalars())


async def state_of_the_sheet(town: Town) -> str:
    async with town.app.database.reading() as tx:
        return str((await tx.execute(select(NoticeRow.state).where(NoticeRow.kind == "Sheet"))).scalar_one())


NEVER_KNOWN = (
    *("Họ tên hoặc cách gọi trẻ", "Người báo: họ tên, điện thoại (được để trống)", "Loại việc", "Giới tính"),
    *("Trẻ đang ở đâu", "Người được cho là đã gây ra", "Mức độ nguy cơ", "Ý kiến của trẻ", "Số quyết định, người ký"),
)


async def test_the_holder_gets_what_the_case_knows_and_empty_boxes_for_the_rest(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town, "bố đánh em\x0b <b>đau</b> 🆘 \ufffe")
        await lan.until(lambda: sees(lan, "bác sĩ"))
        await lan.taps("Có")
        await lan.sends("contact")
        await lan.sends("photo", "chỗ này")
        await hanh.until(lambda: sees(hanh, "chỗ này") and "cần bác sĩ: Có" in card(hanh).text)
        town.passes(seconds=30)
        await hanh.taps("Phiếu thông tin", message=card(hanh))
        await hanh.until(lambda: sheet(hanh) and sees(hanh, "phiếu thông tin, làm lúc"))
        code = re.search(r"LB-\w{6}", card(hanh).text)[0]
        assert sheet(hanh).raw["document"]["file_name"] == f"phieu-{code}.docx"
        read = paper(town, hanh)
        told = boxes(read)
        assert [label for label in NEVER_KNOWN if told[label]] == []
        assert told["Nơi xảy ra việc"] == "", "a ward somebody chose is not where it happened"
        assert (told["Mã vụ việc"], told["Cán bộ phụ trách"]) == (code, "Hạnh")
        assert (told["Phường đang xử lý"], told["Có người cần bác sĩ"]) == ("phường Bồ Đề", "Có")
        assert told["Người đó đang ở gần"] == "", "not answered"
        assert re.fullmatch(r"\d\d:\d\d, Thứ .+, \d+/\d+/\d{4}|\d\d:\d\d, Chủ Nhật, .+", told["Nhận tin lúc"])
        assert told["Hạn: 12 giờ"] and not told["Hạn: 5 ngày làm việc"]
        written = [row.cells[1].text for row in read.tables[-2].rows if "người báo" in row.cells[0].text]
        assert "bố đánh em <b>đau</b> 🆘" in " ".join(" ".join(written).split())
        assert any(words.endswith("chỗ này") for words in written)
        done = [row.cells[1].text for row in read.tables[-1].rows]
        assert done[0] == "tin báo tới" and "Hạnh: nhận vụ việc" in done and "Hạnh: làm phiếu thông tin" in done
        whole = " ".join([*told, *told.values(), *written, *done, *(p.text for p in read.paragraphs)])
        assert "+8490" not in whole and "Lan" not in whole, "who the sender is, is not in it"
        assert "không phải Mẫu số 01" in whole
        assert [p.text.split(".")[0] for p in read.paragraphs if p.text[:1].isdigit()] == [str(n) for n in range(1, 13)]
        assert (read.core_properties.author, read.core_properties.comments) == ("", "")
        [line] = await lines(town, "sheet_made")
        assert line.facts == {"reason": "holder"}


async def test_the_place_is_told_once_it_is_known_and_marks_stand_in_their_steps(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _ = await taken(town, "bố đánh em ở Ngọc Lâm")
        await hanh.taps("Hạn theo luật", message=card(hanh))
        await hanh.until(lambda: any(m.button("Đã đánh giá") for m in hanh.chat))
        await hanh.taps("Đã đánh giá")
        await hanh.until(lambda: "đánh giá" in card(hanh).text)
        town.passes(seconds=20)
        await hanh.taps("Phiếu thông tin", message=card(hanh))
        await hanh.until(lambda: sheet(hanh))
        read = paper(town, hanh)
        told = boxes(read)
        assert told["Nơi xảy ra việc"] == "phường Bồ Đề"
        assert told["Đã đánh giá: không khẩn cấp"] and not told["Đã can thiệp khẩn cấp"]
        assert any("Hạnh: đánh dấu: đã đánh giá" in row.cells[1].text for row in read.tables[-1].rows)


async def test_it_leaves_the_phone_when_the_case_closes_and_cannot_be_had_any_more(database: Database) -> None:
    async with a_town(database) as town:
        hanh, _ = await taken(town)
        standing = card(hanh)
        await hanh.taps("Phiếu thông tin", message=standing)
        await hanh.until(lambda: sheet(hanh))
        await hanh.taps("Kết thúc", message=standing)
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: sheet(hanh) is None)
        assert "đã kết thúc" in await hanh.presses("1|ps|1", standing)
        assert sheet(hanh) is None


async def test_a_coordinator_says_why_and_keeps_it_until_the_case_closes(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, _ = await taken(town)
        await minh.says("/vuviec")
        await minh.until(lambda: any(m.button("LB-") for m in minh.chat))
        await minh.taps("LB-")
        await minh.until(lambda: card(minh) and card(minh).button("Phiếu thông tin"))
        await minh.taps("Phiếu thông tin")
        await minh.until(lambda: any(m.button("lập kế hoạch") for m in minh.chat))
        assert await lines(town, "sheet_made") == [] and sheet(minh) is None
        assert "lý do" in await minh.presses("1|pw|1|because", minh.chat[-1])
        await minh.taps("Để họp hoặc lập kế hoạch")
        await minh.until(lambda: sheet(minh))
        assert [line.facts for line in await lines(town, "sheet_made")] == [{"reason": "plan"}]
        town.passes(seconds=20)
        await hanh.taps("Cần lập kế hoạch", message=card(hanh))  # a further step does not take it away
        town.passes(seconds=20)
        await minh.until(lambda: "5 ngày làm việc" in card(minh).text)
        assert sheet(minh) is not None
        await hanh.taps("Kết thúc", message=card(hanh))
        await hanh.taps("Đã kiểm tra")
        await minh.until(lambda: sheet(minh) is None)


OTHERS = [
    ("an officer of another ward", Role.OFFICER, "viet-hung", "refused"),
    ("a colleague who does not hold it", Role.OFFICER, "bo-de", "refused"),
    ("an editor", Role.EDITOR, None, "turned_away"),
    ("an administrator", Role.ADMIN, None, "turned_away"),
    ("a resident", None, None, "turned_away"),
]


@pytest.mark.parametrize(("role", "ward", "verb"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
async def test_nobody_else_gets_it_and_the_journal_knows(
    database: Database, role: Role | None, ward: str | None, verb: str
) -> None:
    async with a_town(database) as town:
        await taken(town)
        thu = await town.resident("Thu") if role is None else await town.staff("Thu", role, ward)
        await thu.says("/trogiup")
        await thu.until(lambda: sum(m.from_bot for m in thu.chat) > (0 if role is None else 1))
        for data in ("1|ps|1", "1|pw|1|plan"):
            assert await thu.presses(data, thu.chat[-1])
            town.passes(seconds=5)
        assert sheet(thu) is None and await lines(town, "sheet_made") == []
        assert len(await lines(town, verb)) == 2


@pytest.mark.long
async def test_a_sheet_that_waits_holds_no_word_and_is_not_sent_to_a_hand_that_let_go(database: Database) -> None:
    async with a_town(database, clock=TurnedClock()) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, _ = await taken(town)
        await hanh.taps("Chuyển", message=card(hanh))
        await hanh.until(lambda: any(m.button("Minh") for m in hanh.chat))
        await hanh.taps("Minh")
        await minh.until(lambda: any(m.button("Tôi nhận lời") for m in minh.chat))
        town.sandbox.limits.send(hanh.id, 100)  # Telegram takes nothing for this chat until the clock is turned
        await hanh.presses("1|ps|1", card(hanh))
        async with town.app.database.reading() as tx:
            waiting = (await tx.execute(select(NoticeRow).where(NoticeRow.kind == "Sheet"))).scalar_one()
            assert waiting.news == {"case": 1, "code": waiting.news["code"], "known": None}
            assert waiting.state == "due"
        await hanh.until(lambda: ("sendDocument", "Too Many") in [(m, why[:8]) for m, why in town.sandbox.errors])
        await minh.taps("Tôi nhận lời")
        await minh.until(lambda: sees(minh, "bố đánh em"))
        for _ in range(3):
            town.passes(seconds=40)
        await hanh.until(lambda: "Minh phụ trách" in card(hanh).text)
        async with asyncio.timeout(10):
            while await state_of_the_sheet(town) == "due":
                pass
        assert await state_of_the_sheet(town) == "dropped"
        assert sheet(hanh) is None
