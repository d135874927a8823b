"""How long things are kept: the deletions behind the table of product.md §5."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from domain.cases import State
from storage.database import Transaction
from storage.tables import (
    CaseRow,
    DialogRow,
    DutyGroupRow,
    EntryRow,
    JournalRow,
    LabelRow,
    PersonRow,
    PostRow,
    StaffRow,
)


async def empty_cases(tx: Transaction, closed_before: datetime, now: datetime) -> None:
    """Words of a case and who its sender is go; the journal without words stays."""
    query = select(CaseRow.id).where(
        CaseRow.state == State.CLOSED, CaseRow.closed_at < closed_before, CaseRow.emptied_at.is_(None)
    )
    ids = list((await tx.execute(query)).scalars())
    if ids:
        await tx.execute(delete(EntryRow).where(EntryRow.case_id.in_(ids)))
        await tx.execute(delete(LabelRow).where(LabelRow.case_id.in_(ids)))  # it names the sender
        await tx.execute(update(CaseRow).where(CaseRow.id.in_(ids)).values(sender_id=None, wish=None, emptied_at=now))


async def drop_old(tx: Transaction, *, journal_before: datetime, posts_before: datetime) -> None:
    """Journal lines, and memories of messages that can no longer be taken away (staff's alerts of open cases stay)."""
    await tx.execute(delete(JournalRow).where(JournalRow.at < journal_before))
    open_ids = select(CaseRow.id).where(CaseRow.state != State.CLOSED)
    old = (PostRow.at < posts_before, PostRow.case_id.is_(None) | PostRow.case_id.not_in(open_ids))
    await tx.execute(delete(PostRow).where(*old))


async def forget_unused(tx: Transaction, seen_before: datetime) -> None:
    """Profiles nobody used, but for staff, duty groups and senders of a case that is still kept."""
    busy = select(CaseRow.sender_id).where(CaseRow.sender_id.is_not(None))
    ids = select(PersonRow.id).where(
        PersonRow.seen_at < seen_before,
        PersonRow.id.not_in(select(StaffRow.person_id)),
        PersonRow.id.not_in(select(DutyGroupRow.person_id)),
        PersonRow.id.not_in(busy),
    )
    await tx.execute(delete(DialogRow).where(DialogRow.person_id.in_(ids)))
    await tx.execute(delete(PersonRow).where(PersonRow.id.in_(ids)))
