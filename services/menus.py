"""Whose menu shows the commands of staff: from the moment they are linked until they leave."""

from __future__ import annotations

from datetime import datetime

from domain.news import Menu
from domain.outbox import Lane, Notice
from domain.people import Staff
from storage import outbox
from storage.database import Transaction


async def begins(tx: Transaction, staff: Staff, now: datetime) -> None:
    """They work here and can be written to. Saying it again is fine."""
    once = f"menu:{staff.id}:{staff.role}:{now.timestamp()}"
    await outbox.write(tx, [Notice(staff.person, Menu(staff.role), Lane.SERVICE, once)], now)


async def ends(tx: Transaction, staff: Staff, now: datetime) -> None:
    """They no longer work here: everybody's menu again."""
    once = f"menu-off:{staff.id}:{now.timestamp()}"
    await outbox.write(tx, [Notice(staff.person, Menu(None), Lane.SERVICE, once)], now)
