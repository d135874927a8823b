"""Where the corpus repeats itself: lines that are nearly the same, and frames that one writer cannot leave."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from domain.vietnamese import tokens
from training.corpus import Message

NEAR = 0.6  # of the pairs of words that either line holds
FRAME = 4  # words
CROWD = 40  # lines that share three words in a row: an idiom, not a copy


def near_pairs(texts: Sequence[str]) -> list[tuple[float, str, str]]:
    """Pairs of lines that share at least `NEAR` of their pairs of words, likest first. Lines under 5 words are short
    because cries are: they are not compared."""
    words = [tokens(text) for text in texts]
    held = [frozenset(pairwise(w)) for w in words]
    by_three: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, line in enumerate(words):
        if len(line) >= 5:
            for three in {line[i : i + 3] for i in range(len(line) - 2)}:
                by_three[three].append(number)
    candidates = {pair for many in by_three.values() if len(many) <= CROWD for pair in combinations(many, 2)}
    found = []
    for one, other in candidates:
        likeness = len(held[one] & held[other]) / len(held[one] | held[other])
        if likeness >= NEAR:
            found.append((likeness, texts[one], texts[other]))
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
