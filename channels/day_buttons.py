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
class FindFamily(Button, verb="vj"):
    """🔎 Tìm: what is typed next is looked for in the list."""

    event: int


@dataclass(frozen=True, slots=True)
class StopFinding(Button, verb="vq"):
    """✖️ Thôi tìm: the list again."""

    event: int


@dataclass(frozen=True, slots=True)
class ListNoPhotos(Button, verb="vn"):
    """📷 Children nobody may take a picture of."""

    event: int


@dataclass(frozen=True, slots=True)
class AskPickup(Button, verb="vc"):
    """👋 Đón về: whoever takes the children home says the family's code."""

    signup: int


@dataclass(frozen=True, slots=True)
class GoHomeWith(Button, verb="vm"):
    """The children go home with somebody the family named."""

    signup: int
    collector: int


@dataclass(frozen=True, slots=True)
class PickOne(Button, verb="v1"):
    """Only one of the children goes home: which (None), then with whom."""

    signup: int
    child: int | None


@dataclass(frozen=True, slots=True)
class AskPickupOf(Button, verb="v2"):
    """👋 One child goes home by the family's code."""

    signup: int
    child: int


@dataclass(frozen=True, slots=True)
class GoHomeOf(Button, verb="v3"):
    """One child goes home with somebody the family named."""

    signup: int
    child: int
    collector: int


@dataclass(frozen=True, slots=True)
class NameCollectors(Button, verb="vk"):
    """👥 Ai đón bé về."""

    event: int


@dataclass(frozen=True, slots=True)
class ForgetCollectors(Button, verb="vr"):
    """Nobody is named any more."""

    event: int


@dataclass(frozen=True, slots=True)
class TellLostChild(Button, verb="vz"):
    """🧒 Trẻ thất lạc."""

    event: int


@dataclass(frozen=True, slots=True)
class IsBack(Button, verb="vb"):
    """The child is with its family; `alarm` is what was told of it (domain/news_arrivals.LostChild)."""

    event: int
    alarm: int


@dataclass(frozen=True, slots=True)
class MakeDoorPaper(Button, verb="vd"):
    """The list for the door as a file; `kind` as in domain/door_papers.py."""

    event: int
    kind: str


@dataclass(frozen=True, slots=True)
class Feel(Button, verb="vf"):
    """How it was: domain/afterwards.Face."""

    event: int
    face: int


@dataclass(frozen=True, slots=True)
class WriteLine(Button, verb="vw"):
    """✏️ Viết thêm một câu."""

    event: int


@dataclass(frozen=True, slots=True)
class ShowAfterwards(Button, verb="vs"):
    """📊 Who came and how it was, for staff."""

    event: int


@dataclass(frozen=True, slots=True)
class ShowYear(Button, verb="py"):
    """📊 Children at this year's events."""


@dataclass(frozen=True, slots=True)
class DrawYear(Button, verb="pd"):
    """The same as a file: chart or xlsx."""

    kind: str


@dataclass(frozen=True, slots=True)
class ShowYearOf(Button, verb="p1"):
    """The events of an earlier year."""

    year: int


@dataclass(frozen=True, slots=True)
class DrawYearOf(Button, verb="p2"):
    """The same as a file."""

    kind: str
    year: int


@dataclass(frozen=True, slots=True)
class CountChildren(Button, verb="pc"):
    """✏️ How many children live in a ward."""

    ward: str
