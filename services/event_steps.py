"""What comes after an answer about an event: its card, a choice, another's hand, or the end of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.event_fields import Choose, Field
from domain.events import Event, Kind


@dataclass(frozen=True, slots=True)
class Editing:
    """An event on the editor's table. `families` are signed up, `asked` others who want to be reminded.

    `asks_again`: its announcement had a second person's yes and waits for another, since families would read something
    else. `others`: fields somebody else wrote since this person was asked: a name, empty for the console, and when.
    `untold`: what families have not heard of yet.
    """

    event: Event
    families: int
    taken: int
    untold: tuple[str, ...]
    others: Mapping[str, tuple[str, datetime]]
    asks: Field | None = None
    asks_again: bool = False
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else wrote this field meanwhile: theirs stands, the answer is kept until its writer chooses."""

    editing: Editing
    field: Field
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something has to be chosen: days for a new event (`kind`), or what an answer means (`event`)."""

    choose: Choose
    event: Event | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Somebody is asked why an event is cancelled; `why`: what they wrote, which still needs their tap.

    `here`: children who came and are not gone home; `asked`: who only asked to be reminded.
    """

    event: Event
    families: int
    here: int
    asked: int
    why: str = ""


Step = Editing | Clash | Chosen
