"""Buttons of those who look after duty groups. Who may press them is decided by the services."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class ListDutyGroups(Button, verb="gl"):
    """Nhóm trực: which groups hear of alerts."""


@dataclass(frozen=True, slots=True)
class ShowDutyGroup(Button, verb="gs"):
    group: int


@dataclass(frozen=True, slots=True)
class AskDutyGroup(Button, verb="ga"):
    """A ward (None: all) was chosen: asks once."""

    group: int
    ward: str | None


@dataclass(frozen=True, slots=True)
class KeepDutyGroup(Button, verb="gk"):
    """The second tap: the group hears of alerts from now on."""

    group: int
    ward: str | None


@dataclass(frozen=True, slots=True)
class DropDutyGroup(Button, verb="gd"):
    """The group hears of no alerts any more."""

    group: int
