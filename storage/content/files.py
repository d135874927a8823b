"""Files that people write: read strictly, and every trouble told with its file, its line and its cure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.texts import Text
from storage.content.kept import FILES
from storage.understanding import ContentError

Said = Annotated[str, Field(min_length=1, max_length=300)]
LONGEST_SLUG = 40  # signs: a button holds 64 bytes
_SLUG, _LINK = r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^https?://\S+$"
Slug = Annotated[str, Field(pattern=_SLUG, max_length=LONGEST_SLUG)]
FileName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+$", max_length=LONGEST_SLUG)]
Link = Annotated[str, Field(pattern=_LINK)]
_NOT_A_DAY = Text("“{where}” is not a day. Write it like 2026-11-29, in a .toml without quotes.")
_CHOICE = Text("“{where}” is not one of those that are known. Write one of: {expected}.")
_SHAPES = {
    _SLUG: Text("“{where}” is written with a-z, 0-9 and single hyphens, without marks and spaces. Mend it."),
    _LINK: Text("“{where}” is a page's address: it begins with https:// and holds no space. Mend it."),
}
_CURES = {  # what pydantic finds; `where` is the name, the others are its own words for the limits
    "missing": Text("“{where}” is missing: add it."),
    "extra_forbidden": Text("“{where}” is not one of the names that may stand here: mend or remove it."),
    "string_too_short": Text("“{where}” is empty or too short: write it."),
    "string_too_long": Text("“{where}” is too long: at most {max_length} signs. Shorten it."),
    "too_short": Text("“{where}” has too few: at least {min_length}. Add what is missing."),
    "too_long": Text("“{where}” has too many: at most {max_length}. Take some out."),
    "string_type": Text("“{where}” is not words in quotes: mend it."),
    "string_pattern_mismatch": Text("“{where}” is not written as it should be. Compare with the lines around it."),
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "greater_than_equal": Text("“{where}” is too small: at least {ge}. Mend it."),
    "less_than_equal": Text("“{where}” is too large: at most {le}. Mend it."),
    **dict.fromkeys(("list_type", "set_type", "tuple_type"), Text('“{where}” is not a list. Write it as ["…", "…"].')),
    **dict.fromkeys(("int_type", "int_parsing"), Text("“{where}” is not a number. Mend it.")),
    **dict.fromkeys(("bool_type", "bool_parsing"), Text("“{where}” is neither true nor false. Write one of them.")),
    **dict.fromkeys(("date_type", "date_from_datetime_parsing", "date_parsing"), _NOT_A_DAY),
}


class Unfit(ValueError):
    """What a row of ours says of a value that cannot be; it ends without a full stop."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class Strict(BaseModel):
    """A row that knows all its names. It is kept between readings: nobody changes it, nor the lists in it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


Kind = TypeVar("Kind", bound=Strict)


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """What is wrong, where, and what to do about it."""

    file: str
    line: int
    _english: str = field(init=False, repr=False)  # a Text has no order of its own
    says: Text = field(compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_english", str(self.says))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self._english}"


class BadFiles(ContentError):
    """Files that cannot be used, with everything that is wrong in them."""

    def __init__(self, troubles: Iterable[Trouble]) -> None:
        self.troubles = tuple(dict.fromkeys(troubles))
        super().__init__("\n".join(map(str, self.troubles)))


@dataclass(frozen=True, slots=True)
class Row(Generic[Kind]):
    """One [[table]] of a file, and the lines of its names."""

    value: Kind
    file: str
    line: int
    lines: Mapping[str, int]

    def trouble(self, key: str, says: Text) -> Trouble:
        """A trouble with one of its names; with the row itself where the name is left out."""
        return Trouble(self.file, self.lines.get(key, self.line), says)


def refuse(troubles: Iterable[Trouble]) -> None:
    """Raises BadFiles with all of them, sorted, a line each; nothing when there are none."""
    if found := sorted(set(troubles)):
        raise BadFiles(found)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read at one moment: its words, or why there are none. What is made of it is kept by it."""

    name: str
    words: str
    lost: Trouble | None = None

    @staticmethod
    def of(path: Path) -> Sheet:
        """The whole file."""
        try:
            return Sheet(path.name, path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
        except FileNotFoundError:
            says = Text("this file is missing: put it back.")
        except OSError:
            says = Text("this file cannot be read: mend its rights.")
        except UnicodeDecodeError:
            says = Text("please save this file as UTF-8.")
        return Sheet(path.name, "", Trouble(path.name, 1, says))

    def read(self) -> str:
        """Its words. Raises BadFiles."""
        if self.lost is not None:
            raise BadFiles([self.lost])
        return self.words


def words_of(path: Path) -> str:
    """The whole file. Raises BadFiles."""
    return Sheet.of(path).read()


def rows_of(file: Path | Sheet, key: str, kind: type[Kind], *others: str, key_must: bool = True) -> list[Row[Kind]]:
    """The [[key]] tables of a file, which may hold [[others]] and nothing else. Raises BadFiles."""
    rows, troubles = good_rows_of(file, key, kind, *others, key_must=key_must)
    refuse(troubles)
    return rows


def good_rows_of(
    file: Path | Sheet, key: str, kind: type[Kind], *others: str, key_must: bool = True
) -> tuple[list[Row[Kind]], list[Trouble]]:
    """Those that are as they should be, and what is wrong with the others. Raises BadFiles for a spoilt file."""
    rows, troubles = _rows_in(file if isinstance(file, Sheet) else Sheet.of(file), key, kind, others, key_must)
    return list(rows), list(troubles)


@lru_cache(FILES)
def _rows_in(
    sheet: Sheet, key: str, kind: type[Kind], others: tuple[str, ...], key_must: bool
) -> tuple[tuple[Row[Kind], ...], tuple[Trouble, ...]]:
    name, words = sheet.name, sheet.read()
    raw = _toml(name, words)
    allowed = (key, *others)
    if stray := sorted(set(raw) - set(allowed)) or [
        table for table in allowed if not isinstance(raw.get(table, []), list)
    ]:
        names = ", ".join(f"[[{table}]]" for table in allowed)
        refuse(
            [
                Trouble(
                    name,
                    _line(words, stray[0]),
                    Text("“{name}” cannot stand here: only {names} can.", name=stray[0], names=names),
                )
            ]
        )
    if key_must and not raw.get(key):
        refuse([Trouble(name, 1, Text("there is no [[{key}]]: write at least one.", key=key))])
    rows: list[Row[Kind]] = []
    troubles: list[Trouble] = []
    begins = _begins(words, key)
    for table, (line, lines) in zip(raw.get(key, []), begins, strict=False):
        try:
            rows.append(Row(kind.model_validate(table), name, line, MappingProxyType(lines)))
        except ValidationError as error:
            troubles += told(name, error, lines, line)
    return tuple(rows), tuple(troubles)


def told(file: str, error: ValidationError, lines: Mapping[str, int], line: int) -> list[Trouble]:
    """What pydantic found, as troubles."""
    found = []
    for each in error.errors():
        where = ".".join(map(str, each["loc"]))
        key = str(each["loc"][0]) if each["loc"] else ""
        found.append(Trouble(file, lines.get(key, line), _cure(where, each)))
    return found


def _cure(where: str, error: Any) -> Text:
    given = error.get("ctx") or {}
    limits = {name: value for name, value in given.items() if isinstance(value, str | int)}
    if "expected" in limits:  # “'child', 'parent' or 'staff'”
        limits["expected"] = ", ".join(re.findall("'([^']*)'", str(limits["expected"])))
    if (known := _SHAPES.get(str(limits.get("pattern"))) or _CURES.get(error["type"])) is not None:
        return Text(known.source, where=where, **limits)
    own = given.get("error")
    msg = own.text if isinstance(own, Unfit) else error["msg"]
    return Text("“{where}” is not right: {msg}. Mend it.", where=where, msg=msg)


def _toml(name: str, words: str) -> dict[str, Any]:
    try:
        return _parsed(words)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else len(words.splitlines())
        raise BadFiles([Trouble(name, line, Text("this line is not TOML. Mend it."))]) from None


@lru_cache(FILES // 4)
def _parsed(words: str) -> dict[str, Any]:
    """Read only here, by the tables of one file one after the other, which make rows of it and change nothing."""
    return tomllib.loads(words)


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
