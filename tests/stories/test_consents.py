"""Pictures are asked for apart, off by default, and every yes beside the sign-up is taken back with one tap."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdf

from domain.events import Kind
from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.stories.test_families import brings_two
from tests.stories.test_signups import opens
from tests.stories.test_waiting import TITLE, a_mother, fills_in
from tests.town import Town, a_town, sees


async def test_pictures_are_off_until_a_parent_allows_them_and_taken_back_with_one_tap(database: Database) -> None:
    async with a_town(database) as town:
        await town.event(TITLE, seats=4)
        lan = await a_mother(town, "Lan")
        signups, person = town.app.services.signups, await town.app.services.people.meet(lan.id)
        await fills_in(lan, town)
        assert "Chụp ảnh: không" in lan.chat[-1].text
        await lan.taps("Cho phép chụp ảnh")
        await lan.until(lambda: "Chụp ảnh: được" in lan.chat[-1].text)
        await lan.taps("Thôi, không chụp ảnh")
        await lan.until(lambda: "Chụp ảnh: không" in lan.chat[-1].text)
        await lan.taps("Cho phép chụp ảnh")
        await lan.until(lambda: "Chụp ảnh: được" in lan.chat[-1].text)
        await lan.taps("Đồng ý")
        await lan.until(lambda: sees(lan, "bạn đã đăng ký xong"))
        [(event, ticket)] = await signups.mine(person)
        assert [child.photo for child in ticket.children] == [True]
        town.passes(minutes=1)
        await lan.says("/cuatoi")
        await lan.until(lambda: lan.chat[-1].button("Rút lại: chụp ảnh"))
        assert "không chụp các bé, lượt đăng ký vẫn còn" in lan.chat[-1].text
        await lan.taps("Rút lại: chụp ảnh")
        await lan.until(lambda: sees(lan, "Đã rút lại"))
        ticket = await signups.of(person, event.id)
        assert ticket is not None and not ticket.children[0].photo
        town.passes(minutes=1)
        seen = len(lan.chat)
        await lan.says("/cuatoi")
        await lan.until(lambda: any(m.button("Huỷ đăng ký") for m in lan.chat[seen:]))
        assert not lan.chat[-1].button("Rút lại")
        await lan.says("/dulieu")
        await lan.until(lambda: sees(lan, "trong đó 1 đã rút lại"))


async def test_a_mother_answers_each_thing_apart_and_takes_each_back(database: Database) -> None:
    """A health note refused, pictures asked of the child, the child kept for next time, found again, forgotten."""
    async with a_town(database) as town:
        event = await town.event(TITLE, seats=6)
        lan = await a_mother(town, "Lan")
        person = await town.app.services.people.meet(lan.id)
        await opens(lan, TITLE)
        await lan.taps("Đăng ký")
        await lan.until(lambda: lan.chat[-1].button("7 đến 10"))
        await lan.taps("7 đến 10")
        await lan.until(lambda: sees(lan, "Bé tên gì?"))
        await lan.says("Tí")
        await lan.until(lambda: sees(lan, "bot hỏi lại rồi mới giữ"))
        town.passes(minutes=1)
        await lan.says("hen suyễn")
        await lan.until(lambda: lan.chat[-1].button("Không, xoá dòng này"))
        await lan.taps("Không, xoá dòng này")
        await lan.until(lambda: sees(lan, "Em không muốn thì thôi"))
        await lan.taps("em muốn đi")
        await lan.until(lambda: lan.chat[-1].button("Đủ rồi"))
        await lan.taps("Đủ rồi")
        await lan.until(lambda: lan.chat[-1].button("Cho phép chụp ảnh"))
        assert "hen suyễn" not in lan.chat[-1].text
        await lan.taps("Cho phép chụp ảnh")
        await lan.until(lambda: "sau khi đăng ký bot hỏi bé" in lan.chat[-1].text)
        town.passes(minutes=1)
        await lan.taps("Đồng ý")
        await lan.until(lambda: any(m.button("Chụp ảnh: hỏi bé") for m in lan.chat))
        [(_, ticket)] = await town.app.services.signups.mine(person)
        assert (ticket.children[0].needs, ticket.children[0].photo) == ("", False)
        town.passes(minutes=1)
        await lan.taps("Chụp ảnh: hỏi bé")
        await lan.until(lambda: sees(lan, "Tí: chưa chụp ảnh", "Em không thích thì thôi, em vẫn được đi"))
        await lan.taps("em muốn được chụp")
        await lan.until(lambda: sees(lan, "Tí: được chụp ảnh"))
        await lan.taps("Ai sẽ đi")
        await lan.until(lambda: lan.chat[-1].button("Nhớ các bé"))
        town.passes(minutes=1)
        await lan.taps("Nhớ các bé")
        await lan.until(lambda: lan.chat[-1].button("Nhớ Tí"))
        await lan.taps("Nhớ Tí")
        await lan.until(lambda: sees(lan, "Tí: còn thiếu lời đồng ý của chính bé"))
        assert not await town.app.services.kept_children.of(person)
        await lan.taps("bot nhớ em nhé")
        await lan.until(lambda: sees(lan, "Tí: bot đã nhớ"))
        town.passes(minutes=1)
        await lan.says("/cuatoi")
        await lan.until(lambda: sees(lan, "Bot đang nhớ cho lần sau: Tí", "Tí đã đồng ý cho chụp ảnh"))
        await lan.taps("thôi, không chụp em")
        await lan.until(lambda: sees(lan, "giờ ghi là không chụp ảnh bé"))
        await is_found_again_and_forgotten(lan, town, event.id)


async def is_found_again_and_forgotten(lan: Phone, town: Town, event: int) -> None:
    """The next sign-up offers the kept child; one tap forgets."""
    person = await town.app.services.people.meet(lan.id)
    await town.app.services.signups.cancel(person, event)
    town.passes(minutes=1)
    await opens(lan, TITLE)
    await lan.taps("Đăng ký")
    await lan.until(lambda: lan.chat[-1].button("Tí (7 đến 10"))
    assert lan.chat[-1].button("Thêm một bé")
    await lan.taps("Tí (7 đến 10")
    await lan.until(lambda: lan.chat[-1].button("Bỏ qua"))
    town.passes(minutes=1)
    await lan.says("/dulieu")
    await lan.until(lambda: sees(lan, "Nhớ cho lần sau: Tí (7-10)"))
    await lan.says("/cuatoi")
    await lan.until(lambda: lan.chat[-1].button("Rút lại: nhớ các bé"))
    await lan.taps("Rút lại: nhớ các bé")
    await lan.until(lambda: sees(lan, "Bot đã quên"))
    assert not await town.app.services.kept_children.of(person)


async def test_a_forum_waits_for_the_signed_sheet(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Diễn đàn", ward="bo-de", days=3)
        await town.app.services.events.change(None, event.id, replace(event, kind=Kind.FORUM))
        lan, hanh = await a_mother(town, "Lan"), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await brings_two(lan, event.id, town, says="chưa ghi là đã nhận giấy đồng ý có chữ ký")
        await opens(hanh, "Diễn đàn")
        await hanh.taps("Danh sách điểm danh")
        await hanh.until(lambda: sees(hanh, "Còn thiếu giấy đồng ý có chữ ký"))
        assert not sees(lan, "bạn đã đăng ký xong")
        await hanh.taps("Đã nhận giấy")
        await lan.until(lambda: sees(lan, "bạn đã đăng ký xong", "VE-"))
        await hanh.until(
            lambda: not sees(hanh, "Còn thiếu giấy đồng ý có chữ ký")
        )  # the list is changed where it stands


async def test_whoever_does_not_touch_the_switch_has_said_no(database: Database) -> None:
    async with a_town(database) as town:
        await town.event(TITLE, seats=4)
        lan = await a_mother(town, "Lan")
        await fills_in(lan, town)
        await lan.taps("Đồng ý")
        await lan.until(lambda: sees(lan, "bạn đã đăng ký xong"))
        [(_, ticket)] = await town.app.services.signups.mine(await town.app.services.people.meet(lan.id))
        assert [child.photo for child in ticket.children] == [False]


async def test_a_family_takes_its_consent_sheet_and_nobody_else_does(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event(TITLE, seats=4)
        lan, mai = await a_mother(town, "Lan"), await a_mother(town, "Mai")
        await fills_in(lan, town)
        await lan.taps("Đồng ý")
        await lan.until(lambda: sees(lan, "bạn đã đăng ký xong"))
        town.passes(minutes=1)
        await lan.says("/cuatoi")
        await lan.until(lambda: lan.chat[-1].button("Ai sẽ đi"))
        await lan.taps("Ai sẽ đi")
        await lan.until(lambda: lan.chat[-1].button("Phiếu đồng ý"))
        await lan.taps("Phiếu đồng ý")
        await lan.until(lambda: any(m.kind == "document" for m in lan.chat))
        sheet = next(m for m in lan.chat if m.kind == "document")
        file = BytesIO(town.sandbox.files.find(sheet.file_id).content)
        words = " ".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
        assert "Bé 1" in words and "Tham gia sự kiện: có" in words
        await mai.says("/sukien")
        await mai.until(lambda: mai.chat[-1].from_bot)
        await mai.presses(f"1|cf|{event.id}", mai.chat[-1])
        town.passes(minutes=1)
        assert not any(m.kind == "document" for m in mai.chat)
