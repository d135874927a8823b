"""The person can always correct the bot, both ways: it was a mistake; and no, it is urgent after all."""

from __future__ import annotations

from domain.people import Role
from storage.database import Database
from tests.stories.test_desk import taken
from tests.stories.test_handover import alerts
from tests.town import a_town, sees


async def test_a_mistake_taken_back_and_then_a_cry_rings_again(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos")
        await lan.until(lambda: any(m.button("Gõ nhầm") for m in lan.chat))
        await lan.taps("Gõ nhầm")
        await hanh.until(lambda: sees(hanh, "gõ nhầm") and not sees(hanh, "KHẨN"))
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        code = next(word for m in hanh.chat if "KHẨN" in m.text for word in m.text.split() if word.startswith("LB-"))
        assert sees(lan, code), "still the same case"
        await lan.taps("Gõ nhầm")
        await hanh.until(lambda: not sees(hanh, "KHẨN"))


async def test_in_a_taken_case_too_a_cry_after_a_mistake_rings_again(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        for rings in (1, 2):
            before = alerts(hanh)
            await lan.says("cứu con tôi, nó lại đánh")
            await hanh.until(lambda before=before: alerts(hanh) > before)
            await lan.taps("Gõ nhầm", message=[m for m in lan.chat if m.button("Gõ nhầm")][-1])
            await hanh.until(lambda rings=rings: sum("gõ nhầm" in m.text for m in hanh.chat) == rings)


async def test_from_an_ordinary_answer_or_only_information_help_is_one_tap_away(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan, be = await town.resident("Lan", "bo-de"), await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Chỉ hỏi thông tin") and be.chat[-1].button("Thoát nhanh"))
        await be.taps("Chỉ hỏi thông tin")
        await be.until(lambda: any(m.button("Cần giúp ngay") for m in be.chat))
        await be.taps("Cần giúp ngay", message=next(m for m in be.chat if m.button("Cần giúp ngay")))
        await be.until(lambda: sees(be, "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await lan.says("thời tiết hôm nay thế nào")
        await lan.until(lambda: lan.chat[-1].button("Cần giúp ngay"))
        await lan.taps("Cần giúp ngay", message=lan.chat[-1])
        await lan.until(lambda: sees(lan, "111", "113", "115"))
        await hanh.until(lambda: sum("KHẨN" in m.text for m in hanh.chat) == 2)


async def test_a_mistake_that_rang_nobody_is_not_said_to_have_stopped_ringing(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        await be.taps("Muốn nói chuyện")
        await be.until(lambda: any(m.button("Gõ nhầm") for m in be.chat))
        await be.taps("Gõ nhầm")
        await be.until(lambda: sees(be, "đã ghi ở LB-", "gõ nhầm"))
        town.passes(seconds=30)
        await hanh.until(lambda: any(m.button("Tôi nhận") for m in hanh.chat))
        await hanh.taps("Tôi nhận")
        await be.until(lambda: sees(be, "nhận lúc"))
        await be.taps("Gõ nhầm")
        await be.until(lambda: sees(be, "cán bộ đang giữ LB-", "sẽ thấy là bạn gõ nhầm"))
        await hanh.until(lambda: sees(hanh, "gõ nhầm"))
        assert not sees(be, "không gọi cán bộ")
