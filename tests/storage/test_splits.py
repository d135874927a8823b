"""A case was split: what is on its way while one of the two ends or changes hands still comes, once."""

from __future__ import annotations

import pytest

from domain.cases import Case, Outcome, Timing
from domain.news import Alert, FromSender, Remove
from domain.people import Person
from services.cases import HandOvers, Splitting
from storage.database import Database
from storage.relay import Claimed
from tests.storage.duty_room import DutyRoom


@pytest.fixture
def room(database: Database) -> DutyRoom:
    return DutyRoom(database)


async def split(room: DutyRoom) -> tuple[Person, Person, Case, Case]:
    """Hạnh has both cases of one sender; all that was said stands on her phone."""
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    first = await room.cries(lan)
    await room.desk.take(hanh, first.id)
    await room.sends()
    splitting = Splitting(room.database, room.clock, Timing())
    second = await splitting.split(hanh, first.id, (await splitting.look(hanh, first.id)).plan)
    await room.sends()
    return hanh, lan, first, second


def codes(room: DutyRoom, person: Person, words: str) -> list[str]:
    """Under which codes these words came to a phone, changes of a message included."""
    said = [each.news for each in room.told(person, FromSender)]
    return [news.code for news in said if isinstance(news, FromSender) and news.content.text == words]


async def test_words_that_waited_when_their_case_ended_come_under_the_other_code(room: DutyRoom) -> None:
    hanh, lan, first, second = await split(room)
    await room.cases.add(lan, room.heard("em ở cổng trường"))
    await room.desk.close(hanh, first.id, Outcome.SAFE)
    await room.sends()
    assert codes(room, hanh, "em ở cổng trường") == [second.code]
    await room.desk.close(hanh, second.id, Outcome.SAFE)
    await room.sends()
    gone = {number for said in room.told(hanh, Remove) for number in said.news.messages}  # type: ignore[attr-defined]
    assert {said.edits or said.message for said in room.told(hanh, FromSender)} <= gone


async def test_words_on_the_wire_when_their_case_ends_stay_under_the_other_code(room: DutyRoom) -> None:
    hanh, lan, first, second = await split(room)
    await room.cases.add(lan, room.heard("em ở cổng trường"))
    ended: list[Case] = []

    async def on_the_wire(notice: Claimed) -> None:
        if isinstance(notice.news, FromSender) and not ended:
            ended.append(await room.desk.close(hanh, first.id, Outcome.SAFE))

    room.on_the_wire = on_the_wire
    await room.sends()
    assert codes(room, hanh, "em ở cổng trường") == [first.code, second.code]
    assert codes(room, hanh, "cứu em với") == [first.code, second.code], "what stood there before is changed once"


async def test_words_that_waited_when_their_case_was_handed_over_come_to_both(room: DutyRoom) -> None:
    hanh, lan, first, second = await split(room)
    minh = await room.officer("Minh", None)
    assert minh.staff is not None
    handovers = HandOvers(room.database, room.clock, Timing())
    await room.cases.add(lan, room.heard("em ở cổng trường"))
    await handovers.offer(hanh, first.id, minh.staff.id)
    await handovers.accept(minh, first.id)
    await room.sends()
    assert codes(room, hanh, "em ở cổng trường") == [second.code]
    assert codes(room, minh, "em ở cổng trường") == [first.code]


async def test_a_cry_while_one_is_open_and_one_is_taken_rings_for_both(room: DutyRoom) -> None:
    hanh, lan, first, second = await split(room)
    minh = await room.officer("Minh", None)
    assert minh.staff is not None
    handovers = HandOvers(room.database, room.clock, Timing())
    await handovers.offer(hanh, first.id, minh.staff.id)
    await handovers.accept(minh, first.id)
    await room.sends()
    await room.cries(lan)
    await room.rings()
    rung = {name: [each.news.case for each in room.ringing(who)] for name, who in (("Hạnh", hanh), ("Minh", minh))}
    assert rung == {"Hạnh": [second.id], "Minh": [first.id]}
    assert all(isinstance(each.news, Alert) for each in room.ringing(hanh, minh))
