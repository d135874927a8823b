"""What a conversation waits for words about is gone: they hear so once, and write as before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.people import AgeBand, Role
from domain.signups import ChildEntry
from sandbox import Phone
from storage.database import Database
from storage.tables import DialogRow
from tests.stories.test_case_first import CARD, a_child_asks, names_a_collector
from tests.stories.test_danger_in_dialogs import is_through
from tests.stories.test_invites import invited
from tests.stories.test_signups import parent_agrees
from tests.town import Town, a_town, sees

GONE, ASKS = "Lượt đăng ký này không còn nữa", "tiêm chủng cho bé ở đâu?"


async def is_free(phone: Phone, town: Town, gone: str, *, says: str = "cô Mai") -> None:
    """They type, hear that it is gone, and what they ask next is a question like any other."""
    town.passes(minutes=1)
    await phone.says(says)
    await phone.until(lambda: sees(phone, gone))
    async with town.app.database.reading() as tx:
        assert not (await tx.execute(select(DialogRow))).all()
    town.passes(minutes=1)
    before = phone.chat[-1].id
    await phone.says(ASKS)
    await phone.until(lambda: any(m.id > before and "tiêm" in m.text.lower() for m in phone.chat if m.from_bot))
    await is_through(phone)
    assert sum(gone in m.text for m in phone.chat) == 1


@pytest.mark.parametrize("way", ["the child cancels", "the child deletes everything"])
async def test_a_parent_is_asked_no_more_who_is_responsible_for_a_child_that_does_not_come(
    database: Database, way: str
) -> None:
    async with a_town(database) as town:
        na, lan = await a_child_asks(town), await town.resident("Lan", "bo-de")
        await parent_agrees(na, lan)
        await lan.until(lambda: sees(lan, CARD))
        child, services = await town.app.services.people.meet(na.id), town.app.services
        if way == "the child cancels":
            [(event, _)] = await services.signups.mine(child)
            await services.signups.cancel(child, event.id, 1_000_001)
        else:
            await services.people.erase(child)
        await is_free(lan, town, GONE)


async def test_a_mother_who_has_cancelled_names_nobody_who_takes_the_child_home(database: Database) -> None:
    async with a_town(database) as town:
        lan = await names_a_collector(town)
        await lan.taps("Ai đón bé")
        await lan.until(lambda: sees(lan, "Ai sẽ đón bé về?"))
        mother, signups = await town.app.services.people.meet(lan.id), town.app.services.signups
        [(event, _)] = await signups.mine(mother)
        await signups.cancel(mother, event.id, 1_000_001)
        await is_free(lan, town, GONE, says="bà Hoa")


async def test_a_helper_types_no_code_for_a_family_that_deleted_everything(database: Database) -> None:
    async with a_town(database) as town:
        event = await town.event("Trại hè", ward="bo-de", days=1)
        services = town.app.services
        await services.events.change(None, event.id, replace(event, accompanied=False))
        lan, hanh = await town.resident("Lan", "bo-de"), await town.staff("Hạnh", Role.OFFICER, "bo-de")
        family, officer = await services.people.meet(lan.id), await services.people.meet(hanh.id)
        child = ChildEntry("Thỏ", AgeBand.UNDER_7)
        ticket = await services.signups.sign_up(family, event.id, [child], 1_000_001, adult="Cô Mai")
        await services.arrivals.welcome(officer, ticket.id, None, 1_000_002)
        await services.pickups.ask_code(officer, ticket.id)
        await services.people.erase(family)
        await is_free(hanh, town, GONE, says="1234")


async def test_whose_invitation_was_taken_back_hears_so_once(database: Database) -> None:
    async with a_town(database) as town:
        an = await town.staff("An", Role.ADMIN)
        hoa = await town.resident("Hoa", "bo-de")
        await hoa.starts(await invited(town, an))
        await hoa.until(lambda: sees(hoa, "Bạn được mời"))
        await an.says("/moi")
        await an.until(lambda: any(m.button("Thu lại") for m in an.chat))
        await an.taps("Thu lại")
        await an.until(lambda: sees(an, "Đã thu lại"))
        await is_free(hoa, town, "đã được thu lại", says="Chị Hoa")
