"""Is a child in danger? What the reader has learned, and the few rules that stand above it (labelling.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.ages import age_of
from domain.concepts import Concepts, Seen, Written
from domain.reader import MOST_TOPICS, Reader

OTHER, ILL = "other", "accident_medical"
LONGEST_CRY, LETTERS = 84, 7  # signs of a bare cry; of a word with its space
SAVE = "cuu"
SIGN = re.compile(r"🆘(?:[\ufe0f ]*🆘)*")  # a sign that is a word, and one only however often it stands there
LONGEST_TIME = 16  # words
RECENT = 8  # messages whose reading is known: one is asked about several times on its way through the house
APART, BESIDE = 3, 2  # words between who and what they do; between that and to whom
SUFFERED = "bi"  # «bị»
PLACES = frozenset({"o", "tai"})  # what follows them is a place


class Level(StrEnum):
    """Would a duty officer want to be woken for this message?"""

    URGENT = "urgent"
    CONCERN = "concern"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is heard by itself, whatever the reader makes of the rest. `urgent`: by category.

    A message of nothing but a `cry` and words of address (`address`) is a cry for help; one of nothing but `times`
    only says when; `conditions` tell of a child's health where that was asked for, unless something `acute` stands
    there without a word like «khi sốt» (`sometimes`), or with one like «đang» (`now`). Where nothing was heard,
    somebody of `who` who `does` something to one of `whom`, one of `whom` who `suffers` it, and a `worrying` phrase
    are asked about. `general` questions and `harmless` phrases keep all that from being heard by itself.

    `topics`: what a message is about in which danger of a category is heard, and `worried` where it is no more than a
    concern: of several the one its words ask for most, else the first. `asking`: topics nobody only tells of: where
    one of them is clearly asked for, it is, whatever else is told.
    """

    urgent: Mapping[str, tuple[str, ...]]
    cry: tuple[str, ...]
    address: tuple[str, ...]
    times: tuple[str, ...]
    conditions: tuple[str, ...]
    acute: tuple[str, ...]
    sometimes: tuple[str, ...]
    now: tuple[str, ...]
    who: tuple[str, ...]
    does: tuple[str, ...]
    whom: tuple[str, ...]
    suffers: tuple[str, ...]
    worrying: tuple[str, ...]
    harmless: tuple[str, ...]
    general: tuple[str, ...]
    topics: Mapping[str, tuple[str, ...]]
    worried: Mapping[str, tuple[str, ...]]
    asking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was heard, and what decided.

    `told`: what it is about, the likeliest categories, where more likely something is told than that it sounds so.
    """

    level: Level
    category: str | None
    evidence: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


class Triage:
    """Reads messages; built once. Pure: the same text always reads the same."""

    def __init__(self, phrases: Phrases, reader: Reader) -> None:
        self._reader = reader
        self._urgent = Concepts(phrases.urgent)
        self._cry = Concepts({OTHER: phrases.cry, "address": phrases.address})
        self._times = Concepts({"time": phrases.times})
        self._conditions = Concepts({"condition": phrases.conditions})
        self._acute = Concepts({"acute": phrases.acute, "sometimes": phrases.sometimes, "now": phrases.now})
        self._scene = Concepts(
            {"who": phrases.who, "does": phrases.does, "whom": phrases.whom, "suffers": phrases.suffers}
        )
        self._worrying = Concepts({"worrying": phrases.worrying})
        self._recent = lru_cache(RECENT)(self._read)
        self._calm = Concepts({"calm": (*phrases.harmless, *phrases.general)})
        self._asking = frozenset(phrases.asking)
        self._fitting = {Level.URGENT: phrases.topics, Level.CONCERN: {**phrases.topics, **phrases.worried}}

    def read(self, text: str) -> Reading:
        """The level of one message (several sent in a row: joined by line breaks)."""
        return self._recent(text)

    def _read(self, text: str) -> Reading:
        message = self._reader.written(text)
        if cry := next(filter(None, map(self._bare_cry, SIGN.sub(" sos ", text).splitlines())), None):
            return Reading(Level.URGENT, OTHER, (cry,))
        if not message.words:
            return Reading(Level.NONE, None)
        if self._is_mere_answer(text, message):
            return Reading(Level.NONE, None)
        heard = self._reader.hear(text)
        level = Level(heard.level)
        if level is not Level.URGENT and not self._calm.seen(message):
            said = self._urgent.seen(message)
            if level is Level.CONCERN and not said:
                said = [each for each in self._cry.seen(message) if _calls(message, each)]
            if said:
                return Reading(Level.URGENT, said[0].name, (_words(message, said[0]),), (said[0].name,))
            if level is Level.NONE and (worries := self._worries(message)) is not None:
                return Reading(Level.CONCERN, OTHER, (worries,))
        return Reading(level, next(iter(heard.kinds), None), heard.reasons, heard.kinds if heard.tells else ())

    def _worries(self, message: Written) -> str | None:
        """The words that are asked about though the reader found nothing in them: a child often only asks."""
        if said := self._worrying.seen(message):
            return _words(message, said[0])
        seen = self._scene.seen(message)
        who, does, whom, suffers = ([s for s in seen if s.name == name] for name in ("who", "does", "whom", "suffers"))
        for deed in does:
            before = [each for each in who if 0 <= deed.start - each.end <= APART]
            after = any(0 <= each.start - deed.end <= BESIDE for each in whom)
            suffered = any(each.end == deed.start and _is_suffered(message, each) for each in before)
            if before and (after or suffered):
                return _words(message, Seen(deed.name, min(each.start for each in before), deed.end))
        for harm in suffers:
            before = [each for each in whom if 0 < harm.start - each.end <= APART]
            if before and _is_suffered(message, harm):
                return _words(message, Seen(harm.name, before[-1].start, harm.end))
        return None

    def is_mere_answer(self, text: str) -> bool:
        """Whether it says when, or how old, and nothing else."""
        return self._is_mere_answer(text, self._reader.written(text))

    def tells_of_health(self, text: str) -> bool:
        """Whether it names what a child has to live with, nothing worse is heard than illness or accident, and no
        help is needed this minute."""
        reading, message = self.read(text), self._reader.written(text)
        calm = reading.level is Level.NONE or reading.category == ILL
        signs = {each.name for each in self._acute.seen(message)}
        acute = "acute" in signs and ("now" in signs or "sometimes" not in signs)
        return calm and not acute and bool(self._conditions.seen(message))

    def written(self, text: str) -> Written:
        """The message word by word, as it was meant."""
        return self._reader.written(text)

    def topics(self, text: str) -> tuple[str, ...]:
        """The topics a message asks about, best first; none when it is nothing we know, or only calls somebody."""
        if self._only_calls(text):
            return ()
        found, told = self._reader.topics(text), self._told(text)
        return tuple(dict.fromkeys((*told[:1], *found[:1], *told[1:], *found)))[:MOST_TOPICS]

    def choices(self, text: str) -> tuple[str, ...]:
        """The same, without those that stand far behind the best: one where it is clear what is asked about."""
        if self._only_calls(text):
            return ()
        return tuple(dict.fromkeys((*self._told(text)[:1], *self._reader.choices(text))))[:MOST_TOPICS]

    def _told(self, text: str) -> tuple[str, ...]:
        """What a message is about that tells something: topics were learned from questions, and it asks none.

        Nothing where the likeliest category is of no kind: the second is a mere guess then.
        """
        reading, ranked, clear = self.read(text), self._reader.topics(text), self._reader.choices(text)
        told: list[str] = []
        if len(clear) == 1 and clear[0] in self._asking:
            return ()
        for kind in reading.told:
            fitting = self._fitting[reading.level].get(kind, ())
            if not fitting and not told:
                break
            told += [next((slug for slug in ranked if slug in fitting), fitting[0])] if fitting else []
        return tuple(told)

    def _is_mere_answer(self, text: str, message: Written) -> bool:
        says_when = bool(message.words) and len(message.words) <= LONGEST_TIME and _covers(message, self._times)
        return says_when or age_of(text) is not None

    def _only_calls(self, text: str) -> bool:
        return _covers(self._reader.written(text), self._cry)

    def _bare_cry(self, line: str) -> str | None:
        """The words of the cry, where a line holds nothing else but perhaps a place: no harmless object."""
        if len(line) > LONGEST_CRY or len((message := self._reader.written(line)).words) > LONGEST_CRY // LETTERS:
            return None
        covered = _covered(message, self._cry)
        bare = next((place for place in range(len(message.words)) if place not in covered), len(message.words))
        cry = next((each for each in self._cry.seen(message) if each.name == OTHER), None)
        if cry is None or (bare < len(message.words) and not (cry.end <= bare and _is_a_place(message, bare))):
            return None
        return _words(message, cry)


def _is_a_place(message: Written, bare: int) -> bool:
    """Whether a place begins there, or with the number before: «ở ngõ 5», «ở 12 ngõ 5»."""
    before = next((word for word in reversed(message.words[:bare]) if word.isalpha()), "")
    return before in PLACES


def _covered(message: Written, concepts: Concepts) -> set[int]:
    """The places of words that belong to these concepts, and of numbers."""
    seen = {place for each in concepts.seen(message) for place in range(each.start, each.end)}
    return seen | {place for place, word in enumerate(message.words) if not word.isalpha()}


def _covers(message: Written, concepts: Concepts) -> bool:
    return len(_covered(message, concepts)) == len(message.words)


def _calls(message: Written, seen: Seen) -> bool:
    """Whether somebody is called to the rescue in the middle of a message: «cứu em», not the «cứu» of every game."""
    return seen.name == OTHER and seen.end - seen.start > 1 and message.words[seen.start] == SAVE


def _is_suffered(message: Written, seen: Seen) -> bool:
    return seen.start > 0 and message.words[seen.start - 1] == SUFFERED


def _words(message: Written, seen: Seen) -> str:
    return " ".join(message.words[seen.start : seen.end])
