"""The four wards of today, the old names people still say, and what an old name can mean now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.vietnamese import fold

# words before a name that make it a place: without one, Ngọc Lâm may be a girl
_PLACED = r"\b(?:o|tai|gan|ben|phuong|p|khu|xa)(?: (?:phuong|p|khu|xa|khu vuc|duong|cho))? "


@dataclass(frozen=True, slots=True)
class Ward:
    """A unit of today. GSO codes were used again with another meaning: a code counts from `valid_from` only."""

    id: str
    name: str
    gso: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class OldWard:
    """A ward that is gone. `becomes` are ids of ours and of units outside, likeliest first."""

    name: str
    valid_to: date
    becomes: tuple[str, ...]
    gso: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """All names we understand. `outside` are neighbouring units, not served here; `landmarks` hold a ward's name
    and say nothing about the ward."""

    ward: tuple[Ward, ...]
    outside: tuple[Ward, ...]
    old: tuple[OldWard, ...]
    landmarks: tuple[str, ...] = ()

    def meant(self, text: str) -> tuple[str, ...]:
        """Ids of the units a person may mean, likeliest first; empty when no name is known.

        `Ngọc Lâm` is one unit, `Phúc Đồng` four: more than one means that the person chooses. `Việt Hưng cũ` is
        the old ward, `Việt Hưng mới` the one of today, `Việt Hưng` alone either. A landmark may be any of ours.
        """
        words = fold(text)
        found: list[str] = []
        for landmark in sorted(self.landmarks, key=len, reverse=True):
            words, count = re.subn(rf"\b{fold(landmark)}\b", ".", words)
            found += [ward.id for ward in self.ward] if count else []
        return tuple(dict.fromkeys([*found, *self._named(words)]))

    def mentioned(self, text: str) -> str | None:
        """The one ward of ours that a message names as a place beyond doubt (`ở Ngọc Lâm`), else None."""
        units = (*self.ward, *self.outside)
        names = {fold(name) for name in (*(unit.name for unit in units), *(old.name for old in self.old))}
        placed = re.compile(_PLACED + rf"(?:{'|'.join(sorted(names))})\b")
        meant = self.meant(text)
        return meant[0] if len(meant) == 1 and self.is_ours(meant[0]) and placed.search(fold(text)) else None

    def is_ours(self, unit: str) -> bool:
        """Whether a unit is one of the four wards."""
        return any(ward.id == unit for ward in self.ward)

    def _named(self, words: str) -> Iterable[str]:
        for ward in (*self.ward, *self.outside):
            if _said(words, ward.name, "(?! cu\\b)"):
                yield ward.id
        for old in self.old:
            if _said(words, old.name, "(?! moi\\b)"):
                yield from old.becomes


def _said(words: str, name: str, unless: str) -> bool:
    return re.search(rf"\b{fold(name)}\b{unless}", words) is not None
