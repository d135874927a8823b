"""Minutes count: what to do until help comes stands on the phone right after the card, in the words of who asked."""

from __future__ import annotations

import pytest

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees


async def _child(town: Town) -> Phone:
    be = await town.resident("Bé", "bo-de")
    await be.says("/start")
    await be.until(lambda: be.chat[-1].button("Trẻ em"))
    await be.taps("Trẻ em")
    await be.until(lambda: not be.chat[-1].button("Trẻ em"))
    return be


@pytest.mark.parametrize(
    ("words", "does"),
    [
        ("be nha toi bi bong nuoc soi thi so cuu the nao", "xả nước mát ngay"),
        ("con tôi rơi xuống ao, vớt lên không thở", "ép tim 30 cái"),
        ("con bé nhà tôi mất tích từ trưa, tìm ở đâu bây giờ", "gọi 113 ngay"),
    ],
)
async def test_the_first_aid_asked_for_comes_after_the_card(database: Database, words: str, does: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says(words)
        await lan.until(lambda: sees(lan, does))
        card = next(n for n, m in enumerate(lan.chat) if "115" in m.text)
        page = next(n for n, m in enumerate(lan.chat) if does in m.text)
        assert card < page, "the numbers come first"
        await hanh.until(lambda: sees(hanh, "KHẨN"))


async def test_who_asks_about_choking_reads_it_at_the_top_of_the_page(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await lan.says("con hóc dị vật")
        await lan.until(lambda: sees(lan, "vỗ lưng 5 cái"))
        page = next(m.text for m in lan.chat if "vỗ lưng 5 cái" in m.text)
        assert page.startswith("Con bị hóc") and page.index("vỗ lưng") < page.index("Bỏng: xả nước")


async def test_a_child_who_is_lost_reads_it_in_words_for_a_child(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await _child(town)
        await be.says("em bi lac me o cho gia lam")
        await be.until(lambda: sees(be, "Dừng lại, đứng yên"))


async def test_two_things_that_happened_are_a_choice(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("con tôi ngã xuống ao, vớt lên thì bị hóc bùn tím tái, cứu với")
        await lan.until(lambda: sees(lan, "Việc bạn làm được ngay lúc này"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        choice = next(m for m in lan.chat if "Việc bạn làm được" in m.text)
        await lan.taps("Con bị hóc, bỏng, uống nhầm", message=choice)
        await lan.until(lambda: sees(lan, "vỗ lưng 5 cái"))


async def test_what_the_words_do_not_name_is_not_guessed(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("con tôi ngã từ tầng 3 xuống bất tỉnh")
        await lan.until(lambda: sees(lan, "115"))
        await lan.says("/trogiup")
        await lan.until(lambda: sees(lan, "/camnang"))
        assert not sees(lan, "Nguồn:")


async def test_the_red_key_after_a_question_brings_it_too(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos con tôi bị bỏng nước sôi")
        await lan.until(lambda: sees(lan, "xả nước mát ngay"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))


async def test_in_an_open_case_it_comes_as_well_and_again_after_leaving_quickly(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("chồng tôi đang đánh con")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await lan.says("cháu bị bỏng nước sôi ở tay")
        await lan.until(lambda: sees(lan, "xả nước mát ngay"))
        await lan.taps("Thoát nhanh", message=next(m for m in lan.chat if m.button("Thoát nhanh")))
        await lan.until(lambda: sees(lan, "Màn hình này đã gọn gàng"))
        assert not sees(lan, "xả nước mát ngay")
        await lan.says("cứu với, con tôi bị bỏng nước sôi nặng lắm")
        await lan.until(lambda: sees(lan, "xả nước mát ngay"))


async def test_it_is_said_once_however_often_they_cry(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("con tôi bị bỏng nước sôi")
        await lan.until(lambda: sees(lan, "xả nước mát ngay"))
        await lan.says("cháu bị bỏng cả mặt nữa, cứu với")
        await lan.says("/trogiup")
        await lan.until(lambda: sees(lan, "/camnang"))
        assert sum("xả nước mát ngay" in m.text for m in lan.chat) == 1


async def test_what_to_read_meanwhile_is_one_tap_away(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("bố nó đang đánh con, báo cho ai bây giờ")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await lan.until(lambda: any(m.button("Trẻ bị đánh, hay mình lỡ đánh con, thì làm gì?") for m in lan.chat))
        assert not sees(lan, "Nguồn:"), "nothing stands between them and the case"
        kept = next(m for m in lan.chat if m.button("Trẻ bị đánh, hay mình lỡ đánh con, thì làm gì?"))
        await lan.taps("Trẻ bị đánh, hay mình lỡ đánh con, thì làm gì?", message=kept)
        await lan.until(lambda: sees(lan, "Nguồn:"))


async def test_a_worried_question_about_an_accident_is_answered_beside_the_gentle_one(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cháu uống nhầm dầu gió chút xíu, có sao không")
        await lan.until(lambda: sees(lan, "Đừng móc họng cho nôn"))
        asked = next(m for m in lan.chat if m.button("Cần giúp ngay") and m.button("Chỉ hỏi"))
        assert not sees(hanh, "KHẨN")
        await lan.taps("Cần giúp ngay", message=asked)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert sum("Đừng móc họng cho nôn" in m.text for m in lan.chat) == 1, "it stands there already"


async def test_whoever_holds_the_phone_after_leaving_quickly_is_shown_nothing_of_it(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("chồng tôi đang đánh con")
        await lan.until(lambda: sees(lan, "Thêm một câu"))
        await lan.taps("Thoát nhanh", message=lan.chat[-1])
        await lan.until(lambda: sees(lan, "Màn hình này đã gọn gàng"))
        town.passes(minutes=1)
        await lan.says("cháu uống nhầm dầu gió chút xíu, có sao không")
        await lan.until(lambda: any(m.button("Chỉ hỏi") for m in lan.chat))
        town.passes(minutes=1)
        await lan.says("/trogiup")
        await lan.until(lambda: sees(lan, "/camnang"))
        assert not sees(lan, "Đừng móc họng cho nôn")
