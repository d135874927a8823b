"""At the door: a ticket is scanned, children are welcomed with one tap, and families learn nothing of each other."""

from __future__ import annotations

from io import BytesIO

import zxingcpp
from PIL import Image

from domain.people import Role
from sandbox import Phone
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
        await mai.until(lambda: sees(mai, "dành cho ban tổ chức quét"))
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


async def test_a_family_is_welcomed_from_the_list_and_a_second_page_follows(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu", ward="bo-de", days=1)
        lan = await town.resident("Lan", "bo-de")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await signs_up(town, lan, "Vui Tết Trung thu", "Thỏ")
        await opens(hanh, "Vui Tết Trung thu")
        await hanh.taps("Danh sách đón")
        await hanh.until(lambda: sees(hanh, "1 gia đình, 1 bé, 0 bé đã đến"))
        await hanh.taps("VE-")
        await hanh.until(lambda: sees(hanh, "1 gia đình, 1 bé, 1 bé đã đến", "✅ Thỏ"))
        await hanh.taps("VE-")  # now it opens the family
        await hanh.until(lambda: card(hanh, "Ghi nhầm"))
        await hanh.taps("không chụp ảnh")
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
