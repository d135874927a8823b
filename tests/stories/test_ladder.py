"""The ladder in people's words: rung by rung up to the coordinator, the truth for who waits, and nothing forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from domain.people import Role
from domain.working_time import HANOI, is_working_day
from sandbox import Phone
from services.people import NewStaff
from storage.database import Database
from storage.tables import JournalRow
from tests.town import Town, a_town, sees


def count(phone: Phone, words: str) -> int:
    return sum(words in m.text for m in phone.chat if m.from_bot)


async def has(phone: Phone, words: str, times: int = 1) -> None:
    await phone.until(lambda: count(phone, words) == times)


async def steps(town: Town, verb: str) -> int:
    """How often something happened by now: what is on its way to a phone is counted as well."""
    await town.app.climb.climb_due()
    async with town.app.database.reading() as tx:
        return len((await tx.execute(select(JournalRow.id).where(JournalRow.verb == verb))).all())


async def a_cry(town: Town, *rung: Phone) -> Phone:
    be = await town.resident("Bé", "bo-de")
    await be.says("cứu em với")
    for phone in rung:
        await has(phone, "KHẨN")
    return be


async def is_taken_by(town: Town, officer: Phone, sender: Phone) -> None:
    await officer.taps("Tôi nhận")
    await officer.until(lambda: any(m.button("Chuyển") for m in officer.chat))
    await has(sender, "nhận lúc")
    town.passes(minutes=1)


async def a_talk(town: Town, officer: Phone) -> Phone:
    """On a working morning Bé wants to talk: the officer sees it on the list and nothing rings."""
    now = town.clock.now().astimezone(HANOI)
    morning = now.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while not is_working_day(morning.date()):
        morning += timedelta(days=1)
    town.passes(seconds=(morning - now).total_seconds())
    be = await town.resident("Bé", "bo-de")
    await be.says("em sợ về nhà")
    await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
    await be.taps("Muốn nói chuyện")
    await has(be, "hẹn trả lời")
    await has(officer, "Xin trả lời trước")
    return be


async def test_rung_by_rung_up_to_the_coordinator_then_everybody_and_again(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de", rung=2)
        minh = await town.staff("Minh", Role.COORDINATOR)
        await a_cry(town, hanh)
        for rung in ((1, 1, 0), (1, 1, 1), (2, 2, 2), (3, 3, 3)):
            town.passes(minutes=5)
            for phone, times in zip((hanh, tam, minh), rung, strict=True):
                await has(phone, "KHẨN", times)
        await hanh.taps("Tôi nhận")
        for phone in (tam, minh):
            await has(phone, "Hạnh đã nhận lúc", 3)
        town.passes(minutes=20)
        assert await steps(town, "rung") == 5, "taken: nothing rings any more"
        assert not any(count(phone, "KHẨN") for phone in (tam, minh))


async def test_the_sender_hears_the_truth_at_10_20_and_40_minutes_and_then_hourly(database: Database) -> None:
    async with a_town(database, ladder_step_seconds=24 * 3600) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_cry(town, hanh)
        for times, minutes in enumerate((10, 10, 20, 60, 60), 1):
            town.passes(minutes=minutes, seconds=-5)
            assert await steps(town, "told_nobody") == times - 1, "not before its minute"
            town.passes(seconds=5)
            await has(be, "chưa có ai nhận", times)
        await is_taken_by(town, hanh, be)
        town.passes(hours=3)
        assert await steps(town, "told_nobody") == 5, "somebody has it: the truth is another"


async def test_empty_rungs_and_who_never_pressed_start_cost_no_time(database: Database) -> None:
    async with a_town(database, ladder_step_seconds=24 * 3600) as town:
        an = town.sandbox.person("An")
        await town.app.services.people.add_staff(NewStaff(an.id, "An", Role.OFFICER, "bo-de"))
        hoa = await town.staff("Hoa", Role.OFFICER, "bo-de", rung=2)
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de", rung=7)
        hoa.blocked = True
        await a_cry(town, tam)
        assert not (count(an, "KHẨN") or count(hoa, "KHẨN"))


async def test_taken_and_forgotten_it_rings_again_and_both_sides_hear_why(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_cry(town, hanh)
        await is_taken_by(town, hanh, be)
        town.passes(minutes=28)
        assert not await steps(town, "fell_back"), "not before the half hour is over"
        town.passes(minutes=1)
        await has(be, "chưa có bước nào")
        await has(hanh, "chưa thấy bước đầu tiên")
        await has(hanh, "KHẨN")


async def test_who_is_asked_to_take_over_and_cannot_gives_it_back(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_cry(town, hanh)
        await is_taken_by(town, hanh, be)
        minh = await town.staff("Minh", Role.COORDINATOR)
        await hanh.taps("Chuyển")
        await hanh.until(lambda: any(m.button("Minh") for m in hanh.chat))
        await hanh.taps("Minh")
        await minh.until(lambda: any(m.button("không nhận được") for m in minh.chat))
        await minh.taps("không nhận được")
        await has(hanh, "Minh không nhận được. Vụ vẫn do bạn giữ")
        town.passes(minutes=30)
        await has(be, "chưa có bước nào")


async def test_a_duty_that_ended_asks_the_next_when_the_first_cannot(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await is_taken_by(town, hanh, await a_cry(town, hanh))
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        person = await town.app.services.people.meet(hanh.id)
        await town.app.services.roster.set_duty(person, on=False)
        await has(tam, "Hạnh đã hết giờ trực")
        assert not sees(minh, "Hạnh đã hết giờ trực")
        await tam.taps("không nhận được")
        await has(minh, "Hạnh đã hết giờ trực")
        await minh.taps("không nhận được")
        await has(hanh, "chưa ai nhận. Vụ vẫn do bạn giữ")


async def test_a_quiet_case_is_reminded_of_before_its_promise_and_climbs_when_it_has_passed(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await a_talk(town, hanh)
        town.passes(hours=3, minutes=1)
        await has(hanh, "Còn một giờ làm việc")
        assert not sees(minh, "LB-")
        assert not await steps(town, "promise_passed")
        town.passes(hours=2)
        await minh.until(lambda: sees(minh, "LB-", "Xin trả lời trước"))
        assert not await steps(town, "rung"), "it never rings"


async def test_a_quiet_case_taken_and_forgotten_stands_on_the_list_again_with_a_new_time(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_talk(town, hanh)
        await is_taken_by(town, hanh, be)
        town.passes(minutes=30)
        await has(be, "đã trở lại danh sách")
        await has(hanh, "chưa thấy bước đầu tiên")
        await hanh.until(lambda: any(m.button("Tôi nhận") for m in hanh.chat))
        assert not await steps(town, "rung"), "it never rings"
