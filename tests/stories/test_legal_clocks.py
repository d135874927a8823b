"""The law's clocks on a case: who is reminded, who hears that a limit has passed, what the officer marks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from channels import legal_cards
from channels.texts import Voice
from domain.cases import Outcome
from domain.duty import Leave
from domain.legal_clocks import planning
from domain.people import Role
from domain.working_time import HANOI
from sandbox import Phone
from storage.database import Database
from storage.tables import JournalRow, LegalClockRow
from tests import own
from tests.town import Town, a_town, sees

PLAN = "lập kế hoạch hỗ trợ (5 ngày làm việc)"


def times(phone: Phone, *words: str) -> int:
    """How many messages on this phone hold all these words."""
    return sum(all(w in m.text for w in words) for m in phone.chat if m.from_bot)


def shows(phone: Phone, label: str) -> bool:
    """Whether some message on this phone has a button with these words."""
    return any(m.button(label) for m in phone.chat)


async def taps(town: Town, phone: Phone, label: str) -> None:
    """Taps as soon as the button is there; Telegram has room for the answer."""
    await phone.until(lambda: shows(phone, label))
    town.passes(seconds=2)
    await phone.taps(label)


def it_is(town: Town, moment: datetime) -> None:
    """Turns the clock to a moment."""
    town.clock.turn(moment - town.clock.now())


def hanoi(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


async def a_case(town: Town, hanh: Phone) -> Phone:
    """Lan cries for help, Hạnh takes it and writes to her."""
    lan = await town.resident("Lan", "bo-de")
    await lan.says("chong toi dang danh con")
    await hanh.until(lambda: sees(hanh, "KHẨN"))
    await hanh.taps("Tôi nhận")
    await hanh.until(lambda: any(m.button("Nhắn lại") for m in hanh.chat) and sees(hanh, "danh con"))
    await taps(town, hanh, "Nhắn lại")
    await hanh.says("Chị đang ở đâu ạ?")
    await lan.until(lambda: sees(lan, "Chị đang ở đâu ạ?"))
    return lan


async def on_leave(town: Town, phone: Phone) -> None:
    """They have some days off, from today."""
    person = await town.app.services.people.meet(phone.id)
    assert person.staff is not None
    day = town.clock.now().astimezone(HANOI).date()
    await town.app.services.roster.add_leave(person, person.staff.id, Leave(day, day + timedelta(days=3)))


async def is_left(town: Town, kind: str, **time: float) -> None:
    """Turns the clock so that this much is left of a limit; negative: it has passed."""
    async with town.app.database.reading() as tx:
        due_at = (await tx.execute(select(LegalClockRow.due_at).where(LegalClockRow.kind == kind))).scalar_one()
    it_is(town, due_at - timedelta(**time))


async def journal(town: Town) -> list[str]:
    async with town.app.database.reading() as tx:
        return list((await tx.execute(select(JournalRow.verb).order_by(JournalRow.id))).scalars())


async def test_the_holder_is_reminded_6_3_and_1_hours_before_once_each_and_both_hear_when_it_has_passed(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await a_case(town, hanh)
        for hours in (6, 3, 1):
            await is_left(town, "act", hours=hours, seconds=5)
            await town.app.services.limits.tell_due()
            assert not sees(hanh, "⏰", f"còn {hours} giờ")
            await is_left(town, "act", hours=hours)
            await hanh.until(lambda hours=hours: sees(hanh, "⏰", "LB-", f"còn {hours} giờ"))
        assert not sees(minh, "⏰"), "the coordinator is not woken while somebody has it"
        await is_left(town, "act")
        for phone in (hanh, minh):
            await phone.until(lambda phone=phone: sees(phone, "🔴", "đã quá hạn", "phường can thiệp"))
        await is_left(town, "act", hours=-24)
        await town.app.services.limits.tell_due()
        await taps(town, hanh, "Mở vụ việc")
        await hanh.until(lambda: sees(hanh, "📋", "🔴", "Quá hạn", "đã quá 24 giờ"))
        assert times(hanh, "⏰") == 3
        assert times(hanh, "đã quá hạn") == times(minh, "đã quá hạn") == 1


async def test_while_nobody_holds_it_the_coordinator_is_reminded(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await is_left(town, "act", hours=6)
        await minh.until(lambda: sees(minh, "⏰", "còn 6 giờ", "Chưa có ai giữ"))
        assert not sees(hanh, "⏰")
        await minh.taps("Tôi nhận", message=next(m for m in minh.chat if "⏰" in m.text))
        await minh.until(lambda: sees(minh, "📋", "⚖️ phường can thiệp (12 giờ): hạn", "còn 6 giờ"))


async def test_reminders_pass_over_a_holder_and_a_coordinator_on_leave_and_say_who_has_it(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh, mai = await town.staff("Minh", Role.COORDINATOR), await town.staff("Mai", Role.COORDINATOR)
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de", rung=2)
        await a_case(town, hanh)
        for away in (hanh, minh):
            await on_leave(town, away)
        await is_left(town, "act", hours=6)
        await tam.until(lambda: sees(tam, "⏰", "còn 6 giờ", "Hạnh đang giữ", "không trực"))
        assert not sees(mai, "⏰")
        await is_left(town, "act")
        for phone in (tam, mai):
            await phone.until(lambda phone=phone: sees(phone, "🔴", "đã quá hạn", "Hạnh đang giữ"))
        await town.app.services.limits.tell_due()
        assert not any(sees(phone, word) for phone in (hanh, minh) for word in ("⏰", "quá hạn"))


async def test_a_stand_in_takes_over_with_one_tap_until_the_holder_is_back(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de", rung=2)
        lan = await a_case(town, hanh)
        await on_leave(town, hanh)
        await is_left(town, "act", hours=6)
        await tam.until(lambda: shows(tam, "Tôi nhận thay"))
        assert not sees(tam, "danh con")
        reminder = next(m for m in tam.chat if m.button("Tôi nhận thay"))
        assert "LB-" in await tam.taps("Tôi nhận thay", message=reminder)
        await tam.until(lambda: sees(tam, "danh con") and shows(tam, "Nhắn lại"))
        await hanh.until(lambda: sees(hanh, "Tâm đã nhận thay") and not sees(hanh, "danh con"))
        await taps(town, tam, "Nhắn lại")
        await tam.says("Tôi nhận việc này thay rồi chị nhé")
        await lan.until(lambda: sees(lan, "thay rồi chị nhé"))
        viet = await town.staff("Việt", Role.OFFICER, "bo-de", rung=3)
        assert "Tâm đã nhận" in await viet.presses("1|to|1|1", viet.chat[-1]), "from Hạnh alone, who has it no more"


async def test_nobody_takes_a_case_from_a_holder_who_is_back_nor_from_another_ward(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de", rung=2)
        viet = await town.staff("Việt", Role.OFFICER, "viet-hung")
        await a_case(town, hanh)
        assert "đã trực trở lại" in await tam.presses("1|to|1|1", tam.chat[-1])
        await on_leave(town, hanh)
        assert "phường khác" in await viet.presses("1|to|1|1", viet.chat[-1])
        assert not sees(tam, "danh con")
        assert not sees(viet, "danh con")


async def test_while_nobody_holds_it_no_coordinator_on_leave_is_reminded(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await on_leave(town, minh)
        await is_left(town, "act", hours=6)
        await hanh.until(lambda: sees(hanh, "⏰", "còn 6 giờ", "Chưa có ai giữ"))
        assert not sees(minh, "⏰")


async def test_after_an_outage_only_the_newest_reminder_is_told_and_a_restart_repeats_none(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await a_case(town, hanh)
        await town.app.stop()
        await is_left(town, "act", minutes=50)
        await town.dies_and_comes_back()
        await hanh.until(lambda: sees(hanh, "⏰", "còn 50 phút"))
        await town.dies_and_comes_back()
        await is_left(town, "act")
        await hanh.until(lambda: sees(hanh, "đã quá hạn"))
        assert times(hanh, "⏰") == 1


async def test_a_reminder_that_could_not_be_sent_gives_way_to_the_next(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await a_case(town, hanh)
        await town.app.stop()
        for hours in (6, 3):
            await is_left(town, "act", hours=hours)
            await town.app.services.limits.tell_due()  # promised, and nobody there to send it
        await town.dies_and_comes_back()
        await hanh.until(lambda: sees(hanh, "⏰", "còn 3 giờ"))
        await is_left(town, "act", hours=1)
        await hanh.until(lambda: sees(hanh, "⏰", "còn 1 giờ"))
        assert times(hanh, "⏰") == 2


async def test_a_mark_stops_the_twelve_hours_and_taking_it_back_lets_them_run_on(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await a_case(town, hanh)
        await taps(town, hanh, "Hạn theo luật")
        await taps(town, hanh, "Đã đánh giá: không khẩn cấp")
        await hanh.until(lambda: sees(hanh, "✅ đã đánh giá, không cần can thiệp khẩn cấp"))
        await is_left(town, "act", hours=6)
        assert await town.app.services.limits.tell_due() is None
        assert not sees(hanh, "⏰")
        await taps(town, hanh, "Bỏ đánh dấu")
        await hanh.until(lambda: sees(hanh, "⏰", "còn 6 giờ"))
        await taps(town, hanh, "Đã can thiệp khẩn cấp")
        await hanh.until(lambda: sees(hanh, "✅ đã can thiệp khẩn cấp", "không đặt hạn 5 + 2 ngày"))
        said = [verb for verb in await journal(town) if "marked" in verb]
        assert said == ["marked_assessed", "unmarked_assessed", "marked_measures"]


async def test_a_plan_over_tet_is_done_and_approved_and_every_limit_on_the_way_is_only_expected(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        it_is(town, hanoi("2030-01-30T09:00"))  # the last working day before a Tết that is another day in China
        await a_case(town, hanh)
        await taps(town, hanh, "Cần lập kế hoạch")
        plan = f"⚖️ {PLAN}: dự kiến 23:59 ngày 13/2 (lúc 09:00 còn 5 ngày làm việc)"
        await hanh.until(lambda: sees(hanh, "📋", plan, "năm 2030 chưa công bố"))
        it_is(town, hanoi("2030-02-13T08:00"))
        await hanh.until(lambda: sees(hanh, "⏰", "hôm nay là ngày cuối", PLAN, "năm 2030 chưa công bố"))
        await taps(town, hanh, "Đã lập kế hoạch")
        await hanh.until(lambda: sees(hanh, "📋", "✅ đã lập xong kế hoạch", "phê duyệt kế hoạch", "23:59 ngày 15/2"))
        it_is(town, hanoi("2030-02-16T00:00"))
        for phone in (hanh, minh):
            await phone.until(lambda phone=phone: sees(phone, "đã quá hạn", "phê duyệt kế hoạch", "2030 chưa công bố"))
        await taps(town, hanh, "Kế hoạch đã duyệt")
        await hanh.until(lambda: sees(hanh, "📋", "🔴 kế hoạch đã được phê duyệt muộn: 00:00 ngày 16/2"))
        assert not sees(hanh, "đã quá hạn", PLAN)


async def test_a_plan_not_needed_after_all_is_unmarked_with_a_line_in_the_journal(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await a_case(town, hanh)
        await taps(town, hanh, "Cần lập kế hoạch")
        await hanh.until(lambda: sees(hanh, "📋", PLAN))
        await taps(town, hanh, "Hạn theo luật")
        await taps(town, hanh, "Bỏ đánh dấu: cần lập kế hoạch")
        await hanh.until(lambda: not shows(hanh, "Bỏ đánh dấu"))
        assert [verb for verb in await journal(town) if "marked" in verb] == [
            "marked_plan_needed",
            "unmarked_plan_needed",
        ]
        town.passes(days=30)
        await hanh.until(lambda: sees(hanh, "đã quá hạn", "phường can thiệp"))
        assert await town.app.services.limits.tell_due() is None
        assert not sees(hanh, "đã quá hạn", PLAN)


async def test_days_off_published_later_move_a_limit_that_runs(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        it_is(town, hanoi("2030-01-30T09:00"))
        await a_case(town, hanh)
        await taps(town, hanh, "Cần lập kế hoạch")
        await hanh.until(lambda: sees(hanh, "📋", "23:59 ngày 13/2"))
        async with town.app.database.transaction() as tx:  # as an older calendar had counted it
            wrong = update(LegalClockRow).where(LegalClockRow.kind == "plan")
            await tx.execute(wrong.values(due_at=hanoi("2030-02-06T23:59"), next_at=hanoi("2030-02-06T23:59"), told=1))
        await town.app.stop()
        it_is(town, hanoi("2030-02-07T08:00"))  # by the old calendar it is over
        await town.dies_and_comes_back()
        await hanh.until(lambda: sees(hanh, "đã quá hạn", "phường can thiệp"))
        it_is(town, hanoi("2030-02-13T08:00"))
        await hanh.until(lambda: sees(hanh, "hôm nay là ngày cuối", "23:59 ngày 13/2"))
        assert not sees(hanh, "đã quá hạn", PLAN)


async def test_a_talk_has_no_twelve_hours_until_it_becomes_urgent(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: shows(be, "Muốn nói chuyện"))
        await be.taps("Muốn nói chuyện")
        await taps(town, hanh, "Tôi nhận")
        await hanh.until(lambda: sees(hanh, "📋"))
        assert not sees(hanh, "12 giờ")
        town.passes(minutes=20)
        await be.says("bố đang đánh em")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await taps(town, hanh, "Hạn theo luật")
        await hanh.until(lambda: sees(hanh, "⚖️", "phường can thiệp", "còn 12 giờ"))


async def test_nobody_is_reminded_of_a_closed_case(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await a_case(town, hanh)
        await town.app.stop()
        await is_left(town, "act", hours=6)
        await town.app.services.limits.tell_due()  # promised, and nobody there to send it yet
        person = await town.app.services.people.meet(hanh.id)
        await town.app.services.desk.close(person, 1, Outcome.SAFE)
        await town.dies_and_comes_back()
        await hanh.until(lambda: not sees(hanh, "danh con"))
        await is_left(town, "act", hours=-1)
        assert await town.app.services.limits.tell_due() is None
        assert not any(sees(phone, word) for phone in (hanh, minh) for word in ("⏰", "quá hạn"))
        assert "limit_passed" not in await journal(town)


@pytest.mark.parametrize(
    ("at", "line"),
    {
        "2026-08-27T09:00": f"⚖️ {PLAN}: hạn 23:59 ngày 8/9 (lúc 09:00 còn 5 ngày làm việc)",  # over 29/8 to 2/9
        "2026-08-30T20:00": f"⚖️ {PLAN}: hạn 23:59 ngày 8/9 (lúc 20:00 còn 4 ngày làm việc)",
        "2026-09-08T20:59": f"⚖️ {PLAN}: hạn 23:59 ngày 8/9 (lúc 20:59 còn 3 giờ)",  # the last day
        "2026-09-08T23:59": f"⚖️ {PLAN}: hạn 23:59 ngày 8/9 (lúc 23:59 còn chưa đầy 1 phút)",
        "2026-09-09T00:29": f"🔴 <b>Quá hạn</b>: {PLAN}, hạn 23:59 ngày 8/9 (đã quá 30 phút)",
        "2026-09-11T23:59": f"🔴 <b>Quá hạn</b>: {PLAN}, hạn 23:59 ngày 8/9 (đã quá 3 ngày)",
    }.items(),
)
def test_a_card_says_the_limit_and_what_is_left_of_it_when_it_is_drawn(at: str, line: str) -> None:
    catalogue = own.catalogue()
    [shown] = legal_cards.lines([planning(hanoi("2026-08-27T09:00"))], hanoi(at))
    assert catalogue.say(shown, Voice()) == line


async def test_only_the_holder_marks(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de", rung=2)
        lan = await a_case(town, hanh)
        for forged in ("1|lm|1", "1|lk|1|measures|0", "1|lu|1|plan_needed"):
            assert "không phải của bạn" in await tam.presses(forged, tam.chat[-1])
            assert "cán bộ" in await lan.presses(forged, lan.chat[-1])
        assert "đã cũ" in await hanh.presses("1|lk|1|khongco|0", hanh.chat[-1])
        assert "bước tiếp theo" in await hanh.presses("1|lk|1|approved|0", hanh.chat[-1])
        assert not [verb for verb in await journal(town) if "marked" in verb]
