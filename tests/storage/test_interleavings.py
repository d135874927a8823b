"""Whoever takes a case has it, in whatever order takers, the ladder, the relay and the sender come.

A plan is a list of steps; a step may do something else while its notices are on the wire. SQLite has one
writer, so every interleaving of transactions is such a list; two processes at the very same moment are
tests/storage/test_races.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.cases import HOLDER, Case, Outcome, State
from domain.news import Alert, FellBack, NobodyYet, TakenNews
from domain.people import Person
from domain.texts import Refusal
from storage.database import Database
from storage.relay import Claimed
from tests.storage.duty_room import DutyRoom, nothing

Deed = Callable[[], Awaitable[object]]
DEEDS = ("hanh takes", "minh takes", "chief takes", "climbs", "cries again", "takes it back", "closes")
STEPS = (*DEEDS, "rings", "rings", "sends", "a minute passes", "a step passes")
PLANS = st.lists(st.tuples(st.sampled_from(STEPS), st.none() | st.sampled_from(DEEDS)), min_size=2, max_size=12)
pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
    pytest.mark.long,
    pytest.mark.timeout(300),  # seconds here, minutes on a machine that has other work
]


@dataclass
class Night:
    """One case, its sender and those who may take it."""

    room: DutyRoom
    lan: Person
    staff: dict[str, Person]
    case: Case

    async def does(self, step: str) -> None:
        """One step; what is refused (no longer theirs, ended) changes nothing."""
        with suppress(Refusal):
            await self._deed(step)()

    def _deed(self, step: str) -> Deed:
        room, case = self.room, self.case.id
        if step.endswith(" takes"):
            return lambda: room.desk.take(self.staff[step.split()[0]], case)
        return {
            "climbs": room.climb.climb_due,
            "cries again": self._cries_again,
            "takes it back": lambda: room.cases.retract(self.lan, case),
            "closes": self._closes,
            "rings": room.rings,
            "sends": room.sends,
            "a minute passes": lambda: self._passes(1),
            "a step passes": lambda: self._passes(5),
        }[step]

    async def _cries_again(self) -> None:
        if (await self.room.row(self.case.id)).state != State.CLOSED:  # then it would be another case
            await self.room.cries(self.lan)

    async def _closes(self) -> None:
        if (who := await self.holder()) is not None:
            await self.room.desk.close(who, self.case.id, Outcome.SAFE)

    async def _passes(self, minutes: float) -> None:
        self.room.clock.passes(minutes=minutes)

    async def holder(self) -> Person | None:
        """Who has it now."""
        holder = (await self.room.row(self.case.id)).holder_id
        return next((who for who in self.staff.values() if who.staff and who.staff.id == holder), None)

    def ringing(self) -> set[int]:
        """Whose phones still ask them to come for this case."""
        return {who.id for who in self.staff.values() for said in self.room.ringing(who) if self._mine(said.news)}

    def _mine(self, news: object) -> bool:
        return getattr(news, "case", None) == self.case.id

    async def ends(self) -> None:
        """Somebody takes it and closes it: the next night begins without it."""
        await self.does("chief takes")
        await self.does("closes")
        await self.room.sends()


async def a_night(room: DutyRoom, staff: dict[str, Person]) -> Night:
    lan = await room.sender()
    return Night(room, lan, staff, await room.cries(lan))


async def lives_through(night: Night, plan: list[tuple[str, str | None]]) -> None:
    for step, meanwhile in plan:
        waiting = [] if meanwhile is None else [meanwhile]

        async def on_the_wire(notice: Claimed, waiting: list[str] = waiting) -> None:
            if notice.case == night.case.id and isinstance(notice.news, (Alert, NobodyYet)) and waiting:
                await night.does(waiting.pop())

        night.room.on_the_wire = on_the_wire
        await night.does(step)
    night.room.on_the_wire = nothing
    await night.room.sends()


async def everything_holds(night: Night) -> None:
    row = await night.room.row(night.case.id)
    holder, ringing = await night.holder(), night.ringing()
    if row.state == State.TAKEN:
        assert holder is not None
        assert ringing <= {holder.id}, "it rings on a phone of somebody who does not have it"
        assert not ringing or row.rung == HOLDER, "it rings its holder without new danger"
    elif row.state == State.OPEN:
        assert row.climb_at is not None, "it rings, and no next step is due"
        assert ringing, "it is open, and asks nobody to come"
    else:
        assert not ringing, f"it is {row.state}, and rings"
    taken, fell = [
        sum(line.case_id == row.id for line in await night.room.journal(verb)) for verb in ("taken", "fell_back")
    ]
    assert fell <= taken <= 1 + fell, f"taken {taken} times, fell back {fell} times"
    has_it = False
    for said in night.room.phones.get(night.lan.id, []):
        match said.news:
            case TakenNews():
                has_it = True
            case FellBack():
                has_it = False
            case NobodyYet():
                assert not has_it, "the sender hears that nobody took it after hearing who did"


@dataclass
class Ward:
    """A duty room and those who work there; every night begins with them."""

    room: DutyRoom
    staff: dict[str, Person]


@pytest.fixture
async def ward(database: Database) -> Ward:
    room = DutyRoom(database)
    hanh, minh = await room.officer("Hạnh"), await room.officer("Minh", rung=2)
    return Ward(room, {"hanh": hanh, "minh": minh, "chief": await room.officer("Thu", None)})


@settings(
    max_examples=25,
    derandomize=True,  # the same plans every time: a change that breaks one is the change's fault
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # one ward, many nights
)
@given(plan=PLANS)
@example(plan=[("a step passes", None), ("rings", "hanh takes")])  # the alert arrives after its reader took it
async def test_taking_it_beats_everything_that_is_under_way(ward: Ward, plan: list[tuple[str, str | None]]) -> None:
    night = await a_night(ward.room, ward.staff)
    await lives_through(night, plan)
    await everything_holds(night)
    await night.ends()
