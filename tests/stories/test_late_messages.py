"""After an outage each late message hears when it was sent and received; a slow answer makes no message late."""

from __future__ import annotations

import pytest

from bot.app import App
from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.own import content
from tests.town import Town, a_town, sees

LATE = "mới nhận được"


async def outage(town: Town, phone: Phone, words: str, *, minutes: int) -> None:
    """The bot is away while somebody writes."""
    await town.app.stop()
    await phone.says(words)
    town.passes(minutes=minutes)
    town.app = App(town.settings, town.clock, content())
    await town.app.start(polling=True)


async def test_a_worry_confirmed_minutes_later_was_never_late(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Cần giúp ngay"))
        town.passes(minutes=6)
        await be.taps("Cần giúp ngay")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.until(lambda: sees(be, "đã gửi tới cán bộ trực"))
        assert not sees(be, LATE)


async def test_a_worry_that_came_late_says_so_with_its_times_when_it_becomes_a_case(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await outage(town, be, "em sợ về nhà", minutes=30)
        await be.until(lambda: be.chat[-1].button("Cần giúp ngay"))
        times = [line for line in be.chat[-1].text.splitlines() if LATE in line]
        assert times, "said when it came"
        town.passes(minutes=4)
        await be.taps("Cần giúp ngay")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.until(lambda: sees(be, "đã gửi tới cán bộ trực"))
        stored = next(m for m in be.chat if "Mã của" in m.text)
        assert times[0] in stored.text, "the same two times, not those of the tap"


@pytest.mark.long
async def test_each_late_word_in_an_open_case_hears_its_times(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.until(lambda: sees(be, "Mã của"))
        await be.says("em ở trong phòng")
        await be.until(lambda: sees(be, "Đã lưu (LB-"))
        assert not sees(be, LATE)
        town.passes(minutes=2)
        await outage(town, be, "em ở nhà bà", minutes=30)
        await be.until(lambda: sees(be, "Đã lưu (LB-", LATE))
        await outage(town, be, "em vẫn ở nhà bà", minutes=3)
        await be.until(lambda: sum("Đã lưu (LB-" in m.text and LATE in m.text for m in be.chat) == 2)
