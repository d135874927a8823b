"""What has had its day goes, kind by kind."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.people import Role
from services.drills import Drills
from services.upkeep import Upkeep
from storage.database import Database
from storage.tables import DrillRow
from tests.storage.ward import Ward


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def test_one_kind_that_cannot_go_keeps_no_other_back_and_is_told(ward: Ward) -> None:
    await ward.staff(Role.OFFICER, "bo-de")
    await Drills(ward.database, ward.clock).ask(await ward.staff(Role.ADMIN), "bo-de", 1)
    async with ward.database.transaction() as tx:
        await tx.execute(text("DROP TABLE lesson_progress"))  # its turn is before that of the drills
    ward.clock.passes(days=731)
    with pytest.raises(DBAPIError):
        await Upkeep(ward.database, ward.clock).tidy()
    assert await ward.count(DrillRow) == 0


async def test_whoever_writes_meanwhile_waits_for_one_kind_and_not_for_all(ward: Ward) -> None:
    order, others = list[str](), list[asyncio.Task[None]]()

    async def writes() -> None:
        async with ward.database.transaction():
            order.append("somebody")

    async def begins(_tx: object) -> None:
        order.append("kind")
        if len(order) == 1:
            others.append(asyncio.create_task(writes()))
            await asyncio.sleep(0)

    await asyncio.gather(writes(), writes())  # two connections stand open: nobody waits for one below
    order.clear()
    ward.database.before_commit(begins)
    await Upkeep(ward.database, ward.clock, timedelta(days=90)).tidy()
    assert "somebody" in order[: len(order) // 2]
