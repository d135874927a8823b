"""Drills as people live them: practice that never looks like the real thing, and never stands in its way."""

from __future__ import annotations

from datetime import timedelta

from domain.drills import weekly_moment
from domain.duty import Leave, read_hours
from domain.people import Role
from domain.working_time import HANOI
from sandbox import Phone
from services.people import NewStaff
from storage.database import Database
from tests.roads import a_hook
from tests.town import Town, a_town, sees

DRILL = "DIỄN TẬP"


def until_the_drill(town: Town, group: str) -> None:
    """The ward's next weekly moment has come."""
    now = town.clock.now()
    moments = (weekly_moment(group, now + timedelta(days=7 * week)) for week in range(4))
    moment = next(at for at in moments if at is not None and at > now)
    town.passes(seconds=(moment - now).total_seconds() + 1)


async def linked(town: Town, name: str, role: Role, ward: str | None = None) -> Phone:
    """Somebody who works here and has tapped their test alert."""
    phone = await town.joins(name, role, ward)
    town.passes(seconds=5)
    await phone.until(lambda: phone.chat[-1].button("Tôi đã thấy"))
    await phone.taps("Tôi đã thấy")
    await phone.until(lambda: sees(phone, "cảm ơn"))
    return phone


async def test_the_weekly_drill_comes_by_itself_once_and_the_administrator_sees_who_answered(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await linked(town, "Hạnh", Role.OFFICER, "bo-de")
        an = await town.joins("An", Role.ADMIN)
        until_the_drill(town, "bo-de")
        await hanh.until(lambda: sees(hanh, DRILL, "Bồ Đề"))
        assert not sees(hanh, "KHẨN")
        await town.dies_and_comes_back()
        town.passes(seconds=80)  # the start is over, and the drill of this week looked for again
        await hanh.taps("Tôi đã thấy")
        await hanh.until(lambda: sees(hanh, "Bạn bấm sau 1 phút"))
        assert not any(m.button("Tôi đã thấy") for m in hanh.chat), "one drill, and it is answered"
        await an.says("/dientap")
        await an.until(lambda: sees(an, DRILL, "Hạnh: 1 phút"))


async def test_a_drill_the_bot_slept_through_is_held_when_it_wakes(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await linked(town, "Hạnh", Role.OFFICER, "bo-de")
        await town.app.stop()
        until_the_drill(town, "bo-de")
        town.passes(minutes=45)
        await town.dies_and_comes_back()
        town.passes(seconds=21)  # the start is over
        await hanh.until(lambda: sees(hanh, DRILL, "Bồ Đề"))


async def test_who_misses_two_drills_is_told_kindly_and_the_administrator_hears_it(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await linked(town, "Hạnh", Role.OFFICER, "bo-de")
        an = await town.joins("An", Role.ADMIN)
        for missed in (1, 2):
            town.passes(minutes=1)
            await an.says("/dientap")
            await an.until(lambda: an.chat[-1].button("Bồ Đề"))
            await an.taps("Bồ Đề")
            await hanh.until(lambda: any(m.button("Tôi đã thấy") for m in hanh.chat))
            town.passes(minutes=31)
            await hanh.until(lambda missed=missed: sum("không sao đâu" in m.text for m in hanh.chat) == missed)
            assert not any(m.button("Tôi đã thấy") for m in hanh.chat)
        await an.until(lambda: sees(an, DRILL, "Hạnh", "lỡ 2 lần liền"))
        await hanh.until(lambda: sees(hanh, "2 lần vừa rồi", "bật thông báo và âm thanh"))
        assert sum("lỡ" in m.text for m in an.chat) == 1


async def test_who_cannot_be_reached_has_missed_it_at_once(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.joins("Hạnh", Role.OFFICER, "bo-de")
        an = await town.joins("An", Role.ADMIN)
        tam = town.sandbox.person("Tâm")  # never pressed START
        await town.app.services.people.add_staff(NewStaff(tam.id, "Tâm", Role.OFFICER, "bo-de"))
        hanh.blocked = True  # the bot has not heard of it yet
        await an.says("/dientap")
        await an.until(lambda: an.chat[-1].button("Tất cả"))
        await an.taps("Tất cả")
        for name in ("Hạnh", "Tâm"):
            await an.until(lambda name=name: sees(an, "không nhắn được cho", name))
        town.passes(minutes=1)
        await an.says("/dientap")
        await an.until(lambda: sees(an, "Hạnh: không nhắn được", "Tâm: không nhắn được"))


async def held(an: Phone, group: str) -> None:
    """The administrator holds a drill now."""
    await an.says("/dientap")
    await an.until(lambda: an.chat[-1].button(group))
    await an.taps(group)


async def test_with_the_second_step_who_has_not_answered_hears_by_their_road_that_it_is_practice(
    database: Database,
) -> None:
    async with a_hook() as quick, a_hook() as slow, a_town(database) as town:
        hanh = await town.joins("Hạnh", Role.OFFICER, "bo-de", also=quick.url)
        tam = await town.joins("Tâm", Role.OFFICER, "bo-de", also=slow.url)
        an = await town.joins("An", Role.ADMIN)
        await held(an, "Bồ Đề")
        for phone in (hanh, tam):
            await phone.until(lambda phone=phone: sees(phone, DRILL, "Bồ Đề"))
        town.passes(seconds=290)
        await hanh.taps("Tôi đã thấy")
        assert not slow.heard, "the second step has not come"
        town.passes(seconds=10)
        await slow.until(lambda: slow.heard)
        assert DRILL in slow.heard[0]
        assert "KHẨN" not in slow.heard[0]
        assert "?start=" not in slow.heard[0], "the link opens no case"
        town.passes(minutes=31)
        await tam.until(lambda: sees(tam, "không sao đâu"))
        assert (len(quick.heard), len(slow.heard)) == (0, 1)


async def test_whom_telegram_does_not_reach_hears_of_a_drill_by_their_road_at_once(database: Database) -> None:
    async with a_hook() as blocked, a_hook() as never, a_town(database) as town:
        hanh = await town.joins("Hạnh", Role.OFFICER, "bo-de", also=blocked.url)
        an = await town.joins("An", Role.ADMIN)
        tam = town.sandbox.person("Tâm")
        await town.app.services.people.add_staff(NewStaff(tam.id, "Tâm", Role.OFFICER, "bo-de", 1, (never.url,)))
        hanh.blocked = True  # the bot has not heard of it yet
        await held(an, "Bồ Đề")
        for road in (blocked, never):
            await road.until(lambda road=road: road.heard)
            assert DRILL in road.heard[0]


async def test_a_drill_calls_neither_who_is_outside_their_hours_nor_who_is_on_leave(database: Database) -> None:
    async with a_town(database) as town:
        town.comes_to(12)
        hanh = await town.joins("Hạnh", Role.OFFICER, "bo-de")
        resting, away = [await town.joins(name, Role.OFFICER, "bo-de") for name in ("Tâm", "Hoa")]
        an = await town.joins("An", Role.ADMIN)
        today = town.clock.now().astimezone(HANOI).date()
        for phone in (resting, away):
            person = await town.app.services.people.meet(phone.id)
            assert person.staff is not None
            if phone is away:
                await town.app.services.roster.add_leave(person, person.staff.id, Leave(today, today))
            else:
                other = f"{today + timedelta(days=3):%a}"
                await town.app.services.roster.set_hours(person, person.staff.id, read_hours(f"{other} 8:00-9:00"))
        await held(an, "Bồ Đề")
        await an.until(lambda: sees(an, "DIỄN TẬP", "1 người"))
        await hanh.until(lambda: sees(hanh, DRILL, "Bồ Đề"))
        assert not sees(resting, DRILL, "Bồ Đề")
        assert not sees(away, DRILL, "Bồ Đề")


async def test_a_real_alert_during_a_drill_rings_as_ever(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await linked(town, "Hạnh", Role.OFFICER, "bo-de")
        an = await town.joins("An", Role.ADMIN)
        lan = await town.resident("Lan", "bo-de")
        await an.says("/dientap")
        await an.until(lambda: an.chat[-1].button("Bồ Đề"))
        await an.taps("Bồ Đề")
        await hanh.until(lambda: sees(hanh, DRILL, "Bồ Đề"))
        await lan.says("cứu con tôi")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert not any("KHẨN" in m.text and DRILL in m.text for m in hanh.chat)
        toast = await hanh.taps("Tôi nhận")
        assert "LB-" in toast, "the drill's button is called otherwise"
        town.passes(minutes=31)
        await hanh.until(lambda: sees(hanh, "không sao đâu"))
        await lan.until(lambda: sees(lan, "nhận lúc"))


async def test_linking_ends_with_a_test_alert_and_the_untapped_are_seen_the_day_after(database: Database) -> None:
    async with a_town(database) as town:
        until_the_drill(town, "bo-de")  # whoever joins now has none this week
        an = await linked(town, "An", Role.ADMIN)
        hanh = await town.joins("Hạnh", Role.OFFICER, "bo-de")
        town.passes(seconds=5)
        await hanh.until(lambda: sees(hanh, DRILL, "báo thử"))
        await hanh.says("/start")
        await hanh.until(lambda: sum("kết nối" in m.text for m in hanh.chat) == 2)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(hours=25)
        await an.until(lambda: sees(an, "Hạnh", "chưa bấm tin báo thử"))
        await hanh.until(lambda: sees(hanh, "tin báo thử chưa được bấm"))
        assert sum(bool(m.button("Tôi đã thấy")) for m in hanh.chat) == 1, "one test alert, which still waits"
        await hanh.taps("Tôi đã thấy")
        await hanh.until(lambda: sees(hanh, "biết tin tới được bạn"))


async def test_residents_and_officers_hold_no_drills(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.joins("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        for phone in (hanh, lan):
            await phone.says("/dientap")
            await phone.until(lambda phone=phone: sees(phone, "chỉ dành cho cán bộ"))
            assert "cán bộ" in await phone.presses("1|hd|bo-de", phone.chat[-1])
        assert not sees(hanh, DRILL, "Bồ Đề")
