"""Looks whether every act and article an article or a lesson names is in law.toml, in force, and among its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.citations import Acts
from domain.clauses import Paragraph
from domain.lint import bare
from domain.sources import Sources
from storage.content.articles import Draft
from storage.content.files import Trouble
from storage.content.finishing import Written
from storage.content.lessons import Kind, LessonDraft

Lines = list[tuple[int, str]]


class Citing:
    """Everything that may be named, for all pages."""

    def __init__(self, sources: Sources) -> None:
        self._acts = Acts.of(sources)

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
        cited, reviewed = draft.front.sources, draft.front.reviewed
        for block in (block for lines in parts for block in _blocks(lines)):
            text, line_at = block.read(bare)
            for wrong in self._acts.wrong(text, cited, reviewed):
                yield Trouble(file, line_at(wrong.place), f"“{wrong.words}”: {wrong.why}")


def _blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Paragraph]:
    """What stands between empty lines: an item of a list belongs to the act named above the list."""
    here: Lines = []
    for number, words in [*lines, (0, "")]:
        if words.strip():
            here.append((number, words))
        elif here:
            yield Paragraph(tuple(here))
            here = []
