"""Buttons of a family's own sign-up: seats that are offered, who comes, a second adult."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class TakeSeats(Button, verb="ts"):
    """Nhận chỗ: the seats that became free, while they are kept for the family."""

    signup: int


@dataclass(frozen=True, slots=True)
class ShowFamily(Button, verb="sf"):
    """Who of the family comes, and what can be changed about it."""

    event: int


@dataclass(frozen=True, slots=True)
class DropChild(Button, verb="dk"):
    """This child does not come any more; the others do."""

    child: int


@dataclass(frozen=True, slots=True)
class InviteGuardian(Button, verb="ig"):
    """A link for the second adult of the family."""

    event: int


@dataclass(frozen=True, slots=True)
class InviteGuardianAnew(Button, verb="ix"):
    """Gửi nhầm: another link for the second adult; the one before works no more."""

    event: int


@dataclass(frozen=True, slots=True)
class ParentLinkAnew(Button, verb="px"):
    """Gửi nhầm: another link for the parent of a child who signed up alone; the one before works no more."""

    event: int


@dataclass(frozen=True, slots=True)
class JoinFamily(Button, verb="jf"):
    """The second adult, through the link."""

    token: str


@dataclass(frozen=True, slots=True)
class TakeYesBack(Button, verb="wy"):
    """A yes by link to a child's sign-up is taken back, by a parent who has a sign-up of their own."""

    signup: int


@dataclass(frozen=True, slots=True)
class TakeConsentSheet(Button, verb="cf"):
    """Phiếu đồng ý: what the family has said yes to, as a file to print and sign."""

    event: int


@dataclass(frozen=True, slots=True)
class NameAdult(Button, verb="sd"):
    """👤 The parent who agreed by link says who is responsible for the child."""

    signup: int


@dataclass(frozen=True, slots=True)
class SkipAdult(Button, verb="zk"):
    """⏭ Nobody is named: what is typed next is a message like any other."""
