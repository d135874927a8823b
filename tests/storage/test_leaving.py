"""A phone is lost while things wait to be told to it: a child's words and a ticket's code do not come to a stranger."""

from __future__ import annotations

import pytest

from domain.news import News, Spoken
from domain.news_arrivals import FamilyErased, LostChild, PickupDoubt, StillHere
from domain.outbox import Lane, Notice
from domain.people import Role
from services.clock import Clock
from services.leaving import Leaving
from services.people import NewStaff, People
from storage import outbox, relay
from storage.database import Database

NOW = Clock().now()
WAITING: list[News] = [
    LostChild(1, 1, "Trung thu", "Hạnh", "bé áo đỏ", NOW),
    FamilyErased("Trung thu", "VE-123456", 1),
    PickupDoubt("Trung thu", "VE-123456", "Hạnh", NOW),
    StillHere(1, "Trung thu", 2),
    Spoken("thẻ vụ việc"),
]


@pytest.mark.parametrize("news", WAITING, ids=[type(each).__name__ for each in WAITING])
async def test_what_waits_for_a_phone_that_is_lost_is_not_told(database: Database, news: News) -> None:
    people, clock = People(database, Clock()), Clock()
    staff = await people.add_staff(NewStaff(7000000001, "Hạnh", Role.OFFICER, "bo-de"))
    async with database.transaction() as tx:
        await outbox.write(tx, [Notice(staff.person, news, Lane.SERVICE, "waits")], clock.now())
    await Leaving(database, clock).lose_phone(7000000001)
    async with database.transaction() as tx:
        told = [each.kind for each in await relay.claim(tx, clock.now(), 30, list(Lane))]
    assert type(news).__name__ not in told
