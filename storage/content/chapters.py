"""Reads chapters.toml: in which part of the handbook each article stands."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.guidance import Chapter
from storage.content.articles import FOLDER
from storage.content.files import Row, Slug, Strict, Trouble, refuse, rows_of

FILE = "chapters.toml"
Title = Annotated[str, Field(min_length=1, max_length=48)]  # a button on a phone


class _Chapter(Strict):
    id: Slug
    title: Title
    child_title: Title
    articles: Annotated[list[Slug], Field(min_length=1)]


def read_chapters(content: Path, readable: Collection[str]) -> tuple[Chapter, ...]:
    """The chapters in the order they are shown; each `readable` article stands in one. Raises ContentError."""
    rows = rows_of(content / FILE, "chapter", _Chapter)
    there = {path.stem for path in (content / FOLDER).glob("*.md")}
    refuse(_misplaced(rows, there, readable))
    return tuple(Chapter(c.id, c.title, c.child_title, tuple(c.articles)) for c in (row.value for row in rows))


def _misplaced(rows: list[Row[_Chapter]], there: Collection[str], readable: Collection[str]) -> list[Trouble]:
    found, stands = [], dict[str, str]()
    ids = [row.value.id for row in rows]
    for row in rows:
        if ids.count(row.value.id) > 1:
            found.append(row.trouble("id", f"the id “{row.value.id}” stands here twice. Give each its own."))
        for slug in row.value.articles:
            if slug not in there:
                found.append(row.trouble("articles", f"there is no article “{slug}”. Remove it, or mend the name."))
            elif slug in stands:
                says = f"“{slug}” stands in “{stands[slug]}” already. Leave it in one chapter."
                found.append(row.trouble("articles", says))
            stands.setdefault(slug, row.value.id)
    if missing := sorted(set(readable) - set(stands)):
        found.append(Trouble(FILE, 1, f"{', '.join(missing)} stands in no chapter. Add it to one."))
    return found
