"""*Thêm vào lịch*: the file of an event, promised on a tap and made when it is sent."""

from __future__ import annotations

from datetime import datetime

from domain.events import State
from domain.news_events import CalendarFile
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.texts import Refusal, Text
from services.clock import Clock
from storage import events, outbox
from storage.database import Database, Transaction


class Calendars:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, person: Person, event: int, update_id: int) -> None:
        """Promises the file; the same tap again promises nothing more. Raises Refusal for an event nobody sees yet."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await events.get(tx, event)
            if row is None or row.state == State.DRAFT:
                raise Refusal(Text("This event no longer exists."))
            once = f"calendar:{event}:{person.id}:{update_id}"
            await outbox.write(tx, [Notice(person.id, CalendarFile(event), Lane.REPLY, once)], now)


async def as_it_is_now(tx: Transaction, news: CalendarFile, now: datetime) -> CalendarFile | None:
    """The file with the event as it is at this moment; None for one that is gone."""
    row = await events.get(tx, news.event)
    return None if row is None else CalendarFile(row.id, events.event_of(row), now)
