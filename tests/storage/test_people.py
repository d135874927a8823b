"""People as rows: whoever is deleted leaves a number that nobody else ever gets."""

from __future__ import annotations

from storage import people
from storage.database import Database
from tests.storage.ward import Ward


async def test_the_number_of_somebody_deleted_is_never_given_again(database: Database) -> None:
    ward = Ward(database)
    gone = await ward.person()
    async with database.transaction() as tx:
        await people.forget(tx, gone.id)
        assert await people.get(tx, gone.id) is None
    assert (await ward.person()).id > gone.id
