"""Announcements on their way: at most once a person, never in quiet hours, seen, held and stopped by staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.broadcasts import SHOWN_EVERY, Progress, Reach, State, Tempo, Topic, needs_second
from domain.events import State as EventState
from domain.news_events import AnnouncementShown, EventAnnounced, FamilyNews
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.texts import Refusal, Text
from domain.wards import WARDS
from services import following, publishing
from services.announced import news_of_event
from services.clock import Clock
from storage import broadcasts, events, journal, outbox, people, subscriptions
from storage.database import Database, Transaction, wake
from storage.tables import AnnouncementRow

CHANGED = Text("This was changed since you looked at it. Please look once more: it stands here as it is now.")
TEMPO = Tempo()
BATCH = 200  # about eight seconds: what waits in the outbox stays small, whatever the announcement


class ChangedSince(Refusal):
    """Families would read something else now, or others would, than whoever tapped was shown."""

    def __init__(self) -> None:
        super().__init__(CHANGED)


class Broadcasts:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, tempo: Tempo = TEMPO) -> None:
        self._database = database
        self._clock = clock
        self._tempo = tempo

    # --- what a family wants to hear ---

    async def subscribe(self, person: Person, ward: str, topic: Topic = Topic.EVENTS) -> None:
        """They want to hear about this topic in this ward; twice is once."""
        if ward not in WARDS:
            raise Refusal(Text("Please choose one of the four wards."))
        async with self._database.transaction() as tx:
            await subscriptions.add(tx, person.id, ward, topic, self._clock.now())

    async def unsubscribe(self, person: Person, ward: str | None = None, topic: Topic = Topic.EVENTS) -> None:
        """They no longer want to hear, of this ward or (None) of any."""
        async with self._database.transaction() as tx:
            await subscriptions.end(tx, person.id, ward, topic)

    async def subscriptions(self, person: Person) -> Sequence[tuple[str, Topic]]:
        """The wards and topics this person hears about."""
        async with self._database.reading() as tx:
            return await subscriptions.of_person(tx, person.id)

    # --- what staff see and decide ---

    async def announce(self, person: Person | None, event: int) -> Progress:
        """Starts the one announcement of a published event; asked again, it says how far that is.

        A large one waits for a second person in the chat, who is told. None is the operator at the console.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            known = await events.lock(tx, event)
            if known is not None:
                publishing.publisher(person, Reach.of_event(events.event_of(known)))
            shown = await publishing.open_event(tx, event, now)
            if shown is None:
                raise Refusal(publishing.GONE)
            reach = Reach.of_event(shown)
            staff = publishing.publisher(person, reach)
            asked_by = None if staff is None else staff.id
            row = await broadcasts.add(tx, reach, State.DRAFT, now, event_id=event, asked_by=asked_by)
            row = row or await broadcasts.lock_of_event(tx, event)
            if row is None:
                raise Refusal(publishing.GONE)
            if row.state == State.DRAFT:
                publishing.align(row, shown)
                await begin(tx, row, now, asked_by)
            return await self._progress(tx, row, now)

    async def approve(self, person: Person, announcement: int, seen: str | None = None) -> Progress:
        """A second person agrees to a large announcement, as it was `seen`.

        Raises Refusal for whoever asked for it, ChangedSince where families would read something else now.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await publishing.locked(tx, person, announcement)
            if row.state == State.DRAFT:
                raise Refusal(Text("This announcement has not been sent off yet."))
            if row.state == State.STOPPED:
                raise Refusal(Text("This announcement was stopped. Nothing more of it is sent."))
            if row.state == State.WAITING:
                if staff is not None and staff.id == row.asked_by:
                    raise Refusal(Text("A second person has to agree to an announcement this large."))
                await publishing.open_event(tx, row.event_id, now)
                face = await following.face(tx, row)
                if seen not in (None, face):
                    raise ChangedSince
                row.approved_by, row.agreed = None if staff is None else staff.id, face
                await broadcasts.go_on(tx, row, self._tempo.opens_at(now))
                journal.write(tx, now, "announcement_approved", staff=row.approved_by, announcement=row.id)
                await self._show(tx, row, now)
            return await self._progress(tx, row, now)

    async def pause(self, person: Person, announcement: int) -> Progress:
        """What has not left waits. Paused already, or over: it stays so."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await publishing.locked(tx, person, announcement)
            if row.state == State.RUNNING:
                await broadcasts.hold(tx, row, State.PAUSED)
                journal.write(
                    tx, now, "announcement_paused", staff=None if staff is None else staff.id, announcement=row.id
                )
                await self._show(tx, row, now)
            return await self._progress(tx, row, now)

    async def go_on(self, person: Person, announcement: int) -> Progress:
        """It leaves again, outside the quiet hours; where its event was changed meanwhile, after a new second yes."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await publishing.locked(tx, person, announcement)
            if row.state == State.PAUSED and await following.lacks_yes(tx, row):
                row.state = State.WAITING.value
                await following.ask_others(tx, row, now)
                await self._show(tx, row, now)
            elif row.state == State.PAUSED:
                await broadcasts.go_on(tx, row, self._tempo.opens_at(now))
                journal.write(
                    tx, now, "announcement_went_on", staff=None if staff is None else staff.id, announcement=row.id
                )
                await self._show(tx, row, now)
            return await self._progress(tx, row, now)

    async def stop(self, person: Person | None, announcement: int) -> Progress:
        """Nothing more is written or sent; what has left has left. Over already: it stays so."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await publishing.locked(tx, person, announcement)
            if row.state == State.DRAFT:
                raise Refusal(Text("This announcement has not been sent off yet."))
            if not State(row.state).is_over:
                await broadcasts.stop(tx, row, now)
                await _write_down(tx, row, now)
                journal.write(
                    tx, now, "announcement_stopped", staff=None if staff is None else staff.id, announcement=row.id
                )
                await self._show(tx, row, now)
            return await self._progress(tx, row, now)

    async def progress(self, person: Person | None, event: int) -> Progress | None:
        """How far the announcement of an event is; None: it was never announced."""
        async with self._database.reading() as tx:
            row = await broadcasts.of_event(tx, event)
            if row is None:
                return None
            publishing.publisher(person, broadcasts.reach_of(row))
            return await self._progress(tx, row, self._clock.now())

    async def stands(self, person: Person, announcement: int, message: int) -> None:
        """Where its progress stands in the chat of whoever asked for it: from now on it changes there by itself."""
        async with self._database.transaction() as tx:
            row = await broadcasts.lock(tx, announcement)
            if row is not None and person.staff is not None and row.asked_by == person.staff.id:
                still = row.state in (State.PAUSED, State.WAITING)
                row.message, row.shown_at = message, broadcasts.HELD if still else self._clock.now()

    # --- what ticks ---

    async def next_due_at(self) -> datetime | None:
        """When there is something to write or to show; most looks find nothing, and keep no writer waiting."""
        async with self._database.reading() as tx:
            return await broadcasts.next_due_at(tx, SHOWN_EVERY)

    async def step(self, now: datetime) -> int:
        """Writes the next batch of the oldest running announcement that has one; gives how many notices.

        Waits while the last batch has not left. In quiet hours notices are due when those end. One that is written to
        the end, or ends or is held here, is in nobody's way.
        """
        async with self._database.transaction() as tx:
            row = await broadcasts.lock_running(tx, now)
            while row is not None:
                if await self._still_runs(tx, row, now) and (new := await _write_batch(tx, row, now, self._tempo)):
                    return new
                row = await broadcasts.lock_running(tx, now, after=row.id)
            return 0

    async def show_due(self) -> None:
        """Changes the progress on the phones of those who asked, where it is older than a few seconds."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            for row in await broadcasts.to_show(tx, now - SHOWN_EVERY):
                await self._show(tx, row, now)

    # --- inside a transaction ---

    async def _still_runs(self, tx: Transaction, row: AnnouncementRow, now: datetime) -> bool:
        """It ends with its event. Begun without a second yes to what it says, it is held and asked about, not stuck."""
        if (await _news(tx, row, now))[0] is None:
            await broadcasts.stop(tx, row, now)
            return False
        if row.begun_at is not None and not await following.may_leave(tx, row):
            await broadcasts.hold(tx, row, State.WAITING)
            await following.ask_others(tx, row, now)
            await self._show(tx, row, now)
            return False
        return True

    async def _show(self, tx: Transaction, row: AnnouncementRow, now: datetime) -> None:
        """The progress as it is now, once; when it is looked at again, if ever, stands in `shown_at`."""
        author = None if row.asked_by is None else await people.staff(tx, row.asked_by)
        if row.message is None or author is None:
            return
        shown = await self._progress(tx, row, now)
        news = AnnouncementShown(shown)
        once = f"progress:{row.id}:{now:%Y%m%d%H%M%S%f}"
        await outbox.write(tx, [Notice(author.person, news, Lane.SERVICE, once, edits=row.message)], now)
        opens_at = max(now, shown.due_at or now, shown.quiet_until or now)  # nothing changes before
        row.shown_at = broadcasts.HELD if shown.state in (State.PAUSED, State.WAITING) else opens_at
        if shown.state.is_over:
            row.message = None

    async def _progress(self, tx: Transaction, row: AnnouncementRow, now: datetime) -> Progress:
        return (await broadcasts.progress(tx, row)).at(now, self._tempo)


async def begin(tx: Transaction, row: AnnouncementRow, now: datetime, asked_by: int | None) -> None:
    """A draft is sent off: it runs, or waits for a second person, who is told."""
    row.asked_by, row.at = asked_by, now
    row.expected = await broadcasts.expected(tx, broadcasts.reach_of(row))
    waits = needs_second(row.expected)
    row.state = (State.WAITING if waits else State.RUNNING).value
    journal.write(tx, now, "announced", staff=asked_by, event=row.event_id, announcement=row.id, expected=row.expected)
    if waits:
        await following.ask_others(tx, row, now)
    wake(tx, broadcasts.TOPIC)


async def _write_down(tx: Transaction, row: AnnouncementRow, now: datetime) -> None:
    """What came of it, in numbers: they outlive the ledger."""
    p = await broadcasts.progress(tx, row)
    counts = {"sent": p.sent, "blocked": p.blocked, "failed": p.failed, "skipped": p.skipped}
    journal.write(tx, now, "announcement_over", event=row.event_id, announcement=row.id, **counts)


async def _write_batch(tx: Transaction, row: AnnouncementRow, now: datetime, tempo: Tempo) -> int:
    """The next families have it in the outbox, how many; nobody is left and nothing on its way: it is done."""
    news, expires_at = await _news(tx, row, now)
    if news is None or await broadcasts.waiting(tx) >= BATCH:
        return 0
    if row.begun_at is None and not await _may_begin(tx, row, now):
        return 0
    batch = await broadcasts.recipients(tx, broadcasts.reach_of(row), row.cursor, BATCH)
    new = await broadcasts.mark(tx, row.id, batch)
    due_at = tempo.opens_at(now)
    await outbox.write(tx, [_notice(row.id, to, news, due_at, expires_at) for to in sorted(new)], now)
    row.cursor = batch[-1][0] if batch else row.cursor
    if len(batch) < BATCH and await broadcasts.is_through(tx, row, now):
        row.state, row.ended_at = State.DONE.value, now
        await _write_down(tx, row, now)
    return len(new)


async def _may_begin(tx: Transaction, row: AnnouncementRow, now: datetime) -> bool:
    """Counted anew at its time: it may have become large since it was planned, and then waits for a second person."""
    event = None if row.event_id is None else await events.get(tx, row.event_id)
    if event is not None:
        publishing.align(row, events.event_of(event))
    row.expected = await broadcasts.expected(tx, broadcasts.reach_of(row))
    if await following.lacks_yes(tx, row):
        row.state = State.WAITING.value
        await following.ask_others(tx, row, now)
        return False
    row.begun_at = now
    return True


async def _news(
    tx: Transaction, row: AnnouncementRow, now: datetime
) -> tuple[EventAnnounced | FamilyNews | None, datetime | None]:
    """What its notices say, and until when; None: its event is not to come any more."""
    if row.event_id is None:
        return FamilyNews(row.id, row.topic), None  # the words are kept once, and read when it leaves
    found = await events.get(tx, row.event_id)
    shown = None if found is None else events.event_of(found)
    if shown is None or shown.state is not EventState.PUBLISHED or shown.starts_at <= now:
        return None, None
    return news_of_event(shown, row.id), shown.starts_at


def _notice(
    announcement: int, to: int, news: EventAnnounced | FamilyNews, due_at: datetime, expires_at: datetime | None
) -> Notice:
    once = broadcasts.once(announcement, to)
    return Notice(to, news, Lane.ANNOUNCEMENT, once, due_at=due_at, expires_at=expires_at)
