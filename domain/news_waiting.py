"""What can be told about waiting for a seat. How it looks is decided in channels/waiting_cards.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.news import News


@dataclass(frozen=True, slots=True)
class InterestKept(News):
    """To a child alone: we know that they want to come; no seat is kept before a parent has agreed."""

    event: int
    title: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class InterestOver(News):
    """To a child alone: the event begins, and no parent has agreed."""

    event: int
    title: str


@dataclass(frozen=True, slots=True)
class Queued(News):
    """The family stands in the waiting list, at this place just now."""

    event: int
    title: str
    starts_at: datetime
    rank: int
    seats: int


@dataclass(frozen=True, slots=True)
class SeatsOffered(News):
    """Seats became free and are kept for this family until then."""

    event: int
    signup: int
    title: str
    starts_at: datetime
    place: str
    seats: int
    until: datetime


@dataclass(frozen=True, slots=True)
class OfferEnded(News):
    """Nobody answered in time: the seats went on, and the family is no longer in the list."""

    event: int
    title: str


@dataclass(frozen=True, slots=True)
class WaitEnded(News):
    """The event begins, and no seat became free."""

    event: int
    title: str
