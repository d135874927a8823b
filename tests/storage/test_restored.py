"""After a restore: what waited then is not said twice, what nobody had taken rings, whom we deleted is gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.broadcasts import State as Announcing
from domain.cases import Content, Origin, Timing
from domain.conversations import Dialog
from domain.drills import CallState
from domain.news import Alert, FromStaff, NobodyYet, Remove, StaffNote
from domain.news_desk import Told
from domain.news_drills import DrillNote
from domain.news_events import EventAnnounced
from domain.outbox import Lane, Notice
from domain.people import Person, Role
from services.health import Health
from services.restoring import SetRight, set_right
from storage import cases, dialogs, drills, entries, heartbeat, outbox
from storage.database import Database
from storage.tables import AnnouncementRow, DialogRow, DrillCallRow, EntryRow, JournalRow, NoticeRow, PersonRow
from tests.storage.ward import Ward

HOUR = timedelta(hours=1)


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


async def comes_back(ward: Ward, erased: Mapping[str, datetime] | None = None, **later: float) -> SetRight:
    """The backup of this moment is restored after so long."""
    since, now = ward.clock.now(), ward.clock.passes(**(later or {"hours": 20}))
    async with ward.database.transaction() as tx:
        return await set_right(tx, ward.database.vault, erased or {}, since, now, Timing())


async def kinds(ward: Ward, state: str = "due") -> list[tuple[str, int]]:
    async with ward.database.reading() as tx:
        query = select(NoticeRow.kind, NoticeRow.person_id).where(NoticeRow.state == state)
        return sorted((kind, person) for kind, person in await tx.execute(query))


async def a_case(ward: Ward, sender: Person) -> int:
    async with ward.database.transaction() as tx:
        row = await cases.open_case(
            tx, sender=sender.id, ward="long-bien", origin=Origin.WORDS, update_id=1, now=ward.clock.now()
        )
        return row.id


async def test_what_was_to_be_said_is_not_said_twice_and_what_lies_ahead_is(ward: Ward) -> None:
    lan, hanh = await ward.person(), await ward.staff(Role.OFFICER, "long-bien")
    case, now = await a_case(ward, lan), ward.clock.now()
    note, today = DrillNote("nobody", "bo-de"), {"due_at": now + HOUR}
    async with ward.database.transaction() as tx:
        letter = await entries.add(
            tx,
            case,
            "staff",
            Content(text="chị đây"),
            sent_at=now,
            received_at=now,
            staff=hanh.staff.id,  # type: ignore[union-attr]
        )
        to_lan = FromStaff(case, "LB-1", Content(), letter.id)
        notices = [
            Notice(hanh.id, note, Lane.SERVICE, "now"),
            Notice(hanh.id, note, Lane.SERVICE, "today", **today),
            Notice(lan.id, note, Lane.SERVICE, "tomorrow", due_at=now + 24 * HOUR),
            Notice(lan.id, NobodyYet(case, "LB-1", now), Lane.URGENT, "truth", case=case),
            Notice(lan.id, to_lan, Lane.SERVICE, "letter", case=case, due_at=now + 24 * HOUR),
            Notice(hanh.id, StaffNote("LB-1", "fell_back", now), Lane.SERVICE, "staff", case=case),
            Notice(lan.id, Remove((7,)), Lane.SERVICE, "away", case=case),
            Notice(hanh.id, Alert(case, "LB-1", "long-bien", now, now), Lane.URGENT, "alert:old", case=case),
        ]
        await outbox.write(tx, notices, now)
    done = await comes_back(ward)
    assert (done.as_said, done.letters, done.ringing) == (4, 1, 1)
    assert await kinds(ward) == sorted(
        [("Alert", hanh.id), ("DrillNote", lan.id), ("Remove", lan.id), ("StaffNote", hanh.id)]
    )
    assert [alert.case for alert in await ward.told(Alert, hanh)] == [case], "the new one, and not the old one"
    async with ward.database.reading() as tx:
        assert await tx.scalar(select(EntryRow.told)) == Told.KEPT
        row = await cases.get(tx, case)
        assert row is not None and (row.rung, row.climb_at) == (1, ward.clock.now() + Timing().step)
        assert row.tell_at is not None and row.tell_at > ward.clock.now() + Timing().tell_sender
        lines = await tx.execute(select(JournalRow.verb).where(JournalRow.case_id == case).order_by(JournalRow.id))
        assert list(lines.scalars())[:2] == ["restored", "rung"], "the journal says why"
        assert await tx.scalar(select(PersonRow.hushed).where(PersonRow.id == lan.id)), "whose hands hold this phone?"
        assert await heartbeat.last_absence(tx) is None, "Telegram has kept nothing of it"
    figures = Health(ward.database, ward.clock).figures
    assert (await figures()).lost == (ward.clock.now() - 20 * HOUR, ward.clock.now())
    ward.clock.passes(hours=25)
    assert (await figures()).lost is None, "it is news for a day"


async def test_an_announcement_that_had_begun_is_over_and_one_that_was_to_come_waits_for_a_person(ward: Ward) -> None:
    for _ in range(3):
        await ward.broadcasts.subscribe(await ward.person(), "long-bien")
    begun, ahead = await ward.event(), await ward.event(title="Diễn đàn")
    for event in (begun, ahead):
        await ward.broadcasts.announce(None, event.id)
    async with ward.database.transaction() as tx:
        row = await tx.scalar(select(AnnouncementRow).where(AnnouncementRow.event_id == ahead.id))
        assert row is not None
        row.due_at = ward.clock.now() + timedelta(days=3)
    await ward.broadcasts.step(ward.clock.now())
    assert len(await ward.told(EventAnnounced)) == 3
    done = await comes_back(ward)
    assert (done.stopped, done.held) == (1, 1)
    assert await ward.told(EventAnnounced) == []
    async with ward.database.reading() as tx:
        states = {row.event_id: row.state for row in (await tx.execute(select(AnnouncementRow))).scalars()}
    assert states == {begun.id: Announcing.STOPPED, ahead.id: Announcing.PAUSED}
    ward.clock.passes(days=4)
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_what_somebody_was_in_the_middle_of_is_over_but_for_the_answers_of_a_case(ward: Ward) -> None:
    lan, hanh = await ward.person(), await ward.staff(Role.OFFICER, "long-bien")
    now = ward.clock.now()
    async with ward.database.transaction() as tx:
        await dialogs.keep(tx, lan.id, Dialog.QUESTIONS, 1, {"ward": "long-bien"}, now)
        await dialogs.keep(tx, hanh.id, Dialog.LETTER, 1, {}, now)
        assert hanh.staff is not None
        await drills.call(tx, hanh.staff.id, CallState.WAITING, now, now + HOUR)
    assert (await comes_back(ward)).ended == 1
    async with ward.database.reading() as tx:
        assert list((await tx.execute(select(DialogRow.person_id))).scalars()) == [lan.id]
    assert await ward.count(DrillCallRow) == 0, "nobody missed it"


@pytest.mark.parametrize(("erased_after", "gone"), [(HOUR, True), (-HOUR, False)], ids=["after", "before they came"])
async def test_whoever_was_deleted_is_deleted_again_but_not_who_came_back(
    ward: Ward, erased_after: timedelta, gone: bool
) -> None:
    lan, mai = await ward.person(), await ward.person()
    await ward.broadcasts.subscribe(lan, "long-bien")
    mark = ward.database.vault.erased_marks(lan.chat)[0]
    done = await comes_back(ward, {mark: ward.clock.now() + erased_after})
    assert done.erased == gone
    async with ward.database.reading() as tx:
        left = set((await tx.execute(select(PersonRow.id))).scalars())
        assert left == {mai.id} | (set() if gone else {lan.id})
        assert await tx.scalar(select(func.count()).select_from(NoticeRow).where(NoticeRow.state == "due")) == 0
