"""Reads screens.toml and hotlines.toml: what answers without an article, the numbers to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from domain.guidance import Hotline, Screen
from storage.content.files import Row, Said, Slug, Strict, Trouble, refuse, rows_of

SCREENS = frozenset(
    {
        *("ward-contacts", "human-contact", "consent-privacy", "delete-data"),
        *("events-june1", "events-action-month", "events-mid-autumn", "events-forum", "events-training"),
        *("signup", "signup-cancel", "signup-status"),
    }
)


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
    rows = rows_of(content / "hotlines.toml", "hotline", _Hotline)
    return tuple(Hotline(**row.value.model_dump()) for row in rows)


def _all_there(rows: Sequence[Row[_Screen]]) -> list[Trouble]:
    found = [
        row.trouble("slug", f"the program has no screen “{row.value.slug}”. Remove it.")
        for row in rows
        if row.value.slug not in SCREENS
    ]
    if missing := sorted(SCREENS - {row.value.slug for row in rows}):
        found.append(Trouble("screens.toml", 1, f"{', '.join(missing)} is missing. Add it."))
    return found
