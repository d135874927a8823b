"""Reads one lesson: what stands between the --- lines, and its steps, questions and rehearsals, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from domain.lessons import Reader
from domain.people import AgeBand
from domain.texts import Text
from storage.content.articles import BESIDE_WORDS
from storage.content.files import Slug, Strict, Trouble, Unfit, words_of
from storage.content.pages import read_page

FOLDER = "lessons"
AGES = (AgeBand.FROM_7, AgeBand.FROM_11)
_ANSWER = re.compile(r"-\s*\[(?P<mark>[^\]]*)\]\s*(?P<words>.*)")
_HEADING = re.compile(r"#\s+(?P<kind>[^:]+?)\s*:\s*(?P<title>.*)")


class Kind(StrEnum):
    """How a part begins, behind its `#`."""

    STEP = "Bước"
    QUESTION = "Câu hỏi"
    REHEARSAL = "Tập nói"


_OF_A_LESSON = re.compile(rf"^(?:(?:for|minutes)\s*:|#\s*(?:{'|'.join(Kind)})\s*:)", re.MULTILINE)
HEADINGS = ", ".join(f"“# {kind}: …”" for kind in Kind)


def _ages(written: object) -> object:
    band = re.sub(r"\s*[-–—]\s*", "-", str(written))
    if band not in AGES:
        raise Unfit(Text("write 7–10 or 11–15, or leave it out"))
    return AgeBand(band)


class Front(Strict):
    """What stands between the --- lines."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    reader: Annotated[Reader, Field(alias="for")]
    ages: Annotated[AgeBand | None, BeforeValidator(_ages)] = None
    minutes: Annotated[int, Field(ge=1, le=15)]
    article: Slug
    sources: Annotated[list[Slug], Field(min_length=1)]
    reviewed: date
    review_due: date


@dataclass(slots=True)
class AnswerDraft:
    """An answer with the number of its line, and its reason line by line."""

    number: int
    words: str
    is_right: bool
    reason: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class PartDraft:
    """A part as it was written. `lines`: those of a step; a question has answers instead."""

    kind: Kind
    number: int
    title: str
    lines: list[tuple[int, str]] = field(default_factory=list)
    answers: list[AnswerDraft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """A lesson as it was written."""

    slug: str
    front: Front
    names: Mapping[str, int]
    parts: list[PartDraft]

    @property
    def file(self) -> str:
        return f"{self.slug}.md"

    def trouble(self, key: str, says: Text) -> Trouble:
        """A trouble with a name between the --- lines."""
        return Trouble(self.file, self.names.get(key, 1), says)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Everything that is shown, with its line."""
        for part in self.parts:
            yield part.number, part.title
            yield from part.lines
            for answer in part.answers:
                yield answer.number, answer.words
                yield from answer.reason


def text_of(lines: list[tuple[int, str]]) -> str:
    """The lines as one text."""
    return "\n".join(words for _, words in lines).strip()


def is_lesson(path: Path) -> bool:
    """Whether a file was meant as a lesson: by its folder, else by what only a lesson has. Raises ContentError."""
    return path.resolve().parent.name == FOLDER or _OF_A_LESSON.search(words_of(path)) is not None


def read_lesson(path: Path) -> LessonDraft:
    """One lesson. Raises ContentError with what is wrong with its shape."""
    reading = _Reading(path.name)
    front, names = read_page(path, Text("a lesson"), Front, reading)
    return LessonDraft(path.stem, front, names, reading.parts)


@dataclass(slots=True)
class _Reading:
    """Where we are in the file, and what was found so far."""

    name: str
    parts: list[PartDraft] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    lost: bool = False  # below a heading nobody knows

    def take(self, number: int, line: str) -> None:
        """The next line."""
        if line.startswith("#"):
            self._begin(number, line)
        elif not line.strip() or self.lost:
            self._blank(number)
        elif not self.parts:
            self._say(
                number, Text("this line stands before the first heading. Begin with {headings}.", headings=HEADINGS)
            )
        elif BESIDE_WORDS.search(line):
            self._say(
                number, Text("only paragraphs, lists and **bold** can be shown: no links, tables, quotes. Mend it.")
            )
        elif self.parts[-1].kind is Kind.STEP:
            self._in_step(number, line)
        else:
            self._in_question(number, line)

    def _begin(self, number: int, line: str) -> None:
        heading = _HEADING.fullmatch(line.rstrip())
        kind = next((kind for kind in Kind if heading and heading["kind"] == kind), None)
        self.lost = heading is None or kind is None
        if heading is None or kind is None:
            self._say(number, Text("a heading is one of {headings}. Mend it.", headings=HEADINGS))
            return
        title = heading["title"].strip()
        if not title:
            self._say(number, Text("write behind “# {kind}:” what it is.", kind=kind))
        elif "*" in title:
            self._say(number, Text("a heading is bold by itself. Take the * away."))
        self.parts.append(PartDraft(kind, number, title))

    def _blank(self, number: int) -> None:
        """An empty line parts paragraphs."""
        if self.parts and self.parts[-1].kind is Kind.STEP and not self.lost:
            self.parts[-1].lines.append((number, ""))

    def _in_step(self, number: int, line: str) -> None:
        if _ANSWER.match(line):
            self._say(
                number,
                Text(
                    "answers stand below “# {question}: …” or “# {rehearsal}: …”. Move it.",
                    question=Kind.QUESTION,
                    rehearsal=Kind.REHEARSAL,
                ),
            )
        self.parts[-1].lines.append((number, line))

    def _in_question(self, number: int, line: str) -> None:
        answers = self.parts[-1].answers
        found = _ANSWER.fullmatch(line.rstrip())
        if found is None and not answers:
            self._say(
                number,
                Text(
                    "write the whole question behind “# {kind}:”; answers begin with - [ ].", kind=self.parts[-1].kind
                ),
            )
        elif found is None:
            answers[-1].reason.append((number, line.strip()))
        elif (mark := found["mark"].strip().lower()) not in ("", "x"):
            self._say(number, Text("an answer begins with - [ ], the right one with - [x]. Mend it."))
        else:
            if "*" in found["words"]:
                self._say(number, Text("an answer stands on a button, where nothing is bold. Take the * away."))
            answers.append(AnswerDraft(number, found["words"].strip(), mark == "x"))

    def ended(self) -> list[Trouble]:
        """Everything that was wrong, when the file is at its end."""
        return self.troubles

    def _say(self, number: int, says: Text) -> None:
        self.troubles.append(Trouble(self.name, number, says))
