"""A case changes hands: asked, accepted, declined, unanswered; a duty ends; danger comes again."""

from __future__ import annotations

from domain.cases import State
from domain.people import Role
from sandbox import Phone
from storage.database import Database
from storage.tables import CaseRow
from tests.town import Town, a_town, sees


async def a_taken_case(town: Town, holder: Phone) -> Phone:
    """Bé cries for help and the holder takes it."""
    be = await town.resident("Bé", "bo-de")
    await be.says("cứu em với")
    await holder.until(lambda: sees(holder, "KHẨN"))
    await holder.taps("Tôi nhận")
    await holder.until(lambda: any(m.button("Chuyển") for m in holder.chat) and sees(holder, "cứu em"))
    town.passes(minutes=1)
    return be


async def asks(town: Town, holder: Phone, name: str) -> None:
    await holder.taps("Chuyển")
    await holder.until(lambda: any(m.button(name) for m in holder.chat))
    await holder.taps(name)
    town.passes(seconds=5)


def alerts(phone: Phone) -> int:
    return sum("KHẨN" in m.text for m in phone.chat)


async def test_an_offer_is_accepted_and_the_former_holder_hears_so(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await a_taken_case(town, hanh)
        await asks(town, hanh, "Minh")
        await minh.until(lambda: sees(minh, "Hạnh nhờ bạn nhận vụ này"))
        await minh.taps("Tôi nhận lời")
        await minh.until(lambda: sees(minh, "cứu em"))
        await hanh.until(lambda: sees(hanh, ": Minh đã nhận."))


async def test_an_offer_nobody_answers_comes_back_and_the_case_falls_to_the_ladder(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await a_taken_case(town, hanh)
        await asks(town, hanh, "Minh")
        await minh.until(lambda: sees(minh, "Hạnh nhờ bạn nhận vụ này"))
        town.passes(minutes=5)
        await hanh.until(lambda: sees(hanh, "chưa ai nhận. Vụ vẫn do bạn giữ"))
        town.passes(minutes=31)
        await be.until(lambda: sees(be, "gọi người khác"))
        await minh.until(lambda: sees(minh, "không cần bạn nhận nữa"))


async def test_a_duty_that_ends_offers_its_cases_and_the_first_to_accept_has_them(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await a_taken_case(town, hanh)
        tam = await town.staff("Tâm", Role.OFFICER, "bo-de")
        an = await town.staff("An", Role.OFFICER, "bo-de")
        await hanh.says("/truc")
        await hanh.until(lambda: hanh.chat[-1].button("Tôi nghỉ trực"))
        await hanh.taps("Tôi nghỉ trực")
        await hanh.until(lambda: sees(hanh, "bạn đã hết giờ trực", "Tâm", "An"))
        for phone in (tam, an):
            await phone.until(lambda phone=phone: sees(phone, "Hạnh đã hết giờ trực"))
        await tam.taps("Tôi nhận lời")
        await tam.until(lambda: sees(tam, "cứu em"))
        await an.until(lambda: sees(an, "Tâm đã nhận"))
        assert not any(m.button("Tôi nhận lời") for m in an.chat)


async def test_with_nobody_next_the_coordinator_is_asked_and_with_no_coordinator_the_holder_hears_it(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await a_taken_case(town, hanh)
        person = await town.app.services.people.meet(hanh.id)
        await town.app.services.roster.set_duty(person, on=False)
        await hanh.until(lambda: sees(hanh, "hiện không mời được ai nhận"))
        await town.app.services.roster.set_duty(person, on=True)
        minh = await town.staff("Minh", Role.COORDINATOR)
        town.passes(minutes=1)
        await town.app.services.roster.set_duty(person, on=False)
        await minh.until(lambda: sees(minh, "Hạnh đã hết giờ trực"))


async def test_danger_again_rings_the_holder_once_a_burst_and_a_burst_does_not_put_the_ladder_off(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await a_taken_case(town, hanh)
        before = alerts(hanh)
        await be.says("bố đánh em")
        await hanh.until(lambda: alerts(hanh) == before + 1)
        town.passes(minutes=3)
        await be.says("cứu em với")
        await hanh.until(lambda: sum("cứu em" in m.text for m in hanh.chat) == 2)
        assert alerts(hanh) == before + 1
        town.passes(minutes=2)
        await be.until(lambda: sees(be, "gọi người khác"))
        town.passes(minutes=5)
        await minh.until(lambda: sees(minh, "KHẨN"))


async def test_a_second_tap_on_take_changes_nothing(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await a_taken_case(town, hanh)
        await hanh.taps("Nhắn lại")
        await hanh.says("Cô đây")
        await be.until(lambda: sees(be, "Cô đây"))
        await hanh.presses("1|tk|1", hanh.chat[-1])
        town.passes(minutes=40)
        await town.app.climb.climb_due()
        async with town.app.database.reading() as tx:
            assert (await tx.get_one(CaseRow, 1)).state == State.TAKEN
