"""The announcement of an event means the event as it is: who changes it sees it anew, and so does the second person."""

from __future__ import annotations

import pytest

import domain.broadcasts
from domain.people import Role
from sandbox import Phone
from services.clock import TurnedClock
from storage.database import Database
from tests.stories.test_announcements import AT_ANY_HOUR, family, told, writes
from tests.stories.test_event_editor import fills, last
from tests.town import Town, a_town, sees

TITLE = "Hội sách"


async def opens_draft(staff: Phone) -> None:
    """The announcement of the event, before anything is sent."""
    await staff.says("/soansukien")
    await staff.until(lambda: last(staff).button(TITLE))
    await staff.taps(TITLE, message=last(staff))
    await staff.until(lambda: last(staff).button("Báo tin cho gia đình"))
    await staff.taps("Báo tin cho gia đình", message=last(staff))
    await staff.until(lambda: last(staff).button("Gửi ngay"))


async def edits(staff: Phone, town: Town, field: str, words: str) -> None:
    await staff.says("/soansukien")
    await staff.until(lambda: any(m.button(TITLE) for m in staff.chat[-2:]))
    await staff.taps(TITLE, message=last(staff))
    await fills(staff, town, field, words)


async def moves_to(staff: Phone, ward: str) -> None:
    await staff.says("/soansukien")
    await staff.until(lambda: last(staff).button(TITLE))
    await staff.taps(TITLE, message=last(staff))
    await staff.until(lambda: last(staff).button("Phường"))
    await staff.taps("Phường", message=last(staff))
    await staff.until(lambda: last(staff).button(ward))
    await staff.taps(ward, message=last(staff))
    await staff.until(lambda: last(staff).button("Xem thử"))


@pytest.mark.long
async def test_an_event_made_narrower_is_not_told_to_those_it_was_for(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan, mai = await family(town, "Lan"), await family(town, "Mai", "phuc-loi")
        await town.event(TITLE)
        minh, tam = await town.staff("Minh", Role.EDITOR), await town.staff("Tâm", Role.COORDINATOR)
        await opens_draft(minh)
        assert "Khoảng 2 gia đình" in last(minh).text
        seen = last(minh)
        await moves_to(tam, "Bồ Đề")
        await minh.taps("Gửi ngay", message=seen)
        await minh.until(lambda: sees(minh, "vừa được sửa sau khi bạn xem"))
        await minh.until(lambda: last(minh).button("Gửi ngay") and "Khoảng 1 gia đình" in last(minh).text)
        assert "phường Bồ Đề" in last(minh).text
        assert (told(lan, TITLE), told(mai, TITLE)) == (0, 0)
        await minh.taps("Gửi ngay", message=last(minh))
        await lan.until(lambda: told(lan, TITLE))
        town.passes(minutes=1)
        await minh.until(lambda: sees(minh, "Đã gửi: 1"))
        assert told(mai, TITLE) == 0


async def test_ages_of_an_event_are_named_before_it_is_announced_and_to_families(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan = await family(town, "Lan")
        await town.event(TITLE, ward="bo-de")
        minh = await town.staff("Minh", Role.EDITOR)
        await edits(minh, town, "Độ tuổi", "7-10")
        await opens_draft(minh)
        assert "7–10 tuổi" in last(minh).text
        await minh.taps("Gửi ngay", message=last(minh))
        await lan.until(lambda: sees(lan, TITLE, "từ 7 đến 10 tuổi"))


async def test_several_ages_are_chosen_for_free_words(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        await family(town, "Lan")
        minh = await town.staff("Minh", Role.EDITOR)
        await writes(minh)
        await minh.taps("Tuổi của trẻ")
        for band in ("Dưới 7 tuổi", "7 đến 10 tuổi"):
            await minh.until(lambda band=band: last(minh).button(band))
            await minh.taps(band, message=last(minh))
            await minh.until(lambda band=band: last(minh).button(f"✔️ {band}"))
        await minh.taps("Quay lại", message=last(minh))
        await minh.until(lambda: last(minh).button("Gửi ngay"))
        assert "Dưới 7 tuổi, 7 đến 10 tuổi" in last(minh).text


async def test_who_blocked_the_bot_is_asked_whether_news_shall_come_again(database: Database) -> None:
    async with a_town(database, **AT_ANY_HOUR) as town:
        lan, minh = await family(town, "Lan"), await town.staff("Minh", Role.EDITOR)
        await family(town, "Mai")
        await town.event(TITLE, ward="bo-de")
        await lan.blocks()
        await lan.unblocks()
        await opens_draft(minh)
        assert "Khoảng 1 gia đình" in last(minh).text
        await lan.starts()
        await lan.until(lambda: sees(lan, "Trong lúc bạn chặn bot", "tin sự kiện đã được tắt"))
        person = await town.app.services.people.meet(lan.id)
        assert await town.app.services.broadcasts.subscriptions(person) == [], "nothing is revived in silence"
        await lan.taps("Báo tôi khi có sự kiện")
        await lan.until(lambda: lan.chat[-1].from_bot and "một lần thôi" in lan.chat[-1].text)
        await minh.taps("Gửi ngay", message=last(minh))
        await lan.until(lambda: told(lan, TITLE))
        asked = sum("Trong lúc bạn chặn bot" in m.text for m in lan.chat)
        await lan.starts()
        await lan.until(lambda: sum("111" in m.text for m in lan.chat) > 1)
        assert sum("Trong lúc bạn chặn bot" in m.text for m in lan.chat) == asked == 1


@pytest.mark.long
async def test_what_is_changed_after_the_second_yes_is_asked_about_once_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(domain.broadcasts, "LARGE", 1)
    async with a_town(database, clock=TurnedClock(), **AT_ANY_HOUR) as town:
        lan, _ = await family(town, "Lan"), await family(town, "Mai")
        await town.event(TITLE, ward="bo-de")
        minh, tam = await town.staff("Minh", Role.EDITOR), await town.staff("Tâm", Role.COORDINATOR)
        await opens_draft(minh)
        await minh.taps("Hẹn giờ", message=last(minh))
        await minh.until(lambda: last(minh).button("19:30"))
        await minh.taps("19:30", message=last(minh))
        await tam.until(lambda: last(tam).button("Đồng ý"))
        await tam.taps("Đồng ý", message=last(tam))
        await tam.until(lambda: sees(tam, "Sẽ gửi lúc 19:30"))
        await edits(minh, town, "Địa điểm", "Chợ đêm")
        await minh.until(lambda: sees(minh, "bot hỏi lại một người nữa"))
        town.passes(minutes=4)
        await tam.until(lambda: sees(tam, "đã được sửa nên bot tạm dừng gửi"))
        again = last(tam)
        town.passes(days=3)
        await edits(minh, town, "Chương trình", "đọc sách")
        assert told(lan, TITLE) == 0, "nothing leaves that nobody agreed to"
        await tam.taps("Đồng ý", message=again)
        await tam.until(lambda: sees(tam, "vừa được sửa sau khi bạn xem", "bản mới nhất"))
        await tam.until(lambda: "▓" in last(tam).text or "░" in last(tam).text)
        assert told(lan, TITLE) == 0, "a yes is to what was seen"
        await tam.taps("Đồng ý", message=last(tam))
        await lan.until(lambda: sees(lan, TITLE, "Chợ đêm"))
