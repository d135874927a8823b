"""Announcements on both engines: at most once a person, in batches, not at night, stoppable."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import select, update

import domain.broadcasts
import services.broadcasts
from domain.broadcasts import State
from domain.news_events import AnnouncementWaits, EventAnnounced
from domain.outbox import Lane
from domain.people import Audience, Person, Role
from domain.texts import Refusal
from domain.working_time import HANOI
from storage.database import Database
from storage.tables import AnnouncedRow, NoticeRow, PersonRow
from tests.storage.ward import Ward


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.broadcasts, "BATCH", 3)


async def subscribers(ward: Ward, count: int) -> list[Person]:
    families = [await ward.person() for _ in range(count)]
    for family in families:
        await ward.broadcasts.subscribe(family, "long-bien")
    return families


async def everything_leaves(ward: Ward) -> None:
    async with ward.database.transaction() as tx:
        await tx.execute(update(NoticeRow).values(state="sent"))
        await tx.execute(update(AnnouncedRow).where(AnnouncedRow.outcome.is_(None)).values(outcome="sent"))


async def written(ward: Ward) -> list[NoticeRow]:
    query = select(NoticeRow).where(NoticeRow.kind == "EventAnnounced").order_by(NoticeRow.id)
    async with ward.database.reading() as tx:
        return list((await tx.execute(query)).scalars())


async def test_a_family_hears_at_most_once(ward: Ward, small_batches: None) -> None:
    event, families = await ward.event(), await subscribers(ward, 7)
    first = await ward.broadcasts.announce(None, event.id)
    assert await ward.broadcasts.announce(None, event.id) == first
    assert (first.expected, first.state) == (7, State.RUNNING)
    counts = []
    for _ in range(5):
        counts.append(await ward.broadcasts.step(ward.clock.now()))
        await everything_leaves(ward)
    assert counts == [3, 3, 1, 0, 0]
    notices = await written(ward)
    assert [n.person_id for n in notices] == [f.id for f in families]
    assert {n.lane for n in notices} == {int(Lane.ANNOUNCEMENT)}
    done = await ward.broadcasts.progress(None, event.id)
    assert done is not None and (done.state, done.written, done.sent) == (State.DONE, 7, 7)
    await ward.broadcasts.announce(None, event.id)
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_two_workers_do_not_tell_a_family_twice(ward: Ward) -> None:
    event = await ward.event()
    await subscribers(ward, 40)
    await ward.broadcasts.announce(None, event.id)
    await asyncio.gather(*(ward.broadcasts.step(ward.clock.now()) for _ in range(8)))
    told = [n.person_id for n in await written(ward)]
    assert len(told) == len(set(told)) == 40


async def test_the_next_batch_waits_until_the_last_has_left(ward: Ward, small_batches: None) -> None:
    event, _ = await ward.event(), await subscribers(ward, 7)
    await ward.broadcasts.announce(None, event.id)
    assert [await ward.broadcasts.step(ward.clock.now()) for _ in range(3)] == [3, 0, 0]


async def test_at_night_it_is_put_off_until_seven(ward: Ward) -> None:
    event, _ = await ward.event(), await subscribers(ward, 1)
    await ward.broadcasts.announce(None, event.id)
    await ward.broadcasts.step(datetime(2027, 9, 1, 22, tzinfo=HANOI))
    notice = (await written(ward))[0]
    assert notice.due_at == datetime(2027, 9, 2, 7, tzinfo=HANOI)
    assert notice.expires_at == event.starts_at


async def test_it_can_be_stopped(ward: Ward, small_batches: None) -> None:
    event, _ = await ward.event(), await subscribers(ward, 7)
    started = await ward.broadcasts.announce(None, event.id)
    await ward.broadcasts.step(ward.clock.now())
    assert (await ward.broadcasts.stop(None, started.id)).state is State.STOPPED
    assert await ward.told(EventAnnounced) == []
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_a_cancelled_event_is_announced_no_further(ward: Ward, small_batches: None) -> None:
    event, _ = await ward.event(), await subscribers(ward, 7)
    await ward.broadcasts.announce(None, event.id)
    await ward.broadcasts.step(ward.clock.now())
    await ward.events.cancel(None, event.id)
    assert await ward.told(EventAnnounced) == []
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_only_those_whom_it_concerns_hear(ward: Ward) -> None:
    event = await ward.event(audience=Audience.PARENT)
    parent, unknown = await ward.person(), await ward.person(None)
    child, elsewhere = await ward.person(Audience.CHILD), await ward.person(ward="bo-de")
    blocked, left, silent = [await ward.person() for _ in range(3)]
    for family in (parent, unknown, child, blocked, left):
        for _ in range(2):
            await ward.broadcasts.subscribe(family, "long-bien")
    await ward.broadcasts.subscribe(parent, "bo-de")
    await ward.broadcasts.subscribe(elsewhere, "bo-de")
    await ward.broadcasts.subscribe(silent, "long-bien")
    await ward.broadcasts.unsubscribe(silent)
    async with ward.database.transaction() as tx:
        await tx.execute(update(PersonRow).where(PersonRow.id == blocked.id).values(reachable=False))
        await tx.execute(update(PersonRow).where(PersonRow.id == left.id).values(hushed=True))
    started = await ward.broadcasts.announce(None, event.id)
    await ward.broadcasts.step(ward.clock.now())
    assert [n.person_id for n in await written(ward)] == [parent.id, unknown.id]
    assert started.expected == 2


async def test_all_wards_hear_of_an_event_for_all(ward: Ward) -> None:
    event, family = await ward.event(ward=None), await ward.person()
    for each in ("bo-de", "phuc-loi"):
        await ward.broadcasts.subscribe(family, each)
    await ward.broadcasts.announce(None, event.id)
    await ward.broadcasts.step(ward.clock.now())
    assert len(await written(ward)) == 1


async def test_a_large_one_needs_a_second_person(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain.broadcasts, "LARGE", 2)
    event, _ = await ward.event(), await subscribers(ward, 3)
    officer, editor = await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.EDITOR)
    other = await ward.staff(Role.OFFICER, "bo-de")
    waits = await ward.broadcasts.announce(officer, event.id)
    assert waits.state is State.WAITING
    assert len(await ward.told(AnnouncementWaits)) == len(await ward.told(AnnouncementWaits, editor)) == 1
    assert await ward.broadcasts.step(ward.clock.now()) == 0
    for stranger in (officer, other):
        with pytest.raises(Refusal):
            await ward.broadcasts.approve(stranger, waits.id)
    assert (await ward.broadcasts.approve(editor, waits.id)).state is State.RUNNING
    assert await ward.broadcasts.step(ward.clock.now()) == 3


async def test_nobody_announces_what_is_not_theirs_or_not_public(ward: Ward) -> None:
    event = await ward.event()
    for stranger in (await ward.staff(Role.OFFICER, "bo-de"), await ward.person()):
        with pytest.raises(Refusal):
            await ward.broadcasts.announce(stranger, event.id)
    await ward.events.cancel(None, event.id)
    with pytest.raises(Refusal, match="published"):
        await ward.broadcasts.announce(None, event.id)
