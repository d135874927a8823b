"""The announcement of an event is for whom the event is now, and says what a second person agreed to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

import domain.broadcasts
from domain.announcement_faces import face_of_event
from domain.broadcasts import Reach, State, Tempo
from domain.cases import Timing
from domain.costs import FREE
from domain.events import Event, Plan
from domain.events import State as EventState
from domain.news_events import AnnouncementWaits, EventAnnounced
from domain.outbox import Delivered, Lane
from domain.people import AgeBand, Audience, Person, Role, StaffOnly
from domain.signups import ChildEntry
from domain.texts import Refusal
from services.broadcast_drafts import Seen
from services.broadcasts import ChangedSince
from services.outbox import Relay
from services.pace import Pace
from storage.database import Database
from storage.relay import Claimed
from storage.tables import AnnouncementRow, EventRow
from tests.storage.ward import PLAN, Ward


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


@pytest.fixture
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain.broadcasts, "LARGE", 1)


async def families(ward: Ward, count: int, where: str = "long-bien") -> list[Person]:
    found = [await ward.person(ward=where) for _ in range(count)]
    for family in found:
        await ward.broadcasts.subscribe(family, where)
    return found


async def change(hall: Ward, event: Event, by: Person | None = None, **said: Any) -> Event:
    plan = {name: getattr(event, name) for name in Plan.__dataclass_fields__}
    return await hall.events.change(by, event.id, Plan(**{**plan, **said}))


class Wire:
    """Telegram in one hand: remembers who was told what."""

    def __init__(self, ward: Ward) -> None:
        self.told: list[tuple[int, EventAnnounced]] = []
        self.relay = Relay(
            *(ward.database, ward.clock, self._speak, Timing(), [Lane.ANNOUNCEMENT], asyncio.Event()),
            pace=Pace(Tempo(None)),
        )

    async def _speak(self, notice: Claimed) -> object:
        assert isinstance(notice.news, EventAnnounced)
        self.told.append((notice.to, notice.news))
        return Delivered(len(self.told))

    async def sends(self) -> list[int]:
        while (await self.relay.step()).claimed:
            await self.relay.rest()
        return sorted(to for to, _ in self.told)


# --- for whom it is ---


async def test_a_draft_is_for_whom_the_event_is_when_it_is_opened_and_sent(ward: Ward) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event(ward=None)
    here, there = await families(ward, 1), await families(ward, 1, "bo-de")
    draft = await ward.drafts.about(editor, event.id)
    assert (draft.reach, draft.estimate) == (Reach(), 2)
    await change(ward, event, ward="bo-de", audience=Audience.PARENT)
    for opened in (await ward.drafts.open(editor, draft.progress.id), await ward.drafts.about(editor, event.id)):
        assert (opened.reach, opened.estimate) == (Reach(("bo-de",), Audience.PARENT), 1)
    await ward.drafts.send(editor, draft.progress.id, None)
    await ward.broadcasts.step(ward.clock.now())
    assert await Wire(ward).sends() == [there[0].id] != [here[0].id]


async def test_one_that_is_announced_at_once_is_for_whom_the_event_is(ward: Ward) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event(ward=None)
    await families(ward, 3)
    await ward.drafts.about(editor, event.id)
    await change(ward, event, ward="bo-de")
    await families(ward, 1, "bo-de")
    assert (await ward.broadcasts.announce(editor, event.id)).expected == 1


async def test_a_draft_of_before_the_update_is_put_right_when_it_is_opened(ward: Ward) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event(ward="bo-de")
    draft = await ward.drafts.about(editor, event.id)
    async with ward.database.transaction() as tx:
        await tx.execute(update(AnnouncementRow).values(wards=None))
    assert (await ward.drafts.open(editor, draft.progress.id)).reach == Reach(("bo-de",))


async def test_the_rights_are_those_of_whom_it_is_for_now(ward: Ward) -> None:
    officer, editor = await ward.staff(Role.OFFICER, "bo-de"), await ward.staff(Role.EDITOR)
    event = await ward.event(ward="bo-de")
    draft = (await ward.drafts.about(officer, event.id)).progress.id
    await change(ward, event, editor, ward=None)
    for deed in (ward.drafts.open(officer, draft), ward.drafts.send(officer, draft, None)):
        with pytest.raises(StaffOnly):
            await deed
    await change(ward, event, editor, ward="bo-de")
    assert (await ward.drafts.about(officer, event.id)).reach.wards == ("bo-de",)


async def test_what_was_not_seen_does_not_leave(ward: Ward) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event(ward=None)
    await families(ward, 2)
    opened = await ward.drafts.about(editor, event.id)
    seen, number = Seen(opened.seen, opened.estimate), opened.progress.id
    await change(ward, event, ward="long-bien")
    await ward.drafts.open(await ward.staff(Role.EDITOR), number)
    with pytest.raises(ChangedSince):
        await ward.drafts.send(editor, number, None, seen)
    again = await ward.drafts.open(editor, number)
    assert again.is_draft
    with pytest.raises(ChangedSince):
        await ward.drafts.send(editor, number, None, Seen(again.seen, 40))
    await families(ward, 3)
    sent = await ward.drafts.send(editor, number, None, Seen(again.seen, again.estimate))
    assert (sent.state, sent.expected) == (State.RUNNING, 5), "a few families more are told, and shown"


async def test_one_that_waits_for_its_time_goes_to_whom_the_event_is_for_then(ward: Ward, two_are_many: None) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event(ward="bo-de")
    await families(ward, 1, "bo-de")
    await families(ward, 3)
    draft = (await ward.drafts.about(editor, event.id)).progress.id
    assert (await ward.drafts.send(editor, draft, ward.clock.now().replace(hour=5))).state is State.RUNNING
    await change(ward, event, editor, ward=None)
    shown = await ward.drafts.open(editor, draft)
    assert (shown.progress.state, shown.progress.expected, shown.progress.again) == (State.WAITING, 4, False)


async def test_a_wider_event_reaches_the_others_and_nobody_twice(ward: Ward) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event(ward="bo-de")
    others, first = await families(ward, 2), await families(ward, 2, "bo-de")
    draft = (await ward.drafts.about(editor, event.id)).progress.id
    await ward.drafts.send(editor, draft, None)
    await ward.broadcasts.step(ward.clock.now())
    wire = Wire(ward)
    assert await wire.sends() == sorted(each.id for each in first)
    await change(ward, event, editor, ward=None)
    await ward.broadcasts.step(ward.clock.now())
    assert await wire.sends() == sorted(each.id for each in (*first, *others))


async def test_the_ages_of_an_event_leave_out_only_whose_children_are_known_to_be_of_others(ward: Ward) -> None:
    editor, before = await ward.staff(Role.EDITOR), await ward.event(title="Hội sách", seats=100)
    small, middle, big, unknown, pupil = await families(ward, 5)
    children = ((small, AgeBand.UNDER_7), (middle, AgeBand.FROM_7), (big, AgeBand.FROM_16))
    for number, (family, band) in enumerate(children):
        await ward.signups.sign_up(family, before.id, [ChildEntry("Na", band, agrees=True)], 900 + number)
    await ward.signups.sign_up(pupil, before.id, [ChildEntry("Bi", AgeBand.FROM_11, agrees=True)], 950)
    event = await ward.event(ages=(6, 11))
    opened = await ward.drafts.about(editor, event.id)
    assert opened.reach.age_bands == (AgeBand.UNDER_7, AgeBand.FROM_7, AgeBand.FROM_11)
    assert opened.estimate == 4
    await ward.drafts.send(editor, opened.progress.id, None)
    await ward.broadcasts.step(ward.clock.now())
    assert await Wire(ward).sends() == sorted(each.id for each in (small, middle, unknown, pupil))


# --- whose yes its words have ---


async def agreed(ward: Ward, author: Person, second: Person, event: Event) -> int:
    """An announcement that runs with a second person's yes; nothing has left yet."""
    number = (await ward.drafts.about(author, event.id)).progress.id
    assert (await ward.drafts.send(author, number, None)).state is State.WAITING
    await ward.broadcasts.approve(second, number, (await ward.drafts.open(second, number)).seen)
    return number


