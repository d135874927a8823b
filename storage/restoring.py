"""A backup on its way into an empty database; and what waited then, so that nothing of it is said twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.broadcasts import State as Announcing
from domain.cases import State
from domain.conversations import Dialog
from domain.drills import CallState
from domain.news_desk import Told
from domain.outbox import Lane
from storage import broadcasts, heartbeat, rows
from storage.backup import Lot
from storage.database import Moment, Transaction
from storage.relay import BEGUN
from storage.tables import (
    AnnouncementRow,
    CaseRow,
    DialogRow,
    DrillCallRow,
    EntryRow,
    HeartbeatRow,
    NoticeRow,
    PersonRow,
    StaffRow,
    Table,
)
from storage.vault import Vault, VaultError

OURS = "alembic_version"


async def filled(connection: AsyncConnection) -> list[str]:
    """The tables in which something stands, ours or not; that a bot has lived there is nothing."""
    names = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    found = []
    for name in sorted(set(names) - {OURS, HeartbeatRow.__tablename__}):
        if (await connection.execute(select(sa.literal(1)).select_from(sa.table(name)).limit(1))).first() is not None:
            found.append(name)
    return found


async def lived_at(connection: AsyncConnection) -> datetime | None:
    """When a bot on this database was last in touch with Telegram."""
    names = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    if HeartbeatRow.__tablename__ not in names:
        return None
    found: datetime | None = await connection.scalar(select(sa.func.max(HeartbeatRow.lived_at, type_=Moment())))
    return found


async def clear(connection: AsyncConnection) -> None:
    """Takes our tables away, in which nothing stands."""

    def drop(sync: sa.Connection) -> None:
        there = sa.MetaData()
        there.reflect(sync, only=lambda name, _: name in Table.metadata.tables or name == OURS)
        there.drop_all(sync)

    await connection.run_sync(drop)


async def load(connection: AsyncConnection, found: Iterator[Lot | Mapping[str, Any]]) -> None:
    """Writes the rows of a backup into tables of its own revision; the next ids go on where they had been."""
    given: Mapping[str, int] = {}
    for each in found:
        if isinstance(each, Lot):
            if each.rows:
                await rows.put(connection, each.table, each.columns, each.rows)
        else:
            given = each.get("given", given)
    await rows.go_on_from(connection, given)
    if connection.dialect.name == "sqlite" and (await connection.execute(sa.text("PRAGMA foreign_key_check"))).first():
        raise ValueError("rows of this backup point at rows that are not there")


async def is_of(connection: AsyncConnection) -> str | None:
    """The revision of this database."""
    return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


# --- what waited when the backup was made ---


async def everybody(tx: Transaction, vault: Vault) -> tuple[list[tuple[int, int, datetime]], int]:
    """Id, chat and first day of everybody we know; and how many chats none of our keys opens."""
    chat = sa.type_coerce(PersonRow.chat, sa.LargeBinary())
    found, closed = [], 0
    for number, sealed, created_at in await tx.execute(select(PersonRow.id, chat, PersonRow.created_at)):
        try:
            found.append((number, int(vault.open(sealed, "people.chat")), created_at))
        except VaultError:
            closed += 1
    return found, closed


async def settle_notices(tx: Transaction, now: datetime, harmless: Collection[str]) -> int:
    """What was to be said by now counts as said; to senders of cases also what was to wait. Gives how many.

    What staff are told of cases stays (twice is fine, never is not), and what is `harmless` when done twice.
    """
    to_sender = select(CaseRow.id).where(CaseRow.id == NoticeRow.case_id, CaseRow.sender_id == NoticeRow.person_id)
    of_no_case = NoticeRow.case_id.is_(None) & (NoticeRow.due_at <= now)
    waiting = update(NoticeRow).where(NoticeRow.state.in_(("due", BEGUN)), NoticeRow.kind.not_in(harmless))
    waiting = waiting.where(NoticeRow.lane != int(Lane.ANNOUNCEMENT), or_(of_no_case, to_sender.exists()))
    return await _dropped(tx, waiting, now)


async def stop_announcements(tx: Transaction, now: datetime) -> tuple[int, int]:
    """One that had begun is stopped, one that was to come waits for a person. Gives how many of each."""
    on_the_wire = update(NoticeRow).where(NoticeRow.lane == int(Lane.ANNOUNCEMENT), NoticeRow.state == BEGUN)
    await _dropped(tx, on_the_wire, now)
    query = select(AnnouncementRow).where(AnnouncementRow.state.in_((Announcing.RUNNING, Announcing.PAUSED)))
    stopped = held = 0
    for row in (await tx.execute(query.order_by(AnnouncementRow.id).with_for_update(key_share=True))).scalars():
        if row.begun_at is not None or row.cursor or (row.state == Announcing.RUNNING and (row.due_at or now) <= now):
            await broadcasts.stop(tx, row, now)
            stopped += 1
        elif row.state == Announcing.RUNNING:
            await broadcasts.hold(tx, row, Announcing.PAUSED)
            held += 1
    return stopped, held


async def end_dialogs(tx: Transaction) -> int:
    """What somebody was in the middle of is over, but for the answers an officer reads. Gives how many."""
    ended = await tx.execute(
        delete(DialogRow).where(DialogRow.name != Dialog.QUESTIONS.value).returning(DialogRow.person_id)
    )
    return len(ended.all())


async def drop_calls(tx: Transaction) -> None:
    """Practice alerts that waited for a tap: nobody knows whether it came, so nobody has missed them."""
    await tx.execute(delete(DrillCallRow).where(DrillCallRow.state == CallState.WAITING.value))


async def keep_letters(tx: Transaction) -> int:
    """What officers wrote and had not arrived opens on the sender's own tap. Gives how many."""
    open_ids = select(CaseRow.id).where(CaseRow.state != State.CLOSED)
    letters = update(EntryRow).where(EntryRow.side == "staff", EntryRow.case_id.in_(open_ids))
    waiting = letters.where(or_(EntryRow.told.is_(None), EntryRow.told == Told.WAITS.value))
    kept = await tx.execute(waiting.values(told=Told.KEPT.value).returning(EntryRow.id))
    return len(kept.all())


async def ringing(tx: Transaction) -> list[CaseRow]:
    """Cases nobody had taken, locked."""
    query = select(CaseRow).where(CaseRow.state == State.OPEN).order_by(CaseRow.id)
    return list((await tx.execute(query.with_for_update(key_share=True))).scalars())


async def hush(tx: Transaction, origins: Collection[str]) -> None:
    """Whether the phone of who cried for help is in safe hands is not known: one neutral line until they come back."""
    senders = select(CaseRow.sender_id).where(CaseRow.state.in_((State.OPEN, State.TAKEN)))
    senders = senders.where(CaseRow.sender_id.is_not(None), CaseRow.origin.in_(origins))
    staff = select(StaffRow.person_id).where(StaffRow.removed_at.is_(None))
    query = update(PersonRow).where(PersonRow.id.in_(senders), PersonRow.id.not_in(staff))
    await tx.execute(query.values(hushed=True))


async def lives_from(tx: Transaction, now: datetime) -> None:
    """The time that is lost is no absence, of which the watcher would say that Telegram kept what was written."""
    await tx.merge(HeartbeatRow(id=heartbeat.THE_ONE, lived_at=now, away_from=None, away_until=None))


async def _dropped(tx: Transaction, query: Any, now: datetime) -> int:
    values = {"state": "dropped", "news": None, "held_until": None, "settled_at": now}
    settled = query.values(**values).returning(NoticeRow.id).execution_options(synchronize_session=False)
    return len((await tx.execute(settled)).all())
