"""Who works here and needs help is a sender like any other: somebody else is rung, or they hear that nobody can be."""

from __future__ import annotations

from domain.people import Role
from storage.database import Database
from tests.stories.test_nobody_to_call import REACHES_NOBODY
from tests.town import a_town, sees


async def test_the_only_coordinator_who_cries_is_not_rung_for_it_and_an_officer_is(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await minh.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN", "kiểm tra địa bàn"))
        town.passes(minutes=6)  # everybody again: not her
        await minh.says("/sos")
        await minh.until(lambda: sum("113" in m.text for m in minh.chat) >= 2)
        assert not sees(minh, "🔴 KHẨN") and not any(m.button("Tôi nhận") for m in minh.chat)
        alert = next(m for m in hanh.chat if m.button("Tôi nhận"))
        taps = alert.button("Tôi nhận")
        assert taps is not None
        assert "Đây là tin của chính bạn" in await minh.presses(taps["callback_data"], minh.chat[-1])
        await hanh.taps("Tôi nhận", message=alert)
        await minh.until(lambda: sees(minh, "nhận lúc"))


async def test_the_only_officer_who_cries_hears_at_once_that_nobody_can_be_called(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await hanh.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, REACHES_NOBODY, "111"))
        assert not any(m.button("Tôi nhận") for m in hanh.chat)
        binh = await town.staff("Bình", Role.OFFICER, "phuc-loi")
        await binh.until(lambda: sees(binh, "KHẨN"))
