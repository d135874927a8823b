"""Reads one article: what stands between the --- lines, and its versions by reader and part, line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.guidance import Danger, Edition
from domain.texts import Text
from storage.content.files import FileName, Said, Slug, Strict, Trouble
from storage.content.pages import read_page

FOLDER = "guidance"
HEADINGS = {
    "Cha mẹ": Edition.PARENT,
    "Người chăm sóc": Edition.CAREGIVER,
    "Trẻ em": Edition.CHILD,
    "Trẻ em 7–10": Edition.YOUNGER,
}
VOICES = {Edition.CHILD: "voice", Edition.YOUNGER: "voice_7_10"}  # the name between the --- lines
HEADING = {edition: heading for heading, edition in HEADINGS.items()}
BESIDE_WORDS = re.compile(
    r"!?\[[^\]]*\]\(|https?://|www\.|<[a-z/!]|^\s*\||^\s*>|^\s*```|^\s*([-*_]\s*){3,}$", re.IGNORECASE
)
_Title = Annotated[str, Field(min_length=1, max_length=60)]


class Part(StrEnum):
    """A part of a version; `BODY` has no heading of its own."""

    BODY = ""
    LAW = "Luật nói gì"
    NEXT = "Bước tiếp theo"
    MORE = "Xem thêm"


class Front(Strict):
    """What stands between the --- lines."""

    title: _Title
    child_title: _Title | None = None
    picture: Slug | None = None
    voice: FileName | None = None
    voice_7_10: FileName | None = None
    sources: Annotated[list[Slug], Field(min_length=1)]
    related: Annotated[list[Slug], Field(min_length=2, max_length=5)]
    reviewed: date
    review_due: date
    dangers: list[Danger] = []
    first_aid: list[Said] = []


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was written. `texts`: its lines with their numbers."""

    slug: str
    front: Front
    lines: Mapping[str, int]
    begins: Mapping[Edition, int]
    texts: Mapping[Edition, Mapping[Part, list[tuple[int, str]]]]

    @property
    def file(self) -> str:
        return f"{self.slug}.md"

    def trouble(self, key: str, says: Text) -> Trouble:
        """A trouble with a name between the --- lines."""
        return Trouble(self.file, self.lines.get(key, 1), says)

    def text(self, edition: Edition, part: Part) -> str:
        """The words of one part."""
        return "\n".join(words for _, words in self.texts[edition].get(part, [])).strip()


def read_draft(path: Path) -> Draft:
    """One article. Raises ContentError with what is wrong with its shape."""
    reading = _Reading(path.name)
    front, lines = read_page(path, Text("an article"), Front, reading)
    return Draft(path.stem, front, lines, reading.begins, reading.texts)


@dataclass(slots=True)
class _Reading:
    """Where we are in the file, and what was found so far."""

    name: str
    edition: Edition | None = None
    part: Part = Part.BODY
    begins: dict[Edition, int] = field(default_factory=dict)
    texts: dict[Edition, dict[Part, list[tuple[int, str]]]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    lost: bool = False  # below a heading nobody knows

    def take(self, number: int, line: str) -> None:
        """The next line."""
        if line.startswith("# "):
            self._reader(number, re.sub(r"\s*[-–—]\s*", "–", line[2:].strip()))
        elif line.startswith("#"):
            self._part(number, line)
        elif self.edition is not None:
            if BESIDE_WORDS.search(line):
                self._say(
                    number,
                    Text("only paragraphs, lists and **bold** can be shown: no links, tables, quotes, lines. Mend it."),
                )
            self.texts[self.edition][self.part].append((number, line))
        elif line.strip() and not self.lost:
            self._say(
                number, Text("this line stands before the first “# {heading}”. Move it.", heading=next(iter(HEADINGS)))
            )

    def _reader(self, number: int, heading: str) -> None:
        self.edition, self.part = HEADINGS.get(heading), Part.BODY
        self.lost = self.edition is None or self.edition in self.texts
        if self.edition is None or self.lost:
            self._say(number, Text("write one of “# {headings}”, each once.", headings=" / # ".join(HEADINGS)))
            self.edition = None
            return
        self.begins[self.edition] = number
        self.texts[self.edition] = {Part.BODY: []}

    def _part(self, number: int, line: str) -> None:
        names = {f"## {part}": part for part in Part if part is not Part.BODY}
        part = names.get(line.rstrip())
        if part is None:
            self._say(
                number, Text("below a reader's heading only these stand: {names}. Mend it.", names=", ".join(names))
            )
        elif self.edition is None:
            if not self.lost:
                self._say(number, Text("this heading stands before the first reader's. Move it."))
        elif part in self.texts[self.edition]:
            self._say(number, Text("“## {part}” stands there twice. Put them together.", part=part))
        else:
            self.texts[self.edition][part] = []
            self.part = part

    def ended(self) -> list[Trouble]:
        """Everything that was wrong, when the file is at its end."""
        if not self.troubles and Edition.PARENT not in self.texts:
            self._say(1, Text("the version “# {heading}” is missing. Write it.", heading=HEADING[Edition.PARENT]))
        if Edition.YOUNGER in self.texts and Edition.CHILD not in self.texts and not self.troubles:
            says = Text(
                "write “# {heading}” first: it is for all children where there is no other.",
                heading=HEADING[Edition.CHILD],
            )
            self._say(self.begins[Edition.YOUNGER], says)
        for edition, parts in self.texts.items():
            for part, lines in parts.items():
                if not any(words.strip() for _, words in lines):
                    which = Text("“## {part}”", part=part) if part else Text("the text")
                    says = Text(
                        "{which} of “# {heading}” is empty. Write it, or leave it out.",
                        which=which,
                        heading=HEADING[edition],
                    )
                    self._say(lines[0][0] - 1 if lines else self.begins[edition], says)
        return self.troubles

    def _say(self, number: int, says: Text) -> None:
        self.troubles.append(Trouble(self.name, number, says))
