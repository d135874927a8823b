"""Long words arrive whole and leave whole; a file that Telegram refuses is never called sent."""

from __future__ import annotations

from sandbox import Phone
from storage.database import Database
from tests.stories.test_desk import card, taken, writes_back
from tests.town import a_town, sees


def letter(marker: str, length: int = 4096) -> str:
    """As long as Telegram lets a person write, with a sign of its own every eleven characters."""
    return "".join(f"{marker}{n:04} & 🙂 " for n in range(length))[:length].strip()


def read(phone: Phone, marker: str) -> str:
    """All words of the letter that stand on this phone, in order."""
    return " ".join(m.text for m in phone.chat if m.from_bot and marker in m.text)


def all_of(phone: Phone, words: str) -> bool:
    return all(word in read(phone, words[:2]) for word in words.split())


async def test_a_childs_long_letter_is_read_to_its_end_and_leaves_the_phone_at_closing(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        words = letter("ke")
        await lan.says(words)
        await hanh.until(lambda: all_of(hanh, words))
        assert all(m.protected for m in hanh.chat if "ke0" in m.text)
        town.passes(seconds=30)
        await hanh.taps("Kết thúc", message=card(hanh))
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: not read(hanh, "ke0"))


async def test_an_officers_long_letter_goes_out_whole_and_is_taken_back_whole(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        words = letter("th")
        await writes_back(hanh, words)
        await lan.until(lambda: all_of(lan, words))
        parts = [m for m in lan.chat if m.from_bot and "th0" in m.text]
        assert len(parts) == 2 and len({m.text[:60] for m in parts}) == 1, "each begins harmlessly"
        assert [bool(m.button("Thoát nhanh")) for m in parts] == [False, True]
        await hanh.until(lambda: sees(hanh, "Đã gửi"))
        town.passes(seconds=30)
        await hanh.taps("Rút lại")
        await lan.until(lambda: not read(lan, "th0"))


async def test_a_letter_that_telegram_stops_in_the_middle_comes_whole_and_once(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        words = letter("gi")
        town.sandbox.limits.send(hanh.id, 4)  # room for one message more
        await lan.says(words)
        await hanh.until(lambda: ("sendMessage", "Too Many") in [(m, why[:8]) for m, why in town.sandbox.errors])
        await hanh.until(lambda: town.passes(seconds=1) or all_of(hanh, words))
        assert len([m for m in hanh.chat if "gi0" in m.text]) == 2


async def test_a_voice_message_that_telegram_refuses_is_not_called_sent(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        lan.takes_no_voice = True
        await hanh.taps("Nhắn lại")
        await hanh.until(lambda: sees(hanh, "tin nhắn tiếp theo"))
        await hanh.sends("voice", "nghe nhé")
        await hanh.until(lambda: sees(hanh, "Telegram không nhận"))
        assert not sees(hanh, "Telegram không cho biết") and not sees(lan, "nghe nhé")


async def test_an_officer_who_forbids_voice_messages_is_told_why_none_opens(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await lan.sends("voice")
        await hanh.until(lambda: any(m.button("👁 Mở") for m in hanh.chat))
        hanh.takes_no_voice = True
        seen = len(hanh.chat)
        assert "tin nhắn thoại" in await hanh.taps("👁 Mở")
        assert len(hanh.chat) == seen
        hanh.takes_no_voice = False
        town.passes(seconds=5)
        await hanh.taps("👁 Mở")
        await hanh.until(lambda: any(m.kind == "voice" for m in hanh.chat))
