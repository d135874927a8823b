"""What is written bit by bit is read together, and goes to the officer as it was written."""

from __future__ import annotations

from domain.people import Role
from sandbox import Phone
from storage.database import Database
from tests.town import Town, a_town, sees


async def begins(town: Town) -> tuple[Phone, Phone]:
    """Na writes the first piece, in which nobody hears anything; gives the officer's phone and hers."""
    hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
    na = await town.resident("Na", "bo-de")
    await na.says("bố cầm")
    await na.until(lambda: na.chat[-1].from_bot)
    assert not sees(na, "Gọi ngay")
    return hanh, na


async def test_a_child_who_writes_in_pieces_is_heard(database: Database) -> None:
    async with a_town(database) as town:
        hanh, na = await begins(town)
        await na.says("con dao")
        await na.until(lambda: sees(na, "Gọi ngay", "111"))
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        for piece in ("bố cầm", "con dao"):
            await hanh.until(lambda piece=piece: any("✉" in m.text and piece in m.text for m in hanh.chat))


async def test_two_minutes_later_it_is_another_sentence(database: Database) -> None:
    async with a_town(database) as town:
        _, na = await begins(town)
        town.passes(minutes=3)
        await na.says("con dao")
        await na.until(lambda: na.chat[-1].from_bot)
        assert not sees(na, "Gọi ngay"), "the card would be the first thing she sees"
