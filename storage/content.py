"""Reads content/vi: articles, screens, numbers, wards. A bad file stops the start and says its line and its cure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import frontmatter
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.guidance import Article, Hotline, Library, Screen, Source, Version, WardContact, WardPage
from domain.people import Audience
from domain.wards import WARDS
from storage.understanding import ContentError

LONGEST = 1200  # signs of one version with its next step: one phone screen
HEADINGS = {"Cha mẹ": Audience.PARENT, "Trẻ em": Audience.CHILD, "Người chăm sóc": Audience.CAREGIVER}
NEXT = "Bước tiếp theo"
SCREENS = frozenset(
    {
        *("ward-contacts", "human-contact", "consent-privacy", "delete-data"),
        *("events-june1", "events-action-month", "events-mid-autumn", "events-forum", "events-training"),
        *("signup", "signup-cancel", "signup-status"),
    }
)

_Said = Annotated[str, Field(min_length=1, max_length=300)]
Checked = TypeVar("Checked", bound="_Strict")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Source(_Strict):
    name: _Said
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None


class _Front(_Strict):
    title: Annotated[str, Field(min_length=1, max_length=60)]
    child_title: Annotated[str, Field(min_length=1, max_length=60)]
    keywords: Annotated[list[str], Field(min_length=3)]
    related: list[str] = []
    reviewed: date
    review_due: date
    sources: Annotated[list[_Source], Field(min_length=1)]


class _Screen(_Strict):
    slug: _Said
    title: _Said
    keywords: list[str]


class _Hotline(_Strict):
    number: Annotated[str, Field(pattern=r"^[\d ]{3,14}$")]
    who: _Said
    use: _Said
    hours: _Said
    cost: _Said
    source: _Said
    checked: date
    mark: Literal["verified", "high"]


class _Contact(_Strict):
    what: _Said
    value: _Said
    source: _Said
    mark: Literal["verified", "high"]


class _Ward(_Strict):
    id: Literal["bo-de", "long-bien", "phuc-loi", "viet-hung"]
    name: _Said
    old_names: list[str]
    contact: list[_Contact] = []


def read_library(content: Path) -> Library:
    """The whole library. Raises ContentError with every problem of every file, a line each."""
    found: list[str] = []
    articles = {}
    for path in sorted((content / "guidance").glob("*.md")):
        try:
            articles[path.stem] = read_article(path)
        except ContentError as error:
            found.append(str(error))
    tables: dict[str, list[Any]] = {}
    for name, key, model in (
        ("screens.toml", "screen", _Screen),
        ("hotlines.toml", "hotline", _Hotline),
        ("wards.toml", "ward", _Ward),
    ):
        try:
            tables[key] = _table(content / name, key, model)
        except ContentError as error:
            tables[key] = []
            found.append(str(error))
    library = _library(articles, tables)
    found += [] if found else _cross_checked(library)
    if found:
        raise ContentError("\n".join(found))
    return library


def read_article(path: Path) -> Article:
    """One article. Raises ContentError with all its problems."""
    words = _words(path)
    try:
        post = frontmatter.loads(words)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 2
        raise ContentError(f"{path.name}:{line}: the lines between --- are not YAML. Mend that line.") from None
    front = _checked(path, words, _Front, post.metadata)
    versions, troubles = _versions(path.name, words)
    if troubles:
        raise ContentError("\n".join(troubles))
    return Article(
        slug=path.stem,
        title=front.title,
        child_title=front.child_title,
        keywords=tuple(front.keywords),
        related=tuple(front.related),
        sources=tuple(Source(source.name, source.url) for source in front.sources),
        reviewed=front.reviewed,
        review_due=front.review_due,
        versions={
            audience: Version(
                audience, front.child_title if audience is Audience.CHILD else front.title, body.strip(), after.strip()
            )
            for audience, (body, after) in versions.items()
        },
    )


def _versions(name: str, words: str) -> tuple[dict[Audience, tuple[str, str]], list[str]]:
    """Body and next step by audience, and what is wrong with the headings."""
    texts: dict[Audience, tuple[str, str]] = {}
    troubles: list[str] = []
    audience: Audience | None = None
    after = False
    begin = [i for i, line in enumerate(words.splitlines()) if line.strip() == "---"]
    for number, line in enumerate(words.splitlines(), 1):
        if number <= (begin[1] + 1 if len(begin) > 1 else 0):
            continue
        if line.startswith("# "):
            audience, after = HEADINGS.get(line[2:].strip()), False
            if audience is None or audience in texts:
                troubles.append(f"{name}:{number}: write one of “# {' / # '.join(HEADINGS)}”, each once.")
            else:
                texts[audience] = ("", "")
        elif line.strip() == f"## {NEXT}":
            after = True
        elif line.startswith("#"):
            troubles.append(f"{name}:{number}: only “## {NEXT}” may stand below a reader's heading.")
        elif audience is not None:
            body, following = texts.get(audience, ("", ""))
            texts[audience] = (body, f"{following}{line}\n") if after else (f"{body}{line}\n", following)
        elif line.strip():
            troubles.append(f"{name}:{number}: this line stands before the first “# {next(iter(HEADINGS))}”. Move it.")
    for wanted in (Audience.PARENT, Audience.CHILD):
        if not texts.get(wanted, ("", ""))[0].strip():
            heading = next(title for title, known in HEADINGS.items() if known is wanted)
            troubles.append(f"{name}: the version “# {heading}” is missing. Write it.")
    for reader, (body, following) in texts.items():
        if (size := len(body) + len(following)) > LONGEST:
            troubles.append(f"{name}: the {reader.value} version has {size} signs; shorten it to {LONGEST}.")
    return texts, troubles


def _table(path: Path, key: str, model: type[Checked]) -> list[Checked]:
    words = _words(path)
    try:
        raw = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = where[1] if where else len(words.splitlines())
        raise ContentError(f"{path.name}:{line}: this line is not TOML. Mend it.") from None
    rows = raw.get(key)
    if not isinstance(rows, list) or len(raw) != 1:
        raise ContentError(f"{path.name}:1: the file holds [[{key}]] tables and nothing else.")
    return [_checked(path, words, model, row) for row in rows]


def _checked(path: Path, words: str, model: type[Checked], raw: Mapping[str, Any]) -> Checked:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        lines = []
        for each in error.errors():
            key = str(each["loc"][0])
            what = "is missing: add it" if each["type"] == "missing" else f"is not right: {each['msg']}"
            lines.append(f"{path.name}:{_line_of(words, key)}: “{'.'.join(str(p) for p in each['loc'])}” {what}.")
        raise ContentError("\n".join(lines)) from None


def _line_of(words: str, key: str) -> int:
    lines = enumerate(words.splitlines(), 1)
    return next((number for number, line in lines if re.match(rf"\s*{re.escape(key)}\s*[:=]", line)), 1)


def _words(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ContentError(f"{path.name} is missing: put it back.") from None
    except UnicodeDecodeError:
        raise ContentError(f"{path.name}:1: please save this file as UTF-8.") from None


def _library(articles: dict[str, Article], tables: dict[str, list[Any]]) -> Library:
    return Library(
        articles=articles,
        screens={s.slug: Screen(s.slug, s.title, tuple(s.keywords)) for s in tables["screen"]},
        hotlines=tuple(Hotline(**h.model_dump()) for h in tables["hotline"]),
        wards=tuple(
            WardPage(w.id, w.name, tuple(w.old_names), tuple(WardContact(c.what, c.value, c.source) for c in w.contact))
            for w in tables["ward"]
        ),
    )


def _cross_checked(library: Library) -> list[str]:
    """What is wrong between files: links that lead nowhere, wards or screens that are missing."""
    known = {*library.articles, *library.screens}
    found = [
        f"{slug}.md: related “{other}” is neither an article nor a screen. Mend or remove it."
        for slug, article in library.articles.items()
        for other in article.related
        if other not in known
    ]
    if missing := SCREENS - set(library.screens):
        found.append(f"screens.toml: {', '.join(sorted(missing))} is missing. Add it.")
    if unknown := set(library.screens) - SCREENS:
        found.append(f"screens.toml: the program has no screen {', '.join(sorted(unknown))}. Remove it.")
    if {ward.id for ward in library.wards} != set(WARDS):
        found.append(f"wards.toml: it must hold each of {', '.join(WARDS)} once.")
    return found
