"""Buttons of yeses beside coming: pictures, children kept for next time, the signed sheet."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class WithdrawConsent(Button, verb="wc"):
    """Takes back the parent's yes to pictures or to health notes; the sign-up stays."""

    event: int
    purpose: str


@dataclass(frozen=True, slots=True)
class ShowPictures(Button, verb="fp"):
    """📷 Ảnh: whose yes is there, and what to do about it."""

    signup: int


@dataclass(frozen=True, slots=True)
class AllowPictures(Button, verb="cy"):
    """The parent's yes to pictures of the children of a sign-up."""

    signup: int


@dataclass(frozen=True, slots=True)
class RefusePictures(Button, verb="fn"):
    """The parent's yes is taken back."""

    signup: int


@dataclass(frozen=True, slots=True)
class ChildOnPictures(Button, verb="fc"):
    """The child's own word on pictures; `say` is yes or no."""

    child: int
    say: str


@dataclass(frozen=True, slots=True)
class ShowKeeping(Button, verb="fk"):
    """💾 Which children are kept for next time."""

    signup: int


@dataclass(frozen=True, slots=True)
class KeepChild(Button, verb="cq"):
    """The parent's yes to keeping this child."""

    child: int


@dataclass(frozen=True, slots=True)
class ChildKeeps(Button, verb="fy"):
    """The child's own yes to being kept."""

    child: int


@dataclass(frozen=True, slots=True)
class ForgetChild(Button, verb="fx"):
    """A kept child is forgotten (by the ledger's number), or all of them (None)."""

    child: int | None


@dataclass(frozen=True, slots=True)
class SheetReceived(Button, verb="vg"):
    """Staff have a parent's signed sheet; `page` of the list it was tapped on, None: on the card of the family."""

    signup: int
    page: int | None


@dataclass(frozen=True, slots=True)
class SheetNotReceived(Button, verb="vh"):
    """A slip: they have not."""

    signup: int
