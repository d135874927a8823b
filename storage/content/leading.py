"""Where danger leads: the articles and screens `danger.toml` names for whoever tells of one must be there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from domain.texts import Text
from storage.content.files import Trouble
from storage.understanding import FOLDER, read_phrases

NAME = "danger.toml"


def stray_topics(content: Path, known: Collection[str]) -> Iterator[Trouble]:
    """Slugs of `[topics]` and `[worried]` nobody can be led to. Raises ContentError where the file cannot be read."""
    phrases = read_phrases(content)
    lines = (content / FOLDER / NAME).read_text(encoding="utf-8").splitlines()
    tables: Mapping[str, Mapping[str, Sequence[str]]] = {"topics": phrases.topics, "worried": phrases.worried}
    for table, led in tables.items():
        for slug in dict.fromkeys(slug for slugs in led.values() for slug in slugs):
            if slug not in known:
                yield from (Trouble(NAME, line, _stray(slug, known)) for line in _lines_of(lines, table, slug))


def _lines_of(lines: Sequence[str], table: str, slug: str) -> Sequence[int]:
    """Where the slug stands in this table; where the table begins, should it be written in some other way."""
    begins, found, here = 1, [], False
    for number, line in enumerate(lines, 1):
        if head := re.match(r"\s*\[\s*([\w-]+)", line):
            here = head[1] == table
            begins = number if here else begins
        if here and re.search(rf"""["']{re.escape(slug)}["']""", line.partition("#")[0]):
            found.append(number)
    return found or [begins]


def _stray(slug: str, known: Collection[str]) -> Text:
    near = difflib.get_close_matches(slug, sorted(known), 1)
    if near:
        return Text("there is no article and no screen “{slug}”. Did you mean “{near}”?", slug=slug, near=near[0])
    return Text("there is no article and no screen “{slug}”. Write another one, or take it out.", slug=slug)
