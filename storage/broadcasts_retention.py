"""Retention of announcements: whom one was for, and what it said, go; the journal keeps its numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select

from domain.broadcasts import State
from storage.database import Transaction
from storage.tables import AnnouncedRow, AnnouncementRow


async def empty(tx: Transaction, ended_before: datetime, drafted_before: datetime) -> None:
    """The ledger of what ended before; free announcements with it; drafts that nobody sent off."""
    ended = AnnouncementRow.ended_at < ended_before
    draft = (AnnouncementRow.state == State.DRAFT) & (AnnouncementRow.at < drafted_before)
    over = select(AnnouncementRow.id).where(or_(ended, draft))
    await tx.execute(delete(AnnouncedRow).where(AnnouncedRow.announcement_id.in_(over)))
    await tx.execute(delete(AnnouncementRow).where(or_(draft, ended & AnnouncementRow.event_id.is_(None))))
