"""Steps of the database that move what is kept: from the step before, with rows in it, and back again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.migrate import config
from storage import health
from storage.database import Database
from storage.tables import Table

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
BLANKS: Mapping[type[sa.types.TypeEngine[Any]], Any] = {
    sa.Boolean: False,
    sa.DateTime: AT,
    sa.Integer: 0,
    sa.JSON: [],
    sa.LargeBinary: b"sealed",
    sa.String: "x",
}


class Steps:
    """One database on its way from step to step."""

    def __init__(self, database: Database) -> None:
        self.engine = database.engine
        self.is_sqlite = database.is_sqlite
        self._config = config(database.url.render_as_string(hide_password=False))

    async def goes_to(self, step: str) -> None:
        """Up or down to this step."""
        now = None if (rows := await self._rows_or_none("alembic_version")) is None else rows[0]["version_num"]
        move = command.upgrade if now is None or step == "head" or step > now else command.downgrade
        await asyncio.to_thread(move, self._config, step)

    async def keeps(self, table: str, **values: Any) -> None:
        """One row of this step's table; what nobody names is blank."""
        async with self.engine.begin() as connection:
            found = await connection.run_sync(lambda sync: sa.Table(table, sa.MetaData(), autoload_with=sync))
            needed = {
                c.name: _blank(c)
                for c in found.columns
                if not c.nullable and c.server_default is None and (c.name != "id" or c.name in values)
            }
            await connection.execute(sa.insert(found).values({**needed, **values}))

    async def rows(self, table: str) -> list[Mapping[str, Any]]:
        """All rows, in the order of their first column."""
        async with self.engine.connect() as connection:
            found = await connection.run_sync(lambda sync: sa.Table(table, sa.MetaData(), autoload_with=sync))
            return list((await connection.execute(sa.select(found).order_by(found.columns[0]))).mappings())

    async def _rows_or_none(self, table: str) -> list[Mapping[str, Any]] | None:
        try:
            return await self.rows(table) or None
        except sa.exc.NoSuchTableError:
            return None


def _blank(column: sa.Column[Any]) -> Any:
    return next(blank for kind, blank in BLANKS.items() if isinstance(column.type, kind))


@pytest.fixture
async def steps(database: Database) -> AsyncIterator[Steps]:
    """A database in which nothing stands yet."""
    async with database.engine.begin() as connection:
        await connection.run_sync(Table.metadata.drop_all)
    yield Steps(database)


async def test_cases_that_are_open_get_their_twelve_hours(steps: Steps) -> None:
    await steps.goes_to("0002")
    for number, (origin, state) in enumerate(
        [("words", "open"), ("button", "taken"), ("words", "closed"), ("talk", "waiting")], 1
    ):
        await steps.keeps("cases", id=number, code=f"LB-{number}", origin=origin, state=state)
    await steps.goes_to("0003")
    clocks = await steps.rows("legal_clocks")
    assert [(clock["case_id"], clock["kind"], clock["told"]) for clock in clocks] == [(1, "act", 0), (2, "act", 0)]
    assert {clock["met_at"] for clock in clocks} == {None}
    await steps.goes_to("0002")
    await steps.goes_to("head")
    assert len(await steps.rows("cases")) == 4
    assert len(await steps.rows("legal_clocks")) == 2


async def test_an_offer_that_stands_goes_on_and_everybody_is_on_duty_as_before(steps: Steps) -> None:
    await steps.goes_to("0007")
    await steps.keeps("people", id=1)
    await steps.keeps("staff", id=1, person_id=1, on_duty=True)
    for number, (state, asked) in enumerate([("taken", 1), ("taken", None), ("open", 1)], 1):
        await steps.keeps("cases", id=number, code=f"LB-{number}", state=state, offered_to=asked)
    await steps.goes_to("0008")
    assert [(offer["case_id"], offer["staff_id"], offer["why"]) for offer in await steps.rows("case_offers")] == [
        (1, 1, "asked")
    ]
    [staff] = await steps.rows("staff")
    assert (staff["on_duty"], staff["hours"], staff["present"]) == (True, [], True)
    await steps.goes_to("0007")
    assert [case["state"] for case in await steps.rows("cases")] == ["taken", "taken", "open"]
    await steps.goes_to("head")
    assert len(await steps.rows("cases")) == 3


async def test_a_ward_to_avoid_is_the_one_the_case_has(steps: Steps) -> None:
    await steps.goes_to("0009")
    for number, (ward, skip) in enumerate([("bo-de", True), ("bo-de", False), (None, True)], 1):
        await steps.keeps("cases", id=number, code=f"LB-{number}", ward=ward, skip_ward=skip)
    await steps.goes_to("0010")
    assert [case["avoids"] for case in await steps.rows("cases")] == [["bo-de"], [], [""]]
    await steps.goes_to("0009")
    assert [bool(case["skip_ward"]) for case in await steps.rows("cases")] == [True, False, True]


