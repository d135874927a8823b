"""Reads a message once: how dangerous it sounds, of what kind, and which topics it asks about. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.concepts import Concepts, Written
from domain.features import features, features_of, written
from domain.linear import Linear, key_of
from domain.slips import Slips

URGENT, CONCERN, NONE = LEVELS = ("urgent", "concern", "none")
MOST_TOPICS = 3
DOUBT = 0.25  # share of a concern in what speaks against ringing: it costs an officer's sleep, but somebody is worried
FAINT = 1e-9
CALM = (0.0, 0.0, 1.0)
TELLING = 3  # known words, without which only a word of harm is heard
SHORT = 5  # words that hold none of harm: asked about, at most
WINDOW, STEP = 90, 60  # words: a longer message is read in parts, so that much talk does not drown one sentence


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Chosen on messages the machine had not seen (docs/understanding.md).

    `urgent`: it rings from this `alarm` on; `none`: it is nothing from this likelihood on; `topic`: so far the best
    topic must stand above «something else»; `also`: so far behind the best another topic is a choice beside it.
    """

    urgent: float
    none: float
    topic: float
    also: float


@dataclass(frozen=True, slots=True)
class Model:
    """Three machines, what they learned with, and how their scores are read.

    `words`: the words people write and how often; `concepts`: the thesaurus; `harm`: its concepts of harm.

    `sharpness`: for each level the weights of the three scores, and an offset.
    """

    level: Linear
    category: Linear
    topics: Linear
    words: Mapping[str, int]
    concepts: Mapping[str, Sequence[str]]
    harm: Sequence[str]
    sharpness: Sequence[Sequence[float]]
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Heard:
    """`likely`: how likely each level is (they add up to one). `reasons`: the features that spoke for the level."""

    level: str
    category: str | None
    likely: tuple[float, float, float]
    reasons: tuple[str, ...]


class Reader:
    """Built once; the same text always reads the same."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._concepts = Concepts(model.concepts)
        self._harm = frozenset(model.harm)
        self._means = Slips(model.words).meant

    def written(self, text: str) -> Written:
        """The message word by word, as it was meant."""
        return written(text, self._means)

    def hear(self, text: str, message: Written) -> Heard:
        """The level of the most dangerous part of `text`, whose words are `message`."""
        if len(message.words) <= WINDOW:
            return self._hear(text, message)
        parts = (self._hear(part, self.written(part)) for part in _parts(text))
        return max(parts, key=lambda heard: (LEVELS[::-1].index(heard.level), alarm(heard.likely)))

    def topics(self, text: str) -> tuple[str, ...]:
        """What it asks about, best first, at most three; none when it is about something else."""
        return tuple(slug for slug, _ in self._ranked(text))

    def choices(self, text: str) -> tuple[str, ...]:
        """The best topic, and those so close behind that only whoever asks knows which was meant."""
        return tuple(slug for slug, behind in self._ranked(text) if behind <= self._model.thresholds.also)

    def _ranked(self, text: str) -> Sequence[tuple[str, float]]:
        """The best topics, each with how far it stands behind the first."""
        model = self._model
        keys = [key_of(feature) for feature in features(text, self._concepts, self._means)]
        scores = dict(zip(model.topics.answers, model.topics.scores(model.topics.rows.of(keys)), strict=True))
        elsewhere = scores.pop(NONE)
        best = sorted(scores, key=lambda slug: (-scores[slug], slug))[:MOST_TOPICS]
        if scores[best[0]] - elsewhere < model.thresholds.topic:
            return ()
        return [(slug, scores[best[0]] - scores[slug]) for slug in best]

    def _hear(self, text: str, message: Written) -> Heard:
        model = self._model
        concepts = self._concepts.seen(message)
        harm = any(each.name in self._harm for each in concepts)
        if not harm and self._known(message) < TELLING:
            return Heard(NONE, None, CALM, ())
        seen = features_of(text, message, concepts)
        keys = [key_of(feature) for feature in seen]
        rows = model.level.rows.of(keys)
        likely = _likely(model.level.scores(rows), model.sharpness)
        if alarm(likely) >= model.thresholds.urgent and (harm or len(message.words) > SHORT):
            level = URGENT
        else:
            level = NONE if likely[2] >= model.thresholds.none else CONCERN
        category = None
        if level != NONE:
            kinds = model.category.scores(model.category.rows.of(keys))
            category = model.category.answers[kinds.index(max(kinds))]
        return Heard(level, category, likely, model.level.reasons(seen, rows, level))

    def _known(self, message: Written) -> int:
        """How many of its words it has learned: a name or an hour alone looks like anything."""
        return sum(word.isalpha() and self._model.level.knows(word) for word in message.words)


def alarm(likely: Sequence[float]) -> float:
    """How much speaks for ringing: urgent against nothing, and a little against a mere concern."""
    urgent, concern, none = (math.log(max(each, FAINT)) for each in likely)
    return urgent - (1 - DOUBT) * none - DOUBT * concern


def _likely(scores: Sequence[float], sharpness: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """From scores to likelihoods: a softmax over sums learned on unseen messages."""
    sums = [offset + sum(w * s for w, s in zip(weights, scores, strict=True)) for *weights, offset in sharpness]
    highest = max(sums)
    urgent, concern, none = (math.exp(each - highest) for each in sums)
    whole = urgent + concern + none
    return urgent / whole, concern / whole, none / whole


def _parts(text: str) -> Iterator[str]:
    words = text.split()
    for start in range(0, max(1, len(words) - WINDOW + STEP), STEP):
        yield " ".join(words[start : start + WINDOW])
