"""The keyboard under the chat: what it says, and which tap means what."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import Person
from domain.texts import Text
from domain.vietnamese import fold

SOS = Text("🆘 Need help now")
HANDBOOK = Text("📖 Handbook")
EVENTS = Text("📅 Events")
MINE = Text("👤 Mine")
LEAVE = Text("🚪 Leave quickly")
CASES = Text("📋 Cases")
FUN = Text("🎈 Fun days")  # the keyboard after *Thoát nhanh* has labels of its own, and no 🆘
TICKETS = Text("🎟 My tickets")
KEYS = (SOS, HANDBOOK, EVENTS, MINE, LEAVE, CASES, FUN, TICKETS)

COMMAND_OF = {
    SOS.source: "sos",
    HANDBOOK.source: "camnang",
    EVENTS.source: "sukien",
    MINE.source: "cuatoi",
    LEAVE.source: "thoat",
    CASES.source: "vuviec",
    FUN.source: "sukien",
    TICKETS.source: "cuatoi",
}


def keyboard(person: Person) -> Sequence[Sequence[Text]]:
    """The keyboard of this person."""
    rows: list[list[Text]] = [[SOS], [HANDBOOK, EVENTS], [MINE, LEAVE]]
    if person.staff is not None:
        rows.append([CASES])
    return rows


IN_A_HURRY = frozenset({"thoat", "exit"})  # typed when nobody looks for the right words

HARMLESS: Sequence[Sequence[Text]] = ((FUN, TICKETS),)


class Labels:
    """Which command a typed or tapped label means, in every language, with or without diacritics and icons."""

    def __init__(self, translations: dict[str, Sequence[str]]) -> None:
        self._commands = {fold(words): COMMAND_OF[source] for source, many in translations.items() for words in many}

    def command(self, text: str) -> str | None:
        """The command behind a label, None for other words."""
        return self._commands.get(fold(text)) if len(text) <= 40 else None


def leaves(text: str) -> bool:
    """*Thoát nhanh* in one word. Nothing longer: «thoát ra» may be what a child who is locked in wants."""
    return fold(text) in IN_A_HURRY
