"""Telegram refuses to change a message and it is said anew: from then on that one is changed, and the old one goes."""

from __future__ import annotations

from domain.cases import Outcome
from domain.news import AlertSettled, CaseCard, Remove
from domain.people import Person
from storage.database import Database
from tests.storage.duty_room import DutyRoom


def removed(room: DutyRoom, person: Person) -> set[int]:
    """The messages that were taken away from a phone."""
    return {m for said in room.told(person, Remove) if isinstance(said.news, Remove) for m in said.news.messages}


async def test_an_alert_that_was_said_anew_is_settled_where_it_stands_now(database: Database) -> None:
    room = DutyRoom(database)
    hanh, minh, lan = await room.officer("Hạnh"), await room.officer("Minh"), await room.sender()
    case = await room.cries(lan)
    await room.sends()
    (alert,) = room.ringing(minh)
    room.refuses_edits = True
    await room.desk.take(hanh, case.id)
    await room.sends()
    (anew,) = room.told(minh, AlertSettled)
    assert (anew.edits, removed(room, minh)) == (alert.message, {alert.message})
    room.refuses_edits = False
    await room.desk.close(hanh, case.id, Outcome.SAFE)
    await room.sends()
    assert [said.edits for said in room.told(minh, AlertSettled)[1:]] == [anew.message]


async def test_a_card_that_was_said_anew_keeps_itself_current_there(database: Database) -> None:
    room = DutyRoom(database)
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    await room.desk.take(hanh, case.id)
    await room.sends()
    (card,) = room.told(hanh, CaseCard)
    room.refuses_edits = True
    await room.cases.retract(lan, case.id)
    room.clock.passes(seconds=2)
    await room.sends()
    anew = room.told(hanh, CaseCard)[-1]
    assert anew.edits == card.message
    assert card.message in removed(room, hanh)
    room.refuses_edits = False
    await room.desk.close(hanh, case.id, Outcome.SAFE)
    room.clock.passes(seconds=2)
    await room.sends()
    assert room.told(hanh, CaseCard)[-1].edits == anew.message
