"""Events: drafted, published, changed, cancelled; whoever signed up hears of every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from domain.enclosures import Enclosure
from domain.event_fields import QUIET
from domain.events import Event, Plan, State, fixed_days_due, unsaid
from domain.news_waiting import InterestOver
from domain.people import EVENT_ROLES, Person, Role, require_staff
from domain.texts import Refusal
from domain.working_time import HANOI
from services import following, tickets
from services.breaking_off import break_off
from services.clock import Clock
from services.event_changes import GONE, check, locked, may_publish, note, publisher, put, refuse_ended, tell
from services.fixed_days import draft
from storage import event_changes, event_files, event_pictures, events, journal, quota, waiting
from storage.database import Database, Transaction
from storage.tables import EventRow

TOLD_WITHIN = timedelta(hours=2)  # after an outage a child is not told of what is long over
LISTED_AFTER = timedelta(days=30)  # how long staff still see an event that is over


@dataclass(frozen=True, slots=True)
class Shown:
    """An event, how many of its seats are taken, and how many families wait for one.

    `left`: seats a newcomer can still have; None where nobody has to sign up. `upload`: its picture, where Telegram
    does not have it yet.
    """

    event: Event
    taken: int
    left: int | None
    waiting: int
    upload: Enclosure | None = None


class Events:
    """Every method is one transaction. Where `person` may be None, that is the operator at the console."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add_from_toml(self, person: Person | None, path: Path) -> Event:
        """The event of a file, as a draft; its name is the file's, so the same file again changes it.

        Raises storage.event_files.BadEventFile with every problem of the file.
        """
        file = event_files.read(path)
        return await self.add(person, file.slug, file.plan, file.picture)

    async def add(self, person: Person | None, slug: str, plan: Plan, picture: Enclosure | None = None) -> Event:
        """A new draft, or a change of the event that has this name. Without a picture it keeps the one it has."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff = publisher(person, plan.ward)
            check(plan, now)
            row = await events.add(tx, slug, plan, made_by=staff.id if staff else None, now=now)
            if row is not None:
                journal.write(tx, now, "event_added", staff=staff.id if staff else None, event=row.id)
                if picture is not None:
                    await event_pictures.put(tx, row, picture)
                return events.event_of(row)
            known = await events.lock_by_slug(tx, slug)
            if known is None:
                raise Refusal(GONE)
            publisher(person, known.ward)
            await put(tx, known, plan, staff, now)
            before = events.event_of(known)
            if picture is not None and await event_pictures.put(tx, known, picture):
                await note(tx, known, before, staff, now)
            await tell(tx, known, now)
            return events.event_of(known)

    async def change(self, person: Person | None, event: int, plan: Plan) -> Event:
        """The event says this now; families signed up are told what changed."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, _ = await locked(tx, person, event)
            staff = publisher(person, plan.ward)
            check(plan, now)
            await put(tx, row, plan, staff, now)
            await tell(tx, row, now)
            return events.event_of(row)

    async def publish(self, person: Person | None, event: int) -> Event:
        """Families see it now. Raises Refusal while something Thông tư 27/2022 wants said is missing."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await locked(tx, person, event)
            shown = events.event_of(row)
            if shown.state is State.PUBLISHED:
                return shown
            refuse_ended(shown)
            if (missing := unsaid(shown)) is not None:
                raise Refusal(missing)
            check(shown, now)
            row.state = State.PUBLISHED.value
            journal.write(tx, now, "event_published", staff=staff.id if staff else None, event=row.id)
            return events.event_of(row)

    async def cancel(self, person: Person | None, event: int, why: str = "") -> Event:
        """It does not take place: its announcement stops, everyone signed up is told, and why. Twice is fine.

        Who is there already stays in the list for the door.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await locked(tx, person, event)
            if row.state == State.DONE:
                refuse_ended(events.event_of(row))
            if row.state != State.CANCELLED:
                row.state, row.why = State.CANCELLED.value, why
                row.told = row.untold_at = None
                row.version += 1  # a calendar takes what has a higher number
                journal.write(tx, now, "event_cancelled", staff=staff.id if staff else None, event=row.id)
                await break_off(tx, row, now)
            return events.event_of(row)

    async def get(self, person: Person | None, event: int) -> Shown:
        """One event. Raises Refusal for one that is not there; drafts are there for their staff only."""
        async with self._database.reading() as tx:
            row = await events.get(tx, event)
            if row is None or (row.state == State.DRAFT and not may_publish(person, row.ward)):
                raise Refusal(GONE)
            shown = (await shown_of(tx, [row], self._clock.now()))[0]
            return replace(shown, upload=await event_pictures.to_send(tx, row))

    async def picture_sent(self, picture: Enclosure, file_id: str) -> None:
        """Telegram has this picture now, under this id."""
        async with self._database.transaction() as tx:
            await event_pictures.sent(tx, picture.digest, file_id)

    async def list_upcoming(self, ward: str | None = None) -> Sequence[Shown]:
        """Published events still to come, of one ward and of all wards (None: everything), soonest first."""
        async with self._database.reading() as tx:
            now = self._clock.now()
            return await shown_of(tx, await events.upcoming(tx, ward, now), now)

    async def listing(self, person: Person | None) -> Sequence[Shown]:
        """For staff: every event in every state that they may see, until 30 days after it."""
        staff = None if person is None else require_staff(person, EVENT_ROLES)
        ward = staff.ward if staff is not None and staff.role is Role.OFFICER else None
        async with self._database.reading() as tx:
            now = self._clock.now()
            return await shown_of(tx, await events.listing(tx, ward, now - LISTED_AFTER), now)

    async def tend(self) -> None:
        """Ends what is over, drafts the fixed days of the next four weeks, once each, and tells families of changes
        that nobody told them of."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            for row in await events.over(tx, now):
                row.state = State.DONE.value
                await following.end(tx, row.id, now)
                await quota.drop(tx, row.id)
                journal.write(tx, now, "event_done", event=row.id)
            for row in await event_changes.untold_since(tx, now - QUIET):
                await tell(tx, row, now)
            for signup, title in await waiting.alone(tx, now - TOLD_WITHIN, now):
                news = InterestOver(signup.event_id, title)
                await tickets.tell(tx, signup, news, f"interest-over:{signup.id}", now)
            for day in fixed_days_due(now.astimezone(HANOI).date()):
                await draft(tx, day, now)


# --- inside a transaction ---


async def shown_of(tx: Transaction, rows: Sequence[EventRow], now: datetime) -> list[Shown]:
    """These events, with how many of their seats are taken and how many families wait."""
    rooms = await waiting.rooms(tx, rows)
    return [
        Shown(
            events.event_of(row),
            room.taken,
            None if row.seats is None else room.open_to_newcomers(now),
            room.waiting,
        )
        for row, room in zip(rows, rooms, strict=True)
    ]
