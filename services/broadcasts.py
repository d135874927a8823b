"""Announcements: once an event, at most once a person, never in quiet hours, and stoppable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.broadcasts import Progress, Quiet, State, Topic, needs_second
from domain.events import Event
from domain.events import State as EventState
from domain.news_events import AnnouncementWaits, EventAnnounced
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.texts import Refusal, Text
from domain.wards import WARDS
from services.clock import Clock
from storage import broadcasts, events, journal, outbox, people
from storage.database import Database, Transaction
from storage.tables import AnnouncementRow

QUIET = Quiet()
BATCH = 200  # about eight seconds of Telegram's pace: what `stop` can no longer catch stays small


class Broadcasts:
    """Every method is one transaction. `quiet` None: the operator wants no quiet hours."""

    def __init__(self, database: Database, clock: Clock, quiet: Quiet | None = QUIET) -> None:
        self._database = database
        self._clock = clock
        self._quiet = quiet

    # --- what a family wants to hear ---

    async def subscribe(self, person: Person, ward: str, topic: Topic = Topic.EVENTS) -> None:
        """They want to hear about this topic in this ward; twice is once."""
        if ward not in WARDS:
            raise Refusal(Text("Please choose one of the four wards."))
        async with self._database.transaction() as tx:
            await broadcasts.subscribe(tx, person.id, ward, topic, self._clock.now())

    async def unsubscribe(self, person: Person, ward: str | None = None, topic: Topic = Topic.EVENTS) -> None:
        """They no longer want to hear, of this ward or (None) of any."""
        async with self._database.transaction() as tx:
            await broadcasts.unsubscribe(tx, person.id, ward, topic)

    async def subscriptions(self, person: Person) -> Sequence[tuple[str, Topic]]:
        """The wards and topics this person hears about."""
        async with self._database.reading() as tx:
            return await broadcasts.subscriptions(tx, person.id)

    # --- what staff announce ---

    async def announce(self, person: Person | None, event: int) -> Progress:
        """Starts the one announcement of a published event; asked again, it says how far that is.

        A large one waits for a second person, who is told. None is the operator at the console.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, shown = await _open_event(tx, person, event, now)
            expected = await broadcasts.expected(tx, shown)
            waits = staff is not None and needs_second(expected)
            state = State.WAITING if waits else State.RUNNING
            by = None if staff is None else staff.id
            row = await broadcasts.add(tx, shown, state, expected, asked_by=by, now=now)
            if row is None:
                return await broadcasts.progress(tx, await _known(tx, event))
            journal.write(tx, now, "announced", staff=by, event=event, announcement=row.id, expected=expected)
            if waits and staff is not None:
                await _ask_others(tx, row, shown, staff, now)
            return await broadcasts.progress(tx, row)

    async def approve(self, person: Person, announcement: int) -> Progress:
        """A second person agrees to a large announcement. Raises Refusal for whoever asked for it."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await _locked(tx, person, announcement)
            if row.state == State.WAITING:
                if staff is not None and staff.id == row.asked_by:
                    raise Refusal(Text("A second person has to agree to an announcement this large."))
                row.state, row.approved_by = State.RUNNING.value, None if staff is None else staff.id
                journal.write(tx, now, "announcement_approved", staff=row.approved_by, announcement=row.id)
            return await broadcasts.progress(tx, row)

    async def stop(self, person: Person | None, announcement: int) -> Progress:
        """Nothing more is written or sent; what has left has left."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await _locked(tx, person, announcement)
            if row.state != State.STOPPED:
                await broadcasts.stop(tx, row, now)
                by = None if staff is None else staff.id
                journal.write(tx, now, "announcement_stopped", staff=by, announcement=row.id)
            return await broadcasts.progress(tx, row)

    async def progress(self, person: Person | None, event: int) -> Progress | None:
        """How far the announcement of an event is; None: it was never announced."""
        async with self._database.reading() as tx:
            row = await broadcasts.of_event(tx, event)
            if row is None:
                return None
            _publisher(person, row.ward)
            return await broadcasts.progress(tx, row)

    async def step(self, now: datetime) -> int:
        """Writes the next batch of the oldest running announcement; gives how many notices.

        Waits while the last batch has not left. In quiet hours notices are due when those end.
        """
        async with self._database.transaction() as tx:
            row = await broadcasts.lock_running(tx)
            if row is None or await broadcasts.waiting(tx) >= BATCH:
                return 0
            found = await events.get(tx, row.event_id)
            shown = None if found is None else events.event_of(found)
            if shown is None or shown.state is not EventState.PUBLISHED or shown.starts_at <= now:
                row.state, row.ended_at = State.STOPPED.value, now
                return 0
            batch = await broadcasts.recipients(tx, shown, row.cursor, BATCH)
            new = await broadcasts.mark(tx, row.id, batch)
            await outbox.write(tx, self._notices(row, shown, sorted(new), now), now)
            row.cursor = batch[-1] if batch else row.cursor
            if len(batch) < BATCH:
                row.state, row.ended_at = State.DONE.value, now
            return len(new)

    def _notices(self, row: AnnouncementRow, shown: Event, to: Sequence[int], now: datetime) -> Sequence[Notice]:
        due_at = now if self._quiet is None else self._quiet.over(now)
        news = EventAnnounced(
            shown.id,
            shown.kind,
            shown.title,
            shown.ward,
            shown.starts_at,
            shown.ends_at,
            shown.place,
            shown.seats is not None,
        )
        return [
            Notice(
                person,
                news,
                Lane.ANNOUNCEMENT,
                broadcasts.once(row.id, person),
                due_at=due_at,
                expires_at=shown.starts_at,
            )
            for person in to
        ]


# --- inside a transaction ---


def _publisher(person: Person | None, ward: str | None) -> Staff | None:
    if person is None:
        return None
    staff = require_staff(person, EVENT_ROLES)
    if not staff.may_publish_in(ward):
        raise StaffOnly(Text("You can publish for your own ward only. A coordinator or an editor can help."))
    return staff


async def _open_event(tx: Transaction, person: Person | None, event: int, now: datetime) -> tuple[Staff | None, Event]:
    row = await events.lock(tx, event)
    if row is None:
        raise Refusal(Text("This event no longer exists."))
    staff = _publisher(person, row.ward)
    shown = events.event_of(row)
    if shown.state is not EventState.PUBLISHED or shown.starts_at <= now:
        raise Refusal(Text("Only a published event that has not begun can be announced."))
    return staff, shown


async def _known(tx: Transaction, event: int) -> AnnouncementRow:
    row = await broadcasts.lock_of_event(tx, event)
    if row is None:
        raise Refusal(Text("This announcement no longer exists."))
    return row


async def _locked(tx: Transaction, person: Person | None, announcement: int) -> tuple[AnnouncementRow, Staff | None]:
    row = await broadcasts.lock(tx, announcement)
    if row is None:
        raise Refusal(Text("This announcement no longer exists."))
    return row, _publisher(person, row.ward)


async def _ask_others(tx: Transaction, row: AnnouncementRow, shown: Event, staff: Staff, now: datetime) -> None:
    """Everybody else who may publish there is asked for the second yes."""
    others = [
        c.staff
        for c in await people.contacts(tx)
        if c.staff.id != staff.id and c.staff.role in EVENT_ROLES and c.staff.may_publish_in(shown.ward)
    ]
    news = AnnouncementWaits(row.id, shown.id, shown.title, staff.name, row.expected)
    notices = [Notice(s.person, news, Lane.SERVICE, f"approve:{row.id}:{s.person}") for s in others]
    await outbox.write(tx, notices, now)
