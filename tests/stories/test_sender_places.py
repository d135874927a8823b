"""Where it happened, in the words people use: the ward of today is rung, and the sender hears what was understood."""

from __future__ import annotations

import pytest

from domain.people import Role
from storage.database import Database
from tests.town import a_town, sees


async def test_a_place_in_the_first_words_rings_that_ward_and_can_be_corrected(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        tam = await town.staff("Tâm", Role.OFFICER, "phuc-loi")
        lan = await town.resident("Lan", "viet-hung")
        await lan.says("hang xom danh con nho o phuong Ngọc Lâm, cuu voi")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))
        assert not sees(tam, "KHẨN")
        card = next(m for m in lan.chat if "việc xảy ra ở" in m.text)
        town.passes(seconds=20)
        await lan.taps("Phúc Lợi", message=card)
        await tam.until(lambda: sees(tam, "KHẨN", "Phúc Lợi"))
        await hanh.until(lambda: sees(hanh, "chuyển") and not sees(hanh, "KHẨN"))


async def test_a_typed_name_is_asked_about_where_it_was_divided(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "phuc-loi")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await lan.until(lambda: any(m.button("Bỏ qua") for m in lan.chat))
        person = await town.app.services.people.meet(lan.id)
        for name in ("hurt", "near", "safe", "seen"):
            await town.app.services.questions.answer(person, 1, name, None)
        await lan.says("Sài Đồng")
        await lan.until(lambda: lan.chat[-1].button("Phúc Lợi"))
        assert [row[0] for row in lan.chat[-1].buttons[:2]] == ["Phúc Lợi", "Long Biên"], "likeliest first"
        assert not sees(hanh, "KHẨN"), "nothing is guessed"
        await lan.taps("Phúc Lợi")
        await hanh.until(lambda: sees(hanh, "KHẨN", "Phúc Lợi"))
        await lan.until(lambda: sees(lan, "mấy tuổi"))


async def test_outside_the_four_wards_the_coordinator_is_told_and_the_sender_sees_111(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await lan.until(lambda: any(m.button("Bỏ qua") for m in lan.chat))
        person = await town.app.services.people.meet(lan.id)
        for name in ("hurt", "near", "safe", "seen"):
            await town.app.services.questions.answer(person, 1, name, None)
        await lan.says("bên Gia Lâm")
        await lan.until(lambda: sees(lan, "nằm ngoài bốn phường", "111"))
        await minh.until(lambda: sees(minh, "KHẨN", "ngoài bốn phường"))


@pytest.mark.parametrize("words", ["em ở Ngọc Lâm ạ", "cứu em, em ở phường Ngọc Lâm"])
async def test_a_place_that_comes_later_moves_the_case(database: Database, words: str) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        town.passes(seconds=20)
        await lan.says(words)
        await hanh.until(lambda: sees(hanh, "KHẨN", "Bồ Đề"))
        await lan.until(lambda: sees(lan, "việc xảy ra ở phường Bồ Đề"))
