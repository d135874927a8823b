"""Conversations as rows: one at a time for each person, the answers so far sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete

from domain.conversations import Dialog
from storage.database import Transaction
from storage.tables import DialogRow


async def current(tx: Transaction, person: int) -> DialogRow | None:
    """The conversation somebody is in, locked."""
    return await tx.get(DialogRow, person, with_for_update={"key_share": True})


async def answers(tx: Transaction, person: int, name: Dialog, about: int | None) -> dict[str, Any]:
    """The answers of this very conversation; empty when another one (or none) is going on."""
    row = await current(tx, person)
    return dict(row.answers) if row is not None and (row.name, row.about) == (name, about) else {}


async def seen(tx: Transaction, person: int, name: Dialog, about: int | None) -> dict[str, Any]:
    """The answers of this very conversation, to look at."""
    row = await peek(tx, person)
    return dict(row.answers) if row is not None and (row.name, row.about) == (name, about) else {}


async def keep(
    tx: Transaction, person: int, name: Dialog, about: int | None, answers: dict[str, Any], now: datetime
) -> None:
    """Starts or goes on with a conversation; a different one before it is over."""
    await tx.merge(DialogRow(person_id=person, name=name.value, about=about, answers=answers, begun_at=now))


async def end(tx: Transaction, person: int) -> None:
    """The conversation is over."""
    await tx.execute(delete(DialogRow).where(DialogRow.person_id == person))


async def peek(tx: Transaction, person: int) -> DialogRow | None:
    """The conversation somebody is in, to look at."""
    return await tx.get(DialogRow, person)
