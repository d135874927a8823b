"""What each person asked last, in memory alone: words of questions are stored nowhere until they go to an officer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.cases.opening import Heard

KEPT = timedelta(minutes=30)
ONE_CASE = timedelta(minutes=10)  # product.md: what one person writes within ten quiet minutes is one case
ONE_SENTENCE = timedelta(minutes=2)  # «bố con» / «đánh con» / «đau lắm»
EARLIER = 3  # messages before the last one
MOST = 10_000  # remembered at once; the oldest are forgotten first
TO_A_PERSON = "human-contact"  # asks for an officer: the question is the one before it


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, when, and the topics it was answered with. `piece`: it answered something, and is no question."""

    heard: Heard
    at: datetime
    topics: frozenset[str]
    earlier: tuple[tuple[datetime, Heard], ...] = ()
    piece: bool = False


class Asked:
    """Gone at a restart: then the bot asks for the question once more."""

    def __init__(self) -> None:
        self._last: dict[int, Question] = {}

    def keep(self, person: int, heard: Heard, at: datetime, topics: Iterable[str]) -> None:
        """They asked this just now."""
        before = self._last.pop(person, None)
        earlier = () if before is None else _others(heard, (*before.earlier, (before.at, before.heard)))
        self._last[person] = Question(heard, at, frozenset(topics), earlier)
        while len(self._last) > MOST:
            del self._last[next(iter(self._last))]

    def keep_piece(self, person: int, heard: Heard, at: datetime) -> None:
        """They answered something that was asked: it may be the first piece of a cry, and goes to no officer but with
        one. A question they asked before stays their question.
        """
        before = self._last.pop(person, None)
        if before is None:
            before = Question(heard, at, frozenset(), piece=True)
        elif before.heard.update_id != heard.update_id:
            before = replace(before, earlier=(*_others(heard, before.earlier), (at, heard))[-EARLIER:])
        self._last[person] = before

    def before(self, person: int, now: datetime, within: timedelta = ONE_CASE) -> tuple[Heard, ...]:
        """What they wrote last, at most four messages, oldest first."""
        found = self._last.get(person)
        if found is None:
            return ()
        said = sorted((*found.earlier, (found.at, found.heard)), key=lambda each: each[0])
        return tuple(heard for at, heard in said if now - at <= within)

    def last(self, person: int, now: datetime) -> Heard | None:
        """Their last question, while it is fresh."""
        found = self._last.get(person)
        if found is None or found.piece:
            return None
        if now - found.at <= KEPT:
            return found.heard
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


def _others(heard: Heard, said: Iterable[tuple[datetime, Heard]]) -> tuple[tuple[datetime, Heard], ...]:
    """The last of these but this message: what is looked at twice, as an answer and as a question, was said once."""
    return tuple(each for each in said if each[1].update_id != heard.update_id)[-EARLIER:]


class Guesses:
    """Which topic we took somebody's words for who then looks for another one; for a short while, in memory alone."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[str, datetime]] = {}

    def doubted(self, person: int, topic: str, at: datetime) -> None:
        """They were given a choice, or said that this is not what they meant."""
        self._last.pop(person, None)
        self._last[person] = (topic, at)
        while len(self._last) > MOST:
            del self._last[next(iter(self._last))]

    def turned_to(self, person: int, topic: str, now: datetime) -> str | None:
        """They opened a topic: the one it was mistaken for, if it was, once."""
        taken_for, at = self._last.pop(person, (topic, now))
        return taken_for if taken_for != topic and now - at <= ONE_CASE else None

    def forget(self, person: int) -> None:
        """They left."""
        self._last.pop(person, None)
