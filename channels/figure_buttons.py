"""Buttons of counting who came and stood on no list. Their verbs are the registry's (callbacks.py)."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class CountHeads(Button, verb="h1"):
    """✏️ Bé đến ngoài danh sách: what was counted so far."""

    event: int


@dataclass(frozen=True, slots=True)
class CountHeadsOf(Button, verb="h2"):
    """One age (domain/headcounts.PARTS): the number is typed next, or tapped."""

    event: int
    part: str


@dataclass(frozen=True, slots=True)
class TapHeads(Button, verb="h3"):
    """So many."""

    event: int
    part: str
    count: int
