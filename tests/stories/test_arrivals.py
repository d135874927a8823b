"""At the door: a ticket is scanned, children are welcomed with one tap, and families learn nothing of each other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from io import BytesIO

import openpyxl
import pypdf
import zxingcpp
from PIL import Image

from domain.people import AgeBand, Role
from domain.signups import ChildEntry
from domain.working_time import HANOI
from sandbox import Phone
from sandbox.world import Message
from storage.database import Database
from tests.stories.test_signups import is_a, opens
from tests.town import Town, a_town, sees


async def signs_up(town: Town, parent: Phone, title: str, *children: str) -> None:
    """A mother signs up children under 7, up to the ticket."""
    await is_a(parent, "Cha mẹ")
    await opens(parent, title)
    await parent.taps("Đăng ký")
    for number, child in enumerate(children, 1):
        await parent.until(lambda: parent.chat[-1].button("Dưới 7"))
        town.passes(minutes=1)
        await parent.taps("Dưới 7")
        await parent.until(lambda number=number: sum("Bé tên gì?" in m.text for m in parent.chat) == number)
        await parent.says(child)
        await parent.until(lambda number=number: sum("ban tổ chức cần biết" in m.text for m in parent.chat) == number)
        town.passes(minutes=1)
        await parent.taps("Bỏ qua")
        await parent.until(lambda: parent.chat[-1].button("Đủ rồi"))
        town.passes(minutes=1)
        await parent.taps("Thêm một bé" if number < len(children) else "Đủ rồi")
    await parent.until(lambda: sees(parent, "người giám hộ"))
    await parent.taps("Đồng ý")
    await parent.until(lambda: sees(parent, "đăng ký xong"))
    town.passes(minutes=1)


def link(town: Town, phone: Phone) -> str:
    """What the QR of the newest ticket says behind /start."""
    ticket = next(m for m in reversed(phone.chat) if m.from_bot and m.kind == "photo")
    picture = Image.open(BytesIO(town.sandbox.files.find(ticket.file_id).content))
    [read] = zxingcpp.read_barcodes(picture)
    address, _, start = read.text.partition("?start=")
    assert address.startswith("https://t.me/")
    return start


def card(phone: Phone, button: str = "Đã đến"):
    return next((m for m in reversed(phone.chat) if m.from_bot and m.button(button)), None)


async def test_a_ticket_is_scanned_and_the_family_is_welcomed_once(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", ward="bo-de", days=1)
        lan, mai = await town.resident("Lan", "bo-de"), await town.resident("Mai", "bo-de")
        hanh, tam = [await town.staff(name, Role.OFFICER, "bo-de") for name in ("Hạnh", "Tâm")]
        await signs_up(town, lan, "Vui Tết Trung thu", "Thỏ", "Gấu")
        start = link(town, lan)
        await mai.starts(start)
        await mai.until(lambda: sees(mai, "để ban tổ chức quét"))
        assert not sees(mai, "Thỏ") and not sees(mai, "VE-") and not sees(mai, "Trung thu")
        for officer in (hanh, tam):
            await officer.starts(start)
            await officer.until(lambda officer=officer: sees(officer, "2 bé", "Thỏ (Dưới 7 tuổi)", "không chụp ảnh"))
            assert card(officer).protected
        await hanh.taps("Đã đến", message=card(hanh))
        await hanh.until(lambda: sees(hanh, "✅ Thỏ", "✅ Gấu", "Hạnh ghi"))
        assert "Hạnh đã ghi" in await tam.taps("Đã đến", message=card(tam))
        await tam.starts(start)
        await tam.until(lambda: sees(tam, "✅ Gấu", "Hạnh ghi"))
        await tam.taps("Ghi nhầm")
        await tam.until(lambda: sum("⬜ Gấu" in m.text for m in tam.chat) == 2)
        town.passes(minutes=1)
        code = start.removeprefix("ve_")
        await mai.says(f"VE-{code}")
        await mai.until(lambda: sum("để ban tổ chức quét" in m.text for m in mai.chat) == 2)
        await tam.says(f"ve - {code.lower()}")  # typed, where the picture cannot be read
        await tam.until(lambda: sum("⬜ Gấu" in m.text for m in tam.chat) == 3)
        await tam.says("VE-O0IL12")
        await tam.until(lambda: sees(tam, "sáu chữ hoặc số"))
        for wrong in range(2, 7):
            town.passes(seconds=20)
            await tam.says(f"VE-99999{wrong}")
        await tam.until(lambda: sees(tam, "sai mã vé mấy lần"))
        await tam.says(f"VE-{code}")
        await tam.until(lambda: sum("sai mã vé mấy lần" in m.text for m in tam.chat) == 2)
        town.passes(minutes=11)
        await tam.says(f"VE-{code}")
        await tam.until(lambda: sum("⬜ Gấu" in m.text for m in tam.chat) == 4)


async def test_a_family_is_welcomed_from_the_list_and_a_second_page_follows(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", ward="bo-de", days=1)
        lan = await town.resident("Lan", "bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await signs_up(town, lan, "Vui Tết Trung thu", "Thỏ")
        await opens(hanh, "Vui Tết Trung thu")
        await hanh.taps("Danh sách điểm danh")
        await hanh.until(lambda: sees(hanh, "1 gia đình, 1 bé, 0 bé đã đến"))
        await hanh.taps("VE-")
        await hanh.until(lambda: sees(hanh, "1 gia đình, 1 bé, 1 bé đã đến", "✅ Thỏ"))
        await hanh.taps("VE-")  # now it opens the family
        await hanh.until(lambda: card(hanh, "Ghi nhầm"))
        await hanh.taps("không được chụp ảnh")
        await hanh.until(lambda: sees(hanh, "không chụp ảnh các bé này (1)", "Thỏ · VE-"))
        await hanh.presses(f"1|vp|{event.id}|7", hanh.chat[-1])
        await lan.presses(f"1|vp|{event.id}|1", lan.chat[-1])
        assert not sees(lan, "1 bé đã đến")


async def test_the_ticket_comes_once_more_from_mine(database: Database) -> None:
    async with a_town(database) as town:
        await town.event("Vui Tết Trung thu", days=3)
        lan = await town.resident("Lan", "bo-de")
        await signs_up(town, lan, "Vui Tết Trung thu", "Thỏ")
        first = link(town, lan)
        await lan.says("/cuatoi")
        await lan.until(lambda: card(lan, "🎟 Vé"))
        before = len([m for m in lan.chat if m.kind == "photo"])
        await lan.taps("🎟 Vé")
        await lan.until(lambda: len([m for m in lan.chat if m.kind == "photo"]) == before + 1)
        assert link(town, lan) == first


async def test_a_child_who_came_alone_goes_home_by_the_code_of_the_family(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Trại hè", ward="bo-de", days=1)
        await town.app.services.events.change(None, event.id, replace(event, accompanied=False))
        lan, hanh = await town.resident("Lan", "bo-de"), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await is_a(lan, "Cha mẹ")
        person = await town.app.services.people.meet(lan.id)
        child = ChildEntry("Thỏ", AgeBand.UNDER_7)
        await town.app.services.signups.sign_up(person, event.id, [child], 1_000_001, adult="Cô Mai")
        await lan.until(lambda: card(lan, "Ai đón bé"))
        await lan.taps("Ai đón bé")
        await lan.until(lambda: sees(lan, "Ai sẽ đón bé về?"))
        await lan.says("bà Hoa")
        await lan.until(lambda: sees(lan, "• bà Hoa"))
        await hanh.starts(link(town, lan))
        await hanh.until(lambda: card(hanh))
        await hanh.taps("Đã đến", message=card(hanh))
        await lan.until(lambda: sees(lan, "đã đến Trại hè"))
        told = next(m for m in reversed(lan.chat) if "đã đến Trại hè" in m.text)
        assert any(each["type"] == "spoiler" for each in told.raw["entities"]), "no lock screen shows the code"
        code = re.search(r"\d{4}$", told.text)[0]
        await hanh.until(lambda: card(hanh, "Đón về: bà Hoa"))
        await hanh.taps("Đón về bằng mã")
        await hanh.until(lambda: sees(hanh, "gõ mã đón về"))
        wrong = "0000" if code != "0000" else "0001"
        await hanh.says(wrong)
        await hanh.until(lambda: sees(hanh, "Mã không đúng"))
        await hanh.says(code)
        await hanh.until(lambda: sees(hanh, "🏠 Thỏ", "đúng mã", "Hạnh ghi"))
        town.passes(minutes=1)
        await lan.says("/dulieu")
        await lan.until(lambda: sees(lan, "được đón bé về: bà Hoa", "Thỏ đến lúc", "Thỏ về lúc"))


async def test_a_helper_tells_all_staff_of_a_lost_child_and_it_rings_no_case(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", ward="bo-de", days=1)
        hanh, tam = [await town.staff(name, Role.OFFICER, "bo-de") for name in ("Hạnh", "Tâm")]
        lan = await town.resident("Lan", "bo-de")
        await opens(hanh, "Vui Tết Trung thu")
        await hanh.taps("Trẻ thất lạc")
        await hanh.until(lambda: sees(hanh, "113", "111") and card(hanh, "Cần giúp ngay"))
        await hanh.says("một bé trai lạc mẹ, đang khóc ở cổng A")
        await tam.until(lambda: sees(tam, "Trẻ thất lạc", "Hạnh báo lúc", "khóc ở cổng A", "113"))
        assert not sees(hanh, "KHẨN") and not sees(tam, "KHẨN")
        assert next(m for m in tam.chat if "cổng A" in m.text).protected
        await lan.presses(f"1|vz|{event.id}", lan.chat[-1] if lan.chat else tam.chat[-1])
        await tam.taps("Bé đã về với gia đình")
        await hanh.until(lambda: sees(hanh, "Bé đã về với gia đình (Tâm"))
        assert not sees(lan, "Trẻ thất lạc")
        await hanh.taps("Cần giúp ngay")  # afraid for the child: a case by the rules of the desk
        await tam.until(lambda: sees(tam, "KHẨN"))


async def test_the_list_comes_as_a_file_on_a_tap_and_by_itself_the_evening_before(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", ward="bo-de", days=10)
        person = await town.app.services.people.meet((await town.resident("Lan", "bo-de")).id)
        child = ChildEntry("=cmd|x", AgeBand.UNDER_7)
        await town.app.services.signups.sign_up(person, event.id, [child], 1_000_001)
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await opens(hanh, "Vui Tết Trung thu")
        await hanh.taps("Danh sách điểm danh")
        await hanh.until(lambda: card(hanh, "Excel"))
        for label, count in (("PDF", 1), ("Để in", 2), ("Excel", 3)):
            await hanh.taps(label)
            await hanh.until(lambda count=count: len(papers(hanh)) == count)
        read, printed, sheet = papers(hanh)
        assert [m.protected for m in (read, printed, sheet)] == [True, False, False]
        [page] = pypdf.PdfReader(BytesIO(town.sandbox.files.find(read.file_id).content)).pages
        assert "=cmd|x" in page.extract_text()
        [names] = openpyxl.load_workbook(BytesIO(town.sandbox.files.find(sheet.file_id).content)).worksheets
        assert "=cmd|x" in [cell.value for row in names.iter_rows() for cell in row]
        starts = event.starts_at.astimezone(HANOI)
        evening = datetime.combine(starts.date() - timedelta(days=1), time(18, 1), HANOI)
        town.passes(seconds=(evening - town.clock.now()).total_seconds())
        await hanh.until(lambda: len(papers(hanh)) == 4)
        assert not papers(hanh)[-1].protected, "the door needs paper, and a protected file cannot be printed"


def papers(phone: Phone) -> list[Message]:
    return [m for m in phone.chat if m.from_bot and m.kind == "document"]


async def test_a_family_that_came_says_how_it_was_with_one_tap(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", ward="bo-de", days=1)
        lan, mai = await town.resident("Lan", "bo-de"), await town.resident("Mai", "bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        for number, phone in enumerate((lan, mai), 1_000_001):
            await is_a(phone, "Cha mẹ")
            person = await town.app.services.people.meet(phone.id)
            child = ChildEntry("Thỏ", AgeBand.UNDER_7)
            await town.app.services.signups.sign_up(person, event.id, [child], number)
        await lan.until(lambda: card(lan, "Nhắc tôi"))
        await hanh.starts(link(town, lan))
        await hanh.until(lambda: card(hanh))
        await hanh.taps("Đã đến", message=card(hanh))
        await hanh.until(lambda: sees(hanh, "Hạnh ghi"))
        morning = datetime.combine(event.ends_at.astimezone(HANOI).date() + timedelta(days=1), time(10, 1), HANOI)
        town.passes(seconds=(morning - town.clock.now()).total_seconds())
        await lan.until(lambda: sees(lan, "Bạn thấy Vui Tết Trung thu thế nào?"))
        await lan.taps("😀 Vui")
        await lan.until(lambda: card(lan, "Viết thêm một câu"))
        await lan.taps("Viết thêm một câu")
        await lan.until(lambda: sees(lan, "trong một tin nhắn"))
        await lan.says("đèn đẹp quá")
        await lan.until(lambda: sees(lan, "ghi lại cho ban tổ chức"))
        await hanh.presses(f"1|vs|{event.id}", hanh.chat[-1])
        await hanh.until(lambda: sees(hanh, "Đã đến: 1 trên 2 bé", "từ 5 gia đình"))
        assert not sees(hanh, "đèn đẹp quá")
        assert not sees(mai, "Bạn thấy Vui Tết")
        town.passes(minutes=1)
        await lan.says("/dulieu")
        await lan.until(lambda: sees(lan, "cảm nhận: 😀 Vui đèn đẹp quá"))


async def test_a_family_is_found_by_name_or_code_and_written_down_with_one_tap(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", seats=99, ward="bo-de", days=1)
        for number in range(12):
            person = await town.app.services.people.meet((await town.resident(f"Lan {number}", "bo-de")).id)
            names = ["Thỏ", "Nam2K5", "민준"][number] if number < 3 else f"Bống {number}"
            child = ChildEntry(names, AgeBand.UNDER_7)
            await town.app.services.signups.sign_up(person, event.id, [child], 1_000_001 + number)
        hanh, lan = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.resident("Lan", "bo-de")
        await opens(hanh, "Vui Tết Trung thu")
        await hanh.taps("Danh sách điểm danh")
        await hanh.until(lambda: card(hanh, "Tìm gia đình"))
        await hanh.taps("Tìm gia đình")
        await hanh.until(lambda: sees(hanh, "bạn tìm ai?"))
        await hanh.says("bong")
        await hanh.until(lambda: sees(hanh, "“bong”: 9 gia đình", "khớp nhất"))
        await hanh.says("NAM2K5")  # like a code, and a name
        await hanh.until(lambda: sees(hanh, "“NAM2K5”: 1 gia đình"))
        await hanh.says("zz zz")
        await hanh.until(lambda: sees(hanh, "không có ai tên như vậy"))
        town.passes(minutes=1)
        await hanh.says("tho")
        await hanh.until(lambda: card(hanh, "· Thỏ"))
        found = card(hanh, "· Thỏ")
        assert found.protected
        await hanh.taps("· Thỏ", message=found)
        await hanh.until(lambda: sees(hanh, "✅ Thỏ", "Hạnh ghi"))
        await hanh.says("민준")
        await hanh.until(lambda: card(hanh, "· 민준"))
        await hanh.taps("Thôi không tìm")
        await hanh.until(lambda: sees(hanh, "12 gia đình, 12 bé, 1 bé đã đến"))
        town.passes(minutes=1)
        await hanh.says("bong")
        await hanh.until(lambda: hanh.chat[-1].from_bot and "“bong”" not in hanh.chat[-1].text)
        await lan.presses(f"1|vj|{event.id}", hanh.chat[-1])
        await lan.says("tho")
        await lan.until(lambda: lan.chat[-1].from_bot)
        assert not sees(lan, "VE-") and not sees(lan, "bạn tìm ai?")
