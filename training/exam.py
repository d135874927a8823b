"""The exam: messages and questions of writers who never saw the corpus. Nothing is ever learned from it.

`content/vi/understanding/exam/*.jsonl`, one file a writer, one JSON object a line: `id`, `text` (as for
`treem understand`), `style`, `speaker`, and either `level` with `category`, or `topic` (`none`: beyond the library).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from domain.reader import NONE
from domain.triage import Phrases
from training.corpus import FOLDER, Message, Question

FULL = "marks"  # the way of typing with all diacritics


def exam_messages(folder: Path = FOLDER) -> list[Message]:
    """Every message that has a level; each is a situation of its own."""
    return [
        Message(each["text"], each["level"], each["category"], each["id"], each["speaker"], each["style"])
        for each in _lines(folder)
        if "level" in each
    ]


def exam_questions(folder: Path = FOLDER) -> list[Question]:
    """Every question with the one topic its writer wanted; that of those beyond the library is `none`."""
    return [Question(each["text"], (each["topic"],), each["style"]) for each in _lines(folder) if "topic" in each]


def told_topics(category: str, level: str, phrases: Phrases) -> tuple[str, ...]:
    """What a message of this category may be about; nothing where anything may be."""
    if level == NONE:
        return ()
    return (*phrases.topics.get(category, ()), *phrases.worried.get(category, ()))


def _lines(folder: Path) -> list[dict[str, Any]]:
    files = sorted((folder / "exam").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
