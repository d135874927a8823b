"""An event and its changes in the calendar of a family's phone."""

from __future__ import annotations

from dataclasses import replace

import icalendar

from sandbox import Phone
from storage.database import Database
from tests.stories.test_signups import opens
from tests.town import Town, a_town, sees


def entries(town: Town, phone: Phone) -> list[icalendar.Event]:
    files = [m for m in phone.chat if m.from_bot and m.kind == "document"]
    read = [icalendar.Calendar.from_ical(town.sandbox.files.find(m.file_id).content) for m in files]
    return [event for calendar in read for event in calendar.walk("VEVENT")]


async def test_a_family_puts_an_event_into_its_calendar_and_a_change_replaces_it(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu")
        lan = await town.resident("Lan", "bo-de")
        await opens(lan, "Vui Tết Trung thu")
        await lan.taps("Thêm vào lịch")
        await lan.until(lambda: len(entries(town, lan)) == 1)
        town.passes(minutes=1)
        await town.app.services.events.change(None, event.id, replace(event, title="Trung thu của bé"))
        await lan.taps("Thêm vào lịch")
        await lan.until(lambda: len(entries(town, lan)) == 2)
        town.passes(minutes=1)
        await town.app.services.events.cancel(None, event.id)
        await lan.taps("Thêm vào lịch")
        await lan.until(lambda: len(entries(town, lan)) == 3)
        first, changed, cancelled = entries(town, lan)
        assert {str(each["uid"]) for each in (first, changed, cancelled)} == {str(first["uid"])}
        assert first["sequence"] < changed["sequence"] < cancelled["sequence"]
        assert [each["status"] for each in (first, changed, cancelled)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert str(changed["summary"]) == "Trung thu của bé"
        assert sees(lan, "lịch trên máy ghi là sự kiện đã huỷ")
        town.passes(minutes=10)
        await lan.says("/trogiup")
        await lan.until(lambda: sees(lan, "Bạn cứ viết câu hỏi"))
        assert len(entries(town, lan)) == 3, "a tap, a file"


async def test_a_draft_is_no_file_for_anybody(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Vui Tết Trung thu")
        draft = await town.app.services.events.add(None, "nhap", replace(event, title="Chưa ai biết"))
        lan = await town.resident("Lan")
        await opens(lan, "Vui Tết Trung thu")
        for nobody_sees in (draft.id, draft.id + 1):
            assert "không còn" in await lan.presses(f"1|ic|{nobody_sees}", lan.chat[-1])
        await lan.taps("Thêm vào lịch")
        await lan.until(lambda: entries(town, lan))
        assert [str(each["summary"]) for each in entries(town, lan)] == ["Vui Tết Trung thu"]
