"""Slips of the thumb: «dnah» was «đánh», «boem» was «bố em»: the likeliest words that people do write. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
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
        self.meant = lru_cache(maxsize=8192)(self._meant)

    def _meant(self, word: str) -> str:
        """The folded word or words that were meant: first as keys (domain/spelling.py), then as a slip of them."""
        read = meant(word)
        if read in self._likely or not read.isalpha() or len(read) < _SHORTEST:
            return read
        ways = (*_shortened(read), *(() if is_syllable(read) else _near(read)))
        slips = ((self._likely[other] - cost, other) for cost, other in ways if other in self._likely)
        best = max((*slips, *self._apart(read)), default=None)
        return read if best is None else best[1]

    def _apart(self, word: str) -> Iterator[tuple[float, str]]:
        """The likeliest words in a row that make this one: whole syllables, and teencode."""
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(word) + 1):
            ways = (
                (best[start][0] + self._likely[said] - _JOINED, f"{best[start][1]} {said}".lstrip())
                for start in range(max(0, end - _LONGEST_WORD), end)
                if (said := self._piece(word[start:end])) is not None
            )
            best.append(max(ways, default=(-math.inf, "")))
        if best[-1][0] > -math.inf:
            yield best[-1]

    def _piece(self, part: str) -> str | None:
        said = TEENCODE.get(part, part) if len(part) > 1 else part
        return said if said in self._likely and is_syllable(part) else None


def _shortened(word: str) -> Iterator[tuple[float, str]]:
    """How pupils leave letters out: «trog» is «trong», «dah» is «danh», «nge» is «nghe»."""
    if word[-1] in "gh" and word[-2] not in "nc":
        yield _SHORTENED, f"{word[:-1]}n{word[-1]}"
    for onset in ("ng", "g"):
        if word.startswith(onset) and word[len(onset) :][:1] in ("e", "i"):
            yield _SHORTENED, f"{onset}h{word[len(onset) :]}"
            return


def _near(word: str) -> Iterator[tuple[float, str]]:
    """Everything one slip away, and how unlikely that slip is."""
    for i, sign in enumerate(word):
        before, after = word[:i], word[i + 1 :]
        yield (_TWICE if sign in before[-1:] or _beside(sign, before[-1:]) else _NEIGHBOUR), before + after
        if after and after[0] != sign:
            yield _SWAPPED, before + after[0] + sign + after[1:]
        for other in ascii_lowercase:
            if other != sign:
                yield (_NEIGHBOUR if _beside(sign, other) else _ELSE), before + other + after
    for i in range(len(word) + 1):
        for other in ascii_lowercase:
            yield _LOST, word[:i] + other + word[i:]


@lru_cache(maxsize=1024)
def _beside(one: str, other: str) -> bool:
    """Whether two keys touch."""
    places = [(row.find(sign), high) for sign in (one, other) for high, row in enumerate(_ROWS) if sign and sign in row]
    if len(places) < 2:
        return False
    (left, up), (right, down) = places
    return abs(left - right) <= 1 and abs(up - down) <= 1
