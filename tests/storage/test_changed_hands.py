"""A case that changes hands or ward: what a new holder begins with, what those before them keep on their phones."""

from __future__ import annotations

from domain.cases import Timing
from domain.people import Person
from services.cases import HandOvers, handover
from storage.database import Database
from tests.storage.duty_room import DutyRoom

TIMING = Timing()


async def taken(room: DutyRoom) -> tuple[Person, Person, int]:
    """Hạnh has the case of somebody who cried for help."""
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    await room.sends()
    await room.desk.take(hanh, case.id)
    await room.sends()
    return hanh, lan, case.id


async def shift_ends(room: DutyRoom, of: Person) -> None:
    """The cases in somebody's hands are offered to the others of the ward."""
    assert of.staff is not None
    async with room.database.transaction() as tx:
        await handover.shift_ended(tx, of.staff, room.clock.now(), TIMING)


async def test_who_accepts_a_case_in_the_middle_of_a_ring_is_rung_for_the_next_cry(database: Database) -> None:
    room = DutyRoom(database)
    hanh, lan, case = await taken(room)
    tam = await room.officer("Tâm", rung=2)
    room.clock.passes(minutes=11)
    await room.cries(lan)  # rings Hạnh, who does nothing
    await shift_ends(room, hanh)
    await HandOvers(database, room.clock, TIMING).accept(tam, case)
    await room.sends()
    room.clock.passes(minutes=1)
    await room.cries(lan)
    await room.sends()
    assert len(room.ringing(tam)) == 1
    assert (await room.row(case)).climb_at == room.clock.now() + TIMING.step
