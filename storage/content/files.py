"""Files that people write: read strictly, and every trouble told with its file, its line and its cure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from storage.understanding import ContentError

Said = Annotated[str, Field(min_length=1, max_length=300)]
LONGEST_SLUG = 40  # signs: a button holds 64 bytes
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_SLUG)]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+$", max_length=LONGEST_SLUG)]
Link = Annotated[str, Field(pattern=r"^https?://\S+$")]
_CURES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not one of the names that may stand here: mend or remove it",
    "string_too_short": "is empty or too short: write it",
    "too_short": "is too short: {msg}",
    "string_type": "is not words in quotes: mend it",
    "date_from_datetime_parsing": "is not a day: write it like 2026-11-29",
    "date_type": "is not a day: write it like 2026-11-29, in a .toml without quotes",
}


class Strict(BaseModel):
    """A row that knows all its names."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Kind = TypeVar("Kind", bound=Strict)


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """What is wrong, where, and what to do about it."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


@dataclass(frozen=True, slots=True)
class Row(Generic[Kind]):
    """One [[table]] of a file, and the lines of its names."""

    value: Kind
    file: str
    line: int
    lines: Mapping[str, int]

    def trouble(self, key: str, says: str) -> Trouble:
        """A trouble with one of its names; with the row itself where the name is left out."""
        return Trouble(self.file, self.lines.get(key, self.line), says)


def refuse(troubles: Iterable[Trouble]) -> None:
    """Raises ContentError with all of them, sorted, a line each; nothing when there are none."""
    if found := sorted(set(troubles)):
        raise ContentError("\n".join(map(str, found)))


def words_of(path: Path) -> str:
    """The whole file. Raises ContentError."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise ContentError(f"{path.name}:1: this file is missing: put it back.") from None
    except OSError:
        raise ContentError(f"{path.name}:1: this file cannot be read: mend its rights.") from None
    except UnicodeDecodeError:
        raise ContentError(f"{path.name}:1: please save this file as UTF-8.") from None


def rows_of(path: Path, key: str, kind: type[Kind], *others: str, key_must: bool = True) -> list[Row[Kind]]:
    """The [[key]] tables of a file, which may hold [[others]] and nothing else. Raises ContentError."""
    rows, troubles = good_rows_of(path, key, kind, *others, key_must=key_must)
    refuse(troubles)
    return rows


def good_rows_of(
    path: Path, key: str, kind: type[Kind], *others: str, key_must: bool = True
) -> tuple[list[Row[Kind]], list[Trouble]]:
    """Those that are as they should be, and what is wrong with the others. Raises ContentError for a spoilt file."""
    words = words_of(path)
    raw = _toml(path.name, words)
    allowed = (key, *others)
    if stray := sorted(set(raw) - set(allowed)) or [
        name for name in allowed if not isinstance(raw.get(name, []), list)
    ]:
        names = ", ".join(f"[[{name}]]" for name in allowed)
        refuse([Trouble(path.name, _line(words, stray[0]), f"“{stray[0]}” cannot stand here: only {names} can.")])
    if key_must and not raw.get(key):
        refuse([Trouble(path.name, 1, f"there is no [[{key}]]: write at least one.")])
    rows: list[Row[Kind]] = []
    troubles: list[Trouble] = []
    begins = _begins(words, key)
    for table, (line, lines) in zip(raw.get(key, []), begins, strict=False):
        try:
            rows.append(Row(kind.model_validate(table), path.name, line, lines))
        except ValidationError as error:
            troubles += told(path.name, error, lines, line)
    return rows, troubles


def told(file: str, error: ValidationError, lines: Mapping[str, int], line: int) -> list[Trouble]:
    """What pydantic found, as troubles."""
    found = []
    for each in error.errors():
        where = ".".join(map(str, each["loc"]))
        key = str(each["loc"][0]) if each["loc"] else ""
        cure = _CURES.get(each["type"], "is not right: {msg}").format(msg=each["msg"])
        found.append(Trouble(file, lines.get(key, line), f"“{where}” {cure}."))
    return found


def _toml(name: str, words: str) -> dict[str, Any]:
    try:
        return tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else len(words.splitlines())
        raise ContentError(str(Trouble(name, line, "this line is not TOML. Mend it."))) from None


def _line(words: str, key: str) -> int:
    lines = enumerate(words.splitlines(), 1)
    return next((n for n, line in lines if re.match(rf"\s*\[*{re.escape(key)}\s*[\]=]", line)), 1)


def _begins(words: str, key: str) -> list[tuple[int, dict[str, int]]]:
    """The first line of each [[key]], and the lines of the names in it."""
    found: list[tuple[int, dict[str, int]]] = []
    inside: dict[str, int] | None = None
    for number, line in enumerate(words.splitlines(), 1):
        if table := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            if table[1] == key:
                inside = {}
                found.append((number, inside))
            elif not table[1].startswith(f"{key}."):
                inside = None
        elif inside is not None and (name := re.match(r"\s*([\w-]+)\s*=", line)):
            inside.setdefault(name[1], number)
    return found
