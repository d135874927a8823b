"""The buttons about a place: the ward somebody lives in, and where a case happened."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class ChooseWard(Button, verb="wd"):
    """The ward they live in; OUTSIDE and UNKNOWN change nothing."""

    ward: str


@dataclass(frozen=True, slots=True)
class AskWard(Button, verb="aw"):
    """Which ward do they live in: the four again."""


@dataclass(frozen=True, slots=True)
class ListOldNames(Button, verb="ow"):
    """They only know what their ward was called."""


@dataclass(frozen=True, slots=True)
class ChooseOldName(Button, verb="on"):
    """The old ward they live in (domain/places.OldWard.id)."""

    old: str


@dataclass(frozen=True, slots=True)
class AskOldName(Button, verb="ak"):
    """Of the place of a case they only know the old name."""

    case: int


@dataclass(frozen=True, slots=True)
class PlaceByOldName(Button, verb="pb"):
    """The old ward where it happened (domain/places.OldWard.id)."""

    case: int
    old: str


@dataclass(frozen=True, slots=True)
class AskAllWards(Button, verb="aa"):
    """It was none of the wards an old name can mean: all four again."""

    case: int
