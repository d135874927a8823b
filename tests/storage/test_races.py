"""Two things at the same moment, fifty times, in two processes' hands on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from domain.cases import Case, Outcome, State, Timing
from domain.news import Alert, FromSender, Stored
from domain.people import Person
from domain.recontact import ANSWERS
from domain.texts import Refusal
from services.roster import Roster
from storage import outbox, people
from storage.database import Database
from tests.storage.duty_room import DutyRoom

TIMES = 50
pytestmark = [
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),  # SQLite has one writer
    pytest.mark.long,
    pytest.mark.timeout(300),  # seconds here, minutes on a machine that has other work
]


@pytest.fixture
def here(database: Database) -> DutyRoom:
    return DutyRoom(database)


@pytest.fixture
async def there(here: DutyRoom, database: Database) -> AsyncIterator[DutyRoom]:
    other = Database(database.url.render_as_string(hide_password=False), database.vault)
    yield here.as_seen_by(other)
    await other.close()


async def at_once(turn: int, *deeds: Coroutine[Any, Any, Any]) -> list[Any]:
    """All of them at the same moment, in another order each turn; gives what came of each, in the order given."""
    order = list(range(len(deeds)))
    random.Random(turn).shuffle(order)
    tasks = {i: asyncio.ensure_future(deeds[i]) for i in order}
    await asyncio.wait(tasks.values())
    return [tasks[i].exception() or tasks[i].result() for i in range(len(deeds))]


def failures(results: list[Any]) -> list[BaseException]:
    return [result for result in results if isinstance(result, BaseException)]


def name_of(person: Person) -> str:
    assert person.staff is not None
    return person.staff.name


async def test_of_two_who_take_it_one_has_it_and_the_other_hears_who(here: DutyRoom, there: DutyRoom) -> None:
    hanh, minh = await here.officer("Hạnh"), await here.officer("Minh")
    holders = set()
    for turn in range(TIMES):
        case = await here.cries(await here.sender())
        took = await at_once(turn, here.desk.take(hanh, case.id), there.desk.take(minh, case.id))
        [winner] = [who for who, result in zip((hanh, minh), took, strict=True) if isinstance(result, Case)]
        [refused] = [result for result in took if isinstance(result, Refusal)]
        assert refused.text.params["name"] == name_of(winner)
        assert (await here.row(case.id)).holder_id == (winner.staff and winner.staff.id)
        holders.add(winner.id)
    taken = [line.case_id for line in await here.journal("taken")]
    assert len(taken) == len(set(taken)) == TIMES
    assert holders == {hanh.id, minh.id}, "both were faster now and then: it was a race"


async def test_looking_at_a_plan_while_its_owner_blocks_the_bot_waits_and_never_deadlocks(
    here: DutyRoom, there: DutyRoom
) -> None:
    hanh, chief = await here.officer("Hạnh"), await here.officer("Thu", None)
    plans = Roster(here.database, here.clock, Timing())
    elsewhere = Roster(there.database, there.clock, Timing())
    assert hanh.staff is not None
    for turn in range(TIMES):
        async with here.database.transaction() as tx:
            (await people.row(tx, hanh.id)).reachable = True
            staff = await people.staff_row(tx, hanh.id)
            assert staff is not None
            staff.present = True
        deeds = (elsewhere.blocked(hanh.chat), plans.of(chief, hanh.staff.id), plans.of(hanh, hanh.staff.id))
        assert failures(await at_once(turn, *deeds)) == []
    async with here.database.reading() as tx:
        met = await people.get(tx, hanh.id)
    assert met is not None and met.reachable is False


async def looks_and_takes(room: DutyRoom, officer: Person, case: int, *, looks: int) -> None:
    for _ in range(looks):
        await room.desk.look(officer, case)
    await room.desk.take(officer, case)


async def test_taking_it_beats_a_climb_that_is_under_way(here: DutyRoom, there: DutyRoom) -> None:
    hanh, minh, chief = await here.officer("Hạnh"), await here.officer("Minh", rung=2), await here.officer("Thu", None)
    for turn in range(TIMES):
        case = await here.cries(await here.sender())
        await here.rings()
        here.clock.passes(minutes=5)
        async with here.ringing_on(), there.ringing_on():
            deeds = (looks_and_takes(here, hanh, case.id, looks=turn % 2), there.climb.climb_due())
            assert not failures(await at_once(turn, *deeds))
        heard = len(here.told(minh, Alert)) + len(here.told(chief, Alert))
        here.clock.passes(minutes=20)
        await there.climb.climb_due()
        await there.rings()
        assert (await here.row(case.id)).state == State.TAKEN
        assert await here.due(Alert) == []
        assert len(here.told(minh, Alert)) + len(here.told(chief, Alert)) == heard, "nobody is rung after it was taken"
        await here.desk.close(hanh, case.id, Outcome.SAFE)
    await here.sends()
    assert here.ringing(minh, chief) == [], "what arrived in the same moment says who has it"
    assert 0 < len(await here.journal("rung")) - TIMES < TIMES, "each was faster now and then: it was a race"


async def test_a_contact_out_of_reach_and_a_taker_do_not_block_each_other(here: DutyRoom, there: DutyRoom) -> None:
    hanh, lost = await here.officer("Hạnh"), await here.officer("Lost")
    here.out_of_reach.add(lost.id)
    with capture_logs() as logs:
        for _ in range(TIMES):
            async with here.database.transaction() as tx:
                (await people.row(tx, lost.id)).reachable = True
            case = await here.cries(await here.sender())
            async with here.ringing_on(), there.ringing_on():
                await here.desk.take(hanh, case.id)
            await here.desk.close(hanh, case.id, Outcome.SAFE)
    assert await here.due(Alert) == []
    assert not [line for line in logs if line["event"] == "relay_failed"]


async def test_after_a_case_ended_none_of_its_words_is_on_a_phone(here: DutyRoom, there: DutyRoom) -> None:
    hanh, read = await here.officer("Hạnh"), list[int]()
    for turn in range(TIMES):
        lan = await here.sender()
        case = await here.cries(lan)
        await here.desk.take(hanh, case.id)
        if turn % 2:
            await here.sends()  # half the time the first words stand on the phone before the race begins
        deeds = (here.desk.close(hanh, case.id, Outcome.SAFE), there.cases.add(lan, here.heard()), there.sends())
        assert not failures(await at_once(turn, *deeds))
        assert await here.due(FromSender) == []
        read.append(len(here.told(hanh, FromSender)))
    await here.sends()
    assert here.words_on(hanh) == []
    assert 0 < read[-1] < 2 * TIMES, "some arrived and were taken away again, some never left: it was a race"


async def blocked(database: Database) -> int:
    """How many connections wait for somebody's lock."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with database.reading() as tx:
        return (await tx.execute(text(query))).scalar_one()


