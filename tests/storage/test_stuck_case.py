"""A case that cannot be moved any more keeps nobody else from being rung, and is not passed over in silence."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update

from domain.news import Alert, LimitNews
from services.cases import LegalClocks
from storage.database import Database
from storage.tables import CaseRow
from storage.vault import VaultError
from tests.storage.duty_room import DutyRoom


async def test_a_case_that_cannot_be_moved_keeps_no_other_from_its_ring(database: Database) -> None:
    room = DutyRoom(database)
    first, second = await room.officer("Hạnh"), await room.officer("Bình", rung=2)
    broken, whole = [await room.cries(await room.sender()) for _ in range(2)]
    await room.rings()
    async with database.transaction() as tx:
        unreadable = {"state": "taken", "holder_id": None, "origin": "?"}
        await tx.execute(update(CaseRow).where(CaseRow.id == broken.id).values(**unreadable))
    room.clock.passes(minutes=5)
    with pytest.raises(ValueError, match="valid Origin"):
        await room.climb.climb_due()
    await room.rings()
    assert [said.news.case for said in room.phones[second.id] if isinstance(said.news, Alert)] == [whole.id]
    assert first.id in room.phones
    async with database.reading() as tx:
        rungs = {row.id: row.rung for row in await tx.execute(select(CaseRow.id, CaseRow.rung))}
    assert (rungs[broken.id], rungs[whole.id]) == (1, 2)


async def test_a_case_whose_limit_cannot_be_told_keeps_no_other_limit_back(database: Database) -> None:
    room = DutyRoom(database)
    hanh = await room.officer("Hạnh")
    broken, whole = [await room.cries(await room.sender()) for _ in range(2)]
    async with database.transaction() as tx:  # sealed with a key that is gone
        await tx.execute(text("UPDATE cases SET wish = :sealed WHERE id = :case"), {"sealed": b"?", "case": broken.id})
    room.clock.passes(hours=13)
    with pytest.raises(VaultError):
        await LegalClocks(database, room.clock).tell_due()
    await room.sends()
    assert {said.news.case for said in room.phones[hanh.id] if isinstance(said.news, LimitNews)} == {whole.id}
