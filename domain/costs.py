"""What an event costs a family: words of the organisers, with *free of charge* understood in any of its spellings."""

from __future__ import annotations

import re

from domain.texts import Text
from domain.vietnamese import fold

FREE = "free"  # how a plan says that nothing is collected; shown in the reader's language
COST_HOW = Text("Please write what is collected and for what, like: 50,000 VND a child for the meal.")
_NOTHING = re.compile(
    r"(?:(?:hoan toan )?(?:mien phi|free(?: of charge)?)(?: hoan toan)?"
    r"|khong(?: (?:co|thu|mat|ton|dong|can dong))?(?: (?:bat ky|bat cu|khoan|tien|phi|kem|dong nao|gi|nao|ca|het))*"
    r"|0[0., ]*(?:d|dong|vnd|k)?)(?: a| nhe)?"
)
_UNIT = re.compile(r"(?<![a-z])(?:d|dong|vnd|k|nghin|ngan|tr|trieu)(?![a-z])")


def cost_of(said: str) -> str:
    """What is kept of these words: FREE where they say nothing else; an empty text stays one (not said)."""
    return FREE if _NOTHING.fullmatch(fold(said).strip(" .!")) else said


def is_bare(cost: str) -> bool:
    """Whether it is a sum alone, in whatever unit: nobody knows for what."""
    return bool(cost) and not any(sign.isalpha() for sign in _UNIT.sub("", fold(cost)))
