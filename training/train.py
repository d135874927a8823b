"""`make train`: teaches the reader from the corpus and writes what it learned to content/vi/understanding/model.zip.

The same corpus gives the same file. Needs scikit-learn, which the bot itself does not.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from bot.settings import CONTENT
from domain.concepts import Concepts
from domain.features import Means, features_of, keys_apart, written
from domain.linear import Keys, Linear, key_of
from domain.reader import ASKED, LEVELS, NONE, SOUNDS, Model, Thresholds, alarm, likely_of, unease
from domain.slips import Slips
from storage.understanding import read_concepts, write_model
from training.corpus import digest, is_calm, is_test, messages, questions
from training.styles import STYLES, beside

FOLDS = 5
WRITTEN = ("full", "plain", "voice")  # ways of typing whose words are words
USUAL = 4  # times a word is written before it can be what a slip meant
LEAST = 2  # texts a feature must stand in, for every way they are typed
ALSO_TYPED = ("plain", "telex", "typos", "teencode")
HARSHNESS = {"level": 0.3, "apart": 0.3, "category": 0.5, "topics": 0.3}  # C of the machine, chosen on the folds
COUNTING = {"level": 0.25, "apart": 0.0, "category": 0.5, "topics": 0.0}  # share of what counting says beside it
FALSE_ALARMS = 0.0625  # of harmless messages it never saw may ring: hearing the child comes first (labelling.md)
PASSED_OVER = 0.0105  # of urgent messages it never saw may be taken for nothing, hints and jokes among them
CLEAR = 0.93  # of questions that are answered at once, without a choice, get the right topic
TOLERANCE = 0.01  # how exactly margins are found: finer takes longer
SILENT = 0.03  # of questions it could answer may stay without a topic


@dataclass(frozen=True, slots=True)
class Example:
    """One text and its answer; `event`: what folds must not part."""

    text: str
    answer: str
    event: str


def main() -> int:
    """Trains, writes the file, prints what it chose; always 0."""
    phrases, harm = read_concepts(CONTENT)
    told = [m for m in messages() if not is_test(m.event)]
    asked = [q for q in questions() if not is_test(q.text)]
    words = _words([m.text for m in told if m.style in WRITTEN] + [q.text for q in asked if q.style in WRITTEN])
    school = School(Concepts(phrases), Slips(words).meant)
    levels = [Example(m.text, m.level, m.event) for m in told]
    calm = [Example(q.text, ASKED, q.text) for q in asked if is_calm(q)]
    texts = [*levels, *calm]
    folds = _folds(texts, SOUNDS)
    spoken = [*_typed(texts, school), *_beside(texts, folds, school)]
    level, near = _machine("level", SOUNDS, texts, [looks.together for looks in spoken], folds)
    apart, far = _machine("apart", SOUNDS, texts, [looks.apart for looks in spoken], folds)
    grave = [number for number, m in enumerate(told) if m.level != NONE]
    kinds = [Example(told[number].text, told[number].category, told[number].event) for number in grave]
    again = [spoken[way * len(texts) + number].together for way in range(1 + len(ALSO_TYPED)) for number in grave]
    names = sorted({each.answer for each in kinds})
    category, _ = _machine("category", names, kinds, again, _folds(kinds, names))
    topical = [Example(q.text, q.topics[0], q.text) for q in asked]
    names = sorted({each.answer for each in topical})
    looks = [each.together for each in _typed(topical, school)]
    topics, ranked = _machine("topics", names, topical, looks, _folds(topical, names))
    truth = np.array([SOUNDS.index(each.answer) for each in texts])
    scores = np.hstack((near, far))
    sharp = LogisticRegression(C=10, max_iter=2000).fit(scores, truth)
    sharpness = [[*map(float, row), float(offset)] for row, offset in zip(sharp.coef_, sharp.intercept_, strict=True)]
    told_only = slice(len(levels))  # what is said rings or not; how often questions do, is only looked at
    likely = np.array([likely_of(each, sharpness) for each in scores[told_only]])
    thresholds = _thresholds(likely, truth[told_only], ranked, [q.topics for q in asked], topics.answers)
    model = Model(level, apart, _onto(category, level.rows), topics, words, phrases, harm, sharpness, thresholds)
    write_model(CONTENT, model, digest())
    print(f"learned from {len(levels)} messages and {len(topical)} questions ({len(calm)} calm); {thresholds}")
    return 0


def _words(texts: Sequence[str]) -> dict[str, int]:
    """The words people write, and how often."""
    known = Counter(word for text in texts for word in written(text).words if word.isalpha())
    return {word: times for word, times in sorted(known.items()) if times >= USUAL}


@dataclass(frozen=True, slots=True)
class School:
    """How texts are looked at while learning: the thesaurus, what words were meant to be."""

    concepts: Concepts
    means: Means

    def looks(self, text: str) -> Looks:
        """The keys of both kinds of features."""
        message = written(text, self.means)
        seen = self.concepts.seen(message)
        together = dict.fromkeys(map(key_of, features_of(text, message, seen)))
        return Looks(array("I", together), array("I", keys_apart(message, seen)))


@dataclass(frozen=True, slots=True)
class Looks:
    """The keys of what stands in a text, each once: what stands together, and words some places apart."""

    together: array[int]
    apart: array[int]


def _typed(examples: Sequence[Example], school: School) -> list[Looks]:
    """Each text as it stands, then all of them in every further way of typing."""
    ways = [lambda text, _seed: text, *(STYLES[way] for way in ALSO_TYPED)]
    return [school.looks(way(each.text, 0)) for way in ways for each in examples]


def _beside(examples: Sequence[Example], folds: Any, school: School) -> list[Looks]:
    """Each text said together with a mere question of its own fold: what judges a question has not met it there."""
    asked: dict[int, list[str]] = {fold: [] for fold in range(FOLDS)}
    for each, fold in zip(examples, folds, strict=True):
        if each.answer == ASKED:
            asked[int(fold)].append(each.text)
    ways = {fold: beside(questions) for fold, questions in asked.items()}
    return [school.looks(ways[int(fold)](each.text, 0)) for each, fold in zip(examples, folds, strict=True)]


def _folds(examples: Sequence[Example], answers: Sequence[str]) -> Any:
    """The fold of each text; none parts an event."""
    truth = [answers.index(each.answer) for each in examples]
    found = np.zeros(len(examples), int)
    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=1)
    for fold, (_, judged) in enumerate(split.split(truth, truth, [each.event for each in examples])):
        found[judged] = fold
    return found


def _machine(
    name: str, answers: Sequence[str], examples: Sequence[Example], typed: Sequence[array[int]], folds: Any
) -> tuple[Linear, Any]:
    """The machine that learned from all of them, and the scores of machines that had not seen each (one row a text).

    `typed`: the keys of each text, in all ways of typing. A machine that has not seen a text has not seen its words
    either: what too few of the others hold is no feature of it, as it will be none of the machine that learned from
    all when somebody new writes.
    """
    ways = len(typed) // len(examples)
    least = LEAST * ways // 2
    keys, matrix = _matrix(typed, least)
    truth = np.array([answers.index(each.answer) for each in examples])
    seen = np.zeros((len(examples), len(answers)))
    for fold in range(FOLDS):
        learn, judge = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        rows = matrix[np.concatenate([learn + way * len(examples) for way in range(ways)])]
        rarity = _rarity(rows, least)
        learned = _learn(name, _weighed(rows, rarity), np.tile(truth[learn], ways))
        seen[judge] = learned.scores(_weighed(matrix[judge], rarity))
    rarity = _rarity(matrix, least)
    return _packed(answers, keys, rarity, _learn(name, _weighed(matrix, rarity), np.tile(truth, ways))), seen


@dataclass(frozen=True, slots=True)
class Learned:
    """One row of weights for each answer, and what each begins with."""

    weights: Any
    offsets: Any

    def scores(self, matrix: Any) -> Any:
        """One row a text, one column an answer."""
        return np.asarray(matrix @ self.weights.T) + self.offsets


def _learn(name: str, matrix: Any, truth: Any) -> Learned:
    """A machine of large margins, and with it (both are linear, so it costs nothing later) what mere counting says."""
    margins = LinearSVC(C=HARSHNESS[name], tol=TOLERANCE, random_state=1).fit(matrix, truth)
    weights = margins.coef_
    if share := COUNTING[name]:
        counted = ComplementNB(alpha=0.3).fit(matrix, truth).feature_log_prob_
        counted -= counted.mean(axis=0)
        weights = weights + share * counted * _spread(matrix, margins.coef_) / _spread(matrix, counted)
    return Learned(weights, margins.intercept_)


def _spread(matrix: Any, weights: Any) -> float:
    return float(np.std(np.asarray(matrix @ weights.T)))


def _matrix(texts: Sequence[array[int]], least: int) -> tuple[Any, Any]:
    """The keys, ascending, that stand in more than `least` texts, and which of them stand in each text (0 or 1)."""
    lengths = [len(text) for text in texts]
    said = np.concatenate([np.frombuffer(text, dtype=np.uint32) for text in texts])
    keys, times = np.unique(said, return_counts=True)
    keys = keys[times > least]
    columns = np.minimum(np.searchsorted(keys, said), len(keys) - 1)
    known = keys[columns] == said
    ends = np.concatenate(([0], np.cumsum(known)))[np.concatenate(([0], np.cumsum(lengths)))]
    columns = columns[known].astype(np.int32)
    return keys, csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(texts), len(keys)))


def _rarity(matrix: Any, least: int) -> Any:
    """How rare each feature is in these texts; 0 for what stands in too few of them."""
    times = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.where(times > least, np.log(matrix.shape[0] / np.maximum(times, 1)), 0.0).astype(np.float32)


def _weighed(matrix: Any, rarity: Any) -> Any:
    """One row of length one for each text: its features by their rarity."""
    weighed = csr_matrix((rarity[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    weighed.data /= np.repeat(lengths, np.diff(weighed.indptr)).astype(np.float32)
    return weighed


def _packed(answers: Sequence[str], keys: Any, rarity: Any, learned: Learned) -> Linear:
    unit = float(np.abs(learned.weights).max()) / 127
    weights = np.rint(learned.weights.T / unit).astype(np.int8)
    speaks = np.flatnonzero(weights.any(axis=1))
    return Linear(
        tuple(answers),
        Keys(array("I", keys[speaks].tobytes())),
        array("f", rarity[speaks].tobytes()),
        array("b", weights[speaks].tobytes()),
        unit,
        tuple(map(float, learned.offsets)),
    )


def _onto(machine: Linear, rows: Keys) -> Linear:
    """The same machine with the rows of another, so that what stands in a message is looked up once for both.

    What the other never learned is left out; what this one never learned weighs nothing.
    """
    own, wanted = (np.frombuffer(keys.all, np.uint32) for keys in (machine.rows, rows))
    places = np.minimum(np.searchsorted(own, wanted), len(own) - 1)
    known = own[places] == wanted
    rarity = np.where(known, np.array(machine.rarity, np.float32)[places], 0).astype(np.float32)
    weights = np.frombuffer(machine.weights, np.int8).reshape(len(own), -1)[places] * known[:, None]
    return Linear(
        machine.answers,
        rows,
        array("f", rarity.tobytes()),
        array("b", weights.astype(np.int8).tobytes()),
        machine.unit,
        machine.bias,
    )


def _thresholds(
    likely: Any, truth: Any, ranked: Any, topics: Sequence[Sequence[str]], answers: Sequence[str]
) -> Thresholds:
    urgent, none = (LEVELS.index(level) for level in ("urgent", "none"))
    alarms = np.array([alarm(each) for each in likely])
    rings = float(np.quantile(alarms[truth == none], 1 - FALSE_ALARMS))
    unheard = np.sort([unease(each) for each in likely[(truth == urgent) & (alarms < rings)]])
    allowed = min(int(PASSED_OVER * (truth == urgent).sum()), len(unheard) - 1)
    calm = float(unheard[allowed])
    place = answers.index(NONE)
    elsewhere, best = ranked[:, place], np.delete(ranked, place, axis=1).max(axis=1)
    answerable = np.array([NONE not in each for each in topics])
    topic = float(np.quantile((best - elsewhere)[answerable], SILENT))
    return Thresholds(urgent=rings, none=calm, topic=topic, also=_clear(ranked, topics, answers))


def _clear(ranked: Any, topics: Sequence[Sequence[str]], answers: Sequence[str]) -> float:
    """From how far ahead on the best topic alone is shown: so far that it is right in `CLEAR` of those questions."""
    known = [number for number, each in enumerate(topics) if NONE not in each]
    scores = ranked[known].copy()
    scores[:, answers.index(NONE)] = -math.inf
    order = np.argsort(-scores, axis=1)
    ahead = np.array([row[best] - row[second] for row, (best, second) in zip(scores, order[:, :2], strict=True)])
    right = np.array([answers[best] in topics[number] for number, best in zip(known, order[:, 0], strict=True)])
    surest = np.argsort(-ahead)
    enough = np.flatnonzero(np.cumsum(right[surest]) / np.arange(1, len(surest) + 1) >= CLEAR)
    return float(ahead[surest[enough[-1]]]) if len(enough) else math.inf


if __name__ == "__main__":
    sys.exit(main())
