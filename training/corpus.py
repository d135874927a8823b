"""Reads the corpus: messages by situation, questions by topic."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "content" / "vi" / "understanding"
STYLES = {"messages": "full", "questions": "full"} | {
    name: name for name in ("plain", "teencode", "dialect", "telex", "typos", "voice", "mixed")
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message as somebody typed it. `situation` names what happened; a split never parts it."""

    text: str
    level: str
    category: str
    situation: str
    speaker: str
    style: str

    @property
    def event(self) -> str:
        """What a split must not part: a situation and what its second reader took out of it (`-r`)."""
        return self.situation.removesuffix("-r")


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `topics`: its topic and those that answer it nearly as well."""

    text: str
    topics: tuple[str, ...]
    style: str


def messages(folder: Path = FOLDER) -> list[Message]:
    """Every message of the corpus, in the order of the files."""
    return [each for file in sorted((folder / "corpus").glob("*.toml")) for each in _messages(file)]


def questions(folder: Path = FOLDER) -> list[Question]:
    """Every question, in the order of the files; those that no topic answers have the topic `none`."""
    return [each for file in sorted((folder / "questions").glob("*.toml")) for each in _questions(file)]


def _messages(file: Path) -> Iterator[Message]:
    for place in tomllib.loads(file.read_text(encoding="utf-8"))["situation"]:
        for name, style in STYLES.items():
            for text in place.get(name, ()):
                yield Message(text, place["level"], place["category"], place["id"], place["speaker"], style)


def _questions(file: Path) -> Iterator[Question]:
    topic = tomllib.loads(file.read_text(encoding="utf-8"))
    for name, style in STYLES.items():
        for text in topic.get(name, ()):
            yield Question(text, (topic["topic"], *topic.get("also", ())), style)
