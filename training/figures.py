"""`make understanding`: how well danger is heard today, on every message of the corpus."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable

from bot.settings import CONTENT
from domain.triage import Triage
from storage.understanding import read_phrases
from training.corpus import Message, messages

LEVELS = ("urgent", "concern", "none")
SURE = 1.96  # standard deviations: 19 times out of 20 the truth lies inside the interval


def main() -> int:
    """Prints the table; always 0. The lexicon has learned nothing from the corpus, so all of it is a test."""
    triage = Triage(read_phrases(CONTENT))
    heard = [(message, triage.read(message.text).level.value) for message in messages()]
    _say("the lexicon (danger.toml), in percent of each row's messages", "")
    _table("all", heard, lambda _: "all")
    _table("style", heard, lambda message: message.style)
    _table("speaker", heard, lambda message: message.speaker)
    _table("category", heard, lambda message: message.category)
    return 0


def _table(name: str, heard: Iterable[tuple[Message, str]], of: Callable[[Message], str]) -> None:
    counts = Counter((of(message), message.level, level) for message, level in heard)
    heads = ("urgent: heard", "urgent: as none", "concern: as none", "none: false alarm")
    _say(f"{name:20}" + "".join(f"{head:>22}" for head in heads))
    pairs = (("urgent", "urgent"), ("urgent", "none"), ("concern", "none"), ("none", "urgent"))
    for value in sorted({value for value, _, _ in counts}):
        cells = []
        for truth, level in pairs:
            whole = sum(counts[value, truth, each] for each in LEVELS)
            cells.append(_share(counts[value, truth, level], whole))
        _say(f"{value:20}" + "".join(f"{cell:>22}" for cell in cells))
    _say("")


def _share(part: int, whole: int) -> str:
    """`77.0 (75–79)`: percent, and the interval (Wilson's)."""
    if not whole:
        return "–"
    share, width = part / whole, SURE**2 / whole
    middle, half = share + width / 2, SURE * math.sqrt(share * (1 - share) / whole + width / (4 * whole))
    low, high = ((middle + sign * half) / (1 + width) * 100 for sign in (-1, 1))
    return f"{share * 100:.1f} ({low:.0f}–{high:.0f})"


def _say(*lines: str) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
