"""Is a child in danger? A plain lexicon for now; its successor comes behind the same function (labelling.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.vietnamese import fold


class Level(StrEnum):
    """Would a duty officer want to be woken for this message?"""

    URGENT = "urgent"
    CONCERN = "concern"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Folded phrases; `*` stands for up to three words. `harmless` ones are taken out before anything is read."""

    urgent: Mapping[str, tuple[str, ...]]
    concern: tuple[str, ...]
    harmless: tuple[str, ...]
    general: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was heard, and the phrases that decided."""

    level: Level
    category: str | None
    evidence: tuple[str, ...] = ()


class Triage:
    """Reads messages; built once. Pure: the same text always reads the same."""

    def __init__(self, phrases: Phrases) -> None:
        self._urgent = {category: _pattern(many) for category, many in phrases.urgent.items()}
        self._concern = _pattern(phrases.concern)
        self._harmless = _pattern(phrases.harmless)
        self._general = _pattern(phrases.general)

    def read(self, text: str) -> Reading:
        """The level of one message (several sent in a row: joined by line breaks)."""
        folded = self._harmless.sub(" . ", fold(text))
        urgent = [(category, found[0]) for category, cry in self._urgent.items() if (found := cry.search(folded))]
        concern = self._concern.search(folded)
        if self._general.search(folded):  # «how do I teach», «what does the law say»: not rung, but asked if in doubt
            return Reading(Level.CONCERN, urgent[0][0], (urgent[0][1],)) if urgent else Reading(Level.NONE, None)
        if urgent:
            return Reading(Level.URGENT, urgent[0][0], tuple(words for _, words in urgent))
        if concern:
            return Reading(Level.CONCERN, "other", (concern[0],))
        return Reading(Level.NONE, None)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    words = [r"(?: \S+){0,3} ".join(re.escape(part.strip()) for part in fold_keeping_gaps(p)) for p in phrases]
    return re.compile(r"(?<!\S)(?:" + "|".join(words or [r"(?!)"]) + r")(?!\S)")


def fold_keeping_gaps(phrase: str) -> list[str]:
    """The folded parts of a phrase between its gaps."""
    return [fold(part) for part in phrase.split("*")]
