"""Reads the canned replies from content/vi/replies.toml; what must not be sent stops the start, with line and cure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from domain.replies import Reply, faults
from domain.texts import Text
from storage.content.files import Row, Strict, Trouble, good_rows_of, refuse

NAME = "replies.toml"
VOICES = ("adult", "child")

_Words = Annotated[str, Field(min_length=10, max_length=600)]


class _Reply(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,19}$")]
    title: Annotated[str, Field(min_length=1, max_length=40)]
    adult: _Words
    child: _Words


def read_replies(content: Path) -> tuple[Reply, ...]:
    """All replies, in the order of the file. Raises ContentError with every problem, a line each."""
    rows, troubles = good_rows_of(content / NAME, "reply", _Reply)
    refuse([*troubles, *_faulty(rows, _numbers(content)), *_twice(rows)])
    return tuple(Reply(**row.value.model_dump()) for row in rows)


def _faulty(rows: Sequence[Row[_Reply]], numbers: frozenset[str]) -> Iterator[Trouble]:
    for row in rows:
        for voice, words in zip(VOICES, (row.value.adult, row.value.child), strict=True):
            for fault in faults(voice, words, numbers):
                says = Text(
                    "“{voice}” of “{reply}” {fault}. Say it another way.", voice=voice, reply=row.value.id, fault=fault
                )
                yield row.trouble(voice, says)


def _twice(rows: Sequence[Row[_Reply]]) -> Iterator[Trouble]:
    """Two replies of one name or one title: the officer could not tell them apart."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        for key, value in (("id", row.value.id), ("title", row.value.title)):
            if (key, value) in seen:
                says = Text("{key} “{value}” stands there twice. Give each its own.", key=key, value=value)
                yield row.trouble(key, says)
            seen.add((key, value))


def _numbers(content: Path) -> frozenset[str]:
    """The numbers families may be told; a broken hotlines.toml is told where it is read."""
    try:
        raw = tomllib.loads((content / "hotlines.toml").read_text(encoding="utf-8"))
        return frozenset(str(line["number"]) for line in raw["hotline"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset(("111", "113", "115"))
