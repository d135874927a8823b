"""Where the corpus repeats itself: lines that are nearly the same, and frames that one writer cannot leave."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil

from domain.vietnamese import tokens
from training.corpus import Message

NEAR = 0.6  # of the pairs of words that either line holds
FRAME = 4  # words
SHORT = 4  # pairs of words: lines with fewer are cries, and not compared


def near_pairs(texts: Sequence[str]) -> list[tuple[float, str, str]]:
    """Pairs of lines that share at least `NEAR` of their pairs of words, likest first."""
    held = [frozenset(pairwise(tokens(text))) for text in texts]
    times = Counter(pair for mine in held for pair in mine)
    holds: dict[tuple[str, str], list[int]] = defaultdict(list)
    found = []
    for number, mine in enumerate(held):
        if len(mine) < SHORT:
            continue
        # two lines as like as that share at least one of the rarest pairs of each (prefix filtering)
        rare = sorted(mine, key=lambda pair: (times[pair], pair))[: len(mine) - ceil(NEAR * len(mine)) + 1]
        for other in {each for pair in rare for each in holds[pair]}:
            shared = len(mine & held[other])
            likeness = shared / (len(mine) + len(held[other]) - shared)
            if likeness >= NEAR:
                found.append((likeness, texts[other], texts[number]))
        for pair in rare:
            holds[pair].append(number)
    return sorted(found, reverse=True)


def frames(told: Iterable[Message]) -> list[tuple[str, int]]:
    """Four words in a row and in how many situations they stand, most first."""
    seen: Counter[str] = Counter()
    by_situation: dict[str, set[str]] = defaultdict(set)
    for message in told:
        line = tokens(message.text)
        by_situation[message.situation] |= {" ".join(line[i : i + FRAME]) for i in range(len(line) - FRAME + 1)}
    for held in by_situation.values():
        seen.update(held)
    return seen.most_common()
