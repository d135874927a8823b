"""A parent or a child asks; the answer is a reviewed article, or an honest no with a person."""

from __future__ import annotations

import pytest

from domain.people import Role
from storage.database import Database
from tests.town import a_town, sees


@pytest.mark.parametrize("words", ["Muốn báo tin trẻ bị hại thì báo ở đâu?", "bao tin tre bi hai o dau"])
async def test_a_mother_asks_in_her_own_words_and_gets_the_article_with_its_source(
    database: Database, words: str
) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("/start")
        await lan.until(lambda: lan.chat[-1].button("Cha mẹ"))
        await lan.taps("Cha mẹ")
        await lan.says(words)
        await lan.until(lambda: sees(lan, "Lo cho một đứa trẻ thì báo cho ai?", "111", "Luật Trẻ em 2016, Điều 51"))
        assert all(len(m.text) <= 1600 for m in lan.chat), "one phone screen"


async def test_only_information_is_answered_after_the_gentle_question(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("nhà bên cạnh hay mắng con, tôi nên báo ở đâu")
        await lan.until(lambda: lan.chat[-1].button("Chỉ hỏi thông tin"))
        await lan.taps("Chỉ hỏi thông tin")
        await lan.until(lambda: sees(lan, "Lo cho một đứa trẻ", "Nguồn:"))


async def test_a_child_reads_words_written_for_a_child(database: Database) -> None:
    async with a_town(database) as town:
        be = await town.resident("Bé")
        await be.says("/start")
        await be.until(lambda: be.chat[-1].button("Trẻ em"))
        await be.taps("Trẻ em")
        await be.says("em có quyền gì ạ")
        await be.until(lambda: sees(be, "Nguồn:"))
        assert not any("bạn" in m.text and "Nguồn:" in m.text and "Cha mẹ" in m.text for m in be.chat)
        assert sees(be, "em", "Nguồn:")


async def test_browsing_the_shelf_of_each_reader(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan")
        await lan.says("/camnang")
        await lan.until(lambda: sees(lan, "Cho cha mẹ"))
        await lan.taps("Cho trẻ em")
        await lan.until(lambda: lan.chat[-1].button("Em cần giúp thì gọi ai?"))
        await lan.taps("Em cần giúp thì gọi ai?")
        await lan.until(lambda: sees(lan, "Nguồn:", "111"))
        await lan.taps("Chưa đúng ý tôi")
        await lan.until(lambda: sees(lan, "chưa đúng ý"))
        await lan.taps("Cẩm nang", message=lan.chat[-1])
        await lan.until(lambda: lan.chat[-1].button("Lo cho một đứa trẻ thì báo cho ai?"))


async def test_what_the_library_does_not_know_is_said_and_a_person_is_offered(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("nấu phở bò thế nào")
        await lan.until(lambda: lan.chat[-1].button("Hỏi cán bộ phường"))
        assert not sees(lan, "Nguồn:")
        await lan.taps("Hỏi cán bộ phường")
        await hanh.until(lambda: sees(hanh, "Có người hỏi"))
        assert not sees(hanh, "KHẨN"), "a question wakes nobody"


async def test_a_question_that_cries_for_help_is_heard_first(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("bố đang đánh em, báo cho ai bây giờ")
        await lan.until(lambda: sees(lan, "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert not sees(lan, "Nguồn:")


async def test_where_the_ward_is(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await lan.says("uy ban phuong bo de o dau")
        await lan.until(lambda: sees(lan, "270 đường Ngọc Thụy"))
