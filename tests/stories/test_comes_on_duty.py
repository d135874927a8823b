"""Somebody comes on duty while a case rings: where their rung was reached already, they are rung at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.duty import read_hours
from domain.people import Role
from domain.working_time import HANOI
from sandbox import Phone
from services.people import NewStaff
from storage.database import Database
from tests.town import Town, a_town, sees

# a step nobody lives to see: whatever rings in these stories rings at once
STEP = {"ladder_step_seconds": 24 * 3600}


def alerts(phone: Phone) -> int:
    return sum("KHẨN" in m.text for m in phone.chat)


async def is_rung(phone: Phone, times: int = 1) -> None:
    await phone.until(lambda: alerts(phone) == times)


async def is_off_duty(town: Town, phone: Phone) -> None:
    person = await town.app.services.people.meet(phone.id)
    await town.app.services.roster.set_duty(person, on=False)


async def taps_on_duty(phone: Phone) -> None:
    await phone.says("/truc")
    await phone.until(lambda: any(m.button("Tôi vào trực") for m in phone.chat))
    await phone.taps("Tôi vào trực")
    await phone.until(lambda: sees(phone, "Bạn đang trực"))


async def rings(town: Town, *phones: Phone, ward: str = "bo-de") -> Phone:
    """Bé cries for help, and these phones ring."""
    be = await town.resident("Bé", ward)
    await be.says("cứu em với")
    for phone in phones:
        await is_rung(phone)
    return be


async def test_who_taps_that_they_are_on_duty_is_rung_at_once_and_once(database: Database) -> None:
    async with a_town(database, **STEP) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de")
        await is_off_duty(town, tam)
        await rings(town, hanh)
        await taps_on_duty(tam)
        await is_rung(tam)
        town.passes(minutes=1)
        await is_off_duty(town, tam)
        await taps_on_duty(tam)
        await tam.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "Tâm đã nhận lúc"))
        assert (alerts(hanh), sum("đã nhận lúc" in m.text or "KHẨN" in m.text for m in tam.chat)) == (0, 1)


async def test_who_begins_their_hours_is_rung_at_that_minute(database: Database) -> None:
    async with a_town(database, **STEP) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de")
        begins = town.clock.now().astimezone(HANOI) + timedelta(hours=2)
        await works(town, tam, begins)
        await rings(town, hanh)
        assert not alerts(tam)
        town.passes(hours=2)
        await is_rung(tam)
        assert alerts(hanh) == 1


async def works(town: Town, phone: Phone, begins: datetime) -> None:
    person = await town.app.services.people.meet(phone.id)
    assert person.staff is not None
    hours = f"{begins:%H:%M}-{begins + timedelta(hours=8):%H:%M}"
    await town.app.services.roster.set_hours(person, person.staff.id, read_hours(hours))


async def test_who_presses_start_is_rung_at_once(database: Database) -> None:
    async with a_town(database, **STEP) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = town.sandbox.person("Tâm")
        await town.app.services.people.add_staff(NewStaff(tam.id, "Tâm", Role.OFFICER, "bo-de"))
        await rings(town, hanh)
        await tam.starts()
        await is_rung(tam)
        await tam.says("/vuviec")
        await tam.until(lambda: sees(tam, "Vụ việc đang mở"))
        assert (alerts(hanh), alerts(tam)) == (1, 1), "every further word of theirs rings nobody"


async def test_who_had_blocked_the_bot_and_presses_start_is_rung_in_the_same_ring(database: Database) -> None:
    async with a_town(database, **STEP) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de")
        tam.blocked = True  # the bot has not heard of it yet
        await rings(town, hanh)
        await town.sandbox.wait(lambda: any("blocked" in words for _, words in town.sandbox.errors))
        await town.app.relays["urgent"].rest()  # now it has
        tam.blocked = False
        await tam.starts()
        await is_rung(tam)
        assert alerts(hanh) == 1


async def test_who_stands_above_the_present_rung_hears_when_their_turn_comes(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await is_off_duty(town, minh)
        await rings(town, hanh)
        await taps_on_duty(minh)
        await minh.says("/vuviec")
        await minh.until(lambda: sees(minh, "Vụ việc đang mở"))
        assert not alerts(minh)
        town.passes(minutes=5)
        await is_rung(minh)


async def test_who_comes_to_a_case_that_climbed_past_their_rung_is_rung_and_the_others_are_not_again(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await is_off_duty(town, tam)
        await rings(town, hanh)
        town.passes(minutes=5)
        await is_rung(minh)
        await taps_on_duty(tam)
        await tam.until(lambda: sees(tam, "KHẨN", "Gọi lại"))
        assert (alerts(hanh), alerts(minh)) == (1, 1)
        town.passes(minutes=5)
        for phone, times in ((hanh, 2), (minh, 2), (tam, 2)):
            await is_rung(phone, times)


async def test_the_first_of_the_ward_to_come_is_rung_once_while_other_wards_ring(database: Database) -> None:
    async with a_town(database, **STEP) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        an = await town.staff("An", Role.OFFICER, "phuc-loi")
        await is_off_duty(town, hanh)
        await rings(town, an)
        await taps_on_duty(hanh)
        await is_rung(hanh)
        await town.app.services.roster.shifts_due()
        await hanh.says("/vuviec")
        await hanh.until(lambda: sees(hanh, "Vụ việc đang mở"))
        assert (alerts(hanh), alerts(an)) == (1, 1)


async def test_a_case_taken_meanwhile_rings_for_nobody_who_comes(database: Database) -> None:
    async with a_town(database, **STEP) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de")
        await is_off_duty(town, tam)
        be = await rings(town, hanh)
        await hanh.taps("Tôi nhận")
        await be.until(lambda: sees(be, "nhận lúc"))
        await taps_on_duty(tam)
        await tam.says("/vuviec")
        await tam.until(lambda: sees(tam, "Vụ việc đang mở"))
        assert not alerts(tam)
