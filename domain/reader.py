"""Reads a message once: how dangerous it sounds, of what kind, and which topics it asks about. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from operator import mul

from domain.concepts import Concepts, Seen, Written
from domain.features import features_of, keys_apart, written
from domain.linear import Linear, key_of
from domain.slips import Slips
from domain.spelling import JOINED

URGENT, CONCERN, NONE = LEVELS = ("urgent", "concern", "none")
ASKED = "asked"  # a question and no more: as harmless as none, but it sounds otherwise
SOUNDS = (*LEVELS, ASKED)
MOST_TOPICS = 3
DOUBT = 0.25  # share of a concern in what speaks against ringing: it costs an officer's sleep, but somebody is worried
WORRY = 2.0  # what a concern counts in what speaks against nothing: as many of them as of urgent ones pass for nothing
ASKS, EASE = 0.5, 2.0  # from this likelihood of a mere question on it takes twice the unease to be asked back
TELLS = 0.5  # below this likelihood of nothing, mere questions with it, something is told
RECENT = 8  # texts that are known already: level and topics are asked for one after the other
KINDS = 2  # categories a message may be of
FAINT = 1e-9
CALM = (0.0, 0.0, 1.0)
TELLING = 3  # known words, without which only a word of harm is heard
SHORT = 5  # words that hold none of harm: asked about, at most
EVERYDAY, FEW = frozenset(JOINED.values()), 8  # «đánh thức», in a line of few words that holds none of harm: nothing
WINDOW, STEP = 90, 60  # words: a longer message is read in parts, so that much talk does not drown one sentence


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Chosen on messages the machine had not seen (docs/understanding.md).

    `urgent`: it rings from this `alarm` on; `none`: it is nothing below this `unease`; `topic`: so far the best
    topic must stand above «something else»; `also`: so far behind the best another topic is a choice beside it.
    """

    urgent: float
    none: float
    topic: float
    also: float


