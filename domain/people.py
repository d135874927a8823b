"""Who somebody is to us: a resident with a role of their own choosing, or a member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.texts import Refusal, Text


class Audience(StrEnum):
    """What a resident said they are; decides the words of an answer, never whether there is help."""

    PARENT = "parent"
    CHILD = "child"
    CAREGIVER = "caregiver"


class Role(StrEnum):
    """What a member of staff may do (product.md §4)."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    EDITOR = "editor"
    ADMIN = "admin"


class AgeBand(StrEnum):
    """Ages in bands, never a birthday (facts.md §4.4): under 7 the parent decides, from 7 both."""

    UNDER_7 = "0-6"
    FROM_7 = "7-10"
    FROM_11 = "11-15"
    FROM_16 = "16-17"

    @property
    def years(self) -> tuple[int, int]:
        """The youngest and the oldest of the band."""
        youngest, oldest = self.value.split("-")
        return int(youngest), int(oldest)

    @property
    def needs_own_consent(self) -> bool:
        """From 7 the child's own yes is needed beside the parent's (Thông tư 27/2022, Điều 3)."""
        return self is not AgeBand.UNDER_7


WARD_WIDE = frozenset({Role.OFFICER})
CASE_ROLES = frozenset({Role.OFFICER, Role.COORDINATOR})
FIGURE_ROLES = frozenset({Role.COORDINATOR, Role.ADMIN})
LIBRARY_ROLES = frozenset({Role.EDITOR, Role.ADMIN})
EVENT_ROLES = frozenset({Role.OFFICER, Role.COORDINATOR, Role.EDITOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff as the ladder and the rights table see them."""

    id: int
    person: int
    name: str
    role: Role
    ward: str | None
    rung: int = 1
    on_duty: bool = True
    has_road: bool = False

    def may_see_cases_of(self, ward: str | None) -> bool:
        """Officers see their own ward, coordinators all, editors and administrators none."""
        if self.role is Role.COORDINATOR:
            return True
        return self.role is Role.OFFICER and ward in (self.ward, None)

    def may_publish_in(self, ward: str | None) -> bool:
        """Officers publish for their own ward, the other roles for every ward."""
        return self.role is not Role.OFFICER or (ward is not None and ward == self.ward)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a chat. `chat` is Telegram's id; nothing else identifies them.

    `came_back`: they could not be written to until the message that is being answered.
    """

    id: int
    chat: int
    language: str = "vi"
    audience: Audience | None = None
    age_band: AgeBand | None = None
    ward: str | None = None
    reachable: bool | None = None
    hushed: bool = False
    staff: Staff | None = None
    came_back: bool = False

    @property
    def is_child(self) -> bool:
        return self.audience is Audience.CHILD


def check_private(chat: int) -> None:
    """Raises Refusal for the number of a group or channel (Bot API: those are below zero): a duty is one person's."""
    if chat <= 0:
        raise Refusal(
            Text("A group or channel cannot be on duty: give the Telegram id of one person, a number above 0.")
        )


class StaffOnly(Refusal):
    """Somebody without the right pressed a button of staff: one sentence, and a line in the journal."""


class Forged(Refusal):
    """A button we never made, or of a version long gone: one sentence, and a line in the journal."""


def require_staff(person: Person, roles: frozenset[Role]) -> Staff:
    """The person's staff entry. Raises StaffOnly when they are not staff in one of these roles."""
    if person.staff is None or person.staff.role not in roles:
        raise StaffOnly(Text("This button is for staff only. If a child needs help, tap “Need help now”."))
    return person.staff
