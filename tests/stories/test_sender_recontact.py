"""The safe re-contact card: we write first only as the sender allowed, and the officer sees what waits."""

from __future__ import annotations

from datetime import timedelta

from domain.people import Person, Role
from domain.working_time import HANOI
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees


def comes(town: Town, hour: int) -> None:
    """Time goes by until the clock in Hà Nội strikes."""
    local = town.clock.now().astimezone(HANOI)
    then = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    town.passes(seconds=((then - local) % timedelta(days=1)).total_seconds() + 1)


async def a_cry(town: Town) -> tuple[Phone, Phone, Person]:
    """An officer who was rung, a mother who cried out at eight in the evening."""
    comes(town, 20)
    hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
    lan = await town.resident("Lan", "bo-de")
    await lan.says("chong toi dang danh con")
    await hanh.until(lambda: sees(hanh, "KHẨN"))
    await lan.until(lambda: any(m.button("Bỏ qua") for m in lan.chat))
    return hanh, lan, await town.app.services.people.meet(lan.id)


async def writes_back(hanh: Phone, town: Town, words: str) -> None:
    town.passes(seconds=30)
    await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat))
    await hanh.taps("Nhắn lại")
    await hanh.says(words)


async def test_the_questions_in_their_order_each_skippable(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, _ = await a_cry(town)
        await hanh.taps("Tôi nhận")
        expected = {
            "bác sĩ": "Có",
            "ở gần": "Bỏ qua",
            "có an toàn không?": "Có",
            "Có ai khác xem được": "Có",
            "phường nào": "Long Biên",
            "khoảng mấy tuổi": "7 đến",
            "Lúc này bạn mong": "Chỉ",
            "nhắn trước cho bạn": "8 giờ",
            "bắt đầu bằng câu gì": "Về buổi học",
            "trẻ nào khác": "Không",
        }
        for asked, answer in expected.items():
            town.passes(seconds=20)
            await lan.until(lambda asked=asked: any(m.button("Bỏ qua") and asked in m.text for m in lan.chat))
            card = next(m for m in lan.chat if m.button("Bỏ qua") and asked in m.text)
            assert ("mới đọc tin này" in card.text) == (asked == "phường nào"), asked
            await lan.taps(answer, message=card)
            if answer == "Có" and asked == "bác sĩ":
                await lan.until(lambda: sees(lan, "gọi 115", "trước"))
        await lan.until(lambda: sees(lan, "không hỏi thêm gì nữa"))
        await hanh.until(lambda: sees(hanh, "có người khác xem điện thoại"))
        assert not sees(hanh, "Về buổi học"), "the words to begin with are not for officers"


async def test_outside_their_hours_it_waits_and_then_begins_with_their_words(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, person = await a_cry(town)
        questions = town.app.services.questions
        await questions.answer(person, 1, "seen", "yes")
        for name in ("hurt", "near", "safe", "ward", "age", "help"):
            await questions.answer(person, 1, name, None)
        town.passes(seconds=20)
        await lan.says("từ 8 giờ đến 17 giờ")
        await lan.until(lambda: lan.chat[-1].button("Tự viết"))
        await lan.taps("Tự viết")
        await lan.until(lambda: sees(lan, "40 chữ cái"))
        await lan.says("Mai ơi, áo về rồi <3")
        await lan.until(lambda: sees(lan, "sẽ bắt đầu bằng: Mai ơi, áo về rồi <3"))
        town.passes(minutes=12)  # nobody took it: the truth, as a neutral line with their words
        await lan.until(lambda: sees(lan, "Mai ơi, áo về rồi <3", "Cẩm nang có bài mới"))
        await hanh.taps("Tôi nhận")
        await writes_back(hanh, town, "Sáng mai tôi gọi chị nhé")
        await hanh.until(lambda: sees(hanh, "chờ đến 08:00"))
        assert not sees(hanh, "Mai ơi"), "the words to begin with are not for officers"
        assert not sees(lan, "nhận lúc") and not sees(lan, "Sáng mai tôi gọi"), "it waits until eight"
        comes(town, 8)
        await lan.until(lambda: sees(lan, "Sáng mai tôi gọi chị nhé"))
        assert next(m.text for m in lan.chat if "Sáng mai" in m.text).startswith("Mai ơi, áo về rồi <3\n")
        await lan.until(lambda: sees(lan, "Mai ơi, áo về rồi <3", "nhận lúc"))


async def test_never_first_means_never_and_all_of_it_when_they_come_back(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, person = await a_cry(town)
        await town.app.services.questions.answer(person, 1, "when", "never")
        seen = len(lan.chat)
        town.passes(minutes=15)
        await hanh.taps("Tôi nhận")
        await writes_back(hanh, town, "Chị có ổn không ạ?")
        await hanh.until(lambda: sees(hanh, "chờ người báo quay lại"))
        town.passes(hours=30)
        await hanh.until(lambda: sees(hanh, "đã lưu. Tin sẽ được gửi"))
        assert len(lan.chat) == seen, "neither a truth nor a neutral line by itself"
        await lan.says("em đây")
        await lan.until(lambda: sees(lan, "nhận lúc") and sees(lan, "Chị có ổn không ạ?"))


async def test_one_sign_is_enough_for_who_cannot_write(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, person = await a_cry(town)
        await town.app.services.questions.answer(person, 1, "safe", "no")
        town.passes(seconds=30)
        await lan.says("1")
        await lan.until(lambda: sees(lan, "muốn được gọi lại"))
        await hanh.until(lambda: sees(hanh, "người báo muốn được gọi lại"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat))
        assert lan.keyboard[0] == ["☎️ Gửi số của tôi"]
        await lan.sends("contact")
        await lan.until(lambda: sees(lan, "số đã được lưu"))
        assert lan.keyboard[0] == ["🆘 Cần giúp ngay"]
        await hanh.until(lambda: sees(hanh, "+8490"))
        await lan.says("2")
        await lan.until(lambda: sees(lan, "không có tin gì đến khi bạn viết lại"))
        await hanh.until(lambda: sees(hanh, "sẽ quay lại sau"))
        seen = len(lan.chat)
        await writes_back(hanh, town, "Tôi chờ chị")
        await hanh.until(lambda: sees(hanh, "chờ người báo quay lại"))
        town.passes(hours=2)
        await hanh.until(lambda: sees(hanh, "đã lưu. Tin sẽ được gửi"))
        assert len(lan.chat) == seen
        await lan.says("3")
        await lan.until(lambda: [m.from_bot for m in lan.chat] == [True] and sees(lan, "gọn gàng"))
