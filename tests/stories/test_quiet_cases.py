"""Cases that do not ring: who reads is said before the first word, and what the sender keeps out stays out."""

from __future__ import annotations

from domain.cases import Outcome
from domain.people import Role
from storage.database import Database
from tests.town import a_town, sees


async def test_before_they_write_they_hear_who_reads_and_can_take_it_back(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        be = await town.resident("Bé", "bo-de")
        await be.says("em sợ về nhà")
        await be.until(lambda: be.chat[-1].button("Muốn nói chuyện"))
        await be.taps("Muốn nói chuyện")
        await be.until(lambda: sees(be, "viết luôn điều muốn nói"))
        promise = next(m for m in be.chat if "viết luôn điều muốn nói" in m.text)
        assert promise.text.index("mới đọc tin này") < promise.text.index("viết luôn"), "before they write"
        assert promise.button("Gõ nhầm")
        await hanh.until(lambda: sees(hanh, "LB-"))
        await be.taps("Không gửi cán bộ phường này", message=promise)
        await minh.until(lambda: sees(minh, "LB-"))
        await be.until(lambda: sees(be, "được gửi tới điều phối viên"))


async def test_a_ward_to_avoid_is_avoided_in_the_next_case_as_well(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        people, cases, desk = town.app.services.people, town.app.services.cases, town.app.services.desk
        lan = await town.resident("Lan", "bo-de")
        person = await people.meet(lan.id)
        await lan.says("/sos")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await cases.avoid_ward(person, 1)
        await minh.until(lambda: sees(minh, "KHẨN"))
        boss = await people.meet(minh.id)
        await desk.take(boss, 1)
        await desk.close(boss, 1, Outcome.SAFE)
        await hanh.until(lambda: not sees(hanh, "KHẨN"))
        await minh.until(lambda: not sees(minh, "KHẨN"))
        await lan.says("/sos")
        await minh.until(lambda: sees(minh, "KHẨN"))
        assert not sees(hanh, "KHẨN"), "who was feared yesterday is not rung today"
        second = await cases.newest_of(person)
        assert second is not None
        assert second.id != 1
        assert second.skip_ward
