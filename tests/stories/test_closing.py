"""When a case ends its sender is asked whether we may write again, and when; their answer touches that case alone."""

from __future__ import annotations

from domain.cases import Outcome
from sandbox import Phone
from storage.database import Database
from tests.stories.test_sender_recontact import a_cry
from tests.town import Town, a_town, sees

ASKED = "lúc nào thì an toàn"


async def ends(hanh: Phone, town: Town) -> None:
    """The officer takes what rings and closes it."""
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: any(m.button("Kết thúc") for m in hanh.chat))
    town.passes(seconds=30)
    await hanh.taps("Kết thúc")
    await hanh.taps("Đã kiểm tra")


def answers(phone: Phone) -> list[str]:
    """The buttons below the end of a case."""
    ended = next(m for m in phone.chat if "đã kết thúc lúc" in m.text)
    return [label for row in ended.buttons for label in row]


async def test_the_end_asks_and_the_officer_hears_the_answer(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, _ = await a_cry(town)
        await ends(hanh, town)
        await lan.until(lambda: sees(lan, "đã kết thúc lúc", ASKED))
        assert [a for a in answers(lan) if "-" in a] == ["Chỉ trong khoảng 8-17 giờ", "Chỉ trong khoảng 17-21 giờ"]
        await lan.taps("Chỉ trong khoảng 8-17 giờ")
        await lan.until(lambda: sees(lan, "chỉ nhắn trước cho bạn trong khoảng 8-17 giờ", "quay lại bất cứ lúc nào"))
        assert not sees(lan, ASKED), "asked once"
        await hanh.until(lambda: sees(hanh, "📪", "chỉ nhắn trước trong khoảng 8-17 giờ"))


async def test_hours_that_are_typed_are_an_answer_too(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, _ = await a_cry(town)
        await lan.says("20-22")  # while the case goes on this is a message like any other
        await ends(hanh, town)
        await lan.until(lambda: sees(lan, ASKED, "viết giờ, như 8-17"))
        await lan.says("từ 20 giờ đến 22 giờ")
        await lan.until(lambda: sees(lan, "chỉ nhắn trước cho bạn trong khoảng 20-22 giờ"))
        await hanh.until(lambda: sees(hanh, "📪", "chỉ nhắn trước trong khoảng 20-22 giờ"))


async def test_hours_they_gave_before_are_offered_as_they_were(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, person = await a_cry(town)
        await town.app.services.questions.answer(person, 1, "when", "19-22")
        await ends(hanh, town)
        await lan.until(lambda: sees(lan, "đã kết thúc lúc"))
        assert [a for a in answers(lan) if "-" in a] == ["Chỉ trong khoảng 19-22 giờ"]


async def test_no_silences_neither_a_new_cry_nor_the_truth_about_it(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, _ = await a_cry(town)
        await ends(hanh, town)
        await lan.until(lambda: sees(lan, ASKED))
        await lan.taps("Đừng nhắn trước")
        await hanh.until(lambda: sees(hanh, "đừng nhắn trước, khi cần họ sẽ tự viết"))
        town.passes(hours=5)
        await lan.says("chong toi lai danh con")
        await hanh.until(lambda: any(m.button("Tôi nhận") for m in hanh.chat))
        town.passes(minutes=12)
        await lan.until(lambda: sees(lan, "chưa có ai nhận", "111"))


async def test_a_child_who_asked_never_to_be_written_to_first_reads_the_end_when_they_come_back(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh, lan, person = await a_cry(town)
        await town.app.services.people.choose_audience(person, "child")
        await town.app.services.questions.answer(person, 1, "when", "never")
        town.passes(minutes=15)
        await ends(hanh, town)
        await hanh.until(lambda: sees(hanh, "đã kết thúc"))
        town.passes(hours=3)
        assert not sees(lan, "đã kết thúc lúc")
        await lan.says("em chào bot")
        await lan.until(lambda: sees(lan, "đã kết thúc lúc", "bot nhắn trước cho em được không"))


async def test_nothing_is_asked_of_who_left_or_cannot_write_safely(database: Database) -> None:
    async with a_town(database) as town:
        hanh, lan, person = await a_cry(town)
        await town.app.services.questions.answer(person, 1, "safe", "no")
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await hanh.until(lambda: sum("KHẨN" in m.text for m in hanh.chat) == 2)
        await be.says("/thoat")
        await be.until(lambda: sees(be, "gọn gàng"))
        for case in (1, 2):
            officer = await town.app.services.people.meet(hanh.id)
            await town.app.services.desk.take(officer, case)
            await town.app.services.desk.close(officer, case, Outcome.SAFE)
        for phone in (lan, be):
            await phone.until(lambda phone=phone: sees(phone, "Cẩm nang có bài mới"))
            assert not sees(phone, ASKED)
            answer = await phone.presses("1|mw|1|any" if phone is lan else "1|mw|2|any", phone.chat[-1])
            assert "đã kết thúc" in answer
        assert not sees(hanh, "📪"), "and no answer is taken from that phone"
