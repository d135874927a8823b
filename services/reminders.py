"""*Nhắc tôi*: promises in the outbox for three days and three hours before, said only while the event still stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.events import Event, State
from domain.news_events import EventReminder
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.reminders import When, late_reminder, reminders_for
from domain.texts import Refusal, Text
from services.clock import Clock
from storage import events, guardians, outbox, reminders
from storage.database import Database, Transaction
from storage.tables import EventRow, SignupRow


class Reminders:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def remind(self, person: Person, event: int) -> Sequence[datetime]:
        """Promises what can still come of the two; asked twice each is still one. Gives when.

        Raises Refusal when it is too late.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await events.get(tx, event)
            if row is None or not events.event_of(row).is_open_at(now):
                raise Refusal(Text("This event is over or was cancelled."))
            shown = events.event_of(row)
            due = reminders_for(person.id, shown.starts_at, now)
            if not due:
                raise Refusal(Text("It begins very soon, so there is nothing left to remind you of. See you there!"))
            await outbox.write(tx, _notices([person.id], shown, now), now)
            return list(due.values())

    async def off(self, person: Person, event: int) -> None:
        """They are reminded of it no more, also when it moves; twice is fine. A sign-up stays as it is."""
        async with self._database.transaction() as tx:
            await reminders.forget(tx, event, self._clock.now(), of=[person.id])
            await reminders.settle(tx, event, person.id)


async def move(tx: Transaction, row: EventRow, now: datetime) -> None:
    """The event has other hours: whoever asked is reminded of those, and no more of the old ones.

    Also where it begins so soon that they could not ask any more: they stay among those who hear what changes.
    """
    shown = events.event_of(row)
    who = await reminders.askers(tx, shown.id)
    await reminders.forget(tx, shown.id, now)
    await outbox.write(tx, _notices(who, shown, now), now)


async def end(tx: Transaction, row: SignupRow, now: datetime) -> None:
    """A sign-up is about to end: nobody of the family is reminded any more."""
    await reminders.forget(tx, row.event_id, now, of=await guardians.everybody(tx, row))


async def as_it_is_now(tx: Transaction, to: int, news: EventReminder, now: datetime) -> EventReminder | None:
    """The reminder with today's words; None once the event was cancelled. A moved event is promised anew."""
    row = await events.get(tx, news.event)
    if row is None or row.state != State.PUBLISHED:
        return None
    shown = events.event_of(row)
    if shown.starts_at == news.starts_at:
        return EventReminder(shown.id, shown.title, shown.starts_at, shown.place)
    await outbox.write(tx, _notices([to], shown, now), now)
    return None


def _notices(who: Sequence[int], shown: Event, now: datetime) -> list[Notice]:
    return [notice for person in who for notice in _of(person, shown, now)]


def _of(person: int, shown: Event, now: datetime) -> Iterator[Notice]:
    news = EventReminder(shown.id, shown.title, shown.starts_at, shown.place)
    due = reminders_for(person, shown.starts_at, now)
    if not due and (late := late_reminder(shown.starts_at, shown.ends_at, now)) is not None:
        due = {When.HOURS: late}
    end = shown.starts_at if shown.starts_at > now else shown.ends_at
    ends = {When.DAYS: due.get(When.HOURS, end), When.HOURS: end}
    for when, at in due.items():
        once = f"{reminders.once(shown.id)}{person}:{shown.starts_at:%Y%m%d%H%M}:{when}"
        yield Notice(person, news, Lane.SERVICE, once, due_at=at, expires_at=ends[when])
