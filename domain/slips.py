"""Slips of the thumb: «dnah» was «đánh», «boem» was «bố em»: the likeliest words that people do write. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from string import ascii_lowercase

from domain.spelling import TEENCODE, is_syllable, meant

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# how unlikely each slip is, in natural logarithms
_SHORTENED, _SWAPPED, _TWICE, _NEIGHBOUR, _LOST, _ELSE = 1.0, 3.0, 3.0, 4.5, 4.5, 7.0
_JOINED = 4.0  # a forgotten space
_SHORTEST = 3  # letters; what is shorter may be anything
_LONGEST_WORD = 7  # «nghieng»


class Slips:
    """Built once from the words people write and how often; an answer is remembered for a while."""

    def __init__(self, known: Mapping[str, int]) -> None:
        whole = sum(known.values()) or 1
        self._likely = {word: math.log(times / whole) for word, times in known.items()}
        self.near = _Near(self._likely).of
        self._pieces = {
            part: said
            for part in (*self._likely, *TEENCODE)
            if is_syllable(part) and (said := TEENCODE.get(part, part) if len(part) > 1 else part) in self._likely
        }
        self.meant = lru_cache(maxsize=8192)(self._meant)

    def _meant(self, word: str) -> str:
        """The folded word or words that were meant: first as keys (domain/spelling.py), then as a slip of them."""
        read = meant(word)
        if read in self._likely or not read.isalpha() or len(read) < _SHORTEST:
            return read
        ways = (*_shortened(read), *(() if is_syllable(read) else self.near(read)))
        slips = ((self._likely[other] - cost, other) for cost, other in ways if other in self._likely)
        best = max((*slips, *self._apart(read)), default=None)
        return read if best is None else best[1]

    def _apart(self, word: str) -> Iterator[tuple[float, str]]:
        """The likeliest words in a row that make this one: whole syllables, and teencode."""
        best: list[tuple[float, str] | None] = [(0.0, "")]
        for end in range(1, len(word) + 1):
            ways = [
                (before[0] + self._likely[said] - _JOINED, f"{before[1]} {said}".lstrip())
                for start in range(max(0, end - _LONGEST_WORD), end)
                if (before := best[start]) is not None and (said := self._pieces.get(word[start:end])) is not None
            ]
            best.append(max(ways, default=None))
        if best[-1] is not None:
            yield best[-1]


def _shortened(word: str) -> Iterator[tuple[float, str]]:
    """How pupils leave letters out: «trog» is «trong», «dah» is «danh», «nge» is «nghe»."""
    if word[-1] in "gh" and word[-2] not in "nc":
        yield _SHORTENED, f"{word[:-1]}n{word[-1]}"
    for onset in ("ng", "g"):
        if word.startswith(onset) and word[len(onset) :][:1] in ("e", "i"):
            yield _SHORTENED, f"{onset}h{word[len(onset) :]}"
            return


class _Near:
    """The known words one slip away from a word. Found by what both leave when one letter is taken out (SymSpell's
    way): a look in a table for each letter, where trying every letter in every place takes hundreds."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        left: dict[str, list[str]] = {}
        for word in sorted(self._known):
            for short in {before + after for before, _, after in _without_one(word)}:
                left.setdefault(short, []).append(word)
        self._longer = {short: tuple(words) for short, words in left.items()}

    def of(self, word: str) -> Iterator[tuple[float, str]]:
        """Each word with how unlikely that slip is; one that two slips lead to may come twice."""
        for longer in self._longer.get(word, ()):
            if any(sign in ascii_lowercase and before + after == word for before, sign, after in _without_one(longer)):
                yield _LOST, longer
        for before, sign, after in _without_one(word):
            shorter = before + after
            if shorter in self._known:
                yield (_TWICE if sign in before[-1:] or _beside(sign, before[-1:]) else _NEIGHBOUR), shorter
            for other in self._longer.get(shorter, ()):
                if (cost := _one_for_another(word, other)) is not None:
                    yield cost, other


def _without_one(word: str) -> Iterator[tuple[str, str, str]]:
    return ((word[:i], sign, word[i + 1 :]) for i, sign in enumerate(word))


def _one_for_another(typed: str, other: str) -> float | None:
    """How unlikely it is that one letter was hit for another, or two swapped; None: it is something else."""
    if len(typed) != len(other) or typed == other:
        return None
    apart = [i for i, (one, two) in enumerate(zip(typed, other, strict=True)) if one != two]
    first, last = apart[0], apart[-1]
    if first == last:
        if other[first] not in ascii_lowercase:
            return None
        return _NEIGHBOUR if _beside(typed[first], other[first]) else _ELSE
    swapped = last == first + 1 and typed[first] == other[last] and typed[last] == other[first]
    return _SWAPPED if swapped else None


@lru_cache(maxsize=1024)
def _beside(one: str, other: str) -> bool:
    """Whether two keys touch."""
    places = [(row.find(sign), high) for sign in (one, other) for high, row in enumerate(_ROWS) if sign and sign in row]
    if len(places) < 2:
        return False
    (left, up), (right, down) = places
    return abs(left - right) <= 1 and abs(up - down) <= 1