async def test_a_child_alone_no_longer_holds_a_seat(steps: Steps) -> None:
    await steps.goes_to("0017")
    await steps.keeps("people", id=1, chat_key=b"1")
    for number in (1, 2, 3):
        await steps.keeps("events", id=number, slug=f"e{number}")
    for number, (state, parent) in enumerate([("held", None), ("held", AT), ("confirmed", AT)], 1):
        await steps.keeps("signups", id=number, event_id=number, person_id=1, code=f"VE-{number}", state=state)
        await steps.keeps("signup_children", signup_id=number, parent_yes_at=parent)
    await steps.goes_to("0018")
    assert [signup["state"] for signup in await steps.rows("signups")] == ["interest", "held", "confirmed"]
    await steps.keeps("signups", id=4, event_id=2, person_id=1, code="VE-4", state="cancelled", queue=1)
    async with steps.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE signups SET state = 'waiting' WHERE id = 3"))
    await steps.goes_to("0017")
    assert [signup["state"] for signup in await steps.rows("signups")] == ["held", "held", "cancelled", "cancelled"]
    assert [child["signup_id"] for child in await steps.rows("signup_children")] == [1, 2]


@pytest.mark.long
async def test_old_yeses_say_no_more_than_they_did_and_a_forum_waits_for_its_paper(steps: Steps) -> None:
    await steps.goes_to("0023")
    await steps.keeps("people", id=1, chat_key=b"1")
    soon, over = datetime.now(UTC) + timedelta(days=9), datetime.now(UTC) - timedelta(days=9)
    for number, (kind, ends_at) in enumerate([("forum", soon), ("forum", over), ("other", soon)], 1):
        await steps.keeps("events", id=number, slug=f"e{number}", kind=kind, ends_at=ends_at)
        state = {"event_id": number, "person_id": 1, "code": f"VE-{number}", "state": "confirmed"}
        await steps.keeps("signups", id=number, **state)
    for number, band in ((4, "0-6"), (5, "7-10")):
        await steps.keeps("signup_children", id=number, signup_id=3, age_band=band, photo=True)
    await steps.keeps("consents", id=1, person_id=1, about=8, child=9)  # they are gone; the proof stays
    await steps.goes_to("0024")
    assert [signup["state"] for signup in await steps.rows("signups")] == ["held", "confirmed", "confirmed"]
    assert [(bool(child["photo"]), child["photo_yes_at"]) for child in await steps.rows("signup_children")] == [
        (True, None),
        (True, None),
    ]
    await steps.goes_to("0023")
    await steps.goes_to("head")
    if steps.is_sqlite:  # PostgreSQL counts what it gave itself
        await steps.keeps("signups", event_id=3, person_id=1, code="VE-9", state="cancelled")
        await steps.keeps("signup_children", signup_id=3)
        assert [signup["id"] for signup in await steps.rows("signups")] == [1, 2, 3, 9]
        assert [child["id"] for child in await steps.rows("signup_children")] == [4, 5, 10]


async def test_old_events_say_nothing_of_their_cost(steps: Steps) -> None:
    await steps.goes_to("0026")
    await steps.keeps("events", id=1, slug="e1", food="Bánh")
    await steps.goes_to("0027")
    assert [(event["cost"], event["food"]) for event in await steps.rows("events")] == [("", "Bánh")]
    await steps.keeps("events", id=2, slug="e2", cost="free")
    await steps.goes_to("0026")
    assert [event["slug"] for event in await steps.rows("events")] == ["e1", "e2"]
    await steps.goes_to("head")
    assert [event["cost"] for event in await steps.rows("events")] == ["", ""]


async def test_a_version_that_knew_one_age_reads_no_several(steps: Steps) -> None:
    await steps.goes_to("0025")
    for number, bands in enumerate([None, "7-10", "7-10,11-15"], 1):
        await steps.keeps("announcements", id=number, age_band=bands)
    await steps.goes_to("0024")
    assert [row["age_band"] for row in await steps.rows("announcements")] == [None, "7-10", None]
    await steps.goes_to("head")
    assert len(await steps.rows("announcements")) == 3


async def test_a_number_that_was_given_is_not_given_again(steps: Steps) -> None:
    await steps.goes_to("0010")
    for number in (1, 2):
        await steps.keeps("people", id=number, chat_key=bytes([number]))
    await steps.keeps("staff", id=1, person_id=2)
    await steps.keeps("consents", id=1, person_id=7)  # they are gone; the proof stays
    await steps.goes_to("0011")
    assert [person["id"] for person in await steps.rows("people")] == [1, 2]
    await steps.goes_to("0010")
    await steps.goes_to("head")
    assert [staff["person_id"] for staff in await steps.rows("staff")] == [2]
    if steps.is_sqlite:  # PostgreSQL counts what it gave itself
        await steps.keeps("people", chat_key=b"new")
        assert [person["id"] for person in await steps.rows("people")] == [1, 2, 8]


def test_the_names_of_the_migrations_say_what_alembic_reads_in_them() -> None:
    scripts = ScriptDirectory.from_config(config(""))
    assert health.revisions() == {script.revision for script in scripts.walk_revisions()}
    assert [health.newest_revision()] == scripts.get_heads()
