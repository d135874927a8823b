"""Reads the canned replies from content/vi/replies.toml; what must not be sent stops the start, with line and cure."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.replies import Reply, faults
from storage.understanding import ContentError

NAME = "replies.toml"
VOICES = ("adult", "child")

_Words = Annotated[str, Field(min_length=10, max_length=600)]


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,19}$")]
    title: Annotated[str, Field(min_length=1, max_length=40)]
    adult: _Words
    child: _Words


def read_replies(content: Path) -> tuple[Reply, ...]:
    """All replies, in the order of the file. Raises ContentError with every problem, a line each."""
    words = _words(content / NAME)
    raw = _tables(words)
    found: list[str] = []
    replies: list[Reply] = []
    numbers = _numbers(content)
    for index, table in enumerate(raw):
        try:
            reply = Reply(**_Reply.model_validate(table).model_dump())
        except ValidationError as error:
            found += [_told(words, index, each) for each in error.errors()]
            continue
        replies.append(reply)
        found += [
            f"{NAME}:{_line(words, index, voice)}: “{voice}” of “{reply.id}” {fault}. Say it another way."
            for voice in VOICES
            for fault in faults(voice, reply.words(to_child=voice == "child"), numbers)
        ]
    found += _twice(words, raw)
    if found:
        raise ContentError("\n".join(found))
    return tuple(replies)


def _words(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ContentError(f"{NAME} is missing: put back content/vi/{NAME}.") from None
    except UnicodeDecodeError:
        raise ContentError(f"{NAME}:1: please save this file as UTF-8.") from None


def _tables(words: str) -> list[Any]:
    try:
        raw = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = where[1] if where else len(words.splitlines())
        raise ContentError(f"{NAME}:{line}: this line is not TOML. Mend it.") from None
    tables = raw.get("reply")
    if not isinstance(tables, list) or not tables or len(raw) != 1:
        raise ContentError(f"{NAME}:1: the file holds [[reply]] tables, at least one, and nothing else.")
    return tables


def _told(words: str, index: int, error: Any) -> str:
    key = str(error["loc"][0]) if error["loc"] else ""
    what = "is missing: add it" if error["type"] == "missing" else f"is not right: {error['msg']}. Mend it"
    return f"{NAME}:{_line(words, index, key)}: “{key}” {what}."


def _twice(words: str, raw: list[Any]) -> Iterator[str]:
    """Two replies of one name or one title: the officer could not tell them apart."""
    for key in ("id", "title"):
        said = [str(table[key]).strip() for table in raw if isinstance(table, dict) and key in table]
        for value, times in Counter(said).items():
            if times > 1:
                second = [i for i, table in enumerate(raw) if isinstance(table, dict) and table.get(key) == value][-1:]
                line = _line(words, second[0], key) if second else 1
                yield f"{NAME}:{line}: {key} “{value}” stands there twice. Give each its own."


def _line(words: str, index: int, key: str) -> int:
    """The line of a key in the table of this index; of the table itself where the key is missing."""
    lines = list(enumerate(words.splitlines(), 1))
    begins = [number for number, line in lines if line.strip().startswith("[[")]
    if index >= len(begins):
        return 1
    ends = begins[index + 1] if index + 1 < len(begins) else len(lines) + 1
    inside = [(number, line) for number, line in lines if begins[index] < number < ends]
    return next((n for n, line in inside if re.match(rf"\s*{re.escape(key)}\s*=", line)), begins[index])


def _numbers(content: Path) -> frozenset[str]:
    """The numbers families may be told; a broken hotlines.toml is told where it is read."""
    try:
        raw = tomllib.loads((content / "hotlines.toml").read_text(encoding="utf-8"))
        return frozenset(str(line["number"]) for line in raw["hotline"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset(("111", "113", "115"))
