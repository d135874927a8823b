"""The catalogue, dates and numbers: a Text becomes Vietnamese (or English) words."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from domain.texts import Text, Value

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom we speak to: the language, `em` to a child instead of `bạn`, and the words they want us to begin with."""

    language: str = "vi"
    to_child: bool = False
    opening: Text | None = None


class Catalogue:
    """Sentences by their English source. A sentence may have a second form under the context `child`."""

    def __init__(self, po_file: Path) -> None:
        with po_file.open("rb") as file:
            read = read_po(file, locale="vi")
        self._sentences: dict[tuple[str, str | None], str] = {}
        for message in read:
            if message.id and message.string and not message.fuzzy:
                self._sentences[(str(message.id), message.context)] = str(message.string)

    def say(self, text: Text, voice: Voice) -> str:
        """The sentence in HTML, its values escaped. The source stands in for a missing translation."""
        words = text.source if voice.language == "en" else self._vietnamese(text.source, to_child=voice.to_child)
        return words.format_map({name: _Shown(value, self, voice) for name, value in text.params.items()})

    def has(self, source: str) -> bool:
        """Whether the sentence is translated."""
        return (source, None) in self._sentences

    def _vietnamese(self, source: str, *, to_child: bool) -> str:
        if to_child and (for_child := self._sentences.get((source, "child"))):
            return for_child
        return self._sentences.get((source, None), source)


class _Shown:
    """A value inside a sentence: `{at}` is 20:14, `{at:day}` is 20:14 ngày 25/9; the rest is escaped."""

    def __init__(self, value: Value, catalogue: Catalogue, voice: Voice) -> None:
        self._value, self._catalogue, self._voice = value, catalogue, voice

    def __format__(self, spec: str) -> str:
        match self._value:
            case None:
                return ""
            case Text():
                return self._catalogue.say(self._value, self._voice)
            case datetime():
                return {"": clock_time, "day": day_time, "date": day_only, "long": long_day}[spec](self._value)
            case date():
                return f"{self._value.day}/{self._value.month}/{self._value.year}"
            case int() | float():
                return format_decimal(self._value, locale="vi")
            case _:
                return html.escape(self._value, quote=False)


def clock_time(at: datetime) -> str:
    """20:14, in Vietnam."""
    return at.astimezone(HANOI).strftime("%H:%M")


def day_time(at: datetime) -> str:
    """20:14 ngày 25/9."""
    local = at.astimezone(HANOI)
    return f"{local:%H:%M} ngày {local.day}/{local.month}"


def day_only(at: datetime) -> str:
    """25/9."""
    local = at.astimezone(HANOI)
    return f"{local.day}/{local.month}"


def long_day(at: datetime) -> str:
    """Thứ Sáu, 25/9/2026."""
    return format_date(at.astimezone(HANOI).date(), "EEEE, d/M/y", locale="vi")
