"""The four wards of today, the old names people still say, and what an old name can mean now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.place_names import Hit, Spellings, Word, words_of
from domain.place_sayings import age, is_placed, is_the_new
from domain.vietnamese import fold
from domain.wards import OUTSIDE

_DISTRICT = "long bien"  # the district of all old wards stands behind their names in addresses


@dataclass(frozen=True, slots=True)
class Code:
    """A number of the state's list. Numbers were used again with another meaning: it counts on its days only."""

    gso: str
    valid_from: date | None = None
    valid_to: date | None = None

    def meets(self, other: Code) -> bool:
        """Whether both would be the same number on the same day."""
        return self.gso == other.gso and self._begin <= other._end and other._begin <= self._end

    @property
    def _begin(self) -> date:
        return self.valid_from or date.min

    @property
    def _end(self) -> date:
        return self.valid_to or date.max


@dataclass(frozen=True, slots=True)
class WardContact:
    """Where a ward's committee can be found, by a verified source."""

    what: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A unit of today, ours or a neighbour; `kind` is phường or xã."""

    id: str
    name: str
    kind: str = "phường"
    code: Code | None = None
    contacts: tuple[WardContact, ...] = ()

    @property
    def full_name(self) -> str:
        """`phường Hồng Hà`, `xã Gia Lâm`."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class OldWard:
    """A ward or commune that is gone since the day after `valid_to`.

    `becomes` are ids of ours, of units outside, or OUTSIDE where that one is not known; likeliest first. `hints` say
    which part went there, where the sources say so.
    """

    name: str
    valid_to: date
    becomes: tuple[str, ...]
    hints: tuple[tuple[str, str], ...] = ()
    kind: str = "phường"
    code: Code | None = None

    @property
    def id(self) -> str:
        """`ngoc-thuy`."""
        return fold(self.name).replace(" ", "-")

    @property
    def full_name(self) -> str:
        """`phường Ngọc Thụy`."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What somebody's words can mean as a place.

    `units`: likeliest first, none where no name is known; more than one means that the person chooses. `old`: the old
    wards among what was said. `placed`: said as a place (`ở Ngọc Lâm`), `alone`: nothing else was said.
    """

    units: tuple[str, ...] = ()
    old: tuple[OldWard, ...] = ()
    placed: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """All names we understand. `outside` are neighbouring units, not served here; `landmarks` hold a ward's name
    and say nothing about the ward."""

    ward: tuple[Ward, ...]
    outside: tuple[Ward, ...]
    old: tuple[OldWard, ...]
    landmarks: tuple[str, ...] = ()
    _spellings: Spellings = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        today = [each.name for each in (*self.ward, *self.outside)]
        spellings = Spellings((*today, *(each.name for each in self.old), *self.landmarks))
        object.__setattr__(self, "_spellings", spellings)  # built once, where the table is read

    def meant(self, text: str) -> Meaning:
        """What the names in a text can mean, in any spelling that is no slip (domain/place_names.py).

        `Ngọc Lâm` is one unit, `Phúc Đồng` four. `Việt Hưng cũ` is the old ward, `Việt Hưng mới` the one of today,
        `Việt Hưng` alone either. A landmark may be any of ours; beside a name it says nothing more. `Bồ Đề` and `Cổ Bi`
        without their marks are words of every day: they count only where they are said as a place, or alone.
        """
        return self._meant(words_of(text))

    def guessed(self, text: str) -> Meaning:
        """What a slip of the thumb (`ngoc lma`), initials or one initial (`nl`, `n lam`) may mean, where nothing else
        is said. It is a guess: it is asked about, never taken."""
        words = words_of(text)
        found = self._spellings.guesses(words)
        hits = [Hit(name, 0, len(words), marked=False) for name in found]
        return replace(self._meaning(words, hits), placed=False) if hits else Meaning()

    def mentioned(self, text: str) -> str | None:
        """The one ward of ours that a message names as a place beyond doubt (`ở Ngọc Lâm`), else None.

        `mới` makes a name certain only where it is called a ward (`phường Việt Hưng mới`): it is too common a word.
        """
        meant = self._meant(words_of(text), new_counts=False)
        return meant.units[0] if meant.placed and len(meant.units) == 1 and self.is_ours(meant.units[0]) else None

    def is_ours(self, unit: str) -> bool:
        """Whether a unit is one of the four wards."""
        return any(ward.id == unit for ward in self.ward)

    def unit(self, named: str) -> Ward | None:
        """A unit of today by its id; None for OUTSIDE and for what is not there."""
        return next((each for each in (*self.ward, *self.outside) if each.id == named), None)

    def old_ward(self, named: str) -> OldWard | None:
        """An old ward by its id."""
        return next((each for each in self.old if each.id == named), None)

    def choices(self, units: Sequence[str]) -> tuple[tuple[Ward, ...], tuple[Ward, ...]]:
        """Ours and the neighbours among these, in their order."""
        there = [each for each in map(self.unit, units) if each is not None]
        ours = tuple(each for each in there if self.is_ours(each.id))
        return ours, tuple(each for each in there if each not in ours)

    def answer(self, units: Sequence[str]) -> str | None:
        """The one answer these leave: a ward of ours, OUTSIDE, or None where a person has to choose."""
        answers = {unit if self.is_ours(unit) else OUTSIDE for unit in units}
        return answers.pop() if len(answers) == 1 else None

    def _meant(self, words: Sequence[Word], *, new_counts: bool = True) -> Meaning:
        found = self._spellings.found(words)
        alone = self._spellings.is_alone(words, found)
        clear = [hit for hit in found if alone or hit.marked or not hit.is_short or is_placed(words, hit)]
        return self._meaning(words, clear, new_counts=new_counts)

    def _meaning(self, words: Sequence[Word], hits: Sequence[Hit], *, new_counts: bool = True) -> Meaning:
        landmarks = {fold(each) for each in self.landmarks}
        were = {fold(each.name) for each in self.old}
        names = _without_district([hit for hit in hits if hit.name not in landmarks], words, were)
        today = {fold(each.name): each.id for each in (*self.ward, *self.outside)}
        current = {hit.name for hit in names if age(words, hit) != "cu"}
        is_new = {hit.name for hit in names if (age(words, hit) == "moi" if new_counts else is_the_new(words, hit))}
        before = {hit.name for hit in names if hit.name not in today or hit.name not in is_new}
        units = [unit for name, unit in today.items() if name in current]
        old = tuple(each for each in self.old if fold(each.name) in before)
        units += [unit for each in old for unit in each.becomes]
        in_district = any(hit.name in landmarks and hit.name.endswith(_DISTRICT) for hit in hits)
        if hits and (not names or (in_district and not were & {hit.name for hit in names})):
            units += [each.id for each in self.ward]  # `Gia Lâm, quận Long Biên` is no commune
        return Meaning(
            tuple(dict.fromkeys(units)),
            old,
            placed=any(is_placed(words, hit) for hit in names),
            alone=bool(names) and self._spellings.is_alone(words, hits),
        )


def _without_district(hits: list[Hit], words: Sequence[Word], were: Collection[str]) -> list[Hit]:
    """`Ngọc Lâm, Long Biên`: behind an old name it is the district that was; behind a neighbour's, anything."""
    ends = {hit.end for hit in hits if hit.name != _DISTRICT and hit.name in were}
    kept = []
    for hit in hits:
        start = hit.start - 1 if hit.start and words[hit.start - 1].folded in ("q", "quan") else hit.start
        if hit.name != _DISTRICT or start not in ends:
            kept.append(hit)
    return kept
