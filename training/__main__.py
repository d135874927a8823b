"""`make corpus`: what the corpus holds, and where it repeats itself."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from training.corpus import Message, Question, messages, questions
from training.likeness import frames, near_pairs

SHOWN = 15


def main() -> int:
    """Prints the counts; always 0. `tests/test_corpus.py` is what says no."""
    told, asked = messages(), questions()
    _say(f"{len(told):,} messages in {len({m.situation for m in told}):,} situations; {len(asked):,} questions")
    for name in ("level", "category", "speaker", "style"):
        _table(name, Counter((getattr(m, name), m.level) for m in told))
    _topics(asked)
    _repeats([m.text for m in told] + [q.text for q in asked], told)
    return 0


def _table(name: str, counts: Counter[tuple[str, str]]) -> None:
    levels = ("urgent", "concern", "none")
    _say("", f"{name:20}" + "".join(f"{level:>9}" for level in levels))
    for value in sorted({value for value, _ in counts}):
        _say(f"{value:20}" + "".join(f"{counts[value, level]:>9}" for level in levels))


def _topics(asked: Iterable[Question]) -> None:
    counts = Counter(question.topics[0] for question in asked)
    _say("", "questions by topic: " + ", ".join(f"{topic} {many}" for topic, many in sorted(counts.items())))


def _repeats(texts: list[str], told: Iterable[Message]) -> None:
    pairs = near_pairs(texts)
    _say("", f"pairs of lines that are nearly the same: {len(pairs)}")
    _say(*(f"  {likeness:.2f}  {one} | {other}" for likeness, one, other in pairs[:SHOWN]))
    common = frames(told)
    _say("", "frames (four words in a row) in the most situations:")
    _say(*(f"  {many:3}  {words}" for words, many in common[:SHOWN]))


def _say(*lines: str) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
