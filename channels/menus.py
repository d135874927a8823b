"""The commands in the menu of a chat: everybody's, and those of staff by their role."""

from __future__ import annotations

from collections.abc import Mapping

from domain.people import Role
from domain.texts import Text

COMMANDS = {
    "start": Text("Start"),
    "sos": Text("Need help now"),
    "camnang": Text("Handbook"),
    "sukien": Text("Events for children"),
    "cuatoi": Text("What I signed up for"),
    "thoat": Text("Leave quickly"),
    "phuong": Text("Choose your ward"),
    "ngonngu": Text("Language"),
    "dulieu": Text("What the bot keeps about me"),
    "xoa": Text("Delete what the bot keeps about me"),
    "trogiup": Text("How to use the bot"),
}

STAFF = {
    "vuviec": Text("Cases"),
    "truc": Text("Who is on duty"),
    "thongbao": Text("Announcements"),
    "dientap": Text("Drills"),
    "baocao": Text("How fast alerts were taken"),
    "matmay": Text("A phone is lost"),
    "chuabiet": Text("What the bot does not know yet"),
    "moi": Text("Invite a colleague"),
    "soansukien": Text("Write an event"),
}
OF_ROLE = {  # product.md §4
    Role.OFFICER: ("vuviec", "truc", "soansukien", "thongbao"),
    Role.COORDINATOR: ("vuviec", "truc", "soansukien", "thongbao", "baocao", "matmay"),
    Role.EDITOR: ("truc", "soansukien", "thongbao", "chuabiet"),
    Role.ADMIN: ("truc", "soansukien", "thongbao", "dientap", "baocao", "chuabiet", "matmay", "moi"),
}


def commands_of(role: Role) -> Mapping[str, Text]:
    """What stands in the menu of a member of staff: their own commands first. It takes the place of everybody's."""
    return {**{name: STAFF[name] for name in OF_ROLE[role]}, **COMMANDS}
