"""Alembic's door to our schema: synchronous over the async engine, batch mode on SQLite."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from storage.tables import Table


def _migrate(connection: Connection) -> None:
    batch = connection.dialect.name == "sqlite"
    context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=batch)
    with context.begin_transaction():
        context.run_migrations()


async def _run() -> None:
    """On an engine of its own; a restore gives its connection, and the steps are part of its transaction."""
    engine = create_async_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_migrate)
        await connection.commit()
    await engine.dispose()


if (given := context.config.attributes.get("connection")) is not None:
    _migrate(given)
else:
    asyncio.run(_run())
