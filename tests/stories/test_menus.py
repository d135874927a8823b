"""The menu of commands in a chat: everybody's, and those of staff from their link until they leave."""

from __future__ import annotations

import pytest

from channels.menus import COMMANDS, OF_ROLE
from domain.people import Role
from handlers import COMMANDS as ANSWERED
from sandbox import Phone
from services.people import NewStaff
from storage.database import Database
from tests.town import Town, a_town


def menu(town: Town, phone: Phone) -> list[str] | None:
    """The commands this chat has for itself, if any."""
    found = town.sandbox.commands.get(("chat", phone.id, ""))
    return None if found is None else [each["command"] for each in found]


async def shows(town: Town, phone: Phone, *first: str) -> None:
    """This chat comes to show these commands, and everybody's after them."""
    await phone.until(lambda: menu(town, phone) == [*first, *COMMANDS])


async def test_staff_see_the_commands_of_their_role_until_they_leave(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.joins("Hạnh", Role.OFFICER, "bo-de")
        await shows(town, hanh, "vuviec", "truc", "soansukien", "thongbao")
        minh = await town.joins("Minh", Role.COORDINATOR)
        await shows(town, minh, "vuviec", "truc", "soansukien", "thongbao", "baocao", "matmay")
        await town.app.services.people.add_staff(NewStaff(hanh.id, "Hạnh", Role.ADMIN))
        await shows(town, hanh, "truc", "soansukien", "thongbao", "dientap", "baocao", "chuabiet", "matmay", "moi")
        await town.app.services.leaving.remove(hanh.id)
        await hanh.until(lambda: menu(town, hanh) is None)
        assert menu(town, minh) is not None


async def test_residents_and_who_never_pressed_start_have_everybodys_menu(database: Database) -> None:
    async with a_town(database) as town:
        lan = await town.resident("Lan", "bo-de")
        await lan.starts()
        tam = town.sandbox.person("Tâm")
        await town.app.services.people.add_staff(NewStaff(tam.id, "Tâm", Role.OFFICER, "bo-de"))
        await shows(town, await town.joins("Minh", Role.EDITOR), "truc", "soansukien", "thongbao", "chuabiet")
        assert (menu(town, lan), menu(town, tam)) == (None, None)
        assert [each["command"] for each in town.sandbox.commands["default", 0, ""]] == list(COMMANDS)


@pytest.mark.parametrize("role", Role)
def test_every_command_of_a_menu_is_answered(role: Role) -> None:
    assert {*OF_ROLE[role], *COMMANDS} <= set(ANSWERED)
