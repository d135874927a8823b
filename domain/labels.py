"""Labels: what an officer saw in a contact that was a false alarm. They slow chatter down, and they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=7)  # safeguarding.md, People who test us


class Label(StrEnum):
    """What it was; no judgement of the person, and no reason to help them any later."""

    PRANK = "prank"
    SILENT = "silent"
    ABUSIVE = "abusive"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label that stands on somebody until a moment (aware UTC)."""

    label: Label
    until: datetime


def ends_at(closed_at: datetime) -> datetime:
    """Counted from the end of the case: who taps late, or twice, makes no label longer."""
    return closed_at + LASTS
