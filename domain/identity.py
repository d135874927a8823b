"""Who a sender is, behind a reason (product.md §4): who may ask, why, and what the bot truly knows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.people import AgeBand, Audience, Role, Staff

LONGEST_REASON = 300


class Reason(StrEnum):
    """Why somebody asks; OTHER is told in their own words."""

    REACH = "reach"  # somebody has to go to the child, or call
    HELPERS = "helpers"  # police, doctors or 111 need it to help
    SAME = "same"  # whether it is somebody who wrote before
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Known:
    """What we keep of a sender. What Telegram shows of them is asked for at that moment and kept nowhere.

    Names given for events are left out: they were given for something else.
    """

    chat: int
    audience: Audience | None
    age_band: AgeBand | None
    ward: str | None
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram shows of somebody: the name they gave themselves, and the @name where they have one."""

    name: str
    username: str | None = None


def may_ask(staff: Staff, *, ward: str | None, holder: int | None, closed_to_ward: bool) -> bool:
    """Coordinators, whoever has the case in hand, and officers of its ward unless the sender keeps them out.

    Standing on the ladder of another ward opens a case, not a name.
    """
    if staff.role is Role.COORDINATOR or staff.id == holder:
        return True
    return staff.role is Role.OFFICER and staff.ward == ward and not closed_to_ward
