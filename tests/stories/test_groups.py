"""In a group nothing is reported: 111 and the way to the private chat, and nobody is rung."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from domain.people import Role
from storage.database import Database
from storage.tables import PersonRow, PostRow
from tests.town import a_town, sees

HELP, CHAT = "https://t.me/treem_bot?start=sos", "https://t.me/treem_bot"


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("/sos@treem_bot", [HELP, CHAT]),
        ("@treem_bot bố đang đánh em", [HELP, CHAT]),
        ("@treem_bot em sợ về nhà", [HELP, CHAT]),
        ("/vuviec@treem_bot", [CHAT]),
        ("@treem_bot chào bạn", [CHAT]),
    ],
)
async def test_a_group_gets_111_and_a_link_and_nothing_rings(database: Database, words: str, links: list[str]) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.says("/trogiup")
        await lan.until(lambda: any(m.from_bot for m in lan.chat))
        group = town.sandbox.group("Phụ huynh lớp 3A", lan, hanh)
        await group.says(lan, words)
        await town.sandbox.wait(lambda: any("111" in m.text for m in group.messages if m.from_bot))
        answer = next(m for m in group.messages if m.from_bot)
        cells = [cell for row in answer.markup["inline_keyboard"] for cell in row]
        assert [cell["url"] for cell in cells] == links
        assert all(("Cần giúp ngay" in cell["text"]) == (cell["url"] == HELP) for cell in cells), (
            "it says that it rings"
        )
        town.passes(minutes=10)
        await lan.says("chào bot")
        await lan.until(lambda: any(m.button("Hỏi cán bộ phường") for m in lan.chat))
        assert not sees(hanh, "KHẨN")
        assert not any(words.split(" ", 1)[-1] in m.text for m in group.messages if m.from_bot), "no words of a case"


async def test_the_link_of_the_group_opens_help_in_the_private_chat(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        lan = await town.resident("Lan", "bo-de")
        await lan.starts("sos")
        await lan.until(lambda: sees(lan, "111", "113", "115"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))


async def test_who_writes_in_a_group_is_not_kept_and_what_stands_there_is_not_their_chat(database: Database) -> None:
    async with a_town(database) as town:
        lan, na = await town.resident("Lan", "bo-de"), town.sandbox.person("Na")
        tam = await town.resident("Tâm", "bo-de")
        await lan.says("/xoa")
        await lan.until(lambda: any(m.button("Xoá") for m in lan.chat))
        await lan.taps("Xoá")
        await lan.until(lambda: sees(lan, "Đã xoá"))
        group = town.sandbox.group("Phụ huynh lớp 3A", lan, na, tam)
        for number, who in enumerate((lan, na, tam), 1):
            await group.says(who, "@treem_bot chào bạn")
            await town.sandbox.wait(lambda number=number: len([m for m in group.messages if m.from_bot]) == number)
        await town.app.intake.settle()
        async with database.reading() as tx:
            kept = [(await tx.execute(select(func.count()).select_from(t))).scalar_one() for t in (PersonRow, PostRow)]
    assert kept == [1, 0], "Tâm, and nothing in her private chat"


async def test_an_officer_who_blocked_the_bot_and_writes_in_a_group_does_not_come_on_duty(database: Database) -> None:
    async with a_town(database) as town:
        hanh, minh = await town.staff("Hạnh", Role.OFFICER, "bo-de"), await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await hanh.blocks()
        group = town.sandbox.group("Trực Bồ Đề", hanh, minh)
        await group.says(hanh, "/truc@treem_bot")
        await town.sandbox.wait(lambda: any(m.from_bot for m in group.messages))
        await town.app.intake.settle()
        assert (await town.app.services.people.in_group(hanh.id)).reachable is False
        await lan.says("cứu con tôi")
        await minh.until(lambda: sees(minh, "KHẨN"))