READ = {
    "title": {"title": "Lễ hội mở"},
    "programme": {"programme": "Khiêu vũ"},
    "place": {"place": "Chợ đêm"},
    "ages": {"ages": (11, 15)},
    "audience": {"audience": Audience.CHILD},
    "food": {"food": "Không có"},
    "cost": {"cost": "50.000 đồng mỗi cháu"},
}


@pytest.mark.parametrize("said", READ.values(), ids=READ)
async def test_what_families_read_is_agreed_to_anew(ward: Ward, two_are_many: None, said: dict[str, Any]) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _ = await ward.event(), [await ward.person(None) for _ in range(3)]
    for person in _:
        await ward.broadcasts.subscribe(person, "long-bien")
    number = await agreed(ward, author, second, event)
    await ward.broadcasts.step(ward.clock.now())
    wire = Wire(ward)
    await change(ward, event, author, **said)
    ward.clock.passes(hours=1)
    await ward.broadcasts.step(ward.clock.now())
    assert await wire.sends() == [], "nothing leaves that nobody agreed to"
    opened = await ward.drafts.open(second, number)
    assert (opened.progress.state, opened.progress.again) == (State.WAITING, True)
    assert [news.again for news in await ward.told(AnnouncementWaits, second)] == [False, True]
    await ward.broadcasts.approve(second, number, opened.seen)
    await ward.broadcasts.step(ward.clock.now())
    assert len(await wire.sends()) == 3