async def test_who_leaves_quickly_while_an_answer_arrives_is_never_in_its_way(here: DutyRoom, there: DutyRoom) -> None:
    _, lan = await here.officer("Hạnh"), await here.sender()
    await here.cries(lan)
    with capture_logs() as logs:
        async with there.database.transaction() as tx:
            await people.row(tx, lan.id)  # as «Thoát nhanh» begins
            sending = asyncio.create_task(here.sends())
            while not sending.done() and not await blocked(here.database):
                pass
            await outbox.drop_for(tx, lan.id, ANSWERS, there.clock.now())
        await sending
    assert here.told(lan, Stored)
    assert [line for line in logs if line["log_level"] == "error"] == []


async def test_who_is_being_changed_in_the_roster_takes_a_case_meanwhile(here: DutyRoom, there: DutyRoom) -> None:
    """Person, staff, case is the order of locks: the case's foreign key must not ask for the staff entry after it."""
    hanh = await here.officer("Hạnh")
    case = await here.cries(await here.sender())
    async with there.database.transaction() as tx:
        entry = await people.staff_row(tx, hanh.id)  # as coming on duty, leaving, or a blocked bot begin
        assert entry is not None
        taking = asyncio.create_task(here.desk.take(hanh, case.id))
        while not taking.done() and not await blocked(here.database):
            pass
        assert taking.done(), "it waits for the roster while it has the case: the other way round than everybody"
    assert (await taking).state == State.TAKEN
