"""What happens while notices are on the wire: people out of reach, somebody who takes it, an ending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from domain.cases import Outcome
from domain.news import Alert, AlertSettled, FromSender, News, NobodyYet, TakenNews
from domain.outbox import LEASE
from domain.people import Person
from storage import people
from storage.database import Database
from storage.relay import Claimed
from tests.storage.duty_room import ALL, DutyRoom


@pytest.fixture
def room(database: Database) -> DutyRoom:
    return DutyRoom(database)


def meanwhile(room: DutyRoom, kind: type[News], to: Person, deed: Callable[[], Awaitable[object]]) -> None:
    """Does something once, when the first such notice is on its way to this phone."""
    done: list[object] = []

    async def on_the_wire(notice: Claimed) -> None:
        if isinstance(notice.news, kind) and notice.to == to.id and not done:
            done.append(await deed())

    room.on_the_wire = on_the_wire


async def test_when_the_only_one_who_could_be_rung_blocked_us_the_sender_hears_it_at_once(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    room.out_of_reach.add(hanh.id)
    await room.cries(lan)
    await room.sends()
    assert len(room.told(lan, NobodyYet)) == 1


async def test_when_the_only_one_is_gone_at_the_next_step_the_sender_hears_it_once(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    await room.sends()
    async with room.database.transaction() as tx:
        (await people.row(tx, hanh.id)).reachable = False
    for later in (timedelta(minutes=5), timedelta(minutes=4, seconds=59)):
        room.clock.at += later
        await room.climb.climb_due()
        await room.sends()
        assert len(room.told(lan, NobodyYet)) == 1
    assert (await room.row(case.id)).rung == 0


async def test_a_ward_whose_last_officer_blocked_us_rings_the_other_wards_at_once(room: DutyRoom) -> None:
    hanh, tam, lan = await room.officer("Hạnh"), await room.officer("Tâm", "phuc-loi"), await room.sender()
    room.out_of_reach.add(hanh.id)
    await room.cries(lan)
    await room.sends()
    assert len(room.ringing(tam)) == 1
    assert not room.told(lan, NobodyYet), "somebody is being rung"


async def test_a_sender_who_blocked_us_moves_no_ladder(room: DutyRoom) -> None:
    hanh, minh, lan = await room.officer("Hạnh"), await room.officer("Minh", None), await room.sender()
    room.out_of_reach.add(lan.id)
    await room.cries(lan)
    await room.sends()
    assert (len(room.ringing(hanh)), len(room.ringing(minh))) == (1, 0)


async def test_what_we_still_have_in_hand_when_its_lease_runs_out_is_not_said_twice(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    await room.cries(lan)
    looked = []

    async def the_lease_runs_out() -> None:
        room.clock.at += LEASE + timedelta(seconds=1)
        looked.append(await room.relays[ALL].step())

    meanwhile(room, Alert, hanh, the_lease_runs_out)
    await room.sends()
    assert [seen.claimed for seen in looked] == [0]
    assert looked[0].next_due is None, "nor does the relay look for it again and again"
    assert len(room.told(hanh, Alert)) == 1


async def test_an_alert_that_was_on_the_wire_when_somebody_took_it_says_so_afterwards(room: DutyRoom) -> None:
    hanh, minh, lan = await room.officer("Hạnh"), await room.officer("Minh"), await room.sender()
    case = await room.cries(lan)
    meanwhile(room, Alert, minh, lambda: room.desk.take(hanh, case.id))
    await room.sends()
    assert room.ringing(minh) == []
    assert [said.news.by for said in room.told(minh, AlertSettled)] == ["Hạnh"]  # type: ignore[attr-defined]


async def test_an_alert_that_was_on_the_wire_when_the_sender_took_it_back_rings_no_more(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    meanwhile(room, Alert, hanh, lambda: room.cases.retract(lan, case.id))
    await room.sends()
    assert len(room.told(hanh, Alert)) == 1
    assert room.ringing(hanh) == []


async def test_words_on_the_wire_when_the_case_ends_are_taken_away_again(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    await room.desk.take(hanh, case.id)
    meanwhile(room, FromSender, hanh, lambda: room.desk.close(hanh, case.id, Outcome.SAFE))
    await room.sends()
    assert len(room.told(hanh, FromSender)) == 1
    assert room.words_on(hanh) == []


async def test_words_that_still_waited_when_the_case_ended_are_never_sent(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    await room.desk.take(hanh, case.id)
    await room.cases.add(lan, room.heard("em ở nhà bà"))
    await room.desk.close(hanh, case.id, Outcome.SAFE)
    assert await room.due(FromSender) == []
    await room.sends()
    assert room.told(hanh, FromSender) == []


async def test_words_in_hand_when_the_case_ended_are_not_sent_either(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    await room.desk.take(hanh, case.id)
    await room.cases.add(lan, room.heard("em ở nhà bà"))
    heard: list[int] = []

    async def on_the_wire(notice: Claimed) -> None:
        if isinstance(notice.news, FromSender) and not heard:  # the second is claimed already, and waits behind it
            heard.append(notice.id)
            await room.desk.close(hanh, case.id, Outcome.SAFE)

    room.on_the_wire = on_the_wire
    await room.sends()
    assert len(room.told(hanh, FromSender)) == 1
    assert room.words_on(hanh) == []


async def test_words_that_wait_when_the_case_falls_back_go_to_nobody_until_somebody_takes_it(room: DutyRoom) -> None:
    hanh, minh, lan = await room.officer("Hạnh"), await room.officer("Minh"), await room.sender()
    case = await room.cries(lan)
    await room.desk.take(hanh, case.id)
    room.clock.passes(minutes=30)
    await room.climb.climb_due()
    await room.sends()
    assert room.told(hanh, FromSender) == []
    await room.desk.take(minh, case.id)
    await room.sends()
    assert len(room.words_on(minh)) == 1


async def test_nobody_yet_is_not_said_when_somebody_took_it_a_moment_ago(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case = await room.cries(lan)
    await room.sends()
    room.clock.passes(minutes=10)
    await room.climb.climb_due()
    await room.desk.take(hanh, case.id)
    await room.sends()
    assert (len(room.told(lan, NobodyYet)), len(room.told(lan, TakenNews))) == (0, 1)


async def test_who_gets_another_ward_hears_the_truth_when_it_was_due_all_along(room: DutyRoom) -> None:
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    await room.officer("Minh", None)
    case = await room.cries(lan)
    await room.desk.take(hanh, case.id)
    room.clock.passes(minutes=8)
    await room.cases.avoid_ward(lan, case.id)
    room.clock.passes(minutes=2)
    await room.climb.climb_due()
    await room.sends()
    assert len(room.told(lan, NobodyYet)) == 1