def test_an_event_that_says_no_cost_reads_as_it_did_before_there_was_one() -> None:
    said = {name: getattr(PLAN, name) for name in PLAN.__dataclass_fields__}
    event = Event(id=1, slug="e", state=EventState.PUBLISHED, **said)
    assert face_of_event(event) == "303003b09d", "yeses that were given before still stand"
    assert face_of_event(replace(event, cost=FREE)) != face_of_event(event)


async def test_small_print_asks_nobody_and_what_is_changed_back_has_its_yes(ward: Ward, two_are_many: None) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _ = await ward.event(), await families(ward, 3)
    number = await agreed(ward, author, second, event)
    event = await change(ward, event, author, quota=4, seats=25)
    assert (await ward.drafts.open(second, number)).progress.state is State.RUNNING
    await change(ward, event, author, title="Lễ hội mở")
    assert (await ward.drafts.open(second, number)).progress.state is State.WAITING
    await change(ward, event, author)
    assert (await ward.drafts.open(second, number)).progress.state is State.RUNNING
    await ward.broadcasts.step(ward.clock.now())
    assert len(await Wire(ward).sends()) == 3


async def test_a_yes_is_to_what_was_seen(ward: Ward, two_are_many: None) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _ = await ward.event(), await families(ward, 3)
    number = (await ward.drafts.about(author, event.id)).progress.id
    await ward.drafts.send(author, number, None)
    seen = (await ward.drafts.open(second, number)).seen
    await change(ward, event, author, place="Chợ đêm")
    with pytest.raises(ChangedSince):
        await ward.broadcasts.approve(second, number, seen)
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_whoever_wrote_the_words_is_not_the_second_person_for_them(ward: Ward, two_are_many: None) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _ = await ward.event(), await families(ward, 3)
    number = await agreed(ward, author, second, event)
    await change(ward, event, second, title="Lễ hội mở")
    seen = (await ward.drafts.open(second, number)).seen
    with pytest.raises(Refusal, match="second person"):
        await ward.broadcasts.approve(second, number, seen)
    assert (await ward.broadcasts.approve(author, number, seen)).state is State.RUNNING


async def test_a_paused_one_whose_event_was_changed_asks_when_it_is_to_go_on(ward: Ward, two_are_many: None) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _ = await ward.event(), await families(ward, 3)
    number = await agreed(ward, author, second, event)
    await ward.broadcasts.pause(author, number)
    await change(ward, event, author, title="Lễ hội mở")
    assert (await ward.drafts.open(author, number)).progress.state is State.PAUSED
    assert (await ward.broadcasts.go_on(author, number)).state is State.WAITING


@pytest.mark.parametrize("paused", [False, True])
async def test_an_agreed_one_that_becomes_small_leaves_and_is_in_nobodys_way(
    ward: Ward, two_are_many: None, paused: bool
) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _, [other] = await ward.event(ward=None), await families(ward, 3), await families(ward, 1, "bo-de")
    number = await agreed(ward, author, second, event)
    await ward.broadcasts.step(ward.clock.now())
    if paused:
        await ward.broadcasts.pause(author, number)
    await change(ward, event, author, ward="bo-de")
    if paused:
        assert (await ward.broadcasts.go_on(author, number)).state is State.RUNNING
    later = await ward.event(ward="bo-de", title="Hội sách")
    await ward.broadcasts.announce(author, later.id)
    wire = Wire(ward)
    for _ in range(4):
        await ward.broadcasts.step(ward.clock.now())
        await wire.sends()
        ward.clock.passes(minutes=1)
    assert sorted((to, news.event) for to, news in wire.told) == [(other.id, event.id), (other.id, later.id)]
    for each in (event, later):
        progress = await ward.broadcasts.progress(author, each.id)
        assert progress is not None and progress.state is State.DONE


async def test_one_that_nobody_agreed_to_as_it_is_asks_and_is_in_nobodys_way(ward: Ward, two_are_many: None) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _, [other] = await ward.event(), await families(ward, 3), await families(ward, 1, "bo-de")
    number = await agreed(ward, author, second, event)
    await ward.broadcasts.step(ward.clock.now())
    async with ward.database.transaction() as tx:  # a version that does not follow its event ran in between
        await tx.execute(update(EventRow).where(EventRow.id == event.id).values(place="Chợ đêm", version=9))
    later = await ward.event(ward="bo-de", title="Hội sách")
    await ward.broadcasts.announce(author, later.id)
    wire = Wire(ward)
    await wire.sends()
    await ward.broadcasts.step(ward.clock.now())
    ward.clock.passes(minutes=1)
    assert await wire.sends() == [other.id]
    opened = await ward.drafts.open(second, number)
    assert (opened.progress.state, opened.progress.again) == (State.WAITING, True)
    await ward.broadcasts.approve(second, number, opened.seen)
    assert len(await wire.sends()) == 4


