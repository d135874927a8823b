"""News of drills and invitations. A drill says DIỄN TẬP and never cries like a real alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.news import News


@dataclass(frozen=True, slots=True)
class DrillCall(News):
    """A practice alert: one button to tap before `until`. `link` ends the linking of a new colleague."""

    call: int
    group: str
    at: datetime
    until: datetime
    link: bool = False


@dataclass(frozen=True, slots=True)
class DrillOver(News):
    """Edits a practice alert nobody tapped in time, kindly."""

    call: int
    until: datetime
    link: bool = False


@dataclass(frozen=True, slots=True)
class DrillUnheard(News):
    """To a contact who missed several: how to switch the sound on."""

    times: int


@dataclass(frozen=True, slots=True)
class DrillNote(News):
    """To whoever looks after the roster; `what` names the sentence in channels/drill_cards.py."""

    what: str
    group: str
    name: str | None = None
    times: int = 0


@dataclass(frozen=True, slots=True)
class InviteUsed(News):
    """To whoever invited: this person works here now."""

    name: str
    role: str
    ward: str | None
