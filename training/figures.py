"""`make understanding`: how well danger and topics are heard, in the exam and on what nothing was learned from."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.settings import CONTENT
from domain.reader import CONCERN, LEVELS, NONE, URGENT
from domain.triage import Triage
from storage.understanding import read_phrases, read_triage
from training.baselines import Lexicon, Nearest
from training.corpus import Message, Question, is_calm, is_test, messages, questions
from training.exam import exam_messages, exam_questions, told_topics

SURE = 1.96  # standard deviations: 19 times out of 20 the truth lies inside the interval
WORST = 25


def main() -> int:
    """Prints the tables; always 0."""
    triage = read_triage(CONTENT)
    _exam(triage)
    heard = [(m, triage.read(m.text).level.value) for m in messages() if is_test(m.event)]
    _say(f"{len(heard)} messages of situations nothing was learned from, in percent of each row's", "")
    _levels("all", heard, lambda _: "all")
    _levels("style", heard, lambda message: message.style)
    _levels("speaker", heard, lambda message: message.speaker)
    _levels("category", heard, lambda message: message.category)
    asked = [(q, triage.topics(q.text)) for q in questions() if is_test(q.text)]
    _say(f"{len(asked)} questions nothing was learned from", "")
    _topics(asked)
    _plain_questions([(q, triage.read(q.text).level.value) for q, _ in asked if is_calm(q)])
    _told(heard, triage)
    _baselines([m for m, _ in heard], [q for q, _ in asked])
    _confused(asked)
    _misses(heard)
    return 0


def _exam(triage: Triage) -> None:
    """Writers who never saw the corpus (docs/corpus.md): the truest figures there are."""
    heard = [(m, triage.read(m.text).level.value) for m in exam_messages()]
    _say(f"THE EXAM: {len(heard)} messages of writers who never saw the corpus, in percent of each row's", "")
    _levels("all", heard, lambda _: "all")
    _levels("writer", heard, lambda message: message.situation.split("-")[0])
    _levels("style", heard, lambda message: message.style)
    _levels("speaker", heard, lambda message: message.speaker)
    _levels("category", heard, lambda message: message.category)
    asked = [(q, triage.topics(q.text)) for q in exam_questions()]
    _say(f"and {len(asked)} questions of theirs", "")
    _topics(asked)
    _plain_questions([(q, triage.read(q.text).level.value) for q, _ in asked])
    _told(heard, triage)
    _levels("beside it: a lexicon", [(m, Lexicon(CONTENT).level(m.text)) for m, _ in heard], lambda _: "all")
    _confused(asked)
    _misses(heard)
    _say("THE FROZEN TEST, harder on purpose", "")


def told(
    heard: Iterable[tuple[Message, str]], finds: Callable[[str], Sequence[str]]
) -> list[tuple[tuple[str, ...], Sequence[str]]]:
    """Of messages that tell of danger or worry: the topics that fit their category, and those found."""
    phrases = read_phrases(CONTENT)
    fitting = [(told_topics(m.category, m.level, phrases), m.text) for m, _ in heard]
    return [(topics, finds(text)) for topics, text in fitting if topics]


def _told(heard: Iterable[tuple[Message, str]], triage: Triage) -> None:
    found = told(heard, triage.topics)
    for title, part in (
        ("told, not asked: topic at first", sum(bool(f) and f[0] in topics for topics, f in found)),
        ("told, not asked: within three", sum(not set(topics).isdisjoint(f) for topics, f in found)),
        ("told, not asked: no topic", sum(not f for _, f in found)),
    ):
        _say(f"{title:40}{_share(part, len(found)):>20}")
    _say("")


def shares(heard: Sequence[tuple[Message, str]]) -> dict[str, float]:
    """The four figures of a set of messages, from 0 to 1."""
    counts = Counter((message.level, level) for message, level in heard)
    return {
        name: counts[truth, level] / max(1, sum(counts[truth, each] for each in LEVELS)) for name, truth, level in PAIRS
    }


PAIRS = (
    ("urgent: heard", "urgent", "urgent"),
    ("urgent: as none", "urgent", "none"),
    ("concern: as none", "concern", "none"),
    ("none: false alarm", "none", "urgent"),
    ("none: asked about", "none", "concern"),
    ("concern: rings", "concern", "urgent"),
)


def _levels(name: str, heard: Iterable[tuple[Message, str]], of: Callable[[Message], str]) -> None:
    counts = Counter((of(message), message.level, level) for message, level in heard)
    _say(f"{name:20}" + "".join(f"{head:>20}" for head, _, _ in PAIRS))
    for value in sorted({value for value, _, _ in counts}):
        cells = []
        for _, truth, level in PAIRS:
            whole = sum(counts[value, truth, each] for each in LEVELS)
            cells.append(_share(counts[value, truth, level], whole))
        _say(f"{value:20}" + "".join(f"{cell:>20}" for cell in cells))
    _say("")


def _topics(asked: Sequence[tuple[Question, Sequence[str]]]) -> None:
    within = [(question, found) for question, found in asked if NONE not in question.topics]
    beyond = [found for question, found in asked if NONE in question.topics]
    rows = (
        ("right at first", sum(bool(f) and f[0] in q.topics for q, f in within), len(within)),
        ("right within three", sum(any(slug in q.topics for slug in f) for q, f in within), len(within)),
        ("no answer though we have one", sum(not f for _, f in within), len(within)),
        ("beyond our topics: «I do not know»", sum(not f for f in beyond), len(beyond)),
    )
    for title, part, whole in rows:
        _say(f"{title:40}{_share(part, whole):>20}")
    _say("")


def _plain_questions(heard: Sequence[tuple[Question, str]]) -> None:
    """Whoever only asks gets an answer: neither a ring nor, first, the gentle question."""
    for title, level in (("a mere question rings", URGENT), ("a mere question is asked about", CONCERN)):
        _say(f"{title:40}{_share(sum(each == level for _, each in heard), len(heard)):>20}")
    _say("")


def _baselines(told: Sequence[Message], asked: Sequence[Question]) -> None:
    """The same messages and questions with what anybody could have written in a day."""
    lexicon, nearest = Lexicon(CONTENT), Nearest([q for q in questions() if not is_test(q.text)])
    _levels("beside it: a lexicon", [(m, lexicon.level(m.text)) for m in told], lambda _: "all")
    found = [(q, nearest.topic(q.text)) for q in asked if NONE not in q.topics]
    right = sum(topic in q.topics for q, topic in found)
    _say(f"{'beside it: nearest question by BM25':40}{_share(right, len(found)):>20}", "")


def _confused(asked: Sequence[tuple[Question, Sequence[str]]]) -> None:
    wrong = Counter((q.topics[0], f[0]) for q, f in asked if f and f[0] not in q.topics)
    _say("topics taken for another:", *(f"{n:4}  {a} → {b}" for (a, b), n in wrong.most_common(15)), "")


def _misses(heard: Sequence[tuple[Message, str]]) -> None:
    """The worst: urgent ones taken for nothing, and harmless ones that ring."""
    for title, truth, level in (
        ("urgent, taken for nothing:", "urgent", "none"),
        ("harmless, and it rings:", "none", "urgent"),
    ):
        lines = [m.text.replace("\n", " / ")[:100] for m, seen in heard if (m.level, seen) == (truth, level)]
        _say(title, *(f"  {line}" for line in lines[:WORST]), "")


def _share(part: int, whole: int) -> str:
    """`77.0 (75–79)`: percent, and the interval (Wilson's)."""
    if not whole:
        return "–"
    share, width = part / whole, SURE**2 / whole
    middle, half = share + width / 2, SURE * math.sqrt(share * (1 - share) / whole + width / (4 * whole))
    low, high = (max(0.0, (middle + sign * half) / (1 + width) * 100) for sign in (-1, 1))
    return f"{share * 100:.1f} ({low:.0f}–{high:.0f})"


def _say(*lines: str) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
