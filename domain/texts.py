"""A sentence before it has a language, and the refusal that carries one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Union

Value = Union[str, int, float, datetime, date, None, "Text"]


@dataclass(frozen=True, init=False, slots=True)
class Text:
    """An English source sentence with `{placeholders}`; the catalogue holds its translations."""

    source: str
    params: Mapping[str, Value]

    def __init__(self, source: str, /, **params: Value) -> None:
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "params", params)

    def __str__(self) -> str:
        """The English sentence, for logs and programmers."""
        return self.source.format_map(self.params)


class Refusal(Exception):
    """An expected no: one kind sentence for the person who asked, nothing half done."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.source)
        self.text = text


class NoMore(Refusal):
    """What was asked about is there no more: a conversation that waits for words about it ends with this sentence."""
