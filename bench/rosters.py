"""Who is there before a bench begins."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.processes import KEY, Telegram
from bot.migrate import config
from domain.people import Role
from domain.wards import WARDS
from services.clock import Clock
from services.people import NewStaff, People
from storage.database import Database
from storage.vault import Vault


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Database]:
    """The bot's database, brought to its newest migration."""
    from alembic import command

    url = f"sqlite+aiosqlite:///{file}"
    await asyncio.to_thread(command.upgrade, config(url), "head")
    database = Database(url, Vault([KEY]))
    try:
        yield database
    finally:
        await database.close()


async def roster(stand: Telegram, file: Path, cries: int, *, rungs: int) -> dict[int, list[int]]:
    """Officers for each ward, one a rung, and the senders of that ward; their numbers, by the last rung's."""
    senders = {}
    async with opened(file) as database:
        people = People(database, Clock())
        for ward in WARDS:
            found = await stand.order("people", count=cries + rungs)
            officers, ids = found[:rungs], found[rungs:]
            for rung, officer in enumerate(officers, 1):
                await people.add_staff(NewStaff(officer, "Officer", Role.OFFICER, ward, rung))
                await people.meet(officer)  # as if START had been pressed
            for number in ids:
                await people.choose_ward(await people.meet(number), ward)
            senders[officer] = ids
    return senders
