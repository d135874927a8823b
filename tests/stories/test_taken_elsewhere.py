"""A case somebody has in hand turns out to have happened elsewhere: who is asked, who is not, what both sides read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees


async def taken(town: Town, holder: Phone, ward: str | None = "bo-de") -> Phone:
    """Lan cries for help and the holder takes it."""
    lan = await town.resident("Lan", ward)
    await lan.says("/sos")
    await holder.until(lambda: sees(holder, "KHẨN"))
    await holder.taps("Tôi nhận")
    await lan.until(lambda: sees(lan, "nhận lúc"))
    town.passes(seconds=30)
    return lan


async def tells(town: Town, lan: Phone, ward: str) -> None:
    """The sender answers where it happened, by button."""
    person = await town.app.services.people.meet(lan.id)
    await town.app.services.questions.answer(person, 1, "ward", ward)


def asked(phone: Phone) -> Callable[[], bool]:
    return lambda: any(m.button("Tôi nhận lời") for m in phone.chat)


async def test_told_by_the_sender_in_words_it_is_offered_to_that_ward_whose_officer_takes_it_over(
    database: Database,
) -> None:
    async with a_town(database) as town:
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await taken(town, tam, "phuc-loi")
        await lan.says("việc này xảy ra ở phường Ngọc Lâm ạ")
        await hanh.until(asked(hanh))
        await tam.until(lambda: sees(tam, "xảy ra ở phường khác", "Hạnh"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))
        await hanh.taps("Tôi nhận lời")
        await tam.until(lambda: sees(tam, ": Hạnh đã nhận."))
        await hanh.until(lambda: sees(hanh, "việc này xảy ra"))


async def test_its_holder_works_there_so_nobody_else_is_asked(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        hoa = await town.staff("Hoa", Role.OFFICER, "bo-de", 2)
        lan = await taken(town, hanh, None)
        await tells(town, lan, "phuc-loi")
        await hanh.until(lambda: sees(hanh, "xảy ra ở phường khác"))
        town.passes(seconds=5)
        await tells(town, lan, "bo-de")
        await lan.says("em cảm ơn")
        await hanh.until(lambda: sees(hanh, "em cảm ơn"))
        assert not asked(hoa)()


async def test_the_ward_of_the_first_ring_is_confirmed_and_its_officers_are_asked_once(database: Database) -> None:
    async with a_town(database) as town:
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        lan = await taken(town, tam)  # nobody works in Bồ Đề yet
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        await tells(town, lan, "bo-de")
        await hanh.until(asked(hanh))
        town.passes(seconds=5)
        await tells(town, lan, "bo-de")
        await tam.until(lambda: sees(tam, "xảy ra ở phường khác", "Hạnh"))
        await lan.says("em cảm ơn")
        await tam.until(lambda: sees(tam, "em cảm ơn"))
        assert sum(bool(m.button("Tôi nhận lời")) for m in hanh.chat) == 1


async def test_outside_the_four_wards_the_coordinator_is_asked_and_both_sides_read_who_helps_there(
    database: Database,
) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await taken(town, hanh)
        person = await town.app.services.people.meet(lan.id)
        for name in ("hurt", "near", "safe", "seen"):
            await town.app.services.questions.answer(person, 1, name, None)
        await lan.says("bên Gia Lâm")
        await lan.until(lambda: any(m.button("xã Gia Lâm") for m in lan.chat))
        await lan.taps("xã Gia Lâm")
        await lan.until(lambda: sees(lan, "nằm ngoài bốn phường", "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "ngoài bốn phường", "111", "113", "115", "Minh"))
        await minh.until(asked(minh))


async def test_with_nobody_to_ask_the_holder_reads_that_it_stays_theirs(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await taken(town, hanh)
        await tells(town, lan, "outside")
        await hanh.until(lambda: sees(hanh, "ngoài bốn phường", "111", "Vụ vẫn do bạn giữ"))


async def test_a_ward_to_avoid_is_the_one_it_was_said_about_wherever_the_case_goes(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        person = await town.app.services.people.meet(lan.id)
        await town.app.services.cases.avoid_ward(person, 1)
        await minh.until(lambda: sees(minh, "KHẨN", "không muốn cán bộ phường này"))
        await tells(town, lan, "phuc-loi")
        await tam.until(lambda: sees(tam, "KHẨN", "Phúc Lợi"))
        assert not sees(tam, "không muốn cán bộ phường này")
        await tam.taps("Tôi nhận")
        await lan.until(lambda: sees(lan, "nhận lúc"))
        assert "phường khác" in await hanh.presses("1|tk|1", hanh.chat[-1])


@pytest.mark.parametrize("holds", ["nobody", "the feared officer"])
async def test_said_before_any_ward_is_known_it_is_about_the_first_one(database: Database, holds: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        person = await town.app.services.people.meet(lan.id)
        await town.app.services.cases.avoid_ward(person, 1)
        if holds == "the feared officer":
            await hanh.until(lambda: sum("KHẨN" in m.text for m in hanh.chat) == 1)
            await hanh.taps("Tôi nhận")
            await lan.until(lambda: sees(lan, "nhận lúc"))
        minh = await town.staff("Minh", Role.COORDINATOR)
        await tells(town, lan, "bo-de")
        await minh.until(lambda: sees(minh, "KHẨN", "không muốn cán bộ phường này"))
        await hanh.until(lambda: not any(m.button("Tôi nhận") for m in hanh.chat))
