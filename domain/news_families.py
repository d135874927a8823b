"""What one adult of a family hears of what the other did. How it looks is decided in channels/family_cards.py."""

from __future__ import annotations

from dataclasses import dataclass

from domain.news import News


@dataclass(frozen=True, slots=True)
class GuardianJoined(News):
    """The link was opened: another adult sees the ticket now."""

    event: int
    title: str


@dataclass(frozen=True, slots=True)
class FamilyCancelled(News):
    """Another of the family has cancelled the sign-up."""

    event: int
    title: str


@dataclass(frozen=True, slots=True)
class ChildLeft(News):
    """Another of the family has said that one child does not come; so many seats are left."""

    event: int
    title: str
    seats: int
