"""The last question of each person, in memory alone: words of questions are stored nowhere until they go to an officer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.cases.opening import Heard

KEPT = timedelta(minutes=30)
ONE_CASE = timedelta(minutes=10)  # product.md: what one person writes within ten quiet minutes is one case
MOST = 10_000  # remembered at once; the oldest are forgotten first
TO_A_PERSON = "human-contact"  # asks for an officer: the question is the one before it


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, when, and the topics it was answered with."""

    heard: Heard
    at: datetime
    topics: frozenset[str]


class Asked:
    """Gone at a restart: then the bot asks for the question once more."""

    def __init__(self) -> None:
        self._last: dict[int, Question] = {}

    def keep(self, person: int, heard: Heard, at: datetime, topics: Iterable[str]) -> None:
        """They asked this just now."""
        self._last.pop(person, None)
        self._last[person] = Question(heard, at, frozenset(topics))
        while len(self._last) > MOST:
            del self._last[next(iter(self._last))]

    def last(self, person: int, now: datetime, within: timedelta = KEPT) -> Heard | None:
        """Their last question, while it is fresh."""
        found = self._last.get(person)
        if found is None or now - found.at <= within:
            return None if found is None else found.heard
        self.forget(person)
        return None

    def turns_to(self, person: int, topic: str) -> None:
        """They look at something else than their question was answered with."""
        found = self._last.get(person)
        if found is not None and topic not in found.topics:
            self.forget(person)

    def forget(self, person: int) -> None:
        """They left, browse, or an officer has it."""
        self._last.pop(person, None)
