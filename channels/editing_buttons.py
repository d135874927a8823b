"""Buttons of whoever edits an event. Who may press them is decided by the services."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class ListDrafts(Button, verb="ed"):
    """Drafts and events one may edit."""


@dataclass(frozen=True, slots=True)
class NewEvent(Button, verb="ne"):
    """A new event; None: of which kind?"""

    kind: str | None


@dataclass(frozen=True, slots=True)
class NewOn(Button, verb="nn"):
    """A new event of this kind on these days (domain/event_fields.days_value)."""

    kind: str
    days: str


@dataclass(frozen=True, slots=True)
class EditEvent(Button, verb="ee"):
    event: int


@dataclass(frozen=True, slots=True)
class EditField(Button, verb="ef"):
    """One field: its question comes."""

    event: int
    field: str


@dataclass(frozen=True, slots=True)
class SetField(Button, verb="es"):
    """An answer to the question as it was asked when the event had this version."""

    event: int
    field: str
    said: str
    version: int


@dataclass(frozen=True, slots=True)
class KeepMine(Button, verb="em"):
    """After somebody else wrote the same field: what this person wrote stands."""

    event: int


@dataclass(frozen=True, slots=True)
class ShowKept(Button, verb="eq"):
    """Seats held back: how many are given, and to whom links keep some."""

    event: int


@dataclass(frozen=True, slots=True)
class KeepSeats(Button, verb="ex"):
    """Of those held back, seats for one family: a link comes. `screen`: the update that drew it."""

    event: int
    screen: int | None = None


@dataclass(frozen=True, slots=True)
class TakeBackKept(Button, verb="ey"):
    """A link nobody has used keeps nothing any more."""

    event: int
    link: int


@dataclass(frozen=True, slots=True)
class SignUpKept(Button, verb="ez"):
    """A family signs up on an invitation."""

    event: int
    token: str


@dataclass(frozen=True, slots=True)
class PreviewEvent(Button, verb="ep"):
    """👁 Xem thử."""

    event: int


@dataclass(frozen=True, slots=True)
class PublishEvent(Button, verb="eb"):
    event: int


@dataclass(frozen=True, slots=True)
class AskTell(Button, verb="ea"):
    """What would be told, and to how many families."""

    event: int


@dataclass(frozen=True, slots=True)
class TellFamilies(Button, verb="et"):
    """Báo cho các gia đình: what was looked at, and nothing that came after."""

    event: int
    version: int


@dataclass(frozen=True, slots=True)
class AskCancel(Button, verb="ec"):
    """Cancelling: why?"""

    event: int


@dataclass(frozen=True, slots=True)
class CancelEvent(Button, verb="ek"):
    """It does not take place."""

    event: int
