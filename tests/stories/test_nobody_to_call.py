"""Nobody at all can be called: the sender hears just that, with 111, and not that the bot goes on calling."""

from __future__ import annotations

import pytest

from domain.people import Role
from storage.database import Database
from tests.town import Town, a_town, sees

REACHES_NOBODY = "bot không gọi được cho cán bộ nào"


async def nobody_ever(town: Town) -> None:
    """The roster is empty."""


async def all_blocked(town: Town) -> None:
    """The only officer does not want to hear the bot any more."""
    await (await town.staff("Hạnh", Role.OFFICER, "bo-de")).blocks()


@pytest.mark.parametrize("empty", [nobody_ever, all_blocked], ids=lambda how: how.__name__)
async def test_who_waits_hears_that_nobody_can_be_reached_until_somebody_can(database: Database, empty: object) -> None:
    async with a_town(database) as town:
        await empty(town)  # type: ignore[operator]
        lan = await town.resident("Lan", "bo-de")
        await lan.says("chong toi dang danh con")
        await lan.until(lambda: sees(lan, "chưa có ai nhận", REACHES_NOBODY, "111", "113"))
        town.passes(minutes=11)
        await lan.until(lambda: sum(REACHES_NOBODY in m.text for m in lan.chat) >= 2)
        assert not sees(lan, "vẫn đang gọi")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await minh.until(lambda: sees(minh, "KHẨN"))
        town.passes(minutes=10)
        await lan.until(lambda: sees(lan, "chưa có ai nhận", "vẫn đang gọi"))


async def test_a_case_whose_only_holder_is_gone_is_not_said_to_be_called_about(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("chong toi dang danh con")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await lan.until(lambda: sees(lan, "Cán bộ đã nhận"))
        await hanh.blocks()
        await lan.until(lambda: sees(lan, "chưa có ai nhận tiếp", REACHES_NOBODY, "111"))
        assert not sees(lan, "bot gọi người khác")


async def test_a_question_nobody_can_be_told_of_names_no_officer(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await lan.says("em sợ về nhà")
        await lan.until(lambda: lan.chat[-1].button("Muốn nói chuyện"))
        await lan.taps("Muốn nói chuyện")
        await lan.until(lambda: sees(lan, "chưa báo được cho cán bộ nào", "111"))
        assert not sees(lan, "hẹn trả lời")
        assert not sees(lan, "hẹn đọc và trả lời")


async def test_the_list_says_that_nobody_can_be_told_and_what_its_reader_can_do(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        person = await town.app.services.people.meet(hanh.id)
        await town.app.services.roster.set_duty(person, on=False)
        lan, be = await town.resident("Lan", "bo-de"), await town.resident("Bé", "bo-de")
        await lan.says("chong toi dang danh con")
        await lan.until(lambda: sees(lan, REACHES_NOBODY))
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        await be.taps("Muốn nói chuyện")
        await be.until(lambda: sees(be, "chưa báo được cho cán bộ nào"))
        await hanh.says("/vuviec")
        await hanh.until(
            lambda: sees(hanh, "không gọi được cho ai", "không báo được cho ai; người báo chờ đến", "/truc")
        )
        assert not sees(hanh, "đang gọi cán bộ trực") and not sees(hanh, "đã hẹn trả lời")
        town.passes(days=15)  # also over Tết
        await hanh.says("/vuviec")
        await hanh.until(lambda: sees(hanh, "đã quá giờ hẹn trả lời", "không báo được cho ai"))
        await town.app.services.roster.set_duty(person, on=True)
        town.passes(minutes=1)
        await hanh.says("/vuviec")
        await hanh.until(lambda: sees(hanh, "đang gọi cán bộ trực, chưa ai trả lời"))
        shown = [m.text for m in hanh.chat if "đang gọi cán bộ trực" in m.text]
        assert not any("không báo được" in text for text in shown)
