"""Reads chapters.toml and doors.toml: in which part of the handbook each article stands, for grown-ups and children."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.enclosures import Enclosure
from domain.guidance import Chapter
from domain.texts import Text
from storage.content.articles import FOLDER
from storage.content.enclosures import Beside
from storage.content.files import Row, Slug, Strict, Trouble, refuse, rows_of
from storage.content.lint import Lint

CHAPTERS, DOORS = "chapters.toml", "doors.toml"
Title = Annotated[str, Field(min_length=1, max_length=48)]  # a button on a phone


class _Chapter(Strict):
    id: Slug
    title: Title
    articles: Annotated[list[Slug], Field(min_length=1)]


class _Door(_Chapter):
    picture: Slug


class _Cover(Strict):
    picture: Slug


def read_chapters(content: Path, readable: Collection[str]) -> tuple[Chapter, ...]:
    """The chapters in the order they are shown; each `readable` article stands in one. Raises ContentError."""
    rows = rows_of(content / CHAPTERS, "chapter", _Chapter)
    refuse(_misplaced(CHAPTERS, rows, _written(content), readable))
    return tuple(Chapter(c.id, c.title, tuple(c.articles)) for c in (row.value for row in rows))


def read_doors(
    content: Path, readable: Collection[str], to_child: Collection[str], lint: Lint | None
) -> tuple[tuple[Chapter, ...], Enclosure | None]:
    """The doors of children's handbook, and the picture above them. Raises ContentError.

    Each article that is `readable` and has words for children (`to_child`) stands behind one, no other behind any.
    `lint`: the rules for their titles, where they could be read.
    """
    rows = rows_of(content / DOORS, "door", _Door, "cover")
    covers = rows_of(content / DOORS, "cover", _Cover, "door")
    beside = Beside(content)
    written = _written(content)
    grown_up = set(readable) - set(to_child)
    troubles = [*_misplaced(DOORS, rows, written, to_child), *_without_words(rows, grown_up)]
    troubles += [row.trouble("picture", Text("there is one [[cover]]. Remove this one.")) for row in covers[1:]]
    troubles += [*_unseen(rows, beside), *_unseen(covers, beside)]
    if lint is not None:
        for row in rows:
            troubles += lint.door_troubles(row.file, row.lines.get("title", row.line), row.value.title)
    refuse(troubles)
    doors = tuple(
        Chapter(d.id, d.title, tuple(d.articles), beside.picture(d.picture)) for d in (row.value for row in rows)
    )
    return doors, beside.picture(covers[0].value.picture)


def _written(content: Path) -> set[str]:
    return {path.stem for path in (content / FOLDER).glob("*.md")}


def _unseen(rows: Sequence[Row[_Door]] | Sequence[Row[_Cover]], beside: Beside) -> Iterator[Trouble]:
    for row in rows:
        if (wrong := beside.wrong_with_picture(row.value.picture)) is not None:
            yield row.trouble("picture", wrong)


def _without_words(rows: Sequence[Row[_Door]], grown_up: Collection[str]) -> Iterator[Trouble]:
    for row in rows:
        for slug in row.value.articles:
            if slug in grown_up:
                says = Text("“{slug}” has no words for children. Write its “# Trẻ em”, or take it out here.", slug=slug)
                yield row.trouble("articles", says)


def _misplaced(
    file: str, rows: Sequence[Row[_Chapter]] | Sequence[Row[_Door]], there: Collection[str], readable: Collection[str]
) -> Iterator[Trouble]:
    stands = dict[str, str]()
    ids = [row.value.id for row in rows]
    what = Text("chapter") if file == CHAPTERS else Text("door")
    for row in rows:
        if ids.count(row.value.id) > 1:
            yield row.trouble("id", Text("the id “{id}” stands here twice. Give each its own.", id=row.value.id))
        for slug in row.value.articles:
            if slug not in there:
                yield row.trouble(
                    "articles", Text("there is no article “{slug}”. Remove it, or mend the name.", slug=slug)
                )
            elif slug in stands:
                yield row.trouble(
                    "articles",
                    Text(
                        "“{slug}” stands in “{place}” already. Leave it in one {what}.",
                        slug=slug,
                        place=stands[slug],
                        what=what,
                    ),
                )
            stands.setdefault(slug, row.value.id)
    if missing := sorted(set(readable) - set(stands)):
        yield Trouble(
            file, 1, Text("{missing} stands in no {what}. Add it to one.", missing=", ".join(missing), what=what)
        )
