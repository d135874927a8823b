"""Pictures are asked for apart, off by default, and every yes beside the sign-up is taken back with one tap."""

from __future__ import annotations

from io import BytesIO

import pypdf

from storage.database import Database
from tests.stories.test_waiting import TITLE, a_mother, fills_in
from tests.town import a_town, sees


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
