"""A duty group: a Telegram group of officers that hears that a case rings, and nothing of what it is about."""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

LINK = "nhom_"
LASTS = timedelta(hours=48)
FIVE_MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
_SHAPE = struct.Struct(">qI16s")  # the group's number, the minute, the mark


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """A group as staff see it. `chat` is Telegram's number; `ward` None: all wards; `is_on`: it hears of alerts."""

    id: int
    chat: int
    ward: str | None
    is_on: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody typed /truc in a group, in this minute (counted from 1970)."""

    chat: int
    minute: int

    @classmethod
    def at(cls, chat: int, now: datetime) -> Asked:
        return cls(chat, int(now.timestamp()) // 60)

    def is_over(self, now: datetime) -> bool:
        """Whether the link that came of it no longer opens."""
        return now - datetime.fromtimestamp(self.minute * 60, now.tzinfo) > LASTS

    def said_by(self, person: int) -> str:
        """What the link's mark is made of: it opens for this person alone."""
        return f"duty group {self.chat} {self.minute} {person}"


def link_of(asked: Asked, mark: bytes) -> str:
    """What stands behind `start=` (Bot API: at most 64 of A-Z, a-z, 0-9, _ and -)."""
    return LINK + urlsafe_b64encode(_SHAPE.pack(asked.chat, asked.minute, mark)).decode().rstrip("=")


def read_link(payload: str) -> tuple[Asked, bytes] | None:
    """What such a link says of itself, and its mark; None for anything else."""
    code = payload.removeprefix(LINK)
    if len(code) != 38 or not code.isascii():
        return None
    try:
        chat, minute, mark = _SHAPE.unpack(urlsafe_b64decode(code + "=="))
    except (ValueError, struct.error):  # signs that are none of the alphabet are passed over, and too little is left
        return None
    return Asked(chat, minute), mark


def hears(group_ward: str | None, ward: str | None, avoided: Collection[str]) -> bool:
    """Whether a group (None: of all wards) hears of a case of this ward (None: not known yet).

    Nobody knows who sits in a group: where the sender keeps out the officers of any ward, no group hears of it.
    """
    return not avoided and group_ward in (None, ward)


def rounded(age: timedelta) -> timedelta:
    """How old an alert is, rounded down: to five minutes, from an hour on to hours, from two days on to days."""
    step = FIVE_MINUTES if age < HOUR else HOUR if age < 2 * DAY else DAY
    return max(age, timedelta()) // step * step
