"""What is told to duty groups: never a word, a name, a place or a category of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.news import News


@dataclass(frozen=True, slots=True)
class GroupSet(News):
    """A group hears of the alerts of a ward (None: of all) from now on."""

    ward: str | None


@dataclass(frozen=True, slots=True)
class GroupOff(News):
    """A group hears of no alerts any more."""


@dataclass(frozen=True, slots=True)
class GroupGone(News):
    """To whoever looks after the roster: the bot can no longer write to a duty group."""

    ward: str | None


@dataclass(frozen=True, slots=True)
class GroupAlert(News):
    """A case rings, or rang; `state` is domain/cases.State. It keeps itself current."""

    case: int
    code: str
    ward: str | None
    opened_at: datetime
    state: str
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class GroupSilenced(News):
    """Edits it where the group may hear of the case no more."""

    code: str
    at: datetime
