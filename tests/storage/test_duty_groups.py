"""A group known by two numbers, each with its own place among the duty groups."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.people import Role
from services.clock import Clock
from services.people import NewStaff, People
from storage import duty_groups
from storage.database import Database

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
OLD, NEW = -100, -1001


@pytest.mark.parametrize(
    ("old_on", "new_on", "hear"),
    [(True, True, {NEW}), (True, False, {NEW}), (False, True, {NEW}), (False, False, set())],
)
async def test_only_the_new_number_hears_of_alerts(
    database: Database, hear: set[int], *, old_on: bool, new_on: bool
) -> None:
    people = People(database, Clock())
    await people.add_staff(NewStaff(7, "Minh", Role.COORDINATOR, None))
    minh = (await people.meet(7)).staff
    assert minh is not None
    old, new = await people.meet(OLD), await people.meet(NEW)
    async with database.transaction() as tx:
        for person, is_on in ((old, old_on), (new, new_on)):
            row = await duty_groups.open_for(tx, person.id, minh.id, NOW)
            row.registered_by, row.registered_at = (minh.id, NOW) if is_on else (None, None)
    async with database.transaction() as tx:
        await duty_groups.move(tx, old.id, new.id, NOW)
    async with database.reading() as tx:
        assert {group.chat for group in await duty_groups.shown(tx)} == hear


@pytest.mark.parametrize(
    ("before", "after", "hears"),
    [("bo-de", "phuc-loi", None), ("bo-de", None, None), (None, "bo-de", None), ("bo-de", "bo-de", "bo-de")],
)
async def test_no_ward_is_lost_where_both_numbers_heard_of_alerts(
    database: Database, before: str | None, after: str | None, hears: str | None
) -> None:
    people = People(database, Clock())
    await people.add_staff(NewStaff(7, "Minh", Role.COORDINATOR, None))
    minh = (await people.meet(7)).staff
    assert minh is not None
    old, new = await people.meet(OLD), await people.meet(NEW)
    async with database.transaction() as tx:
        for person, ward in ((old, before), (new, after)):
            row = await duty_groups.open_for(tx, person.id, minh.id, NOW)
            row.registered_by, row.registered_at, row.ward = minh.id, NOW, ward
    for _ in range(2):  # Telegram tells it in both chats
        async with database.transaction() as tx:
            await duty_groups.move(tx, old.id, new.id, NOW)
    async with database.reading() as tx:
        assert [(group.chat, group.ward) for group in await duty_groups.shown(tx)] == [(NEW, hears)]
