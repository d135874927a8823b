"""An announcement before it leaves: written, looked at as families will see it, narrowed, sent off or thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.announcement_faces import is_near
from domain.announcement_times import read_moments
from domain.broadcasts import Progress, Reach, State, Tempo, check_moment, clean_words
from domain.events import Event
from domain.news_events import EventAnnounced, FamilyNews
from domain.people import EVENT_ROLES, Person, Role, require_staff
from domain.texts import NoMore, Refusal, Text
from services import following, publishing
from services.announced import news_of_event
from services.broadcasts import TEMPO, ChangedSince, begin
from services.clock import Clock
from storage import broadcasts, events, journal
from storage.database import Database, Transaction
from storage.tables import AnnouncementRow

NEWEST = 8
LOOKED_THROUGH = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """An announcement as staff see it: what families will read, for whom, how many those are now, and how far it is."""

    news: EventAnnounced | FamilyNews
    reach: Reach
    estimate: int
    progress: Progress
    mine: bool
    seen: str

    @property
    def is_draft(self) -> bool:
        return self.progress.state is State.DRAFT


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody was shown: the words and for whom they are (domain/announcement_faces.py), how many those were."""

    face: str
    estimate: int

    def is_true(self, face: str, estimate: int) -> bool:
        """Whether it still is so; a few families more or less are no matter."""
        return self.face == face and is_near(self.estimate, estimate)


class BroadcastDrafts:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, tempo: Tempo = TEMPO) -> None:
        self._database = database
        self._clock = clock
        self._tempo = tempo

    async def newest(self, person: Person) -> Sequence[Progress]:
        """The last announcements of the wards they may publish for, newest first."""
        staff = require_staff(person, EVENT_ROLES)
        async with self._database.reading() as tx:
            rows = [
                row
                for row in await broadcasts.newest(tx, LOOKED_THROUGH)
                if publishing.may_publish(staff, broadcasts.reach_of(row))
            ]
            return [await broadcasts.progress(tx, row) for row in rows[:NEWEST]]

    async def write(self, person: Person, words: str, picture: str | None, update_id: int) -> Opened:
        """A draft of their own words: an officer's for their ward, others' for all. The same update is one draft."""
        staff = require_staff(person, EVENT_ROLES)
        reach = Reach((staff.ward,) if staff.role is Role.OFFICER and staff.ward is not None else ())
        publishing.publisher(person, reach)
        said = clean_words(words, below_picture=picture is not None)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            made = {"words": said, "picture": picture, "asked_by": staff.id, "update_id": update_id}
            row = await broadcasts.add(tx, reach, State.DRAFT, now, **made)
            row = row or await broadcasts.of_update(tx, update_id)
            if row is None:
                raise Refusal(publishing.GONE)
            return await self._opened(tx, row, person)

    async def about(self, person: Person, event: int) -> Opened:
        """The announcement of an event: a draft, or the one it has."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            known = await events.lock(tx, event)
            row = await broadcasts.lock_of_event(tx, event)
            if row is not None and known is not None:
                if row.state == State.DRAFT:
                    publishing.align(row, events.event_of(known))
                publishing.publisher(person, broadcasts.reach_of(row))
                return await self._opened(tx, row, person)
            if known is not None:
                publishing.publisher(person, Reach.of_event(events.event_of(known)))
            else:
                require_staff(person, EVENT_ROLES)
            shown = await publishing.open_event(tx, event, now)
            if shown is None:
                raise Refusal(publishing.GONE)
            staff = publishing.publisher(person, Reach.of_event(shown))
            row = await broadcasts.add(
                tx,
                Reach.of_event(shown),
                State.DRAFT,
                now,
                event_id=event,
                asked_by=None if staff is None else staff.id,
            )
            row = row or await broadcasts.of_event(tx, event)
            if row is None:
                raise Refusal(publishing.GONE)
            return await self._opened(tx, row, person)

    async def open(self, person: Person, announcement: int) -> Opened:
        """One announcement, in whatever state."""
        async with self._database.transaction() as tx:
            row, _ = await publishing.locked(tx, person, announcement)
            return await self._opened(tx, row, person)

    async def narrow(self, person: Person, announcement: int, what: str, value: str | None) -> Opened:
        """For whom a draft of free words is. An event's is for whom the event is."""
        async with self._database.transaction() as tx:
            row = await _draft(tx, person, announcement)
            if row.event_id is not None:
                raise Refusal(Text("An event is announced to everybody it is for. Change the event to change that."))
            reach = broadcasts.reach_of(row).narrowed(what, value)
            publishing.publisher(person, reach)
            broadcasts.write_reach(row, reach)
            return await self._opened(tx, row, person)

    async def moments(self, person: Person, announcement: int, said: str) -> Sequence[datetime]:
        """The times somebody wrote for a draft, to be tapped. Raises Refusal (domain/announcement_times.py)."""
        async with self._database.transaction() as tx:
            await _draft(tx, person, announcement)
        return read_moments(said, self._clock.now(), self._tempo)

    async def send(self, person: Person, announcement: int, at: datetime | None, shown: Seen | None = None) -> Progress:
        """Sends a draft off, now or at a time; a large one waits for a second person. Sent already: how far it is.

        `shown`: what they saw before they tapped. Raises ChangedSince where it reads otherwise now, or is for others;
        Refusal where there is nobody to tell, the time has passed, or the event is over.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await publishing.locked(tx, person, announcement)
            if row.state != State.DRAFT:
                return (await broadcasts.progress(tx, row)).at(now, self._tempo)
            event = await publishing.open_event(tx, row.event_id, now)
            estimate = await broadcasts.expected(tx, broadcasts.reach_of(row))
            if shown is not None and not shown.is_true(await following.face(tx, row), estimate):
                raise ChangedSince
            if at is not None:
                row.due_at = check_moment(at, now, before=None if event is None else event.starts_at)
            await begin(tx, row, now, None if staff is None else staff.id)
            if row.expected == 0:
                raise Refusal(Text("Nobody has asked to hear of this yet, so there is nobody to tell."))
            return (await broadcasts.progress(tx, row)).at(now, self._tempo)

    async def discard(self, person: Person, announcement: int) -> None:
        """A draft is thrown away. Raises Refusal for what was sent off: that can be stopped."""
        async with self._database.transaction() as tx:
            row = await _draft(tx, person, announcement)
            journal.write(tx, self._clock.now(), "announcement_discarded", announcement=row.id)
            await tx.delete(row)

    async def _opened(self, tx: Transaction, row: AnnouncementRow, person: Person) -> Opened:
        reach = broadcasts.reach_of(row)
        mine = person.staff is not None and person.staff.id == row.asked_by
        event = await _event(tx, row)
        free = FamilyNews(row.id, row.topic, row.words or "", row.picture)
        news = free if event is None else news_of_event(event, row.id)
        shown = (await broadcasts.progress(tx, row)).at(self._clock.now(), self._tempo)
        estimate = await broadcasts.expected(tx, reach)
        return Opened(news, reach, estimate, shown, mine, await following.face(tx, row))


# --- inside a transaction ---


async def _draft(tx: Transaction, person: Person, announcement: int) -> AnnouncementRow:
    row, _ = await publishing.locked(tx, person, announcement)
    if row.state != State.DRAFT:
        raise NoMore(Text("This announcement was sent off already. It can be stopped, not changed."))
    return row


async def _event(tx: Transaction, row: AnnouncementRow) -> Event | None:
    found = None if row.event_id is None else await events.get(tx, row.event_id)
    return None if found is None else events.event_of(found)
