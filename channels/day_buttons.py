"""Buttons around the day of an event: the calendar, the ticket, the door, and what comes after."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class AddToCalendar(Button, verb="ic"):
    """📆 Thêm vào lịch."""

    event: int


@dataclass(frozen=True, slots=True)
class ShowTicket(Button, verb="vt"):
    """🎟 Vé: the ticket with its QR once more."""

    event: int


@dataclass(frozen=True, slots=True)
class OpenFamily(Button, verb="vo"):
    """The card of a family at the door."""

    signup: int


@dataclass(frozen=True, slots=True)
class Came(Button, verb="vi"):
    """✅ Đã đến, on the card of a family: one child, or everybody (None)."""

    signup: int
    child: int | None


@dataclass(frozen=True, slots=True)
class CameOnList(Button, verb="vl"):
    """The same from a page of the list."""

    signup: int
    page: int


@dataclass(frozen=True, slots=True)
class NotCome(Button, verb="vu"):
    """↩️ Ghi nhầm."""

    signup: int


@dataclass(frozen=True, slots=True)
class AgreesAtDoor(Button, verb="vy"):
    """The child says yes at the door; staff write it down."""

    child: int


@dataclass(frozen=True, slots=True)
class TurnDoorList(Button, verb="vp"):
    event: int
    page: int


@dataclass(frozen=True, slots=True)
class ListNoPhotos(Button, verb="vn"):
    """📷 Children nobody may take a picture of."""

    event: int
