"""Reads law.toml, sources.toml and figures.toml: what articles may name as their source, and the dated figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from domain.sources import Act, Cited, Figure, LawArticle, Mark, Source, Sources
from domain.texts import Text
from storage.content.files import Link, Row, Said, Sheet, Slug, Strict, Trouble, refuse, rows_of
from storage.content.kept import READINGS

LAW, SOURCES, FIGURES = "law.toml", "sources.toml", "figures.toml"


class _Act(Strict):
    id: Slug
    name: Said
    number: Said
    in_force: date
    until: date | None = None
    link: Link | None = None
    checked: date
    mark: Literal["verified", "high", "secondary"]


class _Article(Strict):
    id: Slug
    act: Slug
    number: Said
    title: Said
    in_force: date | None = None
    until: date | None = None
    mark: Literal["verified", "high", "secondary"] | None = None


class _Source(Strict):
    id: Slug
    name: Said
    owner: Said
    link: Link | None = None
    checked: date
    mark: Literal["verified", "high", "secondary"]


class _Figure(Strict):
    id: Slug
    says: Said
    about: Said
    as_of: date
    source: Slug
    mark: str
    until: date | None = None


def read_sources(content: Path) -> Sources:
    """All three files. Raises ContentError with every problem."""
    return _sources(*(Sheet.of(content / name) for name in (LAW, SOURCES, FIGURES)))


@lru_cache(READINGS)
def _sources(of_law: Sheet, of_sources: Sheet, of_figures: Sheet) -> Sources:
    acts = rows_of(of_law, "act", _Act, "article")
    articles = rows_of(of_law, "article", _Article, "act", key_must=False)
    others = rows_of(of_sources, "source", _Source)
    figures = rows_of(of_figures, "figure", _Figure, key_must=False)
    known = {row.value.id: _act(row.value) for row in acts}
    ids = {*known, *(row.value.id for row in articles), *(row.value.id for row in others)}
    refuse(
        [
            *_twice([*acts, *articles, *others]),
            *_twice(figures),
            *(trouble for row in acts for trouble in _backwards(row)),
            *(trouble for row in articles for trouble in (*_backwards(row), *_without_act(row, known))),
            *(trouble for row in figures for trouble in _backless(row, ids)),
        ]
    )
    cited: dict[str, Cited] = dict(known)
    cited |= {row.value.id: _article(row.value, known) for row in articles}
    cited |= {row.value.id: _source(row.value) for row in others}
    refuse(trouble for row in figures for trouble in _resting(row, cited[row.value.source]))
    numbers = {row.value.id: _figure(row.value) for row in figures}
    return Sources(MappingProxyType(cited), MappingProxyType(numbers))


def outdated_figures(content: Path, sources: Sources, today: date) -> Iterator[Trouble]:
    """Figures of which a new one is due: their day has come, or their law ended. Raises ContentError."""
    for row in rows_of(content / FIGURES, "figure", _Figure, key_must=False):
        if not sources.cited[row.value.source].holds_on(today):
            yield row.trouble(
                "source", Text("“{source}” is no longer in force. Look up the new figure.", source=row.value.source)
            )
        if row.value.until is not None and row.value.until <= today:
            yield row.trouble(
                "until", Text("“{id}” held until {day}. Look up the new one.", id=row.value.id, day=row.value.until)
            )


def days_looked(content: Path) -> Iterator[tuple[Row[_Act] | Row[_Source] | Row[_Figure], str, date]]:
    """Every day on which somebody says to have looked, with its row and name. Raises ContentError."""
    for row in rows_of(content / LAW, "act", _Act, "article"):
        yield row, "checked", row.value.checked
    for source in rows_of(content / SOURCES, "source", _Source):
        yield source, "checked", source.value.checked
    for figure in rows_of(content / FIGURES, "figure", _Figure, key_must=False):
        yield figure, "as_of", figure.value.as_of


def _resting(row: Row[_Figure], cited: Cited) -> Iterator[Trouble]:
    """What a figure rests on must be read by somebody, and be law on the day of the figure."""
    if _mark_of(cited) is Mark.SECONDARY:
        says = Text(
            "“{source}” is “secondary”: no number rests on it. Read the text itself, or remove this.",
            source=row.value.source,
        )
        yield row.trouble("source", says)
    if not cited.holds_on(row.value.as_of):
        says = Text(
            "“{source}” was not in force on {day}. Look up what was, or remove this.",
            source=row.value.source,
            day=row.value.as_of,
        )
        yield row.trouble("source", says)


def _mark_of(cited: Cited) -> Mark | None:
    if isinstance(cited, LawArticle):
        return cited.mark or cited.act.mark
    return cited.mark if isinstance(cited, Act | Source) else None


def _twice(rows: Iterable[Row[_Act] | Row[_Article] | Row[_Source] | Row[_Figure]]) -> Iterator[Trouble]:
    seen: dict[str, str] = {}
    for row in rows:
        if first := seen.get(row.value.id):
            yield row.trouble(
                "id",
                Text("the id “{id}” stands in {first} already. Give each its own.", id=row.value.id, first=str(first)),
            )
        seen.setdefault(row.value.id, f"{row.file}:{row.lines.get('id', row.line)}")


def _backwards(row: Row[_Act] | Row[_Article]) -> Iterator[Trouble]:
    begins, ends = row.value.in_force, row.value.until
    if begins is not None and ends is not None and ends <= begins:
        yield row.trouble("until", Text("“{id}” ends before it is in force. Mend one of the days.", id=row.value.id))


def _without_act(row: Row[_Article], acts: dict[str, Act]) -> Iterator[Trouble]:
    if row.value.act not in acts:
        yield row.trouble("act", Text("there is no [[act]] “{act}”. Add it, or mend the name.", act=row.value.act))
    elif not row.value.id.startswith(f"{row.value.act}-"):
        yield row.trouble(
            "id", Text("the id of an article begins with that of its act: “{act}-…”. Mend it.", act=row.value.act)
        )


def _backless(row: Row[_Figure], known: set[str]) -> Iterator[Trouble]:
    if row.value.mark not in (Mark.VERIFIED, Mark.HIGH):
        says = Text(
            "“{id}” is not verified (“{mark}”): nobody may be shown it. Verify it, or remove it.",
            id=row.value.id,
            mark=row.value.mark,
        )
        yield row.trouble("mark", says)
    if row.value.source not in known:
        says = Text(
            "there is no “{source}” in {law} or {sources}. Add it, or mend the name.",
            source=row.value.source,
            law=LAW,
            sources=SOURCES,
        )
        yield row.trouble("source", says)
    if row.value.until is not None and row.value.until <= row.value.as_of:
        yield row.trouble("until", Text("“{id}” ends before its day. Mend one of the days.", id=row.value.id))
    if "{" in row.value.says or "}" in row.value.says:
        yield row.trouble("says", Text("a figure holds no braces. Remove them."))


def _act(row: _Act) -> Act:
    return Act(row.id, row.name, row.number, row.in_force, row.checked, Mark(row.mark), row.until, row.link)


def _article(row: _Article, acts: dict[str, Act]) -> LawArticle:
    mark = None if row.mark is None else Mark(row.mark)
    return LawArticle(row.id, acts[row.act], row.number, row.title, row.in_force, row.until, mark)


def _source(row: _Source) -> Source:
    return Source(row.id, row.name, row.owner, row.checked, Mark(row.mark), row.link)


def _figure(row: _Figure) -> Figure:
    return Figure(row.id, row.says, row.about, row.as_of, row.source, Mark(row.mark), row.until)
