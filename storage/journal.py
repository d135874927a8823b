"""Who did what, when: ids only."""

from __future__ import annotations

from datetime import datetime

from storage.database import Transaction
from storage.tables import JournalRow

STEPPED = "stepped"
UNSEEN = frozenset({"opened", "rung", "told_nobody", "read", "media_shown", "identity_read", "refused"})


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


def stepped(tx: Transaction) -> dict[int, datetime]:
    """Cases with a step in this transaction that shows on their cards, and when; asked once."""
    found: dict[int, datetime] = tx.info.pop(STEPPED, {})
    return found
