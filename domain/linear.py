"""A linear machine, as it was trained: features weighed by rarity, brought to length one, times weights. Pure."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from zlib import crc32


def key_of(feature: str) -> int:
    """32 bits that stand for a feature; the same on every machine. A few of a hundred thousand share them."""
    return crc32(feature.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Linear:
    """`rows`: from a feature's key to its row; `rarity[row]`; `weights[row * len(answers) + answer]` in `unit`s."""

    answers: tuple[str, ...]
    rows: Mapping[int, int]
    rarity: Sequence[float]
    weights: array[int]
    unit: float
    bias: Sequence[float]

    def scores(self, keys: Iterable[int]) -> list[float]:
        """One number for each answer, above 0 for yes, from the features' keys; what it never learned is nothing."""
        count = len(self.answers)
        sums = [0.0] * count
        square = 0.0
        for row in (self.rows[key] for key in keys if key in self.rows):
            rarity, start = self.rarity[row], row * count
            square += rarity * rarity
            for answer, weight in enumerate(self.weights[start : start + count]):
                sums[answer] += rarity * weight
        scale = self.unit / math.sqrt(square) if square else 0.0
        return [bias + scale * one for bias, one in zip(self.bias, sums, strict=True)]

    def knows(self, feature: str) -> bool:
        """Whether it learned this feature."""
        return key_of(feature) in self.rows

    def reasons(self, features: Iterable[str], answer: str, most: int = 3) -> tuple[str, ...]:
        """The features that spoke for this answer, the loudest first."""
        place, count = self.answers.index(answer), len(self.answers)
        spoke = []
        for feature in features:
            row = self.rows.get(key_of(feature))
            if row is not None and (weight := self.weights[row * count + place]) > 0:
                spoke.append((feature, self.rarity[row] * weight))
        spoke.sort(key=itemgetter(1), reverse=True)
        return tuple(feature for feature, _ in spoke[:most])
