"""In a group nothing is reported: 111 and the way to the private chat, and nobody is rung."""

from __future__ import annotations

import pytest

from domain.people import Role
from storage.database import Database
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
