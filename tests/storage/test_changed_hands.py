"""A case that changes hands or ward: what a new holder begins with, what those before them keep on their phones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.cases import Origin, Outcome, Timing
from domain.legal_clocks import Kind
from domain.news import Alert, AlertSettled, CaseCard, OfferSettled, Remove, Waiting
from domain.people import Person
from services.cases import HandOvers, handover, holding
from storage import legal_clocks
from storage.database import Database
from storage.relay import Claimed
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


@pytest.mark.parametrize("in_hand", [False, True], ids=["on the list", "in hand"])
async def test_a_talk_that_turns_urgent_is_rung_with_the_limit_its_card_shows(
    database: Database, in_hand: bool
) -> None:
    room = DutyRoom(database)
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cases.talk(lan, Origin.TALK, 1)
    if in_hand:
        await room.desk.take(hanh, case.id)
    heard = room.heard()
    room.clock.passes(minutes=40)  # it lay in the inbox of a bot that was down
    await room.cases.cry(lan, heard, Origin.WORDS)
    await room.sends()
    async with database.reading() as tx:
        limit = (await legal_clocks.of_case(tx, case.id))[Kind.ACT]
    assert limit.due_at == heard.received_at + timedelta(hours=12)
    assert [said.news.due_at for said in room.ringing(hanh)] == [limit.due_at]
    assert (await room.row(case.id)).due_at == limit.due_at


async def test_once_a_quiet_case_is_taken_nobody_else_is_asked_to_take_it(database: Database) -> None:
    room = DutyRoom(database)
    hanh, tam = await room.officer("Hạnh"), await room.officer("Tâm")
    lan = await room.sender()
    case = await room.cases.talk(lan, Origin.TALK, 1)
    await room.sends()
    assert room.stands(hanh, Waiting) and room.stands(tam, Waiting)
    await room.desk.take(hanh, case.id)
    await room.sends()
    assert not room.stands(hanh, Waiting) and not room.stands(tam, Waiting)
    assert [(said.news.by, said.news.why) for said in room.told(tam, AlertSettled)] == [("Hạnh", "taken")]


async def test_a_quiet_case_taken_while_its_card_is_on_the_wire_asks_nobody(database: Database) -> None:
    room = DutyRoom(database)
    hanh, tam = await room.officer("Hạnh"), await room.officer("Tâm")
    case = await room.cases.talk(await room.sender(), Origin.TALK, 1)

    async def is_taken(notice: Claimed) -> None:
        if notice.to == tam.id and isinstance(notice.news, Waiting):
            await room.desk.take(hanh, case.id)

    room.on_the_wire = is_taken
    await room.sends()
    assert room.told(tam, Waiting) and not room.stands(tam, Waiting)


async def looks(room: DutyRoom, officer: Person, case: int) -> int:
    """The card of a case stands on their phone; gives its message."""
    shown = holding.card_of(await room.desk.look(officer, case))
    await room.desk.card_stands(officer, 900, shown)
    return 900


async def leaves_the_ward(room: DutyRoom, lan: Person, case: int, how: str) -> None:
    """The sender keeps the ward's officers out of it, or says that it happened in another ward."""
    if how == "avoided":
        await room.cases.avoid_ward(lan, case)
    else:
        await room.cases.add(lan, replace(room.heard("ở Phúc Lợi"), place="phuc-loi"))
    await room.sends()


@pytest.mark.parametrize("how", ["avoided", "moved"])
async def test_who_may_no_longer_see_a_case_loses_its_card_and_reads_nothing_of_what_follows(
    database: Database, how: str
) -> None:
    room = DutyRoom(database)
    hanh, minh = await room.officer("Hạnh"), await room.officer("Minh", None)
    await room.officer("Thu", "phuc-loi")
    lan = await room.sender()
    case = (await room.cries(lan)).id
    await room.sends()
    card = await looks(room, hanh, case)
    await leaves_the_ward(room, lan, case, how)
    assert [said.news.messages for said in room.told(hanh, Remove)] == [(card,)]
    assert [(said.news.by, said.news.why) for said in room.told(hanh, AlertSettled)] == [(None, "moved")]
    before = len(room.phones[hanh.id])
    room.clock.passes(minutes=1)
    await room.desk.take(minh, case)
    await room.sends()
    room.clock.passes(minutes=1)
    await room.desk.close(minh, case, Outcome.SAFE)
    await room.sends()
    assert len(room.phones[hanh.id]) == before


async def test_the_holder_whose_ward_is_kept_out_has_no_card_of_the_case_any_more(database: Database) -> None:
    room = DutyRoom(database)
    await room.officer("Minh", None)
    hanh, lan, case = await taken(room)
    [card] = room.told(hanh, CaseCard)
    await room.cases.avoid_ward(lan, case)
    await room.sends()
    assert any(card.message in said.news.messages for said in room.told(hanh, Remove))
    assert not [said for said in room.told(hanh, CaseCard) if said.edits]


async def test_colleagues_who_may_see_a_case_go_on_reading_who_has_it(database: Database) -> None:
    room = DutyRoom(database)
    tam = await room.officer("Tâm")
    hanh, _, case = await taken(room)
    await looks(room, tam, case)
    await room.desk.close(hanh, case, Outcome.SAFE)
    room.clock.passes(minutes=1)
    await room.sends()
    assert [(said.news.by, said.news.why) for said in room.told(tam, AlertSettled)] == [
        ("Hạnh", "taken"),
        ("Hạnh", "closed"),
    ]
    assert [said.news.state for said in room.told(tam, CaseCard)] == ["closed"]


async def test_an_alert_on_the_wire_when_its_case_leaves_the_ward_says_that_it_was_passed_on(
    database: Database,
) -> None:
    room = DutyRoom(database)
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    await room.officer("Minh", None)
    case = (await room.cries(lan)).id

    async def is_avoided(notice: Claimed) -> None:
        if notice.to == hanh.id and isinstance(notice.news, Alert):
            await room.cases.avoid_ward(lan, case)

    room.on_the_wire = is_avoided
    await room.sends()
    assert room.told(hanh, Alert) and not room.ringing(hanh)
    assert [(said.news.by, said.news.why) for said in room.told(hanh, AlertSettled)] == [(None, "moved")]


async def test_who_was_asked_to_take_a_case_over_hears_once_that_nobody_asks_any_more(database: Database) -> None:
    room = DutyRoom(database)
    tam = await room.officer("Tâm")
    hanh, _, case = await taken(room)
    an, handovers = await room.officer("An"), HandOvers(database, room.clock, TIMING)
    for asked in (tam, an):
        assert asked.staff is not None
        await handovers.offer(hanh, case, asked.staff.id)
        await room.sends()
        room.clock.passes(minutes=1)
    await handovers.accept(an, case)
    await room.sends()
    assert [said.news.why for said in room.told(tam, OfferSettled)] == ["withdrawn"]


async def test_words_that_a_cry_overtook_stand_where_they_were_written(database: Database) -> None:
    room = DutyRoom(database)
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    first, second, third = (room.heard(words) for words in ("cứu em với", "em ở trong phòng", "cửa khoá rồi, cứu em"))
    case = await room.cases.cry(lan, first, Origin.WORDS)
    await room.cases.cry(lan, third, Origin.WORDS)
    await room.cases.add(lan, second)
    await room.sends()
    await room.desk.take(hanh, case.id)
    await room.sends()
    assert [said.news.content.text for said in room.words_on(hanh)] == [h.content.text for h in (first, second, third)]
