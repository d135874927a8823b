"""Titles as they were typed; and for the editor's counts the article nearest to a question without an answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from domain.vietnamese import tokens

PAIR = 2.0  # most Vietnamese words are written as two syllables, so a pair says more than its parts

# said in almost every question, and telling nothing apart
_EMPTY = frozenset(
    tokens(
        "a ah ai anh ao bac ban bi bot cac cai can chi cho co con cua chau duoc da dang de den di do em gi "
        "ha hay hoi hom khi khong la lam luc ma minh moi mot nao nay neu ngay nguoi nha nhe nhieu nhu nhung "
        "o oi phai qua ra rang roi rat se ta tai thay the thi thoi toi tren tu va van vay ve vi voi vua xin"
    )
)


class Findable(Protocol):
    """An article or a screen."""

    @property
    def slug(self) -> str: ...
    @property
    def titles(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a question may mean: slugs, best first. `sure`: the only one is the answer; else the person chooses."""

    slugs: tuple[str, ...]
    sure: bool


class Search:
    """Built once from the library; the same question always finds the same."""

    def __init__(self, entries: Iterable[Findable]) -> None:
        self._terms: dict[str, dict[str, float]] = {}
        self._titles: dict[tuple[str, ...], str] = {}
        for entry in entries:
            weights = dict.fromkeys(_terms(tokens(entry.text)), 0.45)
            weights.update((term, 1.0) for title in entry.titles for term in _terms(tokens(title)))
            self._terms[entry.slug] = weights
            self._titles.update((tokens(title), entry.slug) for title in entry.titles)
        known = Counter(term for weights in self._terms.values() for term in weights)
        self._rarity = {term: _rarity(len(self._terms), times) for term, times in known.items()}
        self._unheard = _rarity(len(self._terms), 1)

    def titled(self, question: str) -> str | None:
        """The entry whose title was typed, or copied, as it stands."""
        return self._titles.get(tokens(question))

    def nearest(self, question: str) -> str | None:
        """The entry that has most in common with the question, however little that is; None: nothing at all."""
        words = tokens(question)
        asked = {term: self._rarity.get(term, self._unheard) * _length(term) for term in _terms(words)}
        scores = {slug: sum(w.get(t, 0.0) * rare for t, rare in asked.items()) for slug, w in self._terms.items()}
        best = min(scores, key=lambda slug: (-scores[slug], slug), default=None)
        return best if best is not None and scores[best] > 0 else None


def _terms(words: Sequence[str]) -> list[str]:
    """Single words that say something, and every pair that holds one."""
    single = [word for word in words if word not in _EMPTY]
    pairs = [f"{a} {b}" for a, b in pairwise(words) if not (a in _EMPTY and b in _EMPTY)]
    return single + pairs


def _length(term: str) -> float:
    return PAIR if " " in term else 1.0


def _rarity(entries: int, times: int) -> float:
    return math.log(1 + entries / times)
