"""What reading a message costs, beside a lexicon, fuzzy matching and BM25, one after the other in one process."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from string import ascii_lowercase

import psutil
from rapidfuzz import fuzz, process

from bot.settings import CONTENT
from domain.vietnamese import fold
from storage.understanding import read_triage
from training.baselines import Lexicon, Nearest
from training.corpus import messages, questions
from training.styles import typos

MANY = 4_000
LONGEST = 4_096  # signs: Telegram's limit


def figures() -> None:
    """Prints the table: one core, one message after the other; walls of signs first, while no word is remembered."""
    texts = [message.text for message in messages()][:MANY]
    gc.collect()
    before, began = psutil.Process().memory_info().rss, time.perf_counter()
    triage = read_triage(CONTENT)
    loaded, grown = time.perf_counter() - began, psutil.Process().memory_info().rss - before
    lexicon, nearest = Lexicon(CONTENT), Nearest(questions())
    ways: dict[str, Callable[[str], object]] = {
        "this reader: level and category": triage.read,
        "this reader: level, category and topics": triage.topics,  # they are led by what is heard
        "a lexicon (folded, one pattern)": lexicon.level,
        "rapidfuzz, the best of the same phrases": lambda text: process.extractOne(
            fold(text), lexicon.phrases, scorer=fuzz.partial_ratio
        ),
        "the nearest question by BM25 (FTS5)": nearest.topic,
    }
    print(f"\nreading a message ({len(texts):,} of the corpus); loading took {loaded:.2f} s and {grown / 2**20:.0f} MB")
    print(f"{'milliseconds':48}{'p50':>8}{'p99':>8}{'4,096 signs':>14}{'of gibberish':>14}")
    long = ("bố đánh em đau lắm " * LONGEST)[:LONGEST]
    noise = "".join(random.Random(LONGEST).choices(f"{ascii_lowercase}   ", k=LONGEST))
    rows = {name: (reads, texts) for name, reads in ways.items()}
    mistyped = [typos(text, seed, 0.5) for seed, text in enumerate(texts)]
    rows["this reader: level, half of the words mistyped"] = read_triage(CONTENT).read, mistyped
    for name, (reads, lines) in rows.items():
        walls = [_takes(reads, wall) * 1000 for wall in (long, noise)]
        took = sorted(_takes(reads, text) for text in lines)
        middle, late = took[len(took) // 2], took[len(took) * 99 // 100]
        print(f"{name:48}{middle * 1000:>8.2f}{late * 1000:>8.2f}{walls[0]:>14.1f}{walls[1]:>14.1f}")


def _takes(reads: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    reads(text)
    return time.perf_counter() - began
