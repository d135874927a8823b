"""Reads screens.toml and hotlines.toml: what answers without an article, the numbers to call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from domain.guidance import Hotline, Screen
from domain.texts import Text
from storage.content.files import Row, Said, Slug, Strict, Trouble, refuse, rows_of

SCREENS = frozenset(
    {
        *("ward-contacts", "human-contact", "consent-privacy", "delete-data"),
        *("events-june1", "events-action-month", "events-mid-autumn", "events-forum", "events-training"),
        *("signup", "signup-cancel", "signup-status"),
    }
)
HOTLINES = "hotlines.toml"
EVERYBODYS = frozenset({"111", "113", "114", "115"})  # the whole country knows them; no other is taken on trust
LOOK_AGAIN = timedelta(days=180)  # a number may be given to somebody else, or begin to cost
_WHERE = re.compile(r"[\w-]+\.\w{2,}|Điều \d")
_COSTS = re.compile(r"19\d\d")
_FREE = re.compile(r"(?<!không )miễn phí|không mất", re.IGNORECASE)


class _Screen(Strict):
    slug: Slug
    title: Said


class _Hotline(Strict):
    number: Annotated[str, Field(pattern=r"^[\d ]{3,14}$")]
    who: Said
    use: Said
    hours: Said
    cost: Said
    source: Said
    checked: date
    mark: Literal["verified", "high"]


def read_screens(content: Path) -> dict[str, Screen]:
    """Every screen of the program once. Raises ContentError."""
    rows = rows_of(content / "screens.toml", "screen", _Screen)
    refuse(_all_there(rows))
    return {row.value.slug: Screen(row.value.slug, row.value.title) for row in rows}


def read_hotlines(content: Path) -> tuple[Hotline, ...]:
    """The numbers a family may call, in the order in which they are shown. Raises ContentError."""
    rows = rows_of(content / HOTLINES, "hotline", _Hotline)
    refuse(trouble for row in rows for trouble in _untrusted(row))
    return tuple(Hotline(**row.value.model_dump()) for row in rows)


def hotlines_to_ring(content: Path, today: date) -> Iterator[Trouble]:
    """Numbers nobody has looked at for half a year. Raises ContentError."""
    for row in rows_of(content / HOTLINES, "hotline", _Hotline):
        if today > row.value.checked + LOOK_AGAIN:
            says = Text(
                "{number} was last looked at on {day}. Ring it, then write today's day.",
                number=row.value.number,
                day=row.value.checked,
            )
            yield row.trouble("checked", says)


def hotlines_looked(content: Path) -> Iterator[tuple[Row[_Hotline], str, date]]:
    """The day of each number. Raises ContentError."""
    for row in rows_of(content / HOTLINES, "hotline", _Hotline):
        yield row, "checked", row.value.checked


def _untrusted(row: Row[_Hotline]) -> Iterator[Trouble]:
    number = row.value.number.replace(" ", "")
    if number in EVERYBODYS:
        return
    if row.value.mark != "verified":
        most = ", ".join(sorted(EVERYBODYS))
        yield row.trouble(
            "mark",
            Text("only {most} may be “high”: verify {number}, or remove it.", most=most, number=row.value.number),
        )
    if not _WHERE.search(row.value.source):
        yield row.trouble("source", Text("write where the number was read: a page's address, or the article of a law."))
    if _COSTS.match(number) and _FREE.search(row.value.cost):
        yield row.trouble(
            "cost", Text("numbers that begin with {begins} cost money. Write what the call costs.", begins=number[:4])
        )


def _all_there(rows: Sequence[Row[_Screen]]) -> list[Trouble]:
    found = [
        row.trouble("slug", Text("the program has no screen “{slug}”. Remove it.", slug=row.value.slug))
        for row in rows
        if row.value.slug not in SCREENS
    ]
    if missing := sorted(SCREENS - {row.value.slug for row in rows}):
        found.append(Trouble("screens.toml", 1, Text("{missing} is missing. Add it.", missing=", ".join(missing))))
    return found
