"""Who is on duty: hours, leave and the switch, and what they change about who is rung."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.duty import Leave, read_hours
from domain.people import Role
from domain.working_time import HANOI
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees


async def turn_to(town: Town, words: str) -> None:
    """Turns the clock forward to the next `Wed 10:00` (Hanoi)."""
    day, clock = words.split()
    hour, minute = map(int, clock.split(":"))
    moment = town.clock.now().astimezone(HANOI).replace(hour=hour, minute=minute, second=0, microsecond=0)
    while moment < town.clock.now() or f"{moment:%a}" != day:
        moment += timedelta(days=1)
    town.passes(seconds=(moment - town.clock.now()).total_seconds())
    await town.app.services.roster.shifts_due()


async def works(town: Town, phone: Phone, hours: str) -> None:
    person = await town.app.services.people.meet(phone.id)
    assert person.staff is not None
    await town.app.services.roster.set_hours(person, person.staff.id, read_hours(hours))


def today(town: Town) -> datetime:
    return town.clock.now().astimezone(HANOI)


async def test_outside_their_hours_nobody_is_on_duty_the_sender_hears_so_at_once_and_they_are_rung_all_the_same(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await works(town, hanh, "T2-T6 7:30-17:00")
        await turn_to(town, "Sat 23:00")
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await be.until(lambda: sees(be, "chưa có ai nhận", "111") and sees(be, "không có ai trực"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        case = await town.app.services.cases.newest_of(await town.app.services.people.meet(be.id))
        assert case is not None
        town.passes(minutes=2)
        await be.says("em ở trong phòng")
        await be.until(lambda: sees(be, "Đã lưu", "đang gọi cả cán bộ đang nghỉ"))
        await be.says(case.code)
        await be.until(lambda: sees(be, f"{case.code}: đã lưu. Lúc này không có ai trực"))
        assert not sees(be, "gọi cán bộ trực") and not sees(be, "đã lưu và gửi tới cán bộ trực")


async def test_the_one_within_hours_is_rung_first_and_the_resting_one_with_everybody(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de", rung=2)
        await works(town, hanh, "T2-T6 7:30-17:00")
        await turn_to(town, "Sun 10:00")
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await tam.until(lambda: sees(tam, "KHẨN"))
        assert not sees(hanh, "KHẨN")
        town.passes(minutes=5)
        await hanh.until(lambda: sees(hanh, "KHẨN"))


async def test_who_is_on_leave_is_not_rung_even_with_everybody(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        person = await town.app.services.people.meet(hanh.id)
        assert person.staff is not None
        day = today(town).date()
        await town.app.services.roster.add_leave(person, person.staff.id, Leave(day, day + timedelta(days=3)))
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await minh.until(lambda: sees(minh, "KHẨN"))
        town.passes(minutes=5)
        await minh.until(lambda: sum("KHẨN" in m.text for m in minh.chat) == 2)
        assert not sees(hanh, "KHẨN")


async def test_going_off_duty_while_the_case_rings_calls_the_next_rung_at_once(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.says("/truc")
        await hanh.until(lambda: hanh.chat[-1].button("Tôi nghỉ trực"))
        await hanh.taps("Tôi nghỉ trực")
        await minh.until(lambda: sees(minh, "KHẨN"))


async def test_blocking_the_bot_while_the_case_rings_calls_the_next_rung_at_once(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await town.app.services.roster.blocked(hanh.id)
        await minh.until(lambda: sees(minh, "KHẨN"))


async def test_a_shift_that_begins_rings_the_case_for_which_nobody_could_be_rung(database: Database) -> None:
    async with a_town(database) as town:
        town.comes_to(12)
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        person = await town.app.services.people.meet(hanh.id)
        assert person.staff is not None
        day = today(town).date()
        await town.app.services.roster.add_leave(person, person.staff.id, Leave(day, day))
        be = await town.resident("Bé", "bo-de")
        await be.says("cứu em với")
        await be.until(lambda: sees(be, "chưa có ai nhận", "111"))
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), HANOI)
        town.passes(seconds=(midnight - town.clock.now()).total_seconds() + 1)
        await hanh.until(lambda: sees(hanh, "KHẨN"))


async def test_the_roster_says_who_is_on_duty_now_and_next_and_takes_hours_by_button_and_by_words(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        await turn_to(town, "Wed 10:00")
        await hanh.says("/truc")
        await hanh.until(lambda: sees(hanh, "🟢 Hạnh · phường Bồ Đề · bậc 1 · đang trực"))
        await hanh.taps("Giờ trực và ngày nghỉ của tôi")
        await hanh.until(lambda: sees(hanh, "Hạnh: luôn trực"))
        await hanh.taps("Giờ hành chính")
        await hanh.until(lambda: sees(hanh, "Hạnh: T2–T6 07:30–17:00", "đang trực đến 17:00"))
        town.passes(minutes=1)
        await hanh.taps("Giờ khác")
        await hanh.until(lambda: sees(hanh, "viết giờ trực"))
        town.passes(minutes=1)
        await hanh.says("tối thứ ba")
        await hanh.until(lambda: sees(hanh, "chưa hiểu giờ trực"))
        town.passes(minutes=1)
        await hanh.says("T3 18h-22h; CN 8-12")
        await hanh.until(lambda: sees(hanh, "T3 18:00–22:00; CN 08:00–12:00", "trực lại lúc 08:00"))
        town.passes(minutes=1)
        await hanh.taps("Nghỉ ngày mai")
        await hanh.until(lambda: sees(hanh, "🏖 Nghỉ:"))
        await hanh.taps("Bỏ các ngày nghỉ")
        await hanh.until(lambda: not sees(hanh, "🏖 Nghỉ:"))


async def test_a_cry_for_help_while_hours_are_waited_for_is_heard_as_one(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await hanh.says("/truc")
        await hanh.until(lambda: hanh.chat[-1].button("Giờ trực và ngày nghỉ của tôi"))
        await hanh.taps("Giờ trực và ngày nghỉ của tôi")
        await hanh.until(lambda: any(m.button("Giờ khác") for m in hanh.chat))
        town.passes(minutes=1)
        await hanh.taps("Giờ khác")
        await hanh.until(lambda: sees(hanh, "viết giờ trực"))
        town.passes(minutes=1)
        await hanh.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "113", "115"))


async def test_the_coordinator_plans_for_others_and_an_officer_does_not(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await minh.says("/truc")
        await minh.until(lambda: minh.chat[-1].button("người khác"))
        await minh.taps("người khác")
        await minh.until(lambda: any(m.button("Hạnh") for m in minh.chat))
        await minh.taps("Hạnh")
        await minh.until(lambda: sees(minh, "Hạnh: luôn trực"))
        await minh.taps("Ban đêm")
        await minh.until(lambda: sees(minh, "Hạnh: hằng ngày 17:00–07:30"))
        await hanh.says("/truc")
        await hanh.until(lambda: sees(hanh, "Minh", "điều phối"))
        assert not any(m.button("người khác") for m in hanh.chat)
        assert "Chỉ điều phối viên" in await hanh.presses("1|pn|2", hanh.chat[-1])


async def test_hours_of_today_are_as_exact_as_their_second(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await works(town, hanh, "T2-T6 7:30-17:00")
        await turn_to(town, "Mon 16:00")
        due = await town.app.services.roster.shifts_due()
        assert due == today(town).replace(hour=17, minute=0, second=0, microsecond=0)
