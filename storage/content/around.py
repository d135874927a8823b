"""Looks through what people read beside articles and lessons: buttons, ready sentences, consents, events."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ConfigDict

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
        says_it = "cost" in tomllib.loads(words_of(path))
    except (ContentError, tomllib.TOMLDecodeError):
        return
    if not says_it:
        told = Text(
            "nothing is said about the cost; what is collected has to be told in advance "
            "(Circular 27/2022, Article 4). Add a line like: {example}",
            example=_COST,
        )
        yield Trouble(path.name, 1, told)


def gaps_around(content: Path) -> Iterator[Trouble]:
    """The same of every event of the folder."""
    for path in sorted((content / EVENTS).glob("*.toml")):
        yield from event_gaps(path)
