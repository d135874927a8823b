"""Reads the corpus: messages by situation, questions by topic."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from domain.vietnamese import fold

FOLDER = Path(__file__).parents[1] / "content" / "vi" / "understanding"
STYLES = {"messages": "full", "questions": "full"} | {
    name: name for name in ("plain", "teencode", "dialect", "telex", "typos", "voice", "mixed")
}

_GRAVE = """
bullying-school burns-poisoning caregiver-stress child-labour child-marriage domestic-violence drowning
emotional-abuse home-alone
lost-child mental-health neglect online-grooming physical-abuse self-harm sexual-abuse trafficking
"""
_ASKING = "ai bao chua dau gi hok j khi khong ko k may nao ntn sao"
GRAVE, ASKING = frozenset(_GRAVE.split()), frozenset(_ASKING.split())
WHOLE = 5  # words

TEST = 10
SECOND = re.compile(r"-r\d*$")  # what a second reader took out of a situation
TRIPLET = re.compile(
    r"^((?:ache|babble|blend|chatter|desk|drama|dusk|edge|errand|folks|glum|hearth|hint|kith|mend|noise|plea|screen|veil|wane)-.+)-[ucn]$"
)  # one scene told three times: only what happened differs


def is_test(name: str) -> bool:
    """Whether this situation (or question) is in the frozen test, from which nothing is learned: every tenth."""
    return blake2b(name.encode(), digest_size=4).digest()[0] % TEST == 0


def digest(folder: Path = FOLDER) -> str:
    """Stands for everything the reader learns from: it changes with any line of the corpus or the thesaurus."""
    said = blake2b(digest_size=16)
    for file in (
        *sorted(folder.glob("corpus/*.toml")),
        *sorted(folder.glob("questions/*.toml")),
        folder / "concepts.toml",
    ):
        said.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return said.hexdigest()


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
        """What a split must not part: a situation, what its second reader took out of it, and its twins."""
        return TRIPLET.sub(r"\1", SECOND.sub("", self.situation))


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `topics`: its topic and those that answer it nearly as well."""

    text: str
    topics: tuple[str, ...]
    style: str


def is_calm(question: Question) -> bool:
    """Whether it is a question and no more, at which nobody need be worried.

    On topics of harm a few words alone may be anybody's cry: there only what plainly asks counts.
    """
    if not GRAVE.intersection(question.topics):
        return True
    words = fold(question.text).split()
    return len(words) >= WHOLE and ("?" in question.text or not ASKING.isdisjoint(words))


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
