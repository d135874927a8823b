"""Who did what, when: ids only."""

from __future__ import annotations

from datetime import datetime

from storage.database import Transaction
from storage.tables import JournalRow


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
