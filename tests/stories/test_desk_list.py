"""/vuviec: what matters first, page by page, while cases come and go."""

from __future__ import annotations

import re
from itertools import count

import pytest

from domain.cases import Content, Origin, Outcome
from domain.people import Role
from sandbox import Phone
from sandbox.world import Message
from services.cases.opening import Heard
from storage.database import Database
from tests.town import Town, a_town, sees

UPDATES = count(900_000)
CODE = re.compile(r"LB-\w{6}")


async def cries(town: Town, ward: str, words: str = "bố đánh em") -> str:
    """A case that rings in a ward; gives its code."""
    lan = await town.resident(f"Lan {next(UPDATES)}", ward)
    person = await town.app.services.people.meet(lan.id)
    now = town.clock.now()
    heard = Heard(Content(text=words), next(UPDATES), None, now, now)
    return (await town.app.services.cases.cry(person, heard, Origin.WORDS)).code


async def takes(town: Town, phone: Phone, code: str) -> int:
    person = await town.app.services.people.meet(phone.id)
    case = await town.app.services.desk.find(person, code)
    await town.app.services.desk.take(person, case)
    return case


async def ends(town: Town, phone: Phone, code: str) -> None:
    case = await takes(town, phone, code)
    await town.app.services.desk.close(await town.app.services.people.meet(phone.id), case, Outcome.SAFE)


def the_list(phone: Phone) -> Message:
    """The newest list on this phone."""
    return next(m for m in reversed(phone.chat) if m.from_bot and m.text.startswith("📋 Vụ việc"))


def codes(phone: Phone) -> list[str]:
    return CODE.findall(the_list(phone).text)


async def asks(phone: Phone) -> None:
    before = len([m for m in phone.chat if m.from_bot and m.text.startswith("📋 Vụ việc")])
    await phone.says("/vuviec")
    await phone.until(lambda: len([m for m in phone.chat if m.text.startswith("📋 Vụ việc")]) > before)


async def test_the_list_says_in_human_words_what_matters_first_and_nothing_of_the_words(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        held, colleagues = await cries(town, "bo-de"), await cries(town, "bo-de")
        elsewhere = await cries(town, "phuc-loi")
        await takes(town, hanh, held)
        await takes(town, minh, colleagues)
        town.passes(minutes=5)
        rings = await cries(town, "bo-de")
        await asks(hanh)
        assert codes(hanh) == [rings, held, colleagues], "what rings first, then one's own"
        words = the_list(hanh).text
        assert re.search(rf"{rings} · phường Bồ Đề · mở chưa đầy 1 phút trước\nchưa ai nhận · đang gọi", words), words
        assert re.search(rf"{held} .* mở 5 phút trước\nbạn giữ · người báo nhắn lúc", words)
        assert re.search(rf"{colleagues} .*\nMinh giữ · người báo nhắn lúc .*, chưa được trả lời", words)
        assert elsewhere not in words and "đánh" not in words and "Lan" not in words
        assert the_list(hanh).protected
        await asks(minh)
        assert set(codes(minh)) == {rings, held, colleagues, elsewhere}
        await hanh.taps("Chỉ của tôi")
        await hanh.until(lambda: codes(hanh) == [held])
        await hanh.taps("Tất cả vụ việc")
        await hanh.until(lambda: len(codes(hanh)) == 3)


@pytest.mark.long
async def test_paging_shows_every_case_once_while_others_open_and_close(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        mine = [await cries(town, "bo-de") for _ in range(11)]
        await asks(hanh)
        assert codes(hanh) == mine[:8] and "1–8 trong 11" in the_list(hanh).text
        await ends(town, hanh, mine[0])
        await ends(town, hanh, mine[8])
        newest = await cries(town, "bo-de")
        await hanh.taps("Tiếp")
        await hanh.until(lambda: codes(hanh) == [*mine[9:], newest])
        assert "8–10 trong 10" in the_list(hanh).text and the_list(hanh).button("Tiếp") is None
        second = the_list(hanh)
        for code in (*mine[9:], newest):
            await ends(town, hanh, code)
        town.passes(seconds=30)
        await hanh.taps("Về đầu danh sách", message=second)
        await hanh.until(lambda: codes(hanh) == mine[1:8])
        assert the_list(hanh).id == second.id, "the list turns in its own message"


async def test_a_page_that_has_emptied_meanwhile_says_so_and_leads_back(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        mine = [await cries(town, "bo-de") for _ in range(9)]
        await asks(hanh)
        await ends(town, hanh, mine[8])
        shown = the_list(hanh)
        await hanh.taps("Tiếp", message=shown)
        await hanh.until(lambda: "danh sách vừa thay đổi" in shown.text)
        town.passes(seconds=30)
        await hanh.taps("Về đầu danh sách", message=shown)
        await hanh.until(lambda: codes(hanh) == mine[:8])


async def test_an_empty_list_says_so_kindly(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await hanh.says("/vuviec")
        await hanh.until(lambda: sees(hanh, "Không có vụ việc nào đang mở. Cảm ơn bạn"))
        theirs = await cries(town, "bo-de")
        await asks(hanh)
        await hanh.taps("Chỉ của tôi")
        await hanh.until(lambda: sees(hanh, "Bạn không giữ vụ việc nào. Cảm ơn bạn"))
        await hanh.taps("Tất cả vụ việc")
        await hanh.until(lambda: codes(hanh) == [theirs])
        assert "dành cho cán bộ" in await (await town.resident("Tí")).presses("1|ls|0||||", the_list(hanh))


async def test_the_list_holds_what_opens_and_nothing_else(database: Database) -> None:
    """Also one's own case that turned out to be another ward's; never one closed to the ward's officers."""
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await town.staff("Thu", Role.OFFICER, "phuc-loi")
        lan, tuan = await town.resident("Lan", "bo-de"), await town.resident("Tuấn", "bo-de")
        for sender in (lan, tuan):
            await sender.says("bố đánh em")
            await sender.until(lambda sender=sender: any(m.button("Không gửi cán bộ") for m in sender.chat))
        await asks(hanh)
        hidden, mine = codes(hanh)
        await takes(town, hanh, mine)
        await lan.taps("Không gửi cán bộ")
        await minh.until(lambda: sees(minh, "KHẨN", hidden))
        people = town.app.services.people
        case = await town.app.services.desk.find(await people.meet(hanh.id), mine)
        await town.app.services.questions.answer(await people.meet(tuan.id), case, "ward", "phuc-loi")
        theirs = await cries(town, "phuc-loi")
        await asks(hanh)
        assert codes(hanh) == [mine] and "phường Phúc Lợi" in the_list(hanh).text
        await asks(minh)
        assert set(codes(minh)) == {hidden, mine, theirs}
