"""*Hỏi cán bộ phường*: the question just asked goes with the case; where it is gone the bot asks for it."""

from __future__ import annotations

import pytest

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees

FORGETS = ("half an hour", "leaving", "browsing", "restart")


async def asks(town: Town, words: str, who: str) -> Phone:
    phone = await town.resident("Lan", "bo-de")
    await phone.starts()
    await phone.until(lambda: phone.chat[-1].button(who))
    await phone.taps(who)
    await phone.says(words)
    await phone.until(lambda: phone.chat[-1].button("Hỏi cán bộ phường"))
    return phone


@pytest.mark.parametrize(
    ("words", "who"),
    [
        pytest.param("nấu phở bò thế nào", "Cha mẹ", id="not found"),
        pytest.param("em có quyền gì ạ", "Trẻ em", id="under an answer"),
    ],
)
async def test_the_question_just_asked_goes_with_the_case(database: Database, words: str, who: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await asks(town, words, who)
        await lan.taps("Hỏi cán bộ phường")
        await lan.until(lambda: sees(lan, "vừa hỏi được gửi kèm"))
        await hanh.until(lambda: sees(hanh, "Có người hỏi"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, words))


@pytest.mark.parametrize("gone", FORGETS)
async def test_when_it_is_gone_the_bot_asks_for_it_and_the_next_message_is_the_question(
    database: Database, gone: str
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await asks(town, "nấu phở bò thế nào", "Trẻ em")
        below = lan.chat[-1]
        match gone:
            case "half an hour":
                town.passes(minutes=31)
            case "leaving":
                await lan.says("/thoat")
                await lan.until(lambda: sees(lan, "gọn gàng"))
                await lan.presses("1|ao", lan.chat[-1])
            case "browsing":
                await lan.says("/camnang")
                await lan.until(lambda: sees(lan, "Cho trẻ em"))
            case _:
                await town.dies_and_comes_back()
        if gone != "leaving":  # then the message with the button is gone as well
            await lan.taps("Hỏi cán bộ phường", message=below)
        await lan.until(lambda: sees(lan, "viết câu hỏi ngay ở đây"))
        await lan.says("em có quyền gì ạ")
        await hanh.until(lambda: sees(hanh, "Có người hỏi"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "em có quyền gì ạ"))
        assert not sees(hanh, "nấu phở"), "it is not in the case"
        # after leaving they are answered as anybody, and the words are kept for the officer all the same
        assert gone == "leaving" or not sees(lan, "Nguồn:"), "nor is the new one read as a question for the handbook"


@pytest.mark.parametrize("way", ["button", "/sos", "cứu em với"])
async def test_what_a_child_wrote_before_the_cry_goes_with_it_and_stands_before_it(
    database: Database, way: str
) -> None:
    """Nobody heard the danger in it; a child seldom says it twice."""
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na = await asks(town, "chú Tư mới mua xe", "Trẻ em")
        await (na.taps("Cần giúp ngay") if way == "button" else na.says(way))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        cried = "cứu em với" if way == "cứu em với" else "Cần giúp ngay"
        await hanh.until(lambda: sees(hanh, "mới mua xe") and any(cried in m.text and "✉" in m.text for m in hanh.chat))
        letters = [m.text for m in hanh.chat if m.from_bot and "✉" in m.text]
        told = next(i for i, text in enumerate(letters) if "mới mua xe" in text)
        assert told <= next(i for i, text in enumerate(letters) if cried in text)


async def test_what_was_asked_long_before_a_cry_stays_unkept(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na = await asks(town, "nấu phở bò thế nào", "Trẻ em")
        town.passes(minutes=11)
        await na.says("cứu em với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "cứu em với"))
        assert not sees(hanh, "nấu phở")


async def test_in_a_taken_case_it_comes_once(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na = await asks(town, "chú Tư mới mua xe", "Trẻ em")
        await na.taps("Hỏi cán bộ phường")
        await hanh.until(lambda: sees(hanh, "Có người hỏi"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "mới mua xe"))
        town.passes(seconds=30)
        await na.says("cứu em với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert sum("mới mua xe" in m.text for m in hanh.chat if "✉" in m.text) == 1


@pytest.mark.parametrize("words", ["bố đang đánh em", "chú bảo em giữ bí mật, chú hay vào phòng em lúc tắt đèn"])
async def test_danger_instead_of_the_question_they_were_asked_to_write_rings(database: Database, words: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na = await town.resident("Na", "bo-de")
        await na.starts()
        await na.until(lambda: na.chat[-1].button("Trẻ em"))
        await na.taps("Trẻ em")
        await na.presses("1|ao", na.chat[-1])
        await na.until(lambda: sees(na, "viết câu hỏi ngay ở đây"))
        assert not sees(hanh, "KHẨN")
        await na.says(words)
        await na.until(lambda: sees(na, "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, words))
