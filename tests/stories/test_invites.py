"""Inviting a colleague: a link for one person, once, that ends with a test alert."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from domain.people import Role
from domain.texts import Refusal
from sandbox import Phone
from storage.database import Database
from storage.tables import InviteRow, JournalRow
from tests.town import Town, a_town, sees


async def invited(town: Town, an: Phone) -> str:
    """The administrator makes a link for an officer of Bồ Đề on the second rung; gives its payload."""
    town.passes(minutes=1)
    seen = len(an.chat)
    await an.says("/moi")
    await an.until(lambda: any(m.button("cán bộ phường") for m in an.chat[seen:]))
    await an.taps("cán bộ phường")
    await an.until(lambda: any(m.button("Bồ Đề") for m in an.chat[seen:]))
    await an.taps("Bồ Đề")
    await an.until(lambda: any(m.button("bậc 2") for m in an.chat[seen:]))
    await an.taps("bậc 2")
    await an.until(lambda: any("start=moi_" in m.text for m in an.chat[seen:]))
    found = re.search(r"start=(moi_[\w-]+)", " ".join(m.text for m in an.chat[seen:]))
    assert found is not None
    assert len(found[1]) <= 64, "Telegram's longest payload"
    return found[1]


async def test_an_invited_officer_gives_a_name_gets_a_test_alert_and_is_rung(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        link = await invited(town, an)
        hoa = town.sandbox.person("h.o.a 88")
        await hoa.starts(link)
        await hoa.until(lambda: sees(hoa, "Bạn được mời", "cán bộ phường", "Bồ Đề"))
        await hoa.says("Chị Hoa")
        await hoa.until(lambda: sees(hoa, "Chào Chị Hoa", "kết nối"))
        await an.until(lambda: sees(an, "Chị Hoa đã nhận lời mời"))
        town.passes(seconds=5)
        await hoa.until(lambda: sees(hoa, "DIỄN TẬP", "báo thử"))
        lan = await town.resident("Lan", "bo-de")
        await lan.says("cứu con tôi")
        await hoa.until(lambda: sees(hoa, "KHẨN"))
        async with town.app.database.reading() as tx:
            rows = (await tx.execute(select(JournalRow.verb, JournalRow.facts).order_by(JournalRow.id))).all()
            kept = (await tx.execute(select(InviteRow))).scalars().one()
        facts = {row.verb: row.facts for row in rows}
        assert {"invited", "invite_opened"} <= set(facts)
        assert facts["staff_added"]["ward"] == "bo-de" and facts["staff_added"]["by"] == kept.made_by
        assert kept.rung == 2
        assert link.removeprefix("moi_").encode() not in kept.link


async def test_a_link_is_one_persons_and_works_once(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        link = await invited(town, an)
        await an.starts(link)
        await an.until(lambda: sees(an, "đã là cán bộ ở đây rồi"))
        hoa, tu = town.sandbox.person("Hoa"), town.sandbox.person("Tú")
        await hoa.starts(link)
        await hoa.until(lambda: sees(hoa, "Bạn được mời"))
        await tu.starts(link)
        await tu.until(lambda: sees(tu, "đã có người dùng"))
        await tu.says("Tú")
        town.passes(minutes=1)
        await hoa.starts(link)
        await hoa.until(lambda: sum("Bạn được mời" in m.text for m in hoa.chat) == 2)
        await hoa.says("0912345678")
        await hoa.until(lambda: sees(hoa, "không ghi số điện thoại"))
        await hoa.says("Hoa")
        await hoa.until(lambda: sees(hoa, "kết nối"))
        town.passes(minutes=1)
        await tu.starts(link)
        await tu.until(lambda: sum("đã có người dùng" in m.text for m in tu.chat) == 2)
        assert [s.name for s, _ in await town.app.services.roster.staff()] == ["An", "Hoa"]


async def test_a_cry_for_help_is_heard_before_a_name(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        link = await invited(town, an)
        hoa = town.sandbox.person("Hoa")
        await hoa.starts(link)
        await hoa.until(lambda: sees(hoa, "Bạn được mời"))
        await hoa.says("cứu con tôi")
        await hoa.until(lambda: sees(hoa, "111", "113", "115"))
        assert not sees(hoa, "kết nối")


async def test_a_link_ends_after_two_days_or_when_it_is_taken_back(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        old = await invited(town, an)
        town.passes(hours=49)
        hoa = town.sandbox.person("Hoa")
        await hoa.starts(old)
        await hoa.until(lambda: sees(hoa, "quá 48 giờ"))
        taken = await invited(town, an)
        town.passes(minutes=1)
        tu = town.sandbox.person("Tú")
        await tu.starts(taken)
        await tu.until(lambda: sees(tu, "Bạn được mời"))
        await an.says("/moi")
        await an.until(lambda: any(m.button("Thu lại") for m in an.chat))
        await an.taps("Thu lại")
        await an.until(lambda: sees(an, "Đã thu lại"))
        await tu.says("Tú")
        await tu.until(lambda: sees(tu, "đã được thu lại"))
        assert [s.name for s, _ in await town.app.services.roster.staff()] == ["An"]


async def test_an_invitation_is_worth_no_more_than_who_made_it(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        link = await invited(town, an)
        await town.app.services.leaving.remove(an.id)
        hoa = town.sandbox.person("Hoa")
        await hoa.starts(link)
        await hoa.until(lambda: sees(hoa, "đã được thu lại"))


async def test_only_administrators_invite(database: Database) -> None:
    async with a_town(database) as town:
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan")
        for phone in (minh, lan):
            await phone.says("/moi")
            await phone.until(lambda phone=phone: sees(phone, "chỉ dành cho cán bộ"))
            for forged in ("1|iv|admin||", "1|iv|officer|bo-de|1", "1|ri|1"):
                assert "cán bộ" in await phone.presses(forged, phone.chat[-1])
        async with town.app.database.reading() as tx:
            assert (await tx.execute(select(InviteRow))).first() is None


async def test_an_invitation_makes_no_colleague_of_a_group(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        link = await invited(town, an)
        group = await town.app.services.people.meet(-100123456789)
        with pytest.raises(Refusal, match="group"):
            await town.app.services.invites.open(group, link.removeprefix("moi_"))
        hoa = town.sandbox.person("Hoa")
        await hoa.starts(link)
        await hoa.until(lambda: sees(hoa, "Bạn được mời"))
