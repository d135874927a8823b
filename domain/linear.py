"""A linear machine, as it was trained: features weighed by rarity, brought to length one, times weights. Pure."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import mul
from zlib import crc32


def key_of(feature: str) -> int:
    """32 bits that stand for a feature; the same on every machine. A few of a hundred thousand share them."""
    return crc32(feature.encode("utf-8", "surrogatepass"))


SHIFT = 18  # a key's first fourteen bits say in which of 16,384 stretches it stands


class Keys:
    """Rows by the keys of their features, ascending: as quick as a dictionary, in a tenth of its memory."""

    def __init__(self, keys: array[int]) -> None:
        self.all = keys
        self._starts = array("I", [0])
        for stretch in range(1, 1 << 32 - SHIFT):
            self._starts.append(bisect_left(keys, stretch << SHIFT, self._starts[-1]))
        self._starts.append(len(keys))

    def __len__(self) -> int:
        return len(self.all)

    def of(self, keys: Iterable[int]) -> list[int]:
        """The row of each key; below 0 when it was never learned."""
        learned, starts, many, find = self.all, self._starts, len(self.all), bisect_left
        rows = []
        for key in keys:  # a call for each would cost more than finding it
            stretch = key >> SHIFT
            row = find(learned, key, starts[stretch], starts[stretch + 1])
            rows.append(row if row < many and learned[row] == key else -1)
        return rows

    def row(self, key: int) -> int:
        """Where a key stands; below 0 when it was never learned."""
        return self.of((key,))[0]


@dataclass(frozen=True, slots=True)
class Linear:
    """`rarity[row]` of a feature, 0 for none of its own; `weights[row * len(answers) + answer]` in `unit`s."""

    answers: tuple[str, ...]
    rows: Keys
    rarity: Sequence[float]
    weights: array[int]
    unit: float
    bias: Sequence[float]

    def scores(self, rows: Iterable[int]) -> list[float]:
        """One number for each answer, above 0 for yes; what it never learned (a row below 0) is nothing."""
        weights, count = self.weights, len(self.answers)
        known = [row for row in rows if row >= 0 and self.rarity[row]]
        if not known:
            return list(self.bias)
        rarity = [self.rarity[row] for row in known]
        scale = self.unit / math.sqrt(sum(map(mul, rarity, rarity)))
        columns = zip(*[weights[row * count : row * count + count] for row in known], strict=True)
        return [bias + scale * sum(map(mul, rarity, column)) for bias, column in zip(self.bias, columns, strict=True)]

    def knows(self, feature: str) -> bool:
        """Whether it learned this feature."""
        return self.rows.row(key_of(feature)) >= 0

    def reasons(self, features: Sequence[str], rows: Sequence[int], answer: str, most: int = 3) -> tuple[str, ...]:
        """The features (each with its row) that spoke for this answer, the loudest first."""
        place, count = self.answers.index(answer), len(self.answers)
        known = [(feature, row) for feature, row in zip(features, rows, strict=True) if row >= 0]
        spoke = [(self.rarity[row] * self.weights[row * count + place], feature) for feature, row in known]
        return tuple(feature for loud, feature in nlargest(most, spoke) if loud > 0)
