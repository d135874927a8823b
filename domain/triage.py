"""Is a child in danger? A plain lexicon for now; its successor comes behind the same function (labelling.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.vietnamese import fold, marked_tokens, may_mean


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
        self._urgent = {category: _Lexicon(many) for category, many in phrases.urgent.items()}
        self._concern = _Lexicon(phrases.concern)
        self._harmless = _Lexicon(phrases.harmless)
        self._general = _Lexicon(phrases.general)

    def read(self, text: str) -> Reading:
        """The level of one message (several sent in a row: joined by line breaks).

        Where the writer typed marks they count: `bị bạn bắt nạt` holds the letters of `bị bán`, not the
        words. An urgent phrase with other marks may still be a slip of the thumb, so it is asked about.
        """
        written = _Written.of(text)
        written = self._harmless.without(written)
        found = [(category, hit) for category, lexicon in self._urgent.items() if (hit := lexicon.first(written))]
        urgent = [(category, hit) for category, hit in found if hit.exact]
        concern = self._concern.first(written)
        if self._general.first(written):  # «what does the law say»: not rung, but asked if in doubt
            return Reading(Level.CONCERN, found[0][0], (found[0][1].words,)) if found else Reading(Level.NONE, None)
        if urgent:
            return Reading(Level.URGENT, urgent[0][0], tuple(hit.words for _, hit in urgent))
        if found:
            return Reading(Level.CONCERN, found[0][0], (found[0][1].words,))
        if concern is not None and concern.exact:
            return Reading(Level.CONCERN, "other", (concern.words,))
        return Reading(Level.NONE, None)


@dataclass(frozen=True, slots=True)
class _Written:
    """A text as plain letters, and its words with the marks that were typed (empty where they do not align)."""

    plain: str
    marked: tuple[str, ...]

    @staticmethod
    def of(text: str) -> _Written:
        plain, marked = fold(text), marked_tokens(text)
        return _Written(plain, marked if len(marked) == len(plain.split()) else ())


@dataclass(frozen=True, slots=True)
class _Hit:
    words: str
    exact: bool


class _Lexicon:
    """Phrases; one pattern to see quickly that there is nothing, one for each to see what it was."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = [(_pattern([p]), [part.split() for part in p.lower().split("*")]) for p in phrases]
        self._any = _pattern(phrases)

    def first(self, written: _Written) -> _Hit | None:
        """The first phrase that stands there; one with the very marks goes before all others."""
        if not self._any.search(written.plain):
            return None
        hits = [hit for pattern, parts in self._phrases for hit in _hits(pattern, parts, written)]
        return next((hit for hit in hits if hit.exact), hits[0] if hits else None)

    def without(self, written: _Written) -> _Written:
        """The text with these phrases blotted out, word for word."""
        plain = self._any.sub(lambda found: " ".join("." for _ in found[0].split()), written.plain)
        return _Written(plain, written.marked)


def _hits(pattern: re.Pattern[str], parts: list[list[str]], written: _Written) -> Iterator[_Hit]:
    for found in pattern.finditer(written.plain):
        exact = not written.marked or all(
            may_mean(word, meant)
            for number, part in enumerate(parts, 1)
            for word, meant in zip(_words_at(written, found.start(number), len(part)), part, strict=True)
        )
        yield _Hit(found[0], exact)


def _words_at(written: _Written, start: int, count: int) -> tuple[str, ...]:
    first = written.plain.count(" ", 0, start)
    return written.marked[first : first + count]


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    words = [r"(?: \S+){0,3} ".join(f"({re.escape(fold(part))})" for part in p.split("*")) for p in phrases]
    return re.compile(r"(?<!\S)(?:" + "|".join(words or [r"(?!)"]) + r")(?!\S)")
