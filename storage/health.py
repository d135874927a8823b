"""What a doctor asks the database: does it answer and take writes, at which revision, what waits and since when."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import asyncpg
from sqlalchemy import Connection, NullPool, func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import create_async_engine

from domain.cases import State
from domain.outbox import Lane
from domain.people import Role
from storage.database import Moment, Transaction
from storage.tables import CaseRow, NoticeRow, PersonRow, StaffRow

MIGRATIONS = Path(__file__).parent / "migrations" / "versions"
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


def newest_revision() -> str:
    """The revision of this program."""
    return max(revisions())


async def revision(tx: Transaction) -> str | None:
    """The revision of the database; None where nothing has been laid yet."""
    return await (await tx.connection()).run_sync(revision_of)


def revision_of(connection: Connection) -> str | None:
    """The same for a bare connection."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def takes_writes(tx: Transaction) -> bool:
    """False on a PostgreSQL that only reads (a standby). SQLite has said it by giving us the write lock."""
    if tx.get_bind().dialect.name == "sqlite":
        return True
    return (await tx.execute(text("SELECT current_setting('transaction_read_only')"))).scalar() == "off"


async def due(tx: Transaction, now: datetime) -> dict[Lane, tuple[int, datetime]]:
    """By lane: how many notices should have left by now, and since when the oldest; every retry counts as waiting."""
    since = func.coalesce(NoticeRow.first_due_at, NoticeRow.due_at, type_=Moment())
    query = (
        select(NoticeRow.lane, func.count(), func.min(since, type_=Moment()))
        .where(NoticeRow.state == "due", since <= now)
        .group_by(NoticeRow.lane)
    )
    return {Lane(lane): (count, oldest) for lane, count, oldest in await tx.execute(query)}


async def refused(tx: Transaction) -> dict[Lane, int]:
    """By lane: how many notices of the last week Telegram will never take as they are."""
    query = select(NoticeRow.lane, func.count()).where(NoticeRow.state == "refused").group_by(NoticeRow.lane)
    return {Lane(lane): count for lane, count in await tx.execute(query)}


async def administrators(tx: Transaction) -> list[tuple[int, bool | None, str, tuple[str, ...]]]:
    """Chat, whether it can be written to, language and second roads of every administrator."""
    rows = await tx.execute(
        select(PersonRow.chat, PersonRow.reachable, PersonRow.language, StaffRow.also)
        .join(StaffRow, StaffRow.person_id == PersonRow.id)
        .where(StaffRow.role == Role.ADMIN, StaffRow.removed_at.is_(None))
        .order_by(StaffRow.id)
    )
    return [(chat, reachable, language, tuple(also)) for chat, reachable, language, also in rows]


async def open_cases(tx: Transaction) -> dict[State, int]:
    """By state: how many cases have not ended."""
    query = select(CaseRow.state, func.count()).where(CaseRow.state != State.CLOSED).group_by(CaseRow.state)
    return {State(state): count for state, count in await tx.execute(query)}


def free_bytes(url: str) -> int | None:
    """Free space where the database file lies; None where it is not a file of this machine."""
    at = make_url(url)
    if at.get_backend_name() != "sqlite" or not at.database:
        return None
    return shutil.disk_usage(Path(at.database).absolute().parent).free


def revisions() -> set[str]:
    """Every revision this program knows: the numbers its migrations are named by.

    Alembic would say the same and be loaded at every start for it.
    """
    return {file.name[:4] for file in MIGRATIONS.glob("[0-9]*.py")}


async def revision_at(url: str) -> str | None:
    """The revision of the database at this address, which is not changed by looking."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(revision_of)
    finally:
        await engine.dispose()
