"""What a doctor asks the database: does it answer and take writes, at which revision, what waits and since when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import asyncpg
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, func, select, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import create_async_engine

from domain.cases import State
from domain.outbox import Lane
from storage.database import Transaction
from storage.tables import CaseRow, NoticeRow

MIGRATIONS = Path(__file__).parent / "migrations"
# what drivers raise when the database is away, closed to us, or not there
AWAY: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    NoConnectionFree,
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


def newest_revision() -> str | None:
    """The revision of this program."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def revision(tx: Transaction) -> str | None:
    """The revision of the database; None where nothing has been laid yet."""
    return await (await tx.connection()).run_sync(revision_of)


def revision_of(connection: Connection) -> str | None:
    """The same for a bare connection."""
    return MigrationContext.configure(connection).get_current_revision()


async def takes_writes(tx: Transaction) -> bool:
    """False on a PostgreSQL that only reads (a standby). SQLite has said it by giving us the write lock."""
    if tx.get_bind().dialect.name == "sqlite":
        return True
    return (await tx.execute(text("SELECT current_setting('transaction_read_only')"))).scalar() == "off"


async def due(tx: Transaction, now: datetime) -> dict[Lane, tuple[int, datetime]]:
    """By lane: how many notices should have left by now, and since when the oldest."""
    query = (
        select(NoticeRow.lane, func.count(), func.min(NoticeRow.due_at))
        .where(NoticeRow.state == "due", NoticeRow.due_at <= now)
        .group_by(NoticeRow.lane)
    )
    return {Lane(lane): (count, oldest) for lane, count, oldest in await tx.execute(query)}


async def open_cases(tx: Transaction) -> dict[State, int]:
    """By state: how many cases have not ended."""
    query = select(CaseRow.state, func.count()).where(CaseRow.state != State.CLOSED).group_by(CaseRow.state)
    return {State(state): count for state, count in await tx.execute(query)}


def revisions() -> set[str]:
    """Every revision this program knows."""
    return {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


async def revision_at(url: str) -> str | None:
    """The revision of the database at this address, which is not changed by looking."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(revision_of)
    finally:
        await engine.dispose()
