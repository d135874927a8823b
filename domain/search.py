"""Which article does a question mean? Folded words and pairs of words, weighed by how rare they are. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from domain.vietnamese import tokens

SURE = 0.52
POSSIBLE = 0.30
CLEARLY_AHEAD = 1.25
MOST_CHOICES = 3
WHOLE_PHRASE = 0.35  # somebody typed a keyword of two words or more just as it stands
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
    def keywords(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found; `score` from 0 to about 1.4, comparable between questions."""

    slug: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a question may mean. `sure`: the only hit is the answer; else the person chooses."""

    hits: tuple[Hit, ...]
    sure: bool


class Search:
    """Built once from the library; the same question always finds the same."""

    def __init__(self, entries: Iterable[Findable]) -> None:
        self._terms: dict[str, dict[str, float]] = {}
        self._phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
        for entry in entries:
            named = (*entry.titles, *entry.keywords)
            weights = dict.fromkeys(_terms(tokens(entry.text)), 0.45)
            weights.update((term, 1.0) for phrase in named for term in _terms(tokens(phrase)))
            self._terms[entry.slug] = weights
            self._phrases[entry.slug] = tuple(words for phrase in named if len(words := tokens(phrase)) > 1)
        known = Counter(term for weights in self._terms.values() for term in weights)
        self._rarity = {term: _rarity(len(self._terms), times) for term, times in known.items()}
        self._unheard = _rarity(len(self._terms), 1)

    def find(self, question: str) -> Found:
        """What may be meant, best first: one when it is sure, up to three when not, none when unknown."""
        hits = self.ranked(question)
        if not hits or hits[0].score < POSSIBLE:
            return Found((), sure=False)
        if hits[0].score >= SURE and (len(hits) == 1 or hits[0].score >= CLEARLY_AHEAD * hits[1].score):
            return Found(tuple(hits[:1]), sure=True)
        return Found(tuple(hit for hit in hits[:MOST_CHOICES] if hit.score >= POSSIBLE * 0.8), sure=False)

    def ranked(self, question: str) -> list[Hit]:
        """Every entry with anything in common with the question, best first."""
        words = tokens(question)
        asked = {term: self._rarity.get(term, self._unheard) * _length(term) for term in _terms(words)}
        whole = sum(asked.values())
        if not whole:
            return []
        hits = [Hit(slug, self._score(slug, asked, whole, words)) for slug in self._terms]
        return sorted((hit for hit in hits if hit.score > 0), key=lambda hit: (-hit.score, hit.slug))

    def _score(self, slug: str, asked: dict[str, float], whole: float, words: Sequence[str]) -> float:
        weights = self._terms[slug]
        found = sum(weights.get(term, 0.0) * weight for term, weight in asked.items()) / whole
        return found + WHOLE_PHRASE * any(_inside(phrase, words) for phrase in self._phrases[slug])


def _terms(words: Sequence[str]) -> list[str]:
    """Single words that say something, and every pair that holds one."""
    single = [word for word in words if word not in _EMPTY]
    pairs = [f"{a} {b}" for a, b in pairwise(words) if not (a in _EMPTY and b in _EMPTY)]
    return single + pairs


def _length(term: str) -> float:
    return PAIR if " " in term else 1.0


def _rarity(entries: int, times: int) -> float:
    return math.log(1 + entries / times)


def _inside(phrase: Sequence[str], words: Sequence[str]) -> bool:
    return any(tuple(words[i : i + len(phrase)]) == tuple(phrase) for i in range(len(words) - len(phrase) + 1))
