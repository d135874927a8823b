"""People as rows: whoever is deleted leaves a number that nobody else ever gets."""

from __future__ import annotations

from domain.cases import Timing
from services.people import People
from services.roster import Roster
from storage import people
from storage.database import Database
from tests.storage.ward import Still, Ward


async def test_the_number_of_somebody_deleted_is_never_given_again(database: Database) -> None:
    ward = Ward(database)
    gone = await ward.person()
    async with database.transaction() as tx:
        await people.forget(tx, gone.id)
        assert await people.get(tx, gone.id) is None
    assert (await ward.person()).id > gone.id


async def test_whoever_blocks_us_is_subscribed_to_nothing_from_then_on(database: Database) -> None:
    ward = Ward(database)
    family = await ward.person()
    await ward.broadcasts.subscribe(family, "long-bien")
    await Roster(database, Still(), Timing()).blocked(family.chat)
    assert await ward.broadcasts.subscriptions(family) == []


async def test_a_subscription_kept_by_a_version_before_does_not_come_back_with_whoever_blocked_us(
    database: Database,
) -> None:
    ward, known = Ward(database), People(database, Still())
    family, stays = await ward.person(), await ward.person()
    for each in (family, stays):
        await ward.broadcasts.subscribe(each, "long-bien")
    async with database.transaction() as tx:
        (await people.row(tx, family.id)).reachable = False
    assert [(await known.meet(family.chat)).came_back for _ in range(2)] == [True, False]
    assert not (await known.meet(stays.chat)).came_back
    assert await ward.broadcasts.subscriptions(family) == []
    assert await ward.broadcasts.subscriptions(stays) != []
