"""Reads a page, which is an article or a lesson: the names between the --- lines, then what stands below them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import frontmatter
import yaml
from pydantic import ValidationError

from domain.texts import Text
from storage.content.files import LONGEST_SLUG, Strict, Trouble, refuse, told, words_of
from storage.content.kept import PAGES

Front = TypeVar("Front", bound=Strict)


class Reading(Protocol):
    """Reads what stands below the --- lines and keeps what it found."""

    def take(self, number: int, line: str) -> None:
        """The next line, with its number in the file."""

    def ended(self) -> list[Trouble]:
        """Everything that was wrong, when the file is at its end."""


def read_page(path: Path, what: Text, kind: type[Front], reading: Reading) -> tuple[Front, Mapping[str, int]]:
    """The names between the --- lines and the line of each; `reading` has taken what stands below them.

    `what`: “an article”. Raises ContentError with everything that is wrong with the shape, above and below.
    """
    words = words_of(path)
    refuse(_name_troubles(path, what))
    ends = _ends_at(path.name, words)
    lines = _lines_of(words, ends)
    for number, line in enumerate(words.splitlines(), 1):
        if number > ends:
            reading.take(number, line)
    front, troubles = _front_of(kind, path.name, words, lines)
    refuse([*troubles, *reading.ended()])
    assert front is not None
    return front, lines


def _name_troubles(path: Path, what: Text) -> list[Trouble]:
    """What is wrong with the file's name; `what`: “an article”."""
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem) and len(path.stem) <= LONGEST_SLUG:
        return []
    says = Text(
        "{what} is named with a-z, 0-9 and single hyphens, at most {most} signs. Rename the file.",
        what=what,
        most=LONGEST_SLUG,
    )
    return [Trouble(path.name, 1, says)]


def _ends_at(name: str, words: str) -> int:
    """The number of the second --- line. Raises ContentError where there is none."""
    dashes = [number for number, line in enumerate(words.splitlines(), 1) if line.rstrip() == "---"]
    if len(dashes) < 2 or dashes[0] != 1:
        refuse(
            [Trouble(name, 1, Text("the file begins with ---, then title and the other names, then ---. Write them."))]
        )
    return dashes[1]


def _lines_of(words: str, ends: int) -> dict[str, int]:
    """The line of each name."""
    found: dict[str, int] = {}
    for number, line in enumerate(words.splitlines()[:ends], 1):
        if name := re.match(r"(\w+)\s*:", line):
            found.setdefault(name[1], number)
    return found


def _front_of(kind: type[Front], name: str, words: str, lines: Mapping[str, int]) -> tuple[Front | None, list[Trouble]]:
    """The names as `kind` wants them, or what is wrong with them."""
    try:
        return _front(kind, words), []
    except yaml.YAMLError as error:
        where = "context_mark" if "flow" in str(getattr(error, "context", "")) else "problem_mark"
        mark = getattr(error, where, None)  # an open bracket is told where it opens
        line = 1 if mark is None else mark.line + 1
        says = Text("this line cannot be read. Put words that hold : or # in quotes, and compare with another article.")
        return None, [Trouble(name, line, says)]
    except ValidationError as error:
        return None, told(name, error, lines, 1)


@lru_cache(PAGES)
def _front(kind: type[Front], words: str) -> Front:
    """Raises YAMLError, ValidationError."""
    raw: dict[str, Any] = frontmatter.loads(words).metadata
    return kind.model_validate(raw)
