"""*Thoát nhanh*: the phone looks harmless at once, and stays so whoever holds it then."""

from __future__ import annotations

import pytest

from domain.people import Role
from sandbox import Phone
from storage import people
from storage.database import Database
from tests.town import Town, a_town, sees


async def a_child_who_left(town: Town) -> tuple[Phone, Phone]:
    """An officer who was rung, and a child who cried out and left quickly."""
    hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
    be = await town.resident("Bé", "bo-de")
    await be.says("chú sờ em")
    await hanh.until(lambda: sees(hanh, "KHẨN"))
    await be.until(lambda: sees(be, "Thêm một câu"))
    town.passes(seconds=30)
    await be.taps("Thoát nhanh")
    await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
    return hanh, be


async def writes_back(hanh: Phone, town: Town, words: str) -> None:
    town.passes(seconds=30)
    await hanh.taps("Nhắn lại")
    await hanh.says(words)


async def test_whoever_types_on_the_phone_afterwards_finds_no_case(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be = await a_child_who_left(town)
        assert [m.from_bot for m in be.chat] == [True], "nothing but the tidy screen stands there"
        assert be.keyboard == [["🎈 Ngày vui", "🎟 Vé của tôi"]]
        await hanh.taps("Tôi nhận")
        await be.until(lambda: sees(be, "Cẩm nang có bài mới"))
        town.passes(minutes=2)
        await be.says("máy này dùng làm gì đấy")
        await be.until(lambda: sees(be, "chưa có câu trả lời chắc chắn"))
        await hanh.until(lambda: sees(hanh, "máy này dùng làm gì đấy"))  # their words are not lost either
        await be.taps("Ngày vui")
        await be.until(lambda: sees(be, "sự kiện"))
        await writes_back(hanh, town, "Cô đang ở đây với em")
        await hanh.until(lambda: sees(hanh, "tin chỉ mở khi họ bấm xem"))
        town.passes(seconds=30)
        await be.says("/dulieu")
        await be.until(lambda: sees(be, "Lượt đăng ký"))
        assert not any("LB-" in m.text or "Cô đang ở đây" in m.text or "nhận lúc" in m.text for m in be.chat)


@pytest.mark.parametrize("words", ["thoát", "THOAT", "Thoát nhanh"])
async def test_who_types_it_leaves_as_well(database: Database, words: str) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("chú sờ em")
        await be.until(lambda: sees(be, "Thêm một câu"))
        await be.says(words)
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        assert not sees(be, "LB-")


async def test_a_child_who_wants_to_get_out_is_heard_and_an_officer_who_says_so_is_passed_on(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("em bị nhốt trong nhà")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.says("thoát ra")
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "thoát ra"))
        await writes_back(hanh, town, "thoát")
        await be.until(lambda: any(m.from_bot and m.text.rstrip().endswith("thoát") for m in be.chat))


async def test_a_code_or_a_new_cry_ends_the_quiet_and_the_code_of_another_opens_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be = await a_child_who_left(town)
        lan = await town.resident("Lan", "bo-de")
        code = next(word for m in hanh.chat for word in m.text.split() if word.startswith("LB-"))
        await lan.says(code)
        await lan.until(lambda: sees(lan, "không mở được gì"))
        await be.says(code.lower())
        await be.until(lambda: sees(be, code, "chưa có ai nhận"))
        await hanh.taps("Tôi nhận")
        await be.until(lambda: sees(be, "Cán bộ đã nhận lúc", code))


async def test_what_was_on_its_way_is_taken_back_and_everything_goes_in_pages(database: Database) -> None:
    async with a_town(database) as town:
        be = await town.resident("Bé", "bo-de")
        await be.says("chú sờ em")
        await be.until(lambda: sees(be, "Thêm một câu"))
        person = await town.app.services.people.meet(be.id)
        async with database.transaction() as tx:  # a long conversation, as the bot remembers it
            await people.add_posts(tx, [(person.id, n, True) for n in range(900_000, 900_150)], town.clock.now())
        town.sandbox.fails = ["error"]  # Telegram is away for a moment just then
        town.passes(seconds=30)
        await be.taps("Thoát nhanh")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        town.passes(seconds=5)
        pages: list[list[int]] = []

        def all_taken_away() -> bool:
            pages[:] = [call["message_ids"] for method, call in town.sandbox.calls if method == "deleteMessages"]
            return sum(map(len, pages)) > 150 and [m.from_bot for m in be.chat] == [True]

        await be.until(all_taken_away)
        assert len(pages) == 2 and all(len(page) <= 100 for page in pages)


async def test_the_code_and_a_new_cry_open_what_the_officer_wrote_meanwhile(database: Database) -> None:
    async with a_town(database) as town:
        hanh, be = await a_child_who_left(town)
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat))
        await writes_back(hanh, town, "Cô đang ở đây với em")
        await hanh.until(lambda: sees(hanh, "tin chỉ mở khi họ bấm xem"))
        code = next(word for m in hanh.chat for word in m.text.split() if word.startswith("LB-"))
        await be.says(code)
        await be.until(lambda: sees(be, "nhận lúc") and sees(be, "Cô đang ở đây với em"))
        await hanh.until(lambda: not sees(hanh, "tin chỉ mở khi họ bấm xem"))
        town.passes(seconds=30)
        await be.taps("Thoát nhanh")
        await be.until(lambda: [m.from_bot for m in be.chat] == [True])
        await writes_back(hanh, town, "Cô vẫn chờ em")
        await hanh.until(lambda: sees(hanh, "tin chỉ mở khi họ bấm xem"))
        assert len(be.chat) == 1, "the line of today was spoken, and went with the rest"
        await be.says("chú lại sờ em")
        await be.until(lambda: sees(be, "Cô vẫn chờ em"))
        await hanh.until(lambda: not sees(hanh, "tin chỉ mở khi họ bấm xem"))
