"""Who did what, when: ids only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from storage.database import Transaction
from storage.tables import JournalRow

STEPPED = "stepped"
UNSEEN = frozenset(
    {"opened", "rung", "told_nobody", "read", "media_shown", "identity_read", "refused", "sheet_made"}
    | {"said_when"}  # of a closed case; whoever had it reads a note
    | {"labelled", "label_taken_back"}  # of a closed case; it shows on the next one
)


def write(
    tx: Transaction,
    at: datetime,
    verb: str,
    *,
    case: int | None = None,
    staff: int | None = None,
    update: int | None = None,
    **facts: str | int | bool | None,
) -> None:
    """Adds one line; `facts` are ids, wards and words of ours, never a person's."""
    tx.add(JournalRow(at=at, verb=verb, case_id=case, staff_id=staff, update_id=update, facts=facts))
    if case is not None and verb not in UNSEEN:
        tx.info.setdefault(STEPPED, {})[case] = at


async def of_case(tx: Transaction, case: int) -> Sequence[JournalRow]:
    """Everything that was done about a case, in order."""
    query = select(JournalRow).where(JournalRow.case_id == case).order_by(JournalRow.at, JournalRow.id)
    return (await tx.execute(query)).scalars().all()


async def restores(tx: Transaction, after: datetime | None = None) -> list[tuple[datetime, datetime]]:
    """From when until when everything was lost, for every restore from a backup; `after`: only those made since."""
    query = select(JournalRow).where(JournalRow.verb == "restored", JournalRow.case_id.is_(None))
    if after is not None:
        query = query.where(JournalRow.at >= after)
    return [(datetime.fromisoformat(row.facts["since"]), row.at) for row in (await tx.execute(query)).scalars()]


def stepped(tx: Transaction) -> dict[int, datetime]:
    """Cases with a step in this transaction that shows on their cards, and when; asked once."""
    found: dict[int, datetime] = tx.info.pop(STEPPED, {})
    return found
