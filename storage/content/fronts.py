"""Reads what stands between the --- lines of an article or a lesson, with the line of each name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import frontmatter
import yaml
from pydantic import ValidationError

from storage.content.files import LONGEST_SLUG, Strict, Trouble, refuse, told

Front = TypeVar("Front", bound=Strict)


def name_troubles(path: Path, what: str) -> list[Trouble]:
    """What is wrong with the file's name; `what`: “an article”."""
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem) and len(path.stem) <= LONGEST_SLUG:
        return []
    rule = f"a-z, 0-9 and single hyphens, at most {LONGEST_SLUG} signs"
    return [Trouble(path.name, 1, f"{what} is named with {rule}. Rename the file.")]


def ends_at(name: str, words: str) -> int:
    """The number of the second --- line. Raises ContentError where there is none."""
    dashes = [number for number, line in enumerate(words.splitlines(), 1) if line.rstrip() == "---"]
    if len(dashes) < 2 or dashes[0] != 1:
        refuse([Trouble(name, 1, "the file begins with ---, then title and the other names, then ---. Write them.")])
    return dashes[1]


def lines_of(words: str, ends: int) -> dict[str, int]:
    """The line of each name."""
    found: dict[str, int] = {}
    for number, line in enumerate(words.splitlines()[:ends], 1):
        if name := re.match(r"(\w+)\s*:", line):
            found.setdefault(name[1], number)
    return found


def front_of(kind: type[Front], name: str, words: str, lines: Mapping[str, int]) -> tuple[Front | None, list[Trouble]]:
    """The names as `kind` wants them, or what is wrong with them."""
    try:
        raw: dict[str, Any] = frontmatter.loads(words).metadata
        return kind.model_validate(raw), []
    except yaml.YAMLError as error:
        where = "context_mark" if "flow" in str(getattr(error, "context", "")) else "problem_mark"
        mark = getattr(error, where, None)  # an open bracket is told where it opens
        line = 1 if mark is None else mark.line + 1
        says = "this line cannot be read. Put words that hold : or # in quotes, and compare with another article."
        return None, [Trouble(name, line, says)]
    except ValidationError as error:
        return None, told(name, error, lines, 1)
