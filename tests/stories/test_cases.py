"""Somebody needs help: what they see, who is rung, and what happens when nobody answers."""

from __future__ import annotations

import re

import pytest

from domain.people import Role
from services.clock import TurnedClock
from storage.database import Database
from tests.town import a_town, sees


def code_on(phone) -> str:
    found = re.search(r"LB-[A-Z0-9]{6}", " ".join(m.text for m in phone.chat))
    assert found is not None
    return found[0]


async def test_a_cry_brings_the_card_and_rings_the_officer_who_takes_it_and_writes_back(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("chong toi dang danh con")
        await lan.until(lambda: sees(lan, "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "KHẨN", "LB-"))
        await lan.until(lambda: sees(lan, "đã gửi tới cán bộ trực"))
        assert not sees(hanh, "danh con"), "no words in an alert"
        toast = await hanh.taps("Tôi nhận")
        assert code_on(hanh) in toast
        await lan.until(lambda: re.search(r"nhận lúc \d\d:\d\d", " ".join(m.text for m in lan.chat)))
        await hanh.until(lambda: sees(hanh, "chong toi dang danh con"))
        assert all(m.protected for m in hanh.chat if "danh con" in m.text)
        town.passes(seconds=30)
        await hanh.taps("Nhắn lại")
        await hanh.says("Chị đang ở đâu ạ?")
        await lan.until(lambda: sees(lan, "Chị đang ở đâu ạ?"))
        assert not sees(lan, "Hạnh"), "the officer's name stays hidden"
        town.passes(seconds=30)
        await lan.says("em o nha me de")
        await hanh.until(lambda: sees(hanh, "em o nha me de"))
        town.passes(seconds=30)
        await hanh.taps("Kết thúc")
        await hanh.taps("Đã kiểm tra")
        await lan.until(lambda: sees(lan, "đã kết thúc lúc"))
        await hanh.until(lambda: not sees(hanh, "chong toi dang danh con"))


async def test_nobody_takes_it_so_the_ladder_climbs_and_the_sender_hears_the_truth(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert not sees(minh, "KHẨN")
        town.passes(minutes=5)
        await minh.until(lambda: sees(minh, "KHẨN"))
        town.passes(minutes=5)
        await be.until(lambda: sees(be, "chưa có ai nhận", "111"))
        await minh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "Minh đã nhận lúc"))
        assert "Minh đã nhận" in await hanh.presses("1|tk|1", hanh.chat[-1])


async def test_nobody_on_duty_is_said_at_once(database: Database) -> None:
    async with a_town(database) as town:
        be = await town.resident("Bé")
        await be.says("/sos")
        await be.until(lambda: sees(be, "chưa có ai nhận", "111"))
        await be.says(code_on(be))
        await be.until(lambda: sees(be, "đã lưu, nhưng lúc này chưa gọi được ai"))
        assert not sees(be, "tới cán bộ trực"), "it was sent to nobody, and the card knows of nobody"


async def test_an_officer_who_blocked_the_bot_costs_no_time(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        hanh.blocked = True  # the bot has not heard of it yet
        await lan.says("bố đánh em")
        await minh.until(lambda: sees(minh, "KHẨN"))


async def test_a_doubtful_message_is_asked_about_and_goes_to_the_duty_list_unanswered(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "viet-hung")
        be = await town.resident("Bé", "viet-hung")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        town.passes(minutes=11)
        await hanh.until(lambda: sees(hanh, "Chưa xác nhận"))
        assert not sees(hanh, "KHẨN")


async def test_a_slip_of_the_finger_stops_the_ring(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await lan.until(lambda: any(m.button("Gõ nhầm") for m in lan.chat))
        await lan.taps("Gõ nhầm")
        await hanh.until(lambda: sees(hanh, "gõ nhầm") and not sees(hanh, "KHẨN"))


async def test_leaving_quickly_empties_the_chat_and_only_a_neutral_line_comes_by_itself(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("chú sờ em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.until(lambda: sees(be, "Thêm một câu"))
        town.passes(seconds=30)
        await be.taps("Thoát nhanh")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))
        assert not any("sờ" in m.text or "111" in m.text or "LB-" in m.text for m in be.chat)
        await hanh.taps("Tôi nhận")
        await be.until(lambda: sees(be, "Cẩm nang có bài mới"))
        assert not sees(be, "nhận lúc")
        await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat))
        town.passes(seconds=30)
        await hanh.taps("Nhắn lại")
        await hanh.says("Cô đang ở đây với em")
        await hanh.until(lambda: sees(hanh, "tin chỉ mở khi họ bấm xem"))
        assert not sees(be, "Cô đang ở đây"), "nothing by itself after leaving"
        await be.taps("Mở")
        await be.until(lambda: sees(be, "nhận lúc") and sees(be, "Cô đang ở đây với em"))


async def test_an_officer_of_another_ward_opens_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert "phường khác" in await tam.presses("1|tk|1", tam.chat[-1])
        assert "cán bộ" in await lan.presses("1|tk|1", lan.chat[-1])


@pytest.mark.parametrize("fault", ["error", "reset_after"])
async def test_telegram_failing_loses_no_alert(database: Database, fault: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        town.sandbox.fails = [fault] * 4
        await lan.says("cứu con tôi")
        for _ in range(4):
            town.passes(seconds=20)
        await hanh.until(lambda: sees(hanh, "KHẨN"), timeout=15)
        await lan.until(lambda: sees(lan, "113"), timeout=15)


async def test_a_restart_in_the_middle_of_the_ladder_loses_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cứu con tôi")
        await town.dies_and_comes_back()
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(minutes=5)
        await minh.until(lambda: sees(minh, "KHẨN"))
        await lan.until(lambda: sees(lan, "LB-"))
        assert code_on(hanh) == code_on(minh) == code_on(lan), "one case, one code"


async def test_while_nothing_can_be_stored_the_safety_card_goes_out_once_and_the_alert_follows(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        async with town.database_stuck():
            town.sandbox.push("message", {"message_id": 1, "date": "hôm qua", "chat": {"id": "x"}, "location": {}})
            await lan.says("cứu con tôi")
            await lan.until(lambda: sees(lan, "111", "113", "115"))
            assert not sees(hanh, "KHẨN"), "nothing could be stored yet"
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await lan.until(lambda: sees(lan, "LB-"))
        assert sum("113" in m.text and "115" in m.text for m in lan.chat) == 1


async def test_a_cry_behind_one_that_cannot_be_stored_gets_its_card_as_well(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan, be = await town.resident("Lan", "bo-de"), await town.resident("Bé", "bo-de")
        async with town.database_stuck():
            await lan.says("cứu con tôi")
            await lan.until(lambda: sees(lan, "Gọi ngay"))
            await be.says("bố đánh em")
            await be.until(lambda: sees(be, "Gọi ngay"), timeout=5)
        await hanh.until(lambda: sum("KHẨN" in m.text for m in hanh.chat) == 2)
        assert [sum("Gọi ngay" in m.text for m in phone.chat) for phone in (lan, be)] == [1, 1]


async def test_who_cannot_write_safely_gets_one_neutral_line_and_opens_the_rest_by_a_tap(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("bố đánh em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await be.until(lambda: be.chat[-1].button("Bỏ qua"))
        for question in ("bác sĩ", "ở gần"):
            town.passes(seconds=30)
            await be.until(lambda question=question: sees(be, question))
            await be.taps("Bỏ qua")
        town.passes(seconds=30)
        await be.until(lambda: sees(be, "có an toàn không?"))
        await be.taps("Không")
        await be.until(lambda: sees(be, "một con số", "gọi cho tôi"))
        town.passes(minutes=11)
        await hanh.taps("Tôi nhận")
        await be.until(lambda: sees(be, "Cẩm nang có bài mới"))
        assert not sees(be, "nhận lúc") and not sees(be, "chưa có ai nhận")
        await be.taps("Mở")
        await be.until(lambda: sees(be, "nhận lúc"))


async def test_an_update_nobody_can_read_does_not_stand_in_front_of_a_cry_for_help(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        town.sandbox.push("message", {"message_id": 1, "date": "hôm qua", "chat": {"id": "x"}, "location": {}})
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))


async def test_a_cry_waits_neither_for_its_own_flood_nor_for_an_answer_that_hangs(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        town.sandbox.fails = ["hang"]
        await lan.says("/trogiup")
        await town.sandbox.wait(lambda: not town.sandbox.fails)
        for _ in range(12):
            await lan.says("/trogiup")
        await lan.says("cứu con tôi")
        await lan.until(lambda: sees(lan, "🆘", "Gọi ngay"), timeout=3)
        await hanh.until(lambda: sees(hanh, "KHẨN"), timeout=5)
        assert sum("Gọi ngay" in m.text for m in lan.chat) == 1


async def test_a_flood_leaves_the_card_its_place_and_is_answered_once_more(database: Database) -> None:
    async with a_town(database, clock=TurnedClock()) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        for _ in range(20):
            await lan.says("/trogiup")
        await lan.says("cứu con tôi")
        await lan.until(lambda: sees(lan, "🆘", "Gọi ngay"), timeout=3)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(minutes=2)
        await lan.until(lambda: sees(lan, "LB-"))
        await lan.until(lambda: sum("/cuatoi" in m.text for m in lan.chat if m.from_bot) == 5)


async def test_an_officer_who_just_writes_hears_that_nobody_got_it(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(seconds=30)
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "đã bấm “Cần giúp ngay”"))
        town.passes(seconds=30)
        asked = await hanh.says("chị đang ở đâu")
        await hanh.until(lambda: sees(hanh, "chưa gửi cho ai"))
        assert not sees(lan, "chị đang ở đâu")
        town.passes(seconds=30)
        await hanh.says("/vuviec")
        await hanh.until(lambda: "Vụ việc đang mở" in hanh.chat[-1].text)
        answers = [m for m in hanh.chat if m.from_bot and m.id > asked.id]
        assert len(answers) == 2, "no guess from the handbook stands beside the warning"
        town.passes(seconds=30)
        await hanh.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "113", "115"))
