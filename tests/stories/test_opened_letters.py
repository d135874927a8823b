"""What an officer wrote waits for the sender's own tap or code: it is sent when Telegram took it, and not before."""

from __future__ import annotations

import pytest

from sandbox import Phone
from storage.database import Database
from tests.stories.test_sender_leaves import a_child_who_left, writes_back
from tests.town import Town, a_town, sees

WAITS = "tin chỉ mở khi họ bấm xem"


async def waiting(town: Town) -> tuple[Phone, Phone, str]:
    """The child has left, Hạnh has the case; gives its code, too."""
    hanh, be = await a_child_who_left(town)
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat))
    return hanh, be, next(word for m in hanh.chat for word in m.text.split() if word.startswith("LB-"))


async def test_a_file_that_telegram_refuses_when_it_is_opened_is_not_called_sent(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be, code = await waiting(town)
        await hanh.taps("Nhắn lại")
        await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
        await hanh.sends("voice", "nghe nhé")
        await hanh.until(lambda: sees(hanh, WAITS))
        be.takes_no_voice = True
        town.passes(seconds=30)
        await be.says(code)
        await hanh.until(lambda: sees(hanh, "Telegram không nhận"))
        assert not sees(hanh, "Đã gửi")
        assert not sees(be, "nghe nhé")


@pytest.mark.long
async def test_while_telegram_is_busy_it_is_not_called_sent_and_then_comes_once(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be, code = await waiting(town)
        await writes_back(hanh, town, "Cô đang ở đây với em")
        await hanh.until(lambda: sees(hanh, WAITS))
        town.passes(seconds=30)
        town.sandbox.limits.send(be.id, 8)  # Telegram takes nothing for this chat for a while
        await be.says(code)
        await be.until(lambda: any("Too Many" in why for _, why in town.sandbox.errors))
        assert sees(hanh, WAITS)
        assert not sees(hanh, "Đã gửi")
        await hanh.until(lambda: town.passes(seconds=20) or sees(hanh, "Đã gửi"))
        assert sum("Cô đang ở đây với em" in m.text for m in be.chat) == 1


@pytest.mark.long
async def test_what_is_taken_back_while_it_opens_never_comes(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be, code = await waiting(town)
        await writes_back(hanh, town, "Nhầm người rồi")
        await hanh.until(lambda: sees(hanh, WAITS))
        town.passes(seconds=30)
        town.sandbox.limits.send(be.id, 8)  # Telegram takes nothing for this chat for a while
        await be.says(code)
        await be.until(lambda: any("Too Many" in why for _, why in town.sandbox.errors))
        await hanh.taps("Rút lại")
        await hanh.until(lambda: sees(hanh, "đã rút lại lúc"))
        await writes_back(hanh, town, "Cô là Hạnh")
        await be.until(lambda: town.passes(seconds=20) or sees(be, "Cô là Hạnh"))
        assert not sees(be, "Nhầm người rồi")


async def test_what_was_opened_twice_is_taken_back_from_both_places(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be, code = await waiting(town)
        await writes_back(hanh, town, "Nhầm người rồi")
        await hanh.until(lambda: sees(hanh, WAITS))
        for _ in range(2):
            town.passes(seconds=30)
            await be.says(code)
        await be.until(lambda: sum("Nhầm người rồi" in m.text for m in be.chat) == 2)
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        town.passes(seconds=30)
        await hanh.taps("Rút lại")
        await be.until(lambda: not sees(be, "Nhầm người rồi"))
