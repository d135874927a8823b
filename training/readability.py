"""`make readability`: how long the sentences of the library are, by reader and by place.

Vietnamese is written in syllables, so length is counted in them; hard words are the lint's (`content/vi/lint.toml`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, quantiles

from bot.content import Content
from bot.settings import CONTENT
from domain.guidance import Edition, Library, Version
from domain.lessons import Lesson, Question, Reader
from domain.vietnamese import fold

_ENDS = re.compile(r"[.!?…:;]+(?:\s|$)|\n+")
_MARKS = re.compile(r"[*_>#]|^\s*(?:[-•]|\d+\.)\s+", re.MULTILINE)
FIRST, MORE, LAW, LESSONS = "first screens", "Xem thêm", "law for children", "lessons"


@dataclass(frozen=True, slots=True)
class Sentences:
    """Syllables of each sentence that these readers find in this place, and on how many pages."""

    reader: str
    place: str
    pages: int
    lengths: Sequence[int]

    @property
    def usual(self) -> float:
        """The length that nineteen of twenty do not exceed."""
        return quantiles(self.lengths, n=20)[-1]

    @property
    def most(self) -> int:
        """The longest."""
        return max(self.lengths)


def measured(library: Library) -> Iterator[Sentences]:
    """Everything there is to read, place by place."""
    for edition in Edition:
        versions = [each.versions[edition] for each in library.articles.values() if edition in each.versions]
        for place, texts in _places(versions).items():
            yield from _sentences(edition.value, place, texts)
    for reader in Reader:
        taught = [lesson for lesson in library.lessons.values() if lesson.reader is reader]
        yield from _sentences(reader.value, LESSONS, ["\n".join(_words(lesson)) for lesson in taught])


def _sentences(reader: str, place: str, texts: Sequence[str]) -> Iterator[Sentences]:
    written = [text for text in texts if text.strip()]
    if written:
        yield Sentences(reader, place, len(written), [length for text in written for length in _lengths(text)])


def _places(versions: Sequence[Version]) -> Mapping[str, list[str]]:
    """The law stands on the first screen of grown-ups, behind a button for children."""
    return {
        FIRST: [f"{v.body}\n{'' if v.edition.is_for_children else v.law}\n{v.next}" for v in versions],
        MORE: [v.more for v in versions],
        LAW: [v.law for v in versions if v.has_law_behind],
    }


def _words(lesson: Lesson) -> Iterator[str]:
    """Steps, questions, and every answer with its reason."""
    for part in lesson.parts:
        if isinstance(part, Question):
            yield part.ask
            yield from (words for answer in part.answers for words in (answer.words, answer.reason))
        else:
            yield from (part.title, part.text)


def _lengths(text: str) -> Iterator[int]:
    return (length for part in _ENDS.split(_MARKS.sub("", text)) if (length := len(fold(part).split())))


def main() -> int:
    """Prints the table; always 0."""
    rows = [f"{'syllables a sentence':22}{'':18}{'pages':>6}{'mean':>7}{'95 of 100':>11}{'longest':>9}"]
    for each in measured(Content.read(CONTENT).shelf.library):
        figures = f"{each.pages:>6}{mean(each.lengths):>7.1f}{each.usual:>11.0f}{each.most:>9}"
        rows.append(f"{each.reader:22}{each.place:18}{figures}")
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
