"""The look at who is on duty, every few seconds: it keeps nobody waiting, and sees all the same what became empty."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update

from domain.cases import Timing
from domain.news import Alert
from services.roster import Roster
from storage import roster as rows
from storage.database import Database
from storage.tables import StaffRow
from tests.storage.duty_room import DutyRoom

PATIENCE = 20  # seconds; a look that waits for a writer would wait for ever


@pytest.fixture
def room(database: Database) -> DutyRoom:
    return DutyRoom(database)


@pytest.fixture
def roster(room: DutyRoom) -> Roster:
    return Roster(room.database, room.clock, Timing())


async def test_while_nobody_comes_or_goes_the_look_waits_for_no_writer(room: DutyRoom, roster: Roster) -> None:
    await room.officer("Hạnh")
    await roster.shifts_due()
    await room.cries(await room.sender())
    async with room.database.transaction() as tx:  # on SQLite the one writer, on PostgreSQL the locks of the roster
        await rows.to_change(tx, room.clock.now())
        async with asyncio.timeout(PATIENCE):
            await roster.shifts_due()


async def test_a_rung_that_another_process_emptied_is_seen_by_the_look(room: DutyRoom, roster: Roster) -> None:
    hanh, minh = await room.officer("Hạnh"), await room.officer("Minh", rung=2)
    await roster.shifts_due()
    await room.cries(await room.sender())
    await room.rings()
    assert room.ringing(hanh, minh) == room.told(hanh, Alert)
    async with room.database.transaction() as tx:
        await tx.execute(update(StaffRow).where(StaffRow.person_id == hanh.id).values(removed_at=room.clock.now()))
    await roster.shifts_due()
    await room.rings()
    assert len(room.told(minh, Alert)) == 1, "the emptied rung costs no time"
