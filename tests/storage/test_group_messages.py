"""A group's message is on its way while the case takes a step: what stands there in the end is true."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from domain.cases import Case, Outcome
from domain.news import Alert, Remove
from domain.news_groups import GroupAlert, GroupSilenced
from services.duty_groups import DutyGroups
from storage.database import Database
from storage.relay import Claimed
from tests.storage.duty_room import DutyRoom


class Room(DutyRoom):
    """A duty room with a group of the ward; Hạnh works there, Lan cries, Minh coordinates."""

    async def opens(self) -> None:
        self.hanh, self.minh = await self.officer("Hạnh"), await self.officer("Minh", None)
        self.lan, self.groups = await self.sender(), DutyGroups(self.database, self.clock)
        link = self.groups.link(-1_001, self.minh)
        opened = await self.groups.open(self.minh, link)
        self.number = (await self.groups.keep(self.minh, opened.id, "bo-de")).id
        await self.sends()
        self.group = replace(self.hanh, id=max(self.phones))  # whoever was told last: the group

    async def sends_all(self) -> None:
        """Everything goes out, what waits to be one edit as well."""
        await self.sends()
        self.clock.passes(seconds=3)
        await self.sends()


async def taken(room: Room, case: Case) -> None:
    await room.desk.take(room.hanh, case.id)


async def ended(room: Room, case: Case) -> None:
    await room.desk.take(room.hanh, case.id)
    await room.desk.close(room.hanh, case.id, Outcome.SAFE)


async def called_a_mistake(room: Room, case: Case) -> None:
    await room.cases.retract(room.lan, case.id)


async def kept_from_the_ward(room: Room, case: Case) -> None:
    await room.cases.avoid_ward(room.lan, case.id)


async def group_taken_off(room: Room, case: Case) -> None:
    await room.groups.drop(room.minh, room.number)


Step = Callable[[Room, Case], Awaitable[None]]


async def meanwhile(room: Room, step: Step) -> Case:
    """Lan cries; the step is taken while the group's message is on the wire, for the first time."""
    case = await room.cries(room.lan)
    over = []

    async def once(notice: Claimed) -> None:
        if isinstance(notice.news, GroupAlert) and not over:
            over.append(notice.id)
            await step(room, case)

    room.on_the_wire = once
    await room.sends_all()
    await room.sends_all()
    return case


@pytest.mark.parametrize(
    ("step", "state"),
    [(taken, "taken"), (ended, "closed"), (called_a_mistake, "waiting")],
    ids=lambda value: getattr(value, "__name__", value),
)
async def test_a_step_while_the_message_is_on_its_way_shows_in_it(database: Database, step: Step, state: str) -> None:
    room = Room(database)
    await room.opens()
    await meanwhile(room, step)
    first, last = room.told(room.group, GroupAlert)[0], room.told(room.group, GroupAlert)[-1]
    assert isinstance(first.news, GroupAlert) and isinstance(last.news, GroupAlert)
    assert (first.news.state, first.edits) == ("open", None)
    assert (last.news.state, last.edits) == (state, first.message)


@pytest.mark.parametrize("step", [kept_from_the_ward, group_taken_off], ids=lambda step: step.__name__)
async def test_what_a_group_may_hear_of_no_more_while_it_is_on_its_way_is_silenced_there(
    database: Database, step: Step
) -> None:
    room = Room(database)
    await room.opens()
    case = await meanwhile(room, step)
    (first,) = room.told(room.group, GroupAlert)
    (silenced,) = room.told(room.group, GroupSilenced)
    assert silenced.edits == first.message
    await room.desk.take(room.minh, case.id)
    await room.sends_all()
    assert len(room.told(room.group, GroupAlert)) == len(room.told(room.group, GroupSilenced)) == 1


async def test_the_people_are_rung_before_the_group_sees_it_and_one_ring_shows_once(database: Database) -> None:
    room = Room(database)
    await room.opens()
    order: list[str] = []

    async def noted(notice: Claimed) -> None:
        order.append(notice.kind)

    room.on_the_wire = noted
    await room.cries(room.lan)
    room.out_of_reach.add(room.hanh.id)  # the next rung rings at once
    await room.sends_all()
    assert order.index(Alert.__name__) < order.index(GroupAlert.__name__)
    assert [said.edits for said in room.told(room.group, GroupAlert)].count(None) == 1
    assert room.told(room.minh, Alert)


async def test_a_message_that_was_said_anew_is_the_one_that_changes_from_then_on(database: Database) -> None:
    room = Room(database)
    await room.opens()
    case = await room.cries(room.lan)
    await room.sends_all()
    (first,) = room.told(room.group, GroupAlert)
    room.refuses_edits = True
    await room.desk.take(room.hanh, case.id)
    await room.sends_all()
    room.refuses_edits = False
    anew = room.told(room.group, GroupAlert)[-1]
    (gone,) = room.told(room.group, Remove)
    assert isinstance(gone.news, Remove) and gone.news.messages == (first.message,)
    await room.desk.close(room.hanh, case.id, Outcome.SAFE)
    await room.sends_all()
    assert room.told(room.group, GroupAlert)[-1].edits == anew.message
