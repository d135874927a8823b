"""A gentle question stands, and they tap the red key instead of an answer: the officer reads what it was about."""

from __future__ import annotations

from domain.people import Role
from storage.database import Database
from tests.town import a_town, sees


async def test_who_was_asked_and_taps_the_red_key_has_said_it_already(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        be = await town.resident("Bé", "bo-de")
        await be.says("bố hay đánh em thì em phải làm gì ạ")
        await be.until(lambda: any(m.button("Muốn nói chuyện") for m in be.chat))
        await be.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "bố hay đánh em"))
        town.passes(minutes=11)
        await be.says("em ở nhà một mình với bố")
        await hanh.until(lambda: sees(hanh, "em ở nhà một mình"))
        assert len([m for m in hanh.chat if "bố hay đánh em" in m.text]) == 1, (
            "it is said once, also after its ten minutes"
        )
