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
from domain.features import Means, features, written
from domain.linear import Keys, Linear, key_of
from domain.reader import LEVELS, NONE, Model, Thresholds, alarm
from domain.slips import Slips
from storage.understanding import read_concepts, write_model
from training.corpus import digest, is_calm, is_test, messages, questions
from training.styles import STYLES, Way, beside

FOLDS = 5
WRITTEN = ("full", "plain", "voice")  # ways of typing whose words are words
USUAL = 4  # times a word is written before it can be what a slip meant
LEAST = 2  # texts a feature must stand in, for every way they are typed
ALSO_TYPED = ("plain", "telex", "typos", "teencode")
HARSHNESS = {"level": 0.3, "category": 0.5, "topics": 0.3}  # C of the machine, chosen on the folds
COUNTING = {"level": 0.5, "category": 0.5, "topics": 0.0}  # share of what counting says beside it
FALSE_ALARMS = 0.065  # of harmless messages it never saw may ring: hearing the child comes first (labelling.md)
PASSED_OVER = 0.0175  # of urgent messages it never saw may be taken for nothing, hints and jokes among them
CLEAR = 0.93  # of questions that are answered at once, without a choice, get the right topic
SILENT = 0.04  # of questions it could answer may stay without a topic


@dataclass(frozen=True, slots=True)
class Example:
    """One text and its answer; `event`: what folds must not part."""

    text: str
    answer: str
    event: str


def main() -> int:
    """Trains, writes the file, prints what it chose; always 0."""
    phrases, harm = read_concepts(CONTENT)
    concepts = Concepts(phrases)
    told = [m for m in messages() if not is_test(m.event)]
    asked = [q for q in questions() if not is_test(q.text)]
    words = _words([m.text for m in told if m.style in WRITTEN] + [q.text for q in asked if q.style in WRITTEN])
    school = School(concepts, Slips(words).meant)
    levels = [Example(m.text, m.level, m.event) for m in told]
    calm = [Example(q.text, NONE, q.text) for q in asked if is_calm(q)]
    level, scores = _machine("level", LEVELS, [*levels, *calm], school, beside([each.text for each in calm]))
    scores = scores[: len(levels)]  # what is said rings or not; how often questions do, is only looked at
    kinds = [Example(m.text, m.category, m.event) for m in told if m.level != NONE]
    category, _ = _machine("category", sorted({each.answer for each in kinds}), kinds, school)
    topical = [Example(q.text, q.topics[0], q.text) for q in asked]
    topics, ranked = _machine("topics", sorted({each.answer for each in topical}), topical, school)
    truth = np.array([LEVELS.index(each.answer) for each in levels])
    sharp = LogisticRegression(C=10, max_iter=1000).fit(scores, truth)
    sharpness = [[*map(float, row), float(offset)] for row, offset in zip(sharp.coef_, sharp.intercept_, strict=True)]
    thresholds = _thresholds(sharp.predict_proba(scores), truth, ranked, [q.topics for q in asked], topics.answers)
    write_model(CONTENT, Model(level, category, topics, words, phrases, harm, sharpness, thresholds), digest())
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


def _machine(
    name: str, answers: Sequence[str], examples: Sequence[Example], school: School, *also: Way
) -> tuple[Linear, Any]:
    """The machine that learned from all of them, and the scores of machines that had not seen each (one row a text).

    `also`: further ways in which each is said.
    """
    concepts, means = school.concepts, school.means
    ways = [lambda text, _seed: text, *(STYLES[way] for way in ALSO_TYPED), *also]
    typed = [features(way(each.text, 0), concepts, means) for way in ways for each in examples]
    names, rarity, matrix = _matrix(typed, LEAST * len(ways) // 2)
    truth = np.array([answers.index(each.answer) for each in examples])
    seen = np.zeros((len(examples), len(answers)))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=1)
    for learn, judge in folds.split(seen, truth, [each.event for each in examples]):
        rows = np.concatenate([learn + way * len(examples) for way in range(len(ways))])
        learned = _learn(name, matrix[rows], np.tile(truth[learn], len(ways)))
        seen[judge] = learned.scores(matrix[judge])
    return _packed(answers, names, rarity, _learn(name, matrix, np.tile(truth, len(ways)))), seen


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
    margins = LinearSVC(C=HARSHNESS[name], random_state=1).fit(matrix, truth)
    weights = margins.coef_
    if share := COUNTING[name]:
        counted = ComplementNB(alpha=0.3).fit(matrix, truth).feature_log_prob_
        counted -= counted.mean(axis=0)
        weights = weights + share * counted * _spread(matrix, margins.coef_) / _spread(matrix, counted)
    return Learned(weights, margins.intercept_)


def _spread(matrix: Any, weights: Any) -> float:
    return float(np.std(np.asarray(matrix @ weights.T)))


def _matrix(texts: Sequence[Sequence[str]], least: int) -> tuple[list[str], list[float], Any]:
    """The features that stand in more than `least` texts, how rare each is, and one row of length one for each text."""
    known = Counter(feature for text in texts for feature in text)
    names = sorted(feature for feature, times in known.items() if times > least)
    place = {feature: number for number, feature in enumerate(names)}
    rarity = [math.log(len(texts) / known[feature]) for feature in names]
    starts, columns, values = [0], array("i"), array("f")
    for text in texts:
        found = [place[feature] for feature in text if feature in place]
        length = math.sqrt(sum(rarity[column] ** 2 for column in found)) or 1.0
        columns.extend(found)
        values.extend(rarity[column] / length for column in found)
        starts.append(len(columns))
    return names, rarity, csr_matrix((values, columns, starts), shape=(len(texts), len(names)))


def _packed(answers: Sequence[str], names: Sequence[str], rarity: Sequence[float], learned: Learned) -> Linear:
    unit = float(np.abs(learned.weights).max()) / 127
    weights = np.rint(learned.weights.T / unit).astype(np.int8)
    rows = {key_of(names[row]): row for row in range(len(names)) if weights[row].any()}  # of two with one key, the last
    keys = sorted(rows)
    speaks = [rows[key] for key in keys]
    return Linear(
        tuple(answers),
        Keys(array("I", keys)),
        array("f", [rarity[row] for row in speaks]),
        array("b", weights[speaks].tobytes()),
        unit,
        tuple(map(float, learned.offsets)),
    )


def _thresholds(
    likely: Any, truth: Any, ranked: Any, topics: Sequence[Sequence[str]], answers: Sequence[str]
) -> Thresholds:
    urgent, none = (LEVELS.index(level) for level in ("urgent", "none"))
    alarms = np.array([alarm(each) for each in likely])
    rings = float(np.quantile(alarms[truth == none], 1 - FALSE_ALARMS))
    unheard = likely[(truth == urgent) & (alarms < rings), none]
    allowed = int(PASSED_OVER * (truth == urgent).sum())
    calm = float(np.sort(unheard)[-allowed - 1]) if len(unheard) > allowed else 0.5
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
