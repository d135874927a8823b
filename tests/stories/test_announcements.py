"""Staff tell the families: seen first, agreed to by a second person, sent at a steady pace, each family once."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

import domain.broadcasts
from domain.pace import PER_SECOND
from domain.people import Role
from sandbox import Phone
from services.clock import Clock
from storage.database import Database
from storage.tables import PersonRow, SubscriptionRow
from tests.town import Town, a_town, sees

WORDS = "Sáng thứ Bảy phường phát sách cho các em."
AT_ANY_HOUR = {"quiet_hours": None}


async def family(town: Town, name: str, ward: str = "bo-de") -> Phone:
    """Somebody who wants to hear of events in their ward."""
    phone = await town.resident(name, ward)
    await phone.says("/sukien")
    await phone.until(lambda: any(m.button("Báo tôi khi có sự kiện") for m in phone.chat))
    await phone.taps("Báo tôi khi có sự kiện")
    await phone.until(lambda: sees(phone, "một lần thôi"))
    return phone


async def writes(staff: Phone, words: str = WORDS) -> None:
    """An announcement of their own words, as a draft."""
    await staff.says("/thongbao")
    await staff.until(lambda: any(m.button("Viết thông báo") for m in staff.chat))
    await staff.taps("Viết thông báo")
    await staff.until(lambda: sees(staff, "trong một tin nhắn"))
    await staff.says(words)
    await staff.until(lambda: staff.chat[-1].button("Gửi ngay"))


def told(phone: Phone, words: str = WORDS) -> int:
    return sum(words in m.text for m in phone.chat if m.from_bot)


async def test_families_get_exactly_what_was_shown_before_each_once(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan, mai = await family(town, "Lan"), await family(town, "Mai", "phuc-loi")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await writes(hanh)
        assert sees(hanh, "Khoảng 1 gia đình", "phường Bồ Đề")
        preview = next(m for m in hanh.chat if m.from_bot and WORDS in m.text)
        assert told(lan) == 0
        await hanh.taps("Gửi ngay")
        await lan.until(lambda: told(lan))
        message = next(m for m in lan.chat if WORDS in m.text)
        assert (message.html, message.buttons) == (preview.html, preview.buttons)
        town.passes(seconds=6)
        await hanh.until(lambda: sees(hanh, "▓" * 12, "1 trên 1", "Đã gửi: 1"))
        assert sum("▓" in m.text or "░" in m.text for m in hanh.chat) == 1, "one message, which changes itself"
        assert (told(lan), told(mai)) == (1, 0)


async def test_words_no_article_may_say_are_pointed_out_before_they_leave(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan, minh = await family(town, "Lan"), await town.staff("Minh", Role.EDITOR)
        await writes(minh)
        assert "Bot chỉ nhắc thôi" not in minh.chat[-1].text
        words = "Quà cho trẻ em nghèo, hỏi cô Hạnh 0912 345 678."
        await writes(minh, words)
        assert "“trẻ em nghèo”" in minh.chat[-1].text and "“0912345678”" in minh.chat[-1].text
        await minh.taps("Gửi ngay", message=minh.chat[-1])
        await lan.until(lambda: told(lan, words))
        assert not any("Bot chỉ nhắc" in m.text for m in lan.chat)


async def test_a_second_person_reads_which_words_to_look_at_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain.broadcasts, "LARGE", 1)
    async with a_town(database, **AT_ANY_HOUR) as town:
        for name in ("Lan", "Mai"):
            await family(town, name)
        hanh, minh = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.staff("Minh", Role.EDITOR)
        await writes(hanh, "Quà cho trẻ em nghèo.")
        await hanh.taps("Gửi ngay", message=hanh.chat[-1])
        await minh.until(lambda: any(m.button("Đồng ý") for m in minh.chat))
        await minh.taps("Xem tin", message=next(m for m in minh.chat if m.button("Đồng ý")))
        await minh.until(lambda: sees(minh, "“trẻ em nghèo”", "Bot chỉ nhắc thôi"))


async def test_a_picture_comes_with_its_words(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan = await family(town, "Lan")
        minh = await town.staff("Minh", Role.EDITOR)
        await minh.says("/thongbao")
        await minh.until(lambda: any(m.button("Viết thông báo") for m in minh.chat))
        await minh.taps("Viết thông báo")
        await minh.until(lambda: sees(minh, "trong một tin nhắn"))
        await minh.sends("photo", WORDS)
        await minh.until(lambda: minh.chat[-1].button("Gửi ngay"))
        await minh.taps("Gửi ngay")
        await lan.until(lambda: any(m.kind == "photo" and WORDS in m.text for m in lan.chat))


async def test_for_whom_it_is_is_chosen_by_taps(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan, mai = await family(town, "Lan"), await family(town, "Mai", "phuc-loi")
        minh = await town.staff("Minh", Role.EDITOR)
        await writes(minh)
        assert sees(minh, "Khoảng 2 gia đình", "cả bốn phường")
        await minh.taps("Ở đâu")
        await minh.until(lambda: minh.chat[-1].button("Phúc Lợi"))
        await minh.taps("Phúc Lợi")
        await minh.until(lambda: minh.chat[-1].button("✔️ Phúc Lợi"))
        await minh.taps("Quay lại")
        await minh.until(lambda: "Khoảng 1 gia đình" in minh.chat[-1].text)
        await minh.taps("Hẹn giờ")
        await minh.until(lambda: minh.chat[-1].button("ngày"))
        await minh.says("lúc nào tiện thì gửi")
        await minh.until(lambda: sees(minh, "Bạn gõ cả ngày và giờ"))
        await minh.says("ngày mai lúc 19h30")
        await minh.until(lambda: any(m.button("19:30") and len(m.buttons) == 2 for m in minh.chat))
        assert told(mai) == 0, "what was understood stands there, and the way back"
        await minh.taps("19:30", message=next(m for m in minh.chat if m.button("19:30") and len(m.buttons) == 2))
        await minh.until(lambda: sees(minh, "Sẽ gửi lúc 19:30"))
        assert told(mai) == 0
        town.passes(days=2)
        await mai.until(lambda: told(mai))
        assert told(lan) == 0


@pytest.mark.long
async def test_a_large_one_waits_for_somebody_else(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain.broadcasts, "LARGE", 1)
    async with a_town(database, **AT_ANY_HOUR) as town:
        people = [await family(town, name) for name in ("Lan", "Mai")]
        hanh, minh = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.staff("Minh", Role.EDITOR)
        tam = await town.staff("Tâm", Role.OFFICER, "viet-hung")
        await writes(hanh)
        assert sees(hanh, "cần thêm một người đồng ý")
        await hanh.taps("Gửi ngay")
        await minh.until(lambda: any(m.button("Đồng ý") for m in minh.chat))
        ask = next(m for m in minh.chat if m.button("Đồng ý"))
        cell = ask.button("Đồng ý")
        assert cell is not None
        for no, why in ((hanh, "cần thêm một người nữa"), (tam, "chỉ đăng được cho phường mình")):
            assert why in await no.presses(cell["callback_data"], no.chat[-1])
        town.passes(minutes=5)
        assert [told(phone) for phone in people] == [0, 0]
        assert not any(m.button("Đồng ý") for m in tam.chat)
        await minh.taps("Xem tin", message=ask)
        await minh.until(lambda: told(minh))
        await minh.taps("Đồng ý", message=ask)
        for phone in people:
            await phone.until(lambda phone=phone: told(phone))
        town.passes(seconds=10)
        await hanh.until(lambda: sees(hanh, "Đã gửi: 2"))


async def test_who_is_no_staff_is_told_kindly_and_nothing_is_begun(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan = await family(town, "Lan")
        await lan.says("/thongbao")
        await lan.until(lambda: sees(lan, "chỉ dành cho cán bộ"))
        assert "chỉ dành cho cán bộ" in await lan.presses("1|bw", lan.chat[-1])
        await lan.says(WORDS)
        assert not sees(lan, "Gửi ngay")
        assert told(lan) == 0


async def test_words_about_danger_are_an_announcement_here_and_help_is_one_tap_away(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await family(town, "Lan")
        await writes(hanh, "Khi em bị đánh, em gọi 111 nhé. Bố mẹ đừng đánh con.")
        assert not sees(minh, "KHẨN")
        ask = next(m for m in hanh.chat if m.from_bot and "trong một tin nhắn" in m.text)
        await hanh.taps("Cần giúp ngay", message=ask)
        await hanh.until(lambda: sees(hanh, "111", "113"))


async def test_other_news_is_asked_for_and_given_up_by_itself(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sukien")
        await lan.until(lambda: any(m.button("tin khác cho gia đình") for m in lan.chat))
        await lan.taps("tin khác cho gia đình")
        await lan.until(lambda: sees(lan, "mỗi tin một lần"))
        minh = await town.staff("Minh", Role.EDITOR)
        await writes(minh)
        await minh.taps("Về việc gì")
        await minh.until(lambda: minh.chat[-1].button("tin khác cho gia đình"))
        await minh.taps("tin khác cho gia đình")
        await minh.until(lambda: "Khoảng 1 gia đình" in minh.chat[-1].text)
        await minh.taps("Gửi ngay")
        await lan.until(lambda: told(lan))
        await lan.says("/dulieu")
        await lan.until(lambda: sees(lan, "Nhận tin khác cho gia đình: phường Bồ Đề"))
        await lan.taps("Thôi nhận tin khác")
        await lan.until(lambda: sees(lan, "không tự gửi tin loại này"))
        person = await town.app.services.people.meet(lan.id)
        assert await town.app.services.broadcasts.subscriptions(person) == []


MANY = 250


async def crowd(town: Town, many: int) -> list[Phone]:
    """So many families who pressed START long ago and want to hear of events."""
    phones = [town.sandbox.person(f"Family {number}") for number in range(many)]
    vault, now = town.app.database.vault, Clock().now()
    async with town.app.database.transaction() as tx:
        known = {"language": "vi", "reachable": True, "hushed": False, "created_at": now, "seen_at": now}
        await tx.execute(
            insert(PersonRow), [{"chat_key": vault.indexes(p.id)[0], "chat": p.id, **known} for p in phones]
        )
        chats = {phone.id for phone in phones}
        rows = [row for row in (await tx.execute(select(PersonRow))).scalars() if row.chat in chats]
        wants = {"ward": "bo-de", "topic": "events", "at": now}
        await tx.execute(insert(SubscriptionRow), [{"person_id": row.id, **wants} for row in rows])
    for phone in phones:
        phone.started = True
    return phones


@pytest.mark.long
async def test_hundreds_are_told_without_one_refusal_and_an_alert_passes_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain.broadcasts, "LARGE", MANY)
    async with a_town(database, **AT_ANY_HOUR) as town:
        phones = await crowd(town, MANY)
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        na = await town.resident("Na", "bo-de")
        await writes(hanh)
        began = town.clock.unix()
        await hanh.taps("Gửi ngay")
        await phones[0].until(lambda: sum(told(phone) for phone in phones) > MANY // 10)
        await na.says("cứu em với, bố đánh em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert sum(told(phone) for phone in phones) < MANY, "the alert did not wait for the announcement"
        await phones[-1].until(lambda: all(told(phone) for phone in phones), 50)
        lasted = town.clock.unix() - began
        assert [told(phone) for phone in phones] == [1] * MANY
        assert lasted * PER_SECOND + 2 >= MANY, "never faster than its pace, by Telegram's own clock"
        assert not [why for _, why in town.sandbox.errors if "Too Many" in why]
