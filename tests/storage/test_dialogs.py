"""Conversations nobody ends are over by the clock, each kind of them, and nothing of them is left."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain import invites
from domain.cases import Origin, Outcome, Timing
from domain.conversations import DAY, INVITED, LASTS, Dialog
from domain.own_data import HalfFilled
from domain.people import Role
from services.cases.questions import Questions
from services.invites import Invites
from services.own_data import OwnData
from services.people import People
from services.signup_form import SignupForm
from services.upkeep import Upkeep
from storage import dialogs
from storage.database import Database
from storage.tables import DialogRow
from tests.storage.duty_room import DutyRoom
from tests.storage.ward import Ward

HOUR = timedelta(hours=1)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def midway(ward: Ward) -> dict[int, str]:
    async with ward.database.reading() as tx:
        return {row.person_id: row.name for row in (await tx.execute(select(DialogRow))).scalars()}


async def test_an_abandoned_form_is_gone_after_an_hour_with_the_note_nobody_agreed_to(ward: Ward) -> None:
    event, lan, upkeep = await ward.event(), await ward.person(), Upkeep(ward.database, ward.clock)
    form, own = SignupForm(ward.database, ward.clock), OwnData(ward.database, ward.clock, dict)
    await form.start(lan, event.id)
    for number, (step, value) in enumerate((("age", "0-6"), ("nickname", "Thỏ"), ("needs", "dị ứng lạc")), 1):
        await form.answer(lan, step, value, number)
    begun = (await own.kept(lan)).begun
    at = ward.clock.now() + HOUR
    assert begun == HalfFilled(Dialog.SIGNUP, at, event.title, [("Thỏ", "0-6", "dị ứng lạc")])
    ward.clock.passes(minutes=59)
    await upkeep.end_forms()
    assert await midway(ward) == {lan.id: "signup"}
    ward.clock.passes(minutes=1)
    await upkeep.tidy()
    assert await midway(ward) == {}
    assert (await own.kept(lan)).begun is None


@pytest.mark.parametrize("name", [name for name in Dialog if name is not Dialog.QUESTIONS])
async def test_every_kind_ends_by_the_clock(ward: Ward, name: Dialog) -> None:
    lan, lasts = await ward.person(), LASTS[name]
    assert lasts is not None
    assert lasts <= (INVITED if name is Dialog.INVITE else DAY)
    await People(ward.database, ward.clock).begin(lan, name, 1, {"nickname": "Thỏ"})
    ward.clock.at += lasts - timedelta(seconds=1)
    await Upkeep(ward.database, ward.clock).end_forms()
    assert await midway(ward) == {lan.id: name.value}
    ward.clock.passes(seconds=1)
    await Upkeep(ward.database, ward.clock).end_forms()
    assert await midway(ward) == {}


async def test_a_name_can_be_typed_as_long_as_the_invitation_works(ward: Ward) -> None:
    assert LASTS[Dialog.INVITE] == invites.LASTS == timedelta(hours=48)
    an, hoa, upkeep = await ward.staff(Role.ADMIN), await ward.person(), Upkeep(ward.database, ward.clock)
    asks = Invites(ward.database, ward.clock)
    await asks.open(hoa, await asks.make(an, invites.Offer(Role.OFFICER, "bo-de"), 1))
    ward.clock.passes(hours=47)
    await upkeep.end_forms()
    joined = await asks.accept(hoa, "Chị Hoa")
    assert joined is not None
    assert joined.staff is not None


async def test_a_conversation_of_an_older_bot_goes_at_once(ward: Ward) -> None:
    lan = await ward.person()
    async with ward.database.transaction() as tx:
        tx.add(DialogRow(person_id=lan.id, name="zodiac", about=None, answers={}, begun_at=ward.clock.now()))
    await Upkeep(ward.database, ward.clock).end_forms()
    assert await midway(ward) == {}


async def test_what_is_half_filled_goes_with_erasing_and_what_is_of_a_case_is_never_named(ward: Ward) -> None:
    lan, people = await ward.person(), People(ward.database, ward.clock)
    own = OwnData(ward.database, ward.clock, dict)
    for name in (Dialog.QUESTIONS, Dialog.LETTER, Dialog.NOTE, Dialog.REASON, Dialog.ALBUM):
        await people.begin(lan, name, 1)
        assert (await own.kept(lan)).begun is None, name
    await people.begin(lan, Dialog.COLLECTOR, 1)
    assert (await own.kept(lan)).begun == HalfFilled(Dialog.COLLECTOR, ward.clock.now() + DAY)
    await people.erase(lan)
    assert await midway(ward) == {}


async def test_the_questions_of_a_case_stay_while_it_is_open_however_long_and_go_with_its_end(
    database: Database,
) -> None:
    room = DutyRoom(database)
    hanh, lan = await room.officer("Hạnh"), await room.sender()
    case, upkeep = await room.cases.cry(lan, room.heard(), Origin.WORDS), Upkeep(database, room.clock)
    questions = Questions(database, room.clock, Timing())
    await questions.answer(lan, case.id, "hurt", "no")
    await room.desk.take(hanh, case.id)
    room.clock.passes(days=20)
    await upkeep.end_forms()
    assert await questions.open_question(lan, case.id) == "near"
    await room.desk.close(hanh, case.id, Outcome.SAFE)
    await upkeep.end_forms()
    async with database.reading() as tx:
        assert await dialogs.peek(tx, lan.id) is None


async def test_what_somebody_began_goes_with_erasing_though_their_chat_stays_known(ward: Ward) -> None:
    hanh, people = await ward.staff(Role.OFFICER, "bo-de"), People(ward.database, ward.clock)
    await people.begin(hanh, Dialog.COLLECTOR, 1, {"nickname": "Thỏ"})
    await people.erase(hanh)
    assert await midway(ward) == {}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_a_form_somebody_is_just_answering_is_left_to_the_next_round(ward: Ward) -> None:
    lan, mai = await ward.person(), await ward.person()
    people = People(ward.database, ward.clock)
    for person in (lan, mai):
        await people.begin(person, Dialog.HOURS, 1)
    ward.clock.passes(days=2)
    async with ward.database.transaction() as tx:
        await dialogs.current(tx, lan.id)
        async with asyncio.timeout(5):
            await Upkeep(ward.database, ward.clock).end_forms()
        await dialogs.keep(tx, lan.id, Dialog.HOURS, 2, {}, ward.clock.now())
    assert await midway(ward) == {lan.id: "hours"}
    await Upkeep(ward.database, ward.clock).end_forms()
    assert await midway(ward) == {lan.id: "hours"}
