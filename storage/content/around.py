"""Looks through what people read beside articles and lessons: buttons, ready sentences, consents, events."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ConfigDict

from domain.events import must_publish_cost
from domain.guidance import Edition
from domain.texts import Text
from storage.content.files import Strict, Trouble, good_rows_of, words_of
from storage.content.lint import Lint
from storage.understanding import ContentError

EVENTS = "events"
EVERYBODY = tuple(Edition)
ADULTS = (Edition.PARENT, Edition.CAREGIVER)
CHILDREN = (Edition.CHILD, Edition.YOUNGER)
Readers = Mapping[str, tuple[Edition, ...]]
_FILES: Mapping[str, tuple[str, Readers]] = {
    "chapters.toml": ("chapter", {"title": EVERYBODY}),
    "screens.toml": ("screen", {"title": EVERYBODY}),
    "hotlines.toml": ("hotline", {"who": EVERYBODY, "use": EVERYBODY}),
    "replies.toml": ("reply", {"title": ADULTS, "adult": ADULTS, "child": CHILDREN}),
    "consents.toml": ("wording", {"words": EVERYBODY}),
}
OF_AN_EVENT = ("title", "place", "purpose", "programme", "form", "in_charge", "cost", "food", "health")


_COST = 'cost = "Miễn phí"'
_SAY_COST = Text(
    "nothing is said about the cost; families need to know beforehand whether they pay anything. "
    "Add a line like: {example}",
    example=_COST,
)
_PUBLISH_COST = Text(
    "nothing is said about the cost; families need to know beforehand whether they pay anything, "
    "and what is collected has to be published (Circular 27/2022, Article 4). Add a line like: {example}",
    example=_COST,
)


class _Loose(Strict):
    """A row whose shape is looked at elsewhere."""

    model_config = ConfigDict(extra="allow")


def around_troubles(content: Path, lint: Lint) -> Iterator[Trouble]:
    """What must not stand in any of these files. What is wrong with their shape is told where they are read."""
    for name, (key, readers) in _FILES.items():
        try:
            rows, _ = good_rows_of(content / name, key, _Loose)
        except ContentError:
            continue
        for row in rows:
            for field, editions in readers.items():
                if isinstance(words := (row.value.model_extra or {}).get(field), str):
                    yield from lint.beside_troubles(row.file, row.lines.get(field, row.line), words, *editions)
    for path in sorted((content / EVENTS).glob("*.toml")):
        yield from event_troubles(path, lint)


def event_troubles(path: Path, lint: Lint) -> Iterator[Trouble]:
    """What must not stand in this event, by the line its field begins on."""
    try:
        words = words_of(path)
        fields = tomllib.loads(words)
    except (ContentError, tomllib.TOMLDecodeError):
        return
    for field in OF_AN_EVENT:
        if isinstance(said := fields.get(field), str):
            begins = re.search(rf"^\s*{field}\s*=", words, re.MULTILINE)
            line = words.count("\n", 0, begins.end()) + 1 if begins else 1
            yield from lint.beside_troubles(path.name, line, said, *EVERYBODY)


def event_gaps(path: Path) -> Iterator[Trouble]:
    """What this event's file leaves out and should say; it may be used without."""
    try:
        said = tomllib.loads(words_of(path))
    except (ContentError, tomllib.TOMLDecodeError):
        return
    if "cost" not in said:
        by_law = must_publish_cost(said.get("kind"), accompanied=said.get("accompanied") is not False)
        yield Trouble(path.name, 1, _PUBLISH_COST if by_law else _SAY_COST)


def gaps_around(content: Path) -> Iterator[Trouble]:
    """The same of every event of the folder."""
    for path in sorted((content / EVENTS).glob("*.toml")):
        yield from event_gaps(path)
