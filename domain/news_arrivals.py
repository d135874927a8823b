"""What can be told on the day of an event. How it looks is decided in channels/day_cards.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.news import News


@dataclass(frozen=True, slots=True)
class PickupCode(News):
    """To the family: `children` of it are there; `pickup` is what whoever takes them home says."""

    title: str
    pickup: str
    children: int


@dataclass(frozen=True, slots=True)
class PickupDoubt(News):
    """To coordinators: somebody at the door said a wrong code, so many times by now (three, six, …)."""

    title: str
    code: str
    by: str
    at: datetime
    times: int = 3


@dataclass(frozen=True, slots=True)
class LostChild(News):
    """To all staff of the event: a child nobody is with. `words`: what the finder typed; they go once this is sent."""

    event: int
    alarm: int
    title: str
    by: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StillHere(News):
    """To all staff of an event that was cancelled: so many children are there without an adult of their family."""

    event: int
    title: str
    children: int


@dataclass(frozen=True, slots=True)
class FamilyErased(News):
    """To all staff of an event: a family erased what is kept of it while children of it are there without an adult.

    `kept`: the sign-up is a child's own and stays in the list; who erased everything is the parent behind its link.
    """

    title: str
    code: str
    children: int
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class ChildIsBack(News):
    """The child is with its family again."""

    title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HowManyCame(News):
    """To who is in charge, the morning after: children who stood on no list were there, too. How many?"""

    event: int
    title: str
    listed: bool


@dataclass(frozen=True, slots=True)
class HowWasIt(News):
    """To families who came: three faces, and a line if they like."""

    event: int
    title: str