@dataclass(frozen=True, slots=True)
class Model:
    """Four machines, what they learned with, and how their scores are read.

    `level` and `apart` hear how dangerous it sounds: by what stands together, and by words some places apart.
    `category` looks at the rows of `level`.

    `words`: the words people write and how often; `concepts`: the thesaurus; `harm`: its concepts of harm.

    `sharpness`: for each of SOUNDS the weights of the scores, those of `level` first, and an offset.
    """

    level: Linear
    apart: Linear
    category: Linear
    topics: Linear
    words: Mapping[str, int]
    concepts: Mapping[str, Sequence[str]]
    harm: Sequence[str]
    sharpness: Sequence[Sequence[float]]
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Heard:
    """`kinds`: the likeliest categories, best first; none where nothing is heard.

    `likely`: how likely each level is (they add up to one). `reasons`: the features that spoke for the level.

    `tells`: more likely than not somebody is in danger or worried; it is asked back from much less on.
    """

    level: str
    kinds: tuple[str, ...]
    likely: tuple[float, float, float]
    reasons: tuple[str, ...]
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A text as all machines look at it: its words, the concepts in them, the features and their keys."""

    message: Written
    concepts: Sequence[Seen]
    features: Sequence[str]
    keys: Sequence[int]


class Reader:
    """Built once; the same text always reads the same."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._concepts = Concepts(model.concepts)
        self._harm = frozenset(model.harm)
        self._means = Slips(model.words).meant
        self._written = lru_cache(RECENT)(partial(written, means=self._means))
        self._looked = lru_cache(RECENT)(self._look)
        self._ranked = lru_cache(RECENT)(self._rank)

    def written(self, text: str) -> Written:
        """The message word by word, as it was meant."""
        return self._written(text)

    def _look(self, text: str) -> Looked:
        message = self.written(text)
        concepts = self._concepts.seen(message)
        seen = features_of(text, message, concepts)
        return Looked(message, concepts, seen, list(map(key_of, seen)))

    def hear(self, text: str) -> Heard:
        """The level of the most dangerous part of `text`."""
        looked = self._looked(text)
        if len(looked.message.words) <= WINDOW:
            return self._hear(looked)
        parts = (self._hear(self._look(part)) for part in _parts(text))
        return max(parts, key=lambda heard: (LEVELS[::-1].index(heard.level), alarm(heard.likely)))

    def topics(self, text: str) -> tuple[str, ...]:
        """What it asks about, best first, at most three; none when it is about something else."""
        return tuple(slug for slug, _ in self._ranked(text))

    def choices(self, text: str) -> tuple[str, ...]:
        """The best topic, and those so close behind that only whoever asks knows which was meant."""
        return tuple(slug for slug, behind in self._ranked(text) if behind <= self._model.thresholds.also)

    def _rank(self, text: str) -> Sequence[tuple[str, float]]:
        """The best topics, each with how far it stands behind the first."""
        model = self._model
        rows = model.topics.rows.of(self._looked(text).keys)
        scores = dict(zip(model.topics.answers, model.topics.scores(rows), strict=True))
        elsewhere = scores.pop(NONE)
        best = sorted(scores, key=lambda slug: (-scores[slug], slug))[:MOST_TOPICS]
        if scores[best[0]] - elsewhere < model.thresholds.topic:
            return ()
        return [(slug, scores[best[0]] - scores[slug]) for slug in best]

    def _hear(self, looked: Looked) -> Heard:
        model, message, concepts = self._model, looked.message, looked.concepts
        harm = any(each.name in self._harm for each in concepts)
        if not harm and not self._tells(message):
            return Heard(NONE, (), CALM, ())
        rows = model.level.rows.of(looked.keys)
        apart = model.apart.rows.of(keys_apart(message, concepts))
        sounds = sounds_of([*model.level.scores(rows), *model.apart.scores(apart)], model.sharpness)
        likely = _levels(sounds)
        if alarm(likely) >= model.thresholds.urgent and (harm or len(message.words) > SHORT):
            level = URGENT
        else:
            at_ease = model.thresholds.none * (EASE if sounds[-1] >= ASKS else 1)
            calm = unease(likely) < at_ease or (not harm and _is_everyday(message.words))
            level = NONE if calm else CONCERN
        kinds: tuple[str, ...] = ()
        if level != NONE:
            scores = dict(zip(model.category.answers, model.category.scores(rows), strict=True))
            kinds = tuple(sorted(scores, key=lambda kind: -scores[kind])[:KINDS])
        return Heard(level, kinds, likely, model.level.reasons(looked.features, rows, level), likely[-1] < TELLS)

    def _tells(self, message: Written) -> bool:
        """Whether it has learned enough of its words: a name or an hour alone looks like anything."""
        known = (word for word in message.words if word.isalpha() and self._model.level.knows(word))
        return next(islice(known, TELLING - 1, None), None) is not None


def _is_everyday(words: Sequence[str]) -> bool:
    return len(words) <= FEW and not EVERYDAY.isdisjoint(words)


def alarm(likely: Sequence[float]) -> float:
    """How much speaks for ringing: urgent against nothing, and a little against a mere concern."""
    urgent, concern, none = (math.log(max(each, FAINT)) for each in likely)
    return urgent - (1 - DOUBT) * none - DOUBT * concern


def unease(likely: Sequence[float]) -> float:
    """How much speaks for asking rather than passing over."""
    urgent, concern, _ = likely
    return urgent + WORRY * concern


def likely_of(scores: Sequence[float], sharpness: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """How likely each level is; a mere question is none."""
    return _levels(sounds_of(scores, sharpness))


def sounds_of(scores: Sequence[float], sharpness: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    """How much it sounds like each of SOUNDS: a softmax over sums learned on unseen messages."""
    sums = [offset + sum(map(mul, weights, scores)) for *weights, offset in sharpness]
    highest = max(sums)
    urgent, concern, none, asked = (math.exp(each - highest) for each in sums)
    whole = urgent + concern + none + asked
    return urgent / whole, concern / whole, none / whole, asked / whole


def _levels(sounds: Sequence[float]) -> tuple[float, float, float]:
    urgent, concern, none, asked = sounds
    return urgent, concern, none + asked


def _parts(text: str) -> Iterator[str]:
    words = text.split()
    for start in range(0, max(1, len(words) - WINDOW + STEP), STEP):
        yield " ".join(words[start : start + WINDOW])
