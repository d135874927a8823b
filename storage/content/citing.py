"""Looks whether every act and article an article or a lesson names is in law.toml, in force, and among its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.citations import Acts, Naming, Why, Words, Wrong
from domain.clauses import Paragraph
from domain.lint import bare
from domain.sources import Sources
from domain.texts import Text
from storage.content.articles import Draft
from storage.content.files import Said, Sheet, Strict, Trouble, rows_of
from storage.content.finishing import Written
from storage.content.kept import PARAGRAPHS, READINGS
from storage.content.lessons import Kind, LessonDraft

NAME = "citing.toml"
Lines = list[tuple[int, str]]
_Said = Annotated[list[Said], Field(min_length=1)]
_SAYS = {
    Why.UNKNOWN: Text("neither law.toml nor sources.toml knows it. Mend the name, or add it there once it was read."),
    Why.NO_ACT: Text("no act is named near it. Write which, as “Luật Trẻ em, Điều 51”."),
    Why.NO_ARTICLE: Text("law.toml has no such article. Mend it, or add it there once it was read."),
    Why.NOT_IN_FORCE: Text("it was not in force on {reviewed}. Name what was, and review again."),
    Why.NOT_AMONG: Text("it is not among the “sources” of this page. Add “{add}”."),
}


class _Kind(Strict):
    name: Said
    short: Said


class _Words(Strict):
    law: _Said
    others: _Said
    no_act: _Said
    number: Said
    year: Said
    article: Said
    clause: Said
    to: _Said
    also: _Said
    of: _Said
    counted: _Said
    past: _Said


def read_naming(content: Path) -> Naming:
    """How acts and articles are named. Raises ContentError."""
    return _naming(Sheet.of(content / NAME))


@lru_cache(READINGS)
def _naming(sheet: Sheet) -> Naming:
    kinds = rows_of(sheet, "kind", _Kind, "words")
    words = rows_of(sheet, "words", _Words, "kind")
    numbered = {row.value.name: row.value.short for row in kinds}
    return Naming(Words(numbered=numbered, **words[0].value.model_dump()))


class Citing:
    """Everything that may be named, for all pages."""

    def __init__(self, sources: Sources, naming: Naming) -> None:
        self._acts = Acts.of(sources, naming)
        self._wrong = lru_cache(PARAGRAPHS)(self._look)

    @staticmethod
    @lru_cache(READINGS)
    def of(sources: Sources, naming: Naming) -> Citing:
        """The same for the same: what it found in a paragraph it knows the next time."""
        return Citing(sources, naming)

    def article_troubles(self, draft: Draft) -> Iterator[Trouble]:
        """What this article names and may not."""
        titles = [("title", draft.front.title), ("child_title", draft.front.child_title)]
        parts: list[Lines] = [[(draft.lines.get(key, 1), title)] for key, title in titles if title is not None]
        parts += [lines for texts in draft.texts.values() for lines in texts.values()]
        yield from self._troubles(draft, draft.file, parts)

    def lesson_troubles(self, draft: LessonDraft) -> Iterator[Trouble]:
        """What this lesson names and may not; wrong answers and what somebody says in a rehearsal may name anything."""
        parts: list[Lines] = [[(draft.names.get("title", 1), draft.front.title)]]
        for part in draft.parts:
            if part.kind is not Kind.REHEARSAL:
                parts.append([(part.number, part.title), *part.lines])
            for answer in part.answers:
                parts += [[(answer.number, answer.words), *answer.reason]] if answer.is_right else [answer.reason]
        yield from self._troubles(draft, draft.file, parts)

    def _troubles(self, draft: Written, file: str, parts: Iterable[Lines]) -> Iterator[Trouble]:
        cited, reviewed = tuple(draft.front.sources), draft.front.reviewed
        for block in (block for lines in parts for block in _blocks(lines)):
            found = self._wrong(block.words, cited, reviewed)
            if not found:  # as nearly always
                continue
            _, line_at = block.read(bare)
            for wrong in found:
                says = Text(_SAYS[wrong.why].source, reviewed=reviewed, add=wrong.add)
                yield Trouble(file, line_at(wrong.place), Text("“{words}”: {says}", words=wrong.words, says=says))

    def _look(self, lines: tuple[str, ...], cited: tuple[str, ...], reviewed: date) -> tuple[Wrong, ...]:
        text, _ = Paragraph(tuple(enumerate(lines))).read(bare)
        return tuple(self._acts.wrong(text, cited, reviewed))


def _blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Paragraph]:
    """What stands between empty lines: an item of a list belongs to the act named above the list."""
    here: Lines = []
    for number, words in [*lines, (0, "")]:
        if words.strip():
            here.append((number, words))
        elif here:
            yield Paragraph(tuple(here))
            here = []
