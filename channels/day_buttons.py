"""Buttons around the day of an event: the calendar, the ticket, the door, and what comes after."""

from __future__ import annotations

from dataclasses import dataclass

from channels.callbacks import Button


@dataclass(frozen=True, slots=True)
class AddToCalendar(Button, verb="ic"):
    """📆 Thêm vào lịch."""

    event: int
