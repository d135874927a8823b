"""Events: drafted, published, changed, cancelled; whoever signed up hears of every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from domain.events import TOLD, Event, Plan, State, fixed_days_due, problems, unsaid
from domain.news import News
from domain.news_events import EventCancelled, EventChanged
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, Person, Role, Staff, StaffOnly, require_staff
from domain.texts import Refusal, Text
from domain.working_time import HANOI
from services.clock import Clock
from services.fixed_days import draft
from storage import broadcasts, event_files, events, journal, outbox, signups, waiting
from storage.database import Database, Transaction, wake
from storage.tables import EventRow, SignupRow

GONE = Text("This event no longer exists.")
LISTED_AFTER = timedelta(days=30)  # how long staff still see an event that is over


@dataclass(frozen=True, slots=True)
class Shown:
    """An event, how many of its seats are taken, and how many families wait for one.

    `left`: seats a newcomer can still have; None where nobody has to sign up.
    """

    event: Event
    taken: int
    left: int | None
    waiting: int


class Events:
    """Every method is one transaction. Where `person` may be None, that is the operator at the console."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add_from_toml(self, person: Person | None, path: Path) -> Event:
        """The event of a file, as a draft; its name is the file's, so the same file again changes it.

        Raises storage.event_files.BadEventFile with every problem of the file.
        """
        slug, plan = event_files.read(path)
        return await self.add(person, slug, plan)

    async def add(self, person: Person | None, slug: str, plan: Plan) -> Event:
        """A new draft, or a change of the event that has this name."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff = _publisher(person, plan.ward)
            _check(plan, now)
            row = await events.add(tx, slug, plan, made_by=staff.id if staff else None, now=now)
            if row is not None:
                journal.write(tx, now, "event_added", staff=staff.id if staff else None, event=row.id)
                return events.event_of(row)
            known = await events.lock_by_slug(tx, slug)
            if known is None:
                raise Refusal(GONE)
            _publisher(person, known.ward)
            await _change(tx, known, plan, staff, now)
            return events.event_of(known)

    async def change(self, person: Person | None, event: int, plan: Plan) -> Event:
        """The event says this now; families signed up are told what changed."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, _ = await _locked(tx, person, event)
            staff = _publisher(person, plan.ward)
            _check(plan, now)
            await _change(tx, row, plan, staff, now)
            return events.event_of(row)

    async def publish(self, person: Person | None, event: int) -> Event:
        """Families see it now. Raises Refusal while something Thông tư 27/2022 wants said is missing."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await _locked(tx, person, event)
            shown = events.event_of(row)
            if shown.state is State.PUBLISHED:
                return shown
            _refuse_ended(shown)
            if (missing := unsaid(shown)) is not None:
                raise Refusal(missing)
            _check(shown, now)
            row.state = State.PUBLISHED.value
            journal.write(tx, now, "event_published", staff=staff.id if staff else None, event=row.id)
            return events.event_of(row)

    async def cancel(self, person: Person | None, event: int) -> Event:
        """It does not take place: its announcement stops, everyone signed up is told. Twice is fine."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await _locked(tx, person, event)
            if row.state == State.DONE:
                _refuse_ended(events.event_of(row))
            if row.state != State.CANCELLED:
                row.state = State.CANCELLED.value
                row.version += 1  # a calendar takes what has a higher number
                journal.write(tx, now, "event_cancelled", staff=staff.id if staff else None, event=row.id)
                if (announcement := await broadcasts.lock_of_event(tx, row.id)) is not None:
                    await broadcasts.stop(tx, announcement, now)
                families = await signups.of_event(tx, row.id)
                news = EventCancelled(row.id, row.title, row.starts_at, row.place)
                await _tell(tx, families, news, f"event-cancelled:{row.id}", now)
                await signups.cancel(tx, families, now, withdrawn=False)
            return events.event_of(row)

    async def get(self, person: Person | None, event: int) -> Shown:
        """One event. Raises Refusal for one that is not there; drafts are there for their staff only."""
        async with self._database.reading() as tx:
            row = await events.get(tx, event)
            if row is None or (row.state == State.DRAFT and not _may_publish(person, row.ward)):
                raise Refusal(GONE)
            return (await _shown(tx, [row], self._clock.now()))[0]

    async def list_upcoming(self, ward: str | None = None) -> Sequence[Shown]:
        """Published events still to come, of one ward and of all wards (None: everything), soonest first."""
        async with self._database.reading() as tx:
            now = self._clock.now()
            return await _shown(tx, await events.upcoming(tx, ward, now), now)

    async def listing(self, person: Person | None) -> Sequence[Shown]:
        """For staff: every event in every state that they may see, until 30 days after it."""
        staff = None if person is None else require_staff(person, EVENT_ROLES)
        ward = staff.ward if staff is not None and staff.role is Role.OFFICER else None
        async with self._database.reading() as tx:
            now = self._clock.now()
            return await _shown(tx, await events.listing(tx, ward, now - LISTED_AFTER), now)

    async def tend(self) -> None:
        """Ends what is over, and drafts the fixed days of the next four weeks, once each."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            for row in await events.over(tx, now):
                row.state = State.DONE.value
                journal.write(tx, now, "event_done", event=row.id)
            for day in fixed_days_due(now.astimezone(HANOI).date()):
                await draft(tx, day, now)


# --- inside a transaction ---


def _may_publish(person: Person | None, ward: str | None) -> bool:
    if person is None:
        return True
    staff = person.staff
    return staff is not None and staff.role in EVENT_ROLES and staff.may_publish_in(ward)


def _publisher(person: Person | None, ward: str | None) -> Staff | None:
    """The staff entry of somebody who may publish in this ward; None is the operator. Raises Refusal."""
    staff = None if person is None else require_staff(person, EVENT_ROLES)
    if not _may_publish(person, ward):
        raise StaffOnly(Text("You can publish for your own ward only. A coordinator or an editor can help."))
    return staff


async def _locked(tx: Transaction, person: Person | None, event: int) -> tuple[EventRow, Staff | None]:
    row = await events.lock(tx, event)
    if row is None:
        raise Refusal(GONE)
    return row, _publisher(person, row.ward)


def _check(plan: Plan, now: datetime) -> None:
    for _, text in problems(plan):
        raise Refusal(text)
    if plan.ends_at <= now:
        raise Refusal(Text("This event lies in the past. Please check its dates."))


def _refuse_ended(event: Event) -> None:
    if event.state is State.CANCELLED:
        raise Refusal(Text("This event was cancelled. Please make a new one."))
    if event.state is State.DONE:
        raise Refusal(Text("This event is over."))


async def _change(tx: Transaction, row: EventRow, plan: Plan, staff: Staff | None, now: datetime) -> None:
    before = events.event_of(row)
    _refuse_ended(before)
    families = await signups.of_event(tx, row.id)
    if families:
        _check_families(before, plan, (await signups.taken(tx, [row.id])).get(row.id, 0))
    if before.state is State.PUBLISHED and (missing := unsaid(plan)) is not None:
        raise Refusal(missing)
    events.write_plan(row, plan)
    if _same(before, plan):
        return
    row.version += 1
    journal.write(tx, now, "event_changed", staff=staff.id if staff else None, event=row.id)
    wake(tx, signups.FREED)  # there may be more seats
    changed = tuple(name for name in TOLD if getattr(before, name) != getattr(plan, name))
    if changed and before.state is State.PUBLISHED:
        news = EventChanged(row.id, plan.title, plan.starts_at, plan.ends_at, plan.place, changed)
        await _tell(tx, families, news, f"event-changed:{row.id}:{row.version}", now)


def _same(event: Event, plan: Plan) -> bool:
    return all(getattr(event, name) == getattr(plan, name) for name in Plan.__dataclass_fields__)


def _check_families(before: Event, plan: Plan, taken: int) -> None:
    if plan.accompanied != before.accompanied:
        raise Refusal(Text("Families have signed up already: whether children come accompanied stays as it is."))
    if plan.open_seats is None or plan.open_seats < taken:
        raise Refusal(Text("{taken} seats are taken already; there cannot be fewer.", taken=taken))


async def _tell(tx: Transaction, families: Sequence[SignupRow], news: News, once: str, now: datetime) -> None:
    """Everyone signed up hears of it."""
    notices = [Notice(f.person_id, news, Lane.SERVICE, f"{once}:{f.person_id}") for f in families]
    await outbox.write(tx, notices, now)


async def _shown(tx: Transaction, rows: Sequence[EventRow], now: datetime) -> list[Shown]:
    lines = await waiting.lines(tx, rows)
    return [
        Shown(
            events.event_of(row),
            line.taken,
            None if row.seats is None else line.open_to_newcomers(now),
            len(line.queue),
        )
        for row, line in zip(rows, lines, strict=True)
    ]
