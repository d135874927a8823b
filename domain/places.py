"""The four wards of today, the old names people still say, and what an old name can mean now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Ward:
    """A unit of today. GSO codes were used again with another meaning: a code counts from `valid_from` only."""

    id: str
    name: str
    gso: str
    valid_from: date
    seat: str = ""


@dataclass(frozen=True, slots=True)
class OldWard:
    """A ward that is gone. `becomes` are ids of ours and of units outside, likeliest first."""

    name: str
    valid_to: date
    becomes: tuple[str, ...]
    ask_street: bool
    gso: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """All names we understand; `outside` are the neighbouring units, not served here."""

    wards: Mapping[str, Ward]
    outside: Mapping[str, Ward]
    old: tuple[OldWard, ...]

    def meant(self, text: str) -> tuple[str, ...]:
        """Ids of the units a person may mean by what they typed, likeliest first; empty when no name is known.

        `Ngọc Lâm` is one unit, `Phúc Đồng` four: more than one means that the person chooses. A name that is
        both old and new (`Long Biên`) gives the unit of today first.
        """
        words = f" {fold(text)} "
        now = _named(words, ((ward.name, (ward.id,)) for ward in (*self.wards.values(), *self.outside.values())))
        old = _named(words, ((ward.name, ward.becomes) for ward in self.old))
        return tuple(dict.fromkeys((*now, *old)))

    def is_ours(self, unit: str) -> bool:
        """Whether a unit is one of the four wards."""
        return unit in self.wards


def _named(words: str, names: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    return [unit for name, units in names if f" {fold(name)} " in words for unit in units]
