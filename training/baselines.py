"""What the reader is measured against: a lexicon of danger, and the nearest known question by BM25."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from domain.reader import NONE, URGENT
from domain.vietnamese import fold
from storage.understanding import read_phrases
from training.corpus import Question


class Lexicon:
    """Rings where one of the phrases of danger stands, and only there."""

    def __init__(self, content: Path) -> None:
        phrases = read_phrases(content)
        self.phrases = sorted({fold(phrase) for many in (*phrases.urgent.values(), phrases.cry) for phrase in many})
        self._pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, self.phrases)) + r")\b")

    def level(self, text: str) -> str:
        """Urgent or none."""
        return URGENT if self._pattern.search(fold(text)) else NONE


class Nearest:
    """The topic of the question most like this one: full text search of SQLite (FTS5), ranked by BM25."""

    def __init__(self, known: Sequence[Question]) -> None:
        self._index = sqlite3.connect(":memory:")
        self._index.execute("CREATE VIRTUAL TABLE known USING fts5(words, topic UNINDEXED)")
        rows = [(fold(question.text), question.topics[0]) for question in known]
        self._index.executemany("INSERT INTO known VALUES (?, ?)", rows)

    def topic(self, text: str) -> str:
        """The nearest topic; none for words nobody ever used."""
        words = " OR ".join(f'"{word}"' for word in dict.fromkeys(fold(text).split()))
        query = "SELECT topic FROM known WHERE known MATCH ? ORDER BY bm25(known) LIMIT 1"
        found = self._index.execute(query, (words,)).fetchone() if words else None
        return NONE if found is None else str(found[0])
