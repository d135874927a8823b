"""*Nhắc tôi*: a promise in the outbox for the evening before, said only while the event still stands."""

from __future__ import annotations

from datetime import datetime

from domain.events import Event, State
from domain.news_events import EventReminder
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.texts import Refusal, Text
from services.clock import Clock
from storage import events, outbox
from storage.database import Database, Transaction


class Reminders:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def remind(self, person: Person, event: int) -> datetime:
        """Promises one reminder; asked twice it is still one. Gives when. Raises Refusal when it is too late."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await events.get(tx, event)
            if row is None or not events.event_of(row).is_open_at(now):
                raise Refusal(Text("This event is over or was cancelled."))
            shown = events.event_of(row)
            due = shown.reminder_at(now)
            if due is None:
                raise Refusal(Text("It begins very soon, so there is nothing left to remind you of. See you there!"))
            await outbox.write(tx, [_notice(person.id, shown, due)], now)
            return due


async def as_it_is_now(tx: Transaction, to: int, news: EventReminder, now: datetime) -> EventReminder | None:
    """The reminder with today's words; None once the event was cancelled. A moved event is promised anew."""
    row = await events.get(tx, news.event)
    if row is None or row.state != State.PUBLISHED:
        return None
    shown = events.event_of(row)
    if shown.starts_at == news.starts_at:
        return EventReminder(shown.id, shown.title, shown.starts_at, shown.place)
    if (due := shown.reminder_at(now)) is not None:
        await outbox.write(tx, [_notice(to, shown, due)], now)
    return None


def _notice(to: int, shown: Event, due: datetime) -> Notice:
    news = EventReminder(shown.id, shown.title, shown.starts_at, shown.place)
    once = f"remind:{shown.id}:{to}:{shown.starts_at:%Y%m%d%H%M}"
    return Notice(to, news, Lane.SERVICE, once, due_at=due, expires_at=shown.starts_at)
