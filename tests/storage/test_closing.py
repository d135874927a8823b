"""Closing a database leaves nothing behind, wherever in its work a task was when it was cancelled."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

import pytest
from sqlalchemy import select, text

from storage.database import Database
from storage.tables import PersonRow


def threads() -> set[threading.Thread]:
    """The threads of SQLite's connections."""
    return {each for each in threading.enumerate() if "connection_worker" in each.name}


async def works(database: Database) -> None:
    while True:
        async with database.reading() as tx:
            await tx.execute(select(PersonRow.id))
        async with database.transaction() as tx:
            await tx.execute(text("DELETE FROM people"))


@pytest.mark.parametrize("turns", range(0, 90, 7))
async def test_a_cancelled_task_leaves_no_connection_behind(database: Database, turns: int) -> None:
    before = threads()
    again = Database(database.url.render_as_string(hide_password=False), database.vault)
    task = asyncio.create_task(works(again))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await again.close()
    assert threads() <= before
    assert again.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
