"""The list for the door as a file: on a tap of whoever holds the event, and by itself the evening before."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.door_papers import KINDS, PRINT, DoorPaper, Roll, eve_of, span_of
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.texts import Refusal, Text
from services.clock import Clock
from services.in_charge import in_charge
from storage import arrivals, events, journal, outbox, people
from storage.database import Database, Transaction
from storage.tables import EventRow

SENT_WITHIN = timedelta(hours=12)


class DoorPapers:
    """Every method is one transaction. The promise holds no name; whoever reads one leaves a line in the journal."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, person: Person, event: int, kind: str, update_id: int) -> None:
        """Promises the list to whoever holds the event. Raises Refusal."""
        staff, now = require_staff(person, EVENT_ROLES), self._clock.now()
        async with self._database.transaction() as tx:
            row = await events.get(tx, event)
            if row is None or not staff.may_publish_in(row.ward):
                raise StaffOnly(Text("The list of this event is for the staff who hold it."))
            if kind not in KINDS:
                raise Refusal(Text("This button is too old. Please open the menu with /start."))
            once = f"door-paper:{event}:{staff.id}:{update_id}"
            await _promise(tx, staff, row, kind, once, now)

    async def evening(self) -> None:
        """From 18:00 on whoever is in charge has the lists of tomorrow's events, once each, as one can print them.

        A protected file can be neither saved nor printed (Bot API, protect_content), and the door must work without a
        network (product.md §3).
        """
        now = self._clock.now()
        day = eve_of(now)
        if day is None:
            return
        async with self._database.transaction() as tx:
            for row in await events.signed_up_for(tx, *span_of(day)):
                for staff in await in_charge(tx, row):
                    once = f"door-paper:{row.id}:{staff.id}:{day:%Y%m%d}"
                    if not await outbox.states(tx, once):
                        await _promise(tx, staff, row, PRINT, once, now)


async def as_it_is_now(tx: Transaction, to: int, news: DoorPaper, now: datetime) -> DoorPaper | None:
    """The list as it is at this moment; None for whoever may not have it any more, and for an event that is gone."""
    row, staff = await events.get(tx, news.event), await people.staff_of_person(tx, to)
    if row is None or staff is None or staff.role not in EVENT_ROLES or not staff.may_publish_in(row.ward):
        return None
    shown = events.event_of(row)
    visits = await arrivals.visits(tx, shown, await arrivals.all_of(tx, row.id))
    return DoorPaper(row.id, news.kind, Roll(shown, tuple(visits), now))


async def _promise(tx: Transaction, staff: Staff, row: EventRow, kind: str, once: str, now: datetime) -> None:
    journal.write(tx, now, "door_paper", staff=staff.id, event=row.id, kind=kind)
    notice = Notice(staff.person, DoorPaper(row.id, kind), Lane.SERVICE, once, expires_at=now + SENT_WITHIN)
    await outbox.write(tx, [notice], now)
