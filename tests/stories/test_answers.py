"""What a sender answers to our questions: it reaches the officer behind a tap, and leaves their phone with the case."""

from __future__ import annotations

from domain.people import Role
from sandbox import Phone
from sandbox.chats import Message
from storage.database import Database
from tests.stories.test_desk import card, taken
from tests.town import Town, a_town, sees

ANSWER = "cần bác sĩ: Có"


def without_a_tap(message: Message) -> str:
    """What a notification shows of a message, and its reader before they tap on it."""
    words = message.text.encode("utf-16-le")
    for entity in message.raw.get("entities", []):
        if entity["type"] == "spoiler":
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            words = words[:start] + "▒".encode("utf-16-le") * entity["length"] + words[end:]
    return words.decode("utf-16-le")


async def answered(town: Town, hanh: Phone, lan: Phone) -> Message:
    """Lan says that a doctor is needed; gives the message that tells Hạnh so."""
    await lan.until(lambda: sees(lan, "bác sĩ"))
    await lan.taps("Có")
    await hanh.until(lambda: sees(hanh, "📌", ANSWER) and ANSWER in card(hanh).text)
    town.passes(seconds=30)
    return next(m for m in hanh.chat if "📌" in m.text)


async def test_an_answer_opens_on_a_tap_and_leaves_the_phone_at_closing(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        told = await answered(town, hanh, lan)
        assert told.protected
        assert "LB-" in without_a_tap(told)
        assert not any("bác sĩ" in without_a_tap(m) for m in hanh.chat if m.from_bot)
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await hanh.until(lambda: not sees(hanh, "bác sĩ"))
        assert told not in hanh.chat


async def test_an_answer_goes_with_the_case_to_the_next_holder_and_the_first_ones_phone_forgets_it(
    database: Database,
) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        hanh, lan = await taken(town)
        await answered(town, hanh, lan)
        await hanh.taps("Chuyển")
        await hanh.until(lambda: hanh.chat[-1].button("Minh"))
        await hanh.taps("Minh")
        await minh.until(lambda: any(m.button("Tôi nhận lời") for m in minh.chat))
        await minh.taps("Tôi nhận lời")
        await minh.until(lambda: card(minh) is not None and ANSWER in card(minh).text)
        await hanh.until(lambda: not sees(hanh, "bác sĩ"))
        assert not any("bác sĩ" in without_a_tap(m) for m in minh.chat if m.from_bot)


async def test_an_answer_that_waits_for_telegram_does_not_reach_a_phone_after_closing(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan = await taken(town)
        await lan.until(lambda: sees(lan, "bác sĩ"))
        town.sandbox.limits.send(hanh.id, 8)  # Telegram takes nothing for this chat for a while
        await lan.taps("Có")
        await hanh.until(lambda: any("Too Many" in why for _, why in town.sandbox.errors))
        await hanh.taps("Kết thúc", message=card(hanh))
        await hanh.presses("1|cw|1|safe", card(hanh))
        town.passes(minutes=2)
        await lan.says("bố lại đánh em")
        await hanh.until(lambda: any(m.button("Tôi nhận") for m in hanh.chat))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "bố lại đánh em"))  # what waited longer was due before it
        assert not sees(hanh, "📌")
