"""How an officer's words join a case and go to the sender: the steps inside a transaction, typed or ready-made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.news import FromStaff
from domain.news_desk import LetterState
from domain.outbox import Lane, Notice
from domain.people import Staff
from services.cases import holding
from services.cases.opening import Heard
from storage import entries, journal, outbox, people
from storage.database import Transaction
from storage.tables import CaseRow, EntryRow


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes on which case, and when it is done: the case is locked and in their hands."""

    row: CaseRow
    staff: Staff
    now: datetime


async def keep(tx: Transaction, by: Writer, side: str, heard: Heard) -> EntryRow:
    """Adds an officer's message or note to a locked case; it counts as doing something about it."""
    entry = await entries.add(
        tx,
        by.row.id,
        side,
        heard.content,
        sent_at=heard.sent_at,
        received_at=heard.received_at,
        update_id=heard.update_id,
        message=heard.message,
        staff=by.staff.id,
    )
    holding.acted(by.row, heard.received_at)
    if heard.message is not None:  # what they typed stands on their phone, too
        at = heard.received_at
        await people.add_post(
            tx, by.staff.person, heard.message, at, ours=False, kind="OwnWords", case=by.row.id, entry=entry.id
        )
    return entry


async def send(tx: Transaction, by: Writer, heard: Heard, **facts: str) -> EntryRow:
    """To the sender, identities hidden; the officer sees what became of it. `facts` go into the journal."""
    row = by.row
    entry = await keep(tx, by, "staff", heard)
    journal.write(tx, by.now, "wrote", case=row.id, staff=by.staff.id, update=heard.update_id, **facts)
    state = LetterState(row.id, row.code, entry.id, None, by.now)
    notices = [Notice(by.staff.person, state, Lane.REPLY, f"letter:{entry.id}", case=row.id)]
    if row.sender_id is not None:
        news = FromStaff(row.id, row.code, heard.content, entry.id)
        notices.append(Notice(row.sender_id, news, Lane.SERVICE, f"from-staff:{entry.id}", case=row.id))
    await outbox.write(tx, notices, by.now)
    return entry