async def test_one_whose_last_notices_are_still_on_their_way_is_in_nobodys_way(ward: Ward) -> None:
    event, later = await ward.event(), await ward.event(title="Hội sách")
    await families(ward, 2)
    for each in (event, later):
        await ward.broadcasts.announce(None, each.id)
    assert [await ward.broadcasts.step(ward.clock.now()) for _ in range(3)] == [2, 2, 0]


async def test_one_that_is_through_stays_so_when_its_event_is_cancelled(ward: Ward) -> None:
    event, _ = await ward.event(), await families(ward, 2)
    await ward.broadcasts.announce(None, event.id)
    await ward.broadcasts.step(ward.clock.now())
    await Wire(ward).sends()
    await ward.broadcasts.step(ward.clock.now())
    await ward.events.cancel(None, event.id)
    progress = await ward.broadcasts.progress(None, event.id)
    assert progress is not None and (progress.state, progress.sent) == (State.DONE, 2)


async def test_nothing_waits_for_a_yes_when_the_event_is_over(ward: Ward, two_are_many: None) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _ = await ward.event(), await families(ward, 3)
    number = await agreed(ward, author, second, event)
    await ward.broadcasts.step(ward.clock.now())
    await change(ward, event, author, title="Lễ hội mở")
    assert len(await ward.told(EventAnnounced)) == 3, "written and held"
    ward.clock.at = event.ends_at
    await ward.events.tend()
    assert (await ward.drafts.open(author, number)).progress.state is State.STOPPED
    assert await ward.told(EventAnnounced) == []


async def test_cancelled_changed_paused_and_agreed_to_at_once_nobody_stands_in_anothers_way(
    ward: Ward, two_are_many: None
) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    await families(ward, 3)
    for turn in range(6):
        event = await ward.event(title=f"Lễ hội {turn}")
        number = await agreed(ward, author, second, event)
        await ward.broadcasts.step(ward.clock.now())
        came = await asyncio.gather(
            ward.events.cancel(author, event.id),
            change(ward, event, author, place="Chợ đêm"),
            ward.broadcasts.pause(author, number),
            ward.broadcasts.go_on(author, number),
            ward.broadcasts.approve(second, number),
            ward.broadcasts.step(ward.clock.now()),
            Wire(ward).sends(),
            return_exceptions=True,
        )
        assert [each for each in came if isinstance(each, BaseException) and not isinstance(each, Refusal)] == []
        assert (await ward.drafts.open(author, number)).progress.state is State.STOPPED


async def test_from_the_console_a_large_one_waits_for_somebody_in_the_chat(ward: Ward, two_are_many: None) -> None:
    event, _ = await ward.event(), await families(ward, 3)
    second = await ward.staff(Role.COORDINATOR)
    waits = await ward.broadcasts.announce(None, event.id)
    assert waits.state is State.WAITING
    assert [(news.by, news.expected) for news in await ward.told(AnnouncementWaits, second)] == [("", 3)]
    assert await ward.broadcasts.step(ward.clock.now()) == 0
    seen = (await ward.drafts.open(second, waits.id)).seen
    assert (await ward.broadcasts.approve(second, waits.id, seen)).state is State.RUNNING
    assert await ward.broadcasts.step(ward.clock.now()) == 3


async def test_changed_and_agreed_to_at_once_nothing_unseen_leaves(ward: Ward, two_are_many: None) -> None:
    author, second = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    event, _ = await ward.event(), await families(ward, 3)
    number = (await ward.drafts.about(author, event.id)).progress.id
    await ward.drafts.send(author, number, None)
    for turn in range(6):
        opened = await ward.drafts.open(second, number)
        came = await asyncio.gather(
            change(ward, event, author, title=f"Lễ hội {turn}"),
            ward.broadcasts.approve(second, number, opened.seen),
            ward.broadcasts.step(ward.clock.now()),
            *(ward.drafts.open(author, number) for _ in range(3)),
            return_exceptions=True,
        )
        assert [each for each in came if isinstance(each, BaseException) and not isinstance(each, Refusal)] == []
        shown = await ward.drafts.open(second, number)
        assert shown.progress.state is State.WAITING, "either way these words have no yes"
    wire = Wire(ward)
    assert await wire.sends() == []
    await ward.broadcasts.approve(second, number, (await ward.drafts.open(second, number)).seen)
    await ward.broadcasts.step(ward.clock.now())
    await wire.sends()
    assert {news.title for _, news in wire.told} == {"Lễ hội 5"}
