"""Free announcements and drafts on both engines: who may do what, for whom they are, and what is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

import domain.broadcasts
from domain.broadcasts import LONGEST_BELOW_PICTURE, LONGEST_WORDS, Outcome, Progress, Quiet, State, Tempo, Topic
from domain.cases import Timing
from domain.events import Kind
from domain.news_events import AnnouncementShown, AnnouncementWaits, FamilyNews
from domain.outbox import Delivered, Lane, Refused, TryLater, Unreachable
from domain.people import AgeBand, Audience, Person, Role, StaffOnly
from domain.signups import ChildEntry
from domain.texts import Refusal
from domain.working_time import HANOI
from services.outbox import BATCH, Relay
from services.pace import Pace
from services.upkeep import Upkeep
from storage.database import Database
from storage.relay import Claimed
from storage.tables import AnnouncedRow, AnnouncementRow, JournalRow, NoticeRow, PersonRow, SubscriptionRow
from tests.storage.ward import Ward

WORDS = "Sáng thứ Bảy phường phát sách cho các em."
OTHERS = ("bo-de", "phuc-loi", "viet-hung")


@pytest.fixture
def ward(database: Database) -> Ward:
    return Ward(database)


@pytest.fixture
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain.broadcasts, "LARGE", 1)


async def families(ward: Ward, count: int, where: str = "long-bien", topic: Topic = Topic.EVENTS) -> list[Person]:
    found = [await ward.person(ward=where) for _ in range(count)]
    for family in found:
        await ward.broadcasts.subscribe(family, where, topic)
    return found


class Wire:
    """Telegram in one hand: says what became of each, and remembers who was told what."""

    def __init__(self, ward: Ward, tempo: Tempo = Tempo(None)) -> None:  # noqa: B008  # frozen
        self.told: list[tuple[int, FamilyNews]] = []
        self.outcomes: dict[int, object] = {}
        self.on_the_wire: Callable[[], Awaitable[object]] | None = None
        self.relay = Relay(
            *(ward.database, ward.clock, self._speak, Timing(), [Lane.ANNOUNCEMENT], asyncio.Event()),
            pace=Pace(tempo),
        )

    async def _speak(self, notice: Claimed) -> object:
        if self.on_the_wire is not None:
            await self.on_the_wire()
        outcome = self.outcomes.get(notice.to, Delivered(len(self.told) + 1))
        if isinstance(outcome, Delivered):
            assert isinstance(notice.news, FamilyNews)
            self.told.append((notice.to, notice.news))
        return outcome

    async def sends(self) -> None:
        while (await self.relay.step()).claimed:
            await self.relay.rest()


async def sent_off(ward: Ward, author: Person, at: datetime | None = None) -> Progress:
    draft = await ward.drafts.write(author, WORDS, None, 1)
    return await ward.drafts.send(author, draft.progress.id, at)


# --- for whom ---


async def test_it_reaches_the_wards_audience_age_and_topic_that_were_chosen(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    parent, unknown, child = await ward.person(), await ward.person(None), await ward.person(Audience.CHILD)
    elsewhere, other_topic = await ward.person(ward="bo-de"), await ward.person()
    for family in (parent, unknown, child):
        await ward.broadcasts.subscribe(family, "long-bien", Topic.NEWS)
    await ward.broadcasts.subscribe(elsewhere, "bo-de", Topic.NEWS)
    await ward.broadcasts.subscribe(other_topic, "long-bien", Topic.EVENTS)
    draft = (await ward.drafts.write(editor, WORDS, None, 1)).progress.id
    assert (await ward.drafts.narrow(editor, draft, "topic", "news")).estimate == 4
    assert (await ward.drafts.narrow(editor, draft, "ward", "long-bien")).estimate == 3
    opened = await ward.drafts.narrow(editor, draft, "audience", "parent")
    assert opened.estimate == 2, "who has not said who they are is not left out"
    await ward.drafts.send(editor, draft, None)
    await ward.broadcasts.step(ward.clock.now())
    wire = Wire(ward)
    await wire.sends()
    assert [to for to, _ in wire.told] == [parent.id, unknown.id]
    assert {news.words for _, news in wire.told} == {WORDS}


async def test_an_age_leaves_out_only_those_whose_children_are_known_to_be_of_another(ward: Ward) -> None:
    editor, event = await ward.staff(Role.EDITOR), await ward.event(seats=100)
    small, big, unknown, teen = [await ward.person() for _ in range(4)]
    for family in (small, big, unknown, teen):
        await ward.broadcasts.subscribe(family, "long-bien")
    for number, (family, band) in enumerate(((small, AgeBand.UNDER_7), (big, AgeBand.FROM_11))):
        await ward.signups.sign_up(family, event.id, [ChildEntry("Na", band, "", False, False)], 900 + number)
    async with ward.database.transaction() as tx:
        await tx.execute(update(PersonRow).where(PersonRow.id == teen.id).values(age_band=AgeBand.FROM_11.value))
    draft = (await ward.drafts.write(editor, WORDS, None, 1)).progress.id
    await ward.drafts.narrow(editor, draft, "age", AgeBand.UNDER_7.value)
    await ward.drafts.send(editor, draft, None)
    await ward.broadcasts.step(ward.clock.now())
    wire = Wire(ward)
    await wire.sends()
    assert [to for to, _ in wire.told] == [small.id, unknown.id]


# --- who may ---

MAY = {  # role, ward of the staff: may publish in long-bien, in bo-de, in all
    "officer there": (Role.OFFICER, "long-bien", (True, False, False)),
    "officer elsewhere": (Role.OFFICER, "bo-de", (False, True, False)),
    "officer of no ward": (Role.OFFICER, None, (False, False, False)),
    "coordinator": (Role.COORDINATOR, None, (True, True, True)),
    "editor": (Role.EDITOR, None, (True, True, True)),
    "administrator": (Role.ADMIN, None, (True, True, True)),
    "resident": (None, None, (False, False, False)),
}


@pytest.mark.parametrize("who", MAY)
async def test_each_role_does_in_each_ward_what_it_may_and_nothing_else(ward: Ward, who: str) -> None:
    role, where, may = MAY[who]
    editor = await ward.staff(Role.EDITOR)
    me = await ward.person() if role is None else await ward.staff(role, where)
    await families(ward, 1)
    for reach, allowed in zip((["long-bien"], ["bo-de"], []), may, strict=True):
        draft = (await ward.drafts.write(editor, WORDS, None, 1 + len(reach) + 10 * allowed)).progress.id
        for each in reach:
            await ward.drafts.narrow(editor, draft, "ward", each)
        deeds: list[Callable[[Person, int], Awaitable[object]]] = [
            ward.drafts.open,
            ward.broadcasts.pause,
            ward.broadcasts.go_on,
        ]
        for deed in deeds:
            if allowed:
                await deed(me, draft)
            else:
                with pytest.raises(StaffOnly):
                    await deed(me, draft)
        shown = [] if role is None else [p.id for p in await ward.drafts.newest(me)]
        assert (draft in shown) is allowed
        await ward.drafts.discard(editor, draft)


@pytest.mark.parametrize("role", [None, *Role])
async def test_who_may_write_writes_for_what_is_theirs(ward: Ward, role: Role | None) -> None:
    me = await ward.person() if role is None else await ward.staff(role, "bo-de" if role is Role.OFFICER else None)
    if role is None:
        with pytest.raises(StaffOnly):
            await ward.drafts.write(me, WORDS, None, 1)
        return
    draft = await ward.drafts.write(me, WORDS, None, 1)
    assert draft.reach.wards == (("bo-de",) if role is Role.OFFICER else ())
    if role is Role.OFFICER:
        for value in (*OTHERS[1:], "bo-de", None):
            with pytest.raises(StaffOnly):
                await ward.drafts.narrow(me, draft.progress.id, "ward", value)


# --- a second person ---


async def test_a_large_one_waits_and_its_author_cannot_agree(ward: Ward, two_are_many: None) -> None:
    officer, editor = await ward.staff(Role.OFFICER, "long-bien"), await ward.staff(Role.EDITOR)
    stranger = await ward.staff(Role.OFFICER, "bo-de")
    await families(ward, 2)
    waits = await sent_off(ward, officer)
    assert waits.state is State.WAITING
    assert len(await ward.told(AnnouncementWaits)) == len(await ward.told(AnnouncementWaits, editor)) == 1
    assert await ward.broadcasts.step(ward.clock.now()) == 0
    for no in (officer, stranger):
        with pytest.raises(Refusal):
            await ward.broadcasts.approve(no, waits.id)
    for _ in range(2):
        assert (await ward.broadcasts.approve(editor, waits.id)).state is State.RUNNING
    assert await ward.broadcasts.step(ward.clock.now()) == 2


async def test_two_who_agree_at_once_are_one_yes(ward: Ward, two_are_many: None) -> None:
    author, *others = [await ward.staff(Role.EDITOR) for _ in range(4)]
    await families(ward, 2)
    waits = await sent_off(ward, author)
    await asyncio.gather(*(ward.broadcasts.approve(other, waits.id) for other in others))
    told = await asyncio.gather(*(ward.broadcasts.step(ward.clock.now()) for _ in range(3)))
    assert sum(told) == 2


async def test_what_was_stopped_while_it_waited_cannot_be_agreed_to(ward: Ward, two_are_many: None) -> None:
    author, editor = await ward.staff(Role.EDITOR), await ward.staff(Role.EDITOR)
    await families(ward, 2)
    waits = await sent_off(ward, author)
    await ward.broadcasts.stop(author, waits.id)
    with pytest.raises(Refusal, match="stopped"):
        await ward.broadcasts.approve(editor, waits.id)
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_one_that_became_large_before_its_time_waits_then(ward: Ward, two_are_many: None) -> None:
    author, editor = await ward.staff(Role.EDITOR), await ward.staff(Role.EDITOR)
    await families(ward, 1)
    planned = await sent_off(ward, author, ward.clock.now() + timedelta(hours=5))
    assert planned.state is State.RUNNING
    await families(ward, 2)
    assert await ward.broadcasts.step(ward.clock.passes(hours=4)) == 0
    assert await ward.told(AnnouncementWaits) == []
    assert await ward.broadcasts.step(ward.clock.passes(hours=1)) == 0
    assert [news.expected for news in await ward.told(AnnouncementWaits, editor)] == [3]
    await ward.broadcasts.approve(editor, planned.id)
    assert await ward.broadcasts.step(ward.clock.now()) == 3


async def test_a_large_one_about_an_event_cancelled_meanwhile_is_not_agreed_to(ward: Ward, two_are_many: None) -> None:
    author, editor = await ward.staff(Role.EDITOR), await ward.staff(Role.EDITOR)
    event, _ = await ward.event(), await families(ward, 2)
    draft = (await ward.drafts.about(author, event.id)).progress.id
    await ward.drafts.send(author, draft, None)
    await ward.events.cancel(None, event.id)
    with pytest.raises(Refusal):
        await ward.broadcasts.approve(editor, draft)
    assert await ward.broadcasts.step(ward.clock.now()) == 0


# --- pause, go on, stop ---


async def test_a_pause_holds_what_has_not_left_and_a_stop_drops_it(ward: Ward) -> None:
    editor, other = await ward.staff(Role.EDITOR), await ward.staff(Role.COORDINATOR)
    told = await families(ward, BATCH + 4)
    running = await sent_off(ward, editor)
    await ward.broadcasts.step(ward.clock.now())
    wire = Wire(ward)
    assert (await ward.broadcasts.pause(other, running.id)).state is State.PAUSED
    ward.clock.passes(days=2)
    await wire.sends()
    assert wire.told == []
    await asyncio.gather(*(ward.broadcasts.go_on(each, running.id) for each in (editor, other)))

    async def pauses() -> None:
        if len(wire.told) == 2:
            await ward.broadcasts.pause(editor, running.id)

    wire.on_the_wire = pauses
    await wire.sends()
    assert 3 <= len(wire.told) < len(told), "what was on the wire has left, and no more"
    left = len(wire.told)
    wire.on_the_wire = None
    stopped = await ward.broadcasts.stop(editor, running.id)
    assert (stopped.sent, stopped.skipped) == (left, len(told) - left)
    assert (await ward.broadcasts.go_on(editor, running.id)).state is State.STOPPED
    await wire.sends()
    await ward.broadcasts.step(ward.clock.now())
    assert len(wire.told) == left
    assert len({to for to, _ in wire.told}) == left


async def test_one_that_is_held_keeps_no_other_back(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.broadcasts.BATCH", 2)
    editor, event = await ward.staff(Role.EDITOR), await ward.event()
    await families(ward, 2)
    held = await sent_off(ward, editor)
    await ward.broadcasts.step(ward.clock.now())
    await ward.broadcasts.pause(editor, held.id)
    await ward.broadcasts.announce(None, event.id)
    assert await ward.broadcasts.step(ward.clock.now()) == 2


# --- what became of it ---


async def test_the_result_in_numbers_and_who_blocked_us_is_not_written_to_again(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    fine, blocked, refused, lost, left, gone = await families(ward, 6)
    async with ward.database.transaction() as tx:
        await tx.execute(update(PersonRow).where(PersonRow.id == left.id).values(hushed=True))
    running = await sent_off(ward, editor)
    await ward.broadcasts.step(ward.clock.now())
    await ward.broadcasts.unsubscribe(gone)
    wire = Wire(ward)
    wire.outcomes = {blocked.id: Unreachable(), refused.id: Refused(), lost.id: TryLater()}
    await wire.sends()
    await ward.broadcasts.step(ward.clock.now())
    opened = (await ward.drafts.open(editor, running.id)).progress
    assert opened.state is State.DONE
    assert (opened.sent, opened.blocked, opened.failed, opened.skipped) == (1, 1, 2, 2)
    assert [to for to, _ in wire.told] == [fine.id]
    async with ward.database.reading() as tx:
        wants = select(SubscriptionRow.id).where(SubscriptionRow.person_id == blocked.id)
        assert (await tx.execute(wants)).first() is None


async def test_what_a_dead_process_had_on_the_wire_is_not_said_again_and_does_not_hold_the_end(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    await families(ward, 2)
    running = await sent_off(ward, editor)
    await ward.broadcasts.step(ward.clock.now())
    wire = Wire(ward)
    died: list[int] = []

    async def dies() -> None:
        if not died:
            died.append(1)
            raise SystemError("killed")

    wire.on_the_wire = dies
    await wire.sends()
    again = Wire(ward)
    ward.clock.passes(minutes=2)
    await again.sends()
    await ward.broadcasts.step(ward.clock.now())
    shown = (await ward.drafts.open(editor, running.id)).progress
    assert (shown.state, shown.sent, shown.failed) == (State.DONE, 1, 1)
    assert len(wire.told) + len(again.told) == 1


async def test_telegram_that_wants_time_gets_it_and_nobody_is_left_out(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    first, second = await families(ward, 2)
    await sent_off(ward, editor)
    await ward.broadcasts.step(ward.clock.now())
    wire = Wire(ward)
    wire.outcomes = {first.id: TryLater(timedelta(seconds=3))}
    await wire.sends()
    assert [to for to, _ in wire.told] == [second.id]
    wire.outcomes = {}
    ward.clock.passes(seconds=4)
    await wire.sends()
    assert [to for to, _ in wire.told] == [second.id, first.id]


async def test_what_an_outage_kept_until_the_night_waits_for_the_morning(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    await families(ward, 1)
    await sent_off(ward, editor)
    ward.clock.at = datetime(2027, 9, 1, 20, tzinfo=HANOI)
    await ward.broadcasts.step(ward.clock.now())
    ward.clock.at = datetime(2027, 9, 1, 23, tzinfo=HANOI)
    wire = Wire(ward, Tempo(Quiet()))
    await wire.sends()
    assert wire.told == []
    ward.clock.at = datetime(2027, 9, 2, 7, 0, 1, tzinfo=HANOI)
    await wire.sends()
    assert len(wire.told) == 1


async def test_the_progress_changes_where_it_stands_seldom_and_for_the_last_time_at_the_end(ward: Ward) -> None:
    editor, other = await ward.staff(Role.EDITOR), await ward.staff(Role.EDITOR)
    await families(ward, 3)
    running = await sent_off(ward, editor)
    await ward.broadcasts.stands(other, running.id, 77)
    await ward.broadcasts.stands(editor, running.id, 42)
    for _ in range(5):
        await ward.broadcasts.show_due()
    assert await ward.told(AnnouncementShown) == []
    await ward.broadcasts.step(ward.clock.now())
    await Wire(ward).sends()
    ward.clock.passes(seconds=6)
    await ward.broadcasts.step(ward.clock.now())
    for _ in range(5):
        await ward.broadcasts.show_due()
        ward.clock.passes(seconds=6)
    (last,) = await ward.told(AnnouncementShown, editor)
    assert (last.progress.state, last.progress.sent) == (State.DONE, 3)
    async with ward.database.reading() as tx:
        edits = select(NoticeRow.edits).where(NoticeRow.kind == "AnnouncementShown")
        assert list((await tx.execute(edits)).scalars()) == [42]


# --- what is refused ---

BAD_WORDS = {
    "nothing": ("", None),
    "white space": (" \n\u200b ", None),
    "signs only": ("!!! …", None),
    "longer than a message": ("a" * 4097, None),
    "longer than fits": ("a" * (LONGEST_WORDS + 1), None),
    "emoji are two units": ("🎈" * (LONGEST_WORDS // 2) + "ab", None),
    "too long below a picture": ("a" * (LONGEST_BELOW_PICTURE + 1), "file"),
    "the alarm word": ("KHẨN: phát sách", None),
    "the alarm word, decomposed": ("KHA\u0302\u0309N: phát sách", None),
}


@pytest.mark.parametrize("how", BAD_WORDS)
async def test_words_that_cannot_be_sent_are_refused_at_once(ward: Ward, how: str) -> None:
    words, picture = BAD_WORDS[how]
    with pytest.raises(Refusal):
        await ward.drafts.write(await ward.staff(Role.EDITOR), words, picture, 1)


async def test_the_longest_words_that_fit_are_taken(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    assert await ward.drafts.write(editor, "a" * LONGEST_WORDS, None, 1)
    assert await ward.drafts.write(editor, "a" * LONGEST_BELOW_PICTURE, "file", 2)


CHOICES = [("ward", "ha-dong"), ("ward", ""), ("audience", "boss"), ("age", "40"), ("topic", None), ("topic", "x")]


@pytest.mark.parametrize(("what", "value"), [*CHOICES, ("id", "1")])
async def test_a_choice_that_is_none_changes_nothing(ward: Ward, what: str, value: str | None) -> None:
    editor = await ward.staff(Role.EDITOR)
    before = await ward.drafts.write(editor, WORDS, None, 1)
    with pytest.raises(Refusal):
        await ward.drafts.narrow(editor, before.progress.id, what, value)
    assert (await ward.drafts.open(editor, before.progress.id)).reach == before.reach


@pytest.mark.parametrize("hours", [-1, 0, 24 * 61])
async def test_a_time_that_has_passed_or_is_far_off_is_refused(ward: Ward, hours: int) -> None:
    editor = await ward.staff(Role.EDITOR)
    await families(ward, 1)
    with pytest.raises(Refusal):
        await sent_off(ward, editor, ward.clock.now() + timedelta(hours=hours))
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_an_event_is_not_announced_after_its_beginning_nor_to_others_than_it_is_for(ward: Ward) -> None:
    editor, event, _ = await ward.staff(Role.EDITOR), await ward.event(), await families(ward, 1)
    draft = (await ward.drafts.about(editor, event.id)).progress.id
    with pytest.raises(Refusal, match="begun"):
        await ward.drafts.send(editor, draft, event.starts_at)
    with pytest.raises(Refusal, match="everybody"):
        await ward.drafts.narrow(editor, draft, "ward", "bo-de")
    await ward.events.cancel(None, event.id)
    assert (await ward.drafts.send(editor, draft, None)).state is State.STOPPED
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_the_same_update_is_one_draft_and_a_second_tap_on_send_is_none(ward: Ward) -> None:
    editor, _ = await ward.staff(Role.EDITOR), await families(ward, 2)
    drafts = [await ward.drafts.write(editor, WORDS, None, 5) for _ in range(2)]
    assert len({draft.progress.id for draft in drafts}) == 1
    number = drafts[0].progress.id
    await asyncio.gather(*(ward.drafts.send(editor, number, None) for _ in range(3)))
    assert sum([await ward.broadcasts.step(ward.clock.now()) for _ in range(3)]) == 2
    for deed in (ward.drafts.discard(editor, number), ward.drafts.narrow(editor, number, "ward", "bo-de")):
        with pytest.raises(Refusal, match="sent off"):
            await deed


async def test_nobody_to_tell_is_said_and_the_draft_stays(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    draft = await ward.drafts.write(editor, WORDS, None, 1)
    with pytest.raises(Refusal, match="nobody"):
        await ward.drafts.send(editor, draft.progress.id, None)
    assert (await ward.drafts.open(editor, draft.progress.id)).is_draft


async def test_one_that_is_not_there_is_told_so(ward: Ward) -> None:
    editor = await ward.staff(Role.EDITOR)
    deeds: list[Callable[[Person, int], Awaitable[object]]] = [
        *(ward.drafts.open, ward.drafts.discard, ward.drafts.about),
        *(ward.broadcasts.approve, ward.broadcasts.pause, ward.broadcasts.go_on, ward.broadcasts.stop),
    ]
    for deed in deeds:
        with pytest.raises(Refusal, match="no longer exists"):
            await deed(editor, 424242)
        with pytest.raises(StaffOnly):
            await deed(await ward.person(), 424242)


async def test_a_draft_leaves_by_no_road(ward: Ward) -> None:
    editor, other = await ward.staff(Role.EDITOR), await ward.staff(Role.EDITOR)
    await families(ward, 1)
    draft = (await ward.drafts.write(editor, WORDS, None, 1)).progress.id
    for deed in (ward.broadcasts.approve(other, draft), ward.broadcasts.stop(editor, draft)):
        with pytest.raises(Refusal, match="sent off"):
            await deed
    for deed in (ward.broadcasts.pause(editor, draft), ward.broadcasts.go_on(editor, draft)):
        assert (await deed).state is State.DRAFT
    assert await ward.broadcasts.step(ward.clock.now()) == 0


async def test_every_family_has_one_outcome_in_the_ledger(ward: Ward) -> None:
    editor, _ = await ward.staff(Role.EDITOR), await families(ward, 4)
    await sent_off(ward, editor)
    await ward.broadcasts.step(ward.clock.now())
    await Wire(ward).sends()
    async with ward.database.reading() as tx:
        assert list((await tx.execute(select(AnnouncedRow.outcome))).scalars()) == [Outcome.SENT] * 4


async def test_when_it_has_had_its_day_words_and_ledger_go_and_the_numbers_stay_in_the_journal(ward: Ward) -> None:
    editor, _ = await ward.staff(Role.EDITOR), await families(ward, 2)
    event = await ward.event(
        starts_at=ward.clock.now() + timedelta(days=3), ends_at=ward.clock.now() + timedelta(days=4), kind=Kind.OTHER
    )
    running, draft = await sent_off(ward, editor), await ward.drafts.write(editor, WORDS, None, 2)
    await ward.broadcasts.announce(None, event.id)
    for _ in range(5):
        await ward.broadcasts.step(ward.clock.now())
        async with ward.database.transaction() as tx:
            await tx.execute(update(NoticeRow).values(state="sent"))
            await tx.execute(update(AnnouncedRow).values(outcome=Outcome.SENT.value))
    upkeep = Upkeep(ward.database, ward.clock)
    ward.clock.passes(days=29)
    await upkeep.tidy()
    assert (await ward.count(AnnouncedRow), await ward.count(AnnouncementRow)) == (4, 3)
    ward.clock.passes(days=2)
    await upkeep.tidy()
    with pytest.raises(Refusal, match="no longer exists"):
        await ward.drafts.open(editor, draft.progress.id)
    ward.clock.passes(days=60)
    await upkeep.tidy()
    with pytest.raises(Refusal, match="no longer exists"):
        await ward.drafts.open(editor, running.id)
    assert (await ward.count(AnnouncedRow), await ward.count(AnnouncementRow)) == (0, 1)
    async with ward.database.reading() as tx:
        lines = select(JournalRow.facts).where(JournalRow.verb == "announcement_over")
        assert [facts["sent"] for facts in (await tx.execute(lines)).scalars()] == [2, 2]


async def test_the_loop_is_told_when_to_look_again(ward: Ward) -> None:
    editor, _ = await ward.staff(Role.EDITOR), await families(ward, 1)
    assert await ward.broadcasts.next_due_at() is None
    draft = (await ward.drafts.write(editor, WORDS, None, 1)).progress.id
    assert await ward.broadcasts.next_due_at() is None, "a draft is nobody's business"
    at = ward.clock.now() + timedelta(hours=3)
    await ward.drafts.send(editor, draft, at)
    await ward.broadcasts.stands(editor, draft, 42)
    ward.clock.passes(seconds=6)
    await ward.broadcasts.show_due()
    assert await ward.broadcasts.next_due_at() == at, "nothing changes before its time"
    ward.clock.at = at
    assert await ward.broadcasts.step(at) == 1
    due_at = await ward.broadcasts.next_due_at()
    assert due_at is not None and due_at <= at
    await Wire(ward).sends()
    await ward.broadcasts.step(at)
    await ward.broadcasts.show_due()
    ward.clock.passes(seconds=6)
    await ward.broadcasts.show_due()
    assert await ward.broadcasts.next_due_at() is None
