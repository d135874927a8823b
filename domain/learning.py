"""What the bot missed: questions without an answer, phrases many people used, what people corrected. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.vietnamese import fold
from domain.working_time import HANOI

MANY = 5  # product.md §3: a phrase is kept once so many people used it
MOST_SHOWN = 12
_LONGEST = 60  # signs; what is longer is a story, and tells whose it is
_DIGITS = 3  # in a row: a number of somebody


@dataclass(frozen=True, slots=True)
class Correction:
    """What was taken for what. Levels are written `level:urgent`, topics as their slugs."""

    taken_for: str
    meant: str


def of_level(heard: str, meant: str) -> Correction:
    """A level that was heard, and what the person (or the officer) made of it."""
    return Correction(f"level:{heard}", meant)


PASSED_OVER = of_level("none", "help")  # 🆘 within ten minutes after words nobody heard danger in
ANSWERS = {answer: of_level("concern", answer) for answer in ("help", "talk", "info")}  # to the gentle question
LEVELS = (PASSED_OVER, *ANSWERS.values())


@dataclass(frozen=True, slots=True)
class Rang:
    """Cases that words opened by themselves: how many, taken back by their sender, closed as a false alarm."""

    cases: int
    taken_back: int
    false_alarms: int


@dataclass(frozen=True, slots=True)
class Misses:
    """Counts from this month and the last, the most frequent first. `unanswered`: by nearest topic."""

    unanswered: tuple[tuple[str, int], ...]
    phrases: tuple[tuple[str, int], ...]
    guesses: tuple[tuple[Correction, int], ...]
    levels: tuple[tuple[Correction, int], ...]
    rang: Rang


def misses_of(
    unanswered: Iterable[tuple[str, int]],
    phrases: Iterable[tuple[str, int]],
    corrections: Iterable[tuple[Correction, int]],
    rang: Rang,
) -> Misses:
    """Everything that was counted, put in order."""
    counted: Counter[Correction] = Counter()
    for correction, times in corrections:
        counted[correction] += times
    guesses = [(each, times) for each, times in counted.most_common() if each not in LEVELS]
    levels = tuple((each, counted[each]) for each in LEVELS)
    return Misses(_most(unanswered), _most(phrases), tuple(guesses[:MOST_SHOWN]), levels, rang)


def phrase_of(question: str) -> str | None:
    """The phrase two people share however they type it; None for what is too long, empty, or holds a number."""
    words = fold(question).split()
    phrase = " ".join(words)
    if not any(word.isalpha() for word in words) or len(phrase) > _LONGEST:
        return None
    return None if any(sum(sign.isdigit() for sign in word) >= _DIGITS for word in words) else phrase


def month_name(moment: datetime) -> str:
    """The month in Hà Nội, like `2026-11`."""
    return f"{moment.astimezone(HANOI):%Y-%m}"


def _most(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    added: Counter[str] = Counter()
    for name, times in counts:
        added[name] += times
    return tuple(added.most_common(MOST_SHOWN))
