"""The table of rights (product.md §4): what opens for whom, and a line for each that stays shut."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from channels.menus import OF_ROLE
from domain.people import Role
from sandbox import Phone
from storage.database import Database
from storage.tables import JournalRow
from tests.stories.test_desk import taken
from tests.town import Town, a_town

OFF, C, E, A = Role.OFFICER, Role.COORDINATOR, Role.EDITOR, Role.ADMIN
COMMANDS = {
    "vuviec": {OFF, C},
    "truc": {OFF, C, E, A},
    "dientap": {A},
    "baocao": {C, A},
    "chuabiet": {E, A},
    "matmay": {C, A},
    "moi": {A},
    "soansukien": {OFF, C, E, A},
    "thongbao": {OFF, C, E, A},
}
BUTTONS = {  # the case is of Bồ Đề, as the officer is; somebody else has it in hand
    "its card": ("1|oc|1", {OFF, C}),
    "who sent it": ("1|wh|1", {OFF, C}),
    "its list": ("1|ls|0||||", {OFF, C}),
    "its words": ("1|rc|1", set()),
    "closing it": ("1|cc|1", set()),
    "labelling its sender": ("1|lb|1|prank", set()),
    "the plans of others": ("1|po", {C, A}),
    "a lost phone": ("1|lp|1", {C, A}),
    "the duty groups": ("1|gl", {C, A}),
    "a drill": ("1|hd|viet-hung", {A}),
    "an invitation": ("1|iv|officer||", {A}),
    "taking an invitation back": ("1|ri|1", {A}),
}


@pytest.mark.parametrize("role", Role)
def test_the_menu_of_a_role_shows_what_it_may_do(role: Role) -> None:
    assert set(OF_ROLE[role]) == {command for command, roles in COMMANDS.items() if role in roles}


async def test_every_command_and_button_opens_for_whom_the_table_says_and_for_nobody_else(database: Database) -> None:
    async with a_town(database) as town:
        await taken(town)
        people = {role: await town.staff(role.value, role, "bo-de" if role is OFF else None) for role in Role}
        resident = await town.resident("Tí", "bo-de")
        await resident.says("/trogiup")
        await resident.until(lambda: any(m.from_bot for m in resident.chat))
        for command, roles in COMMANDS.items():
            town.passes(seconds=30)
            await asyncio.gather(*(says(phone, f"/{command}") for phone in (*people.values(), resident)))
            assert await shut_out(town) == names(people, resident, roles), command
        for name, (data, roles) in BUTTONS.items():
            town.passes(seconds=30)
            await asyncio.gather(*(p.presses(data, p.chat[-1]) for p in (*people.values(), resident)))
            assert await shut_out(town) == names(people, resident, roles), name


async def says(phone: Phone, words: str) -> None:
    seen = len(phone.chat)
    await phone.says(words)
    await phone.until(lambda: any(m.from_bot for m in phone.chat[seen:]))


def names(people: dict[Role, Phone], resident: Phone, roles: set[Role]) -> list[str]:
    """Who stays outside where these roles may enter."""
    return sorted([*(role.value for role in people if role not in roles), "resident"])


async def shut_out(town: Town) -> list[str]:
    """Who was shut out since the last look: a line each."""
    async with town.app.database.transaction() as tx:
        shut = select(JournalRow).where(JournalRow.verb.in_(("turned_away", "refused")))
        rows = (await tx.execute(shut)).scalars().all()
        staff = {one.id: one.role.value for one, _ in await town.app.services.roster.staff()}
        for row in rows:
            await tx.delete(row)
    return sorted("resident" if row.staff_id is None else staff[row.staff_id] for row in rows)
