"""*Trẻ thất lạc*: at an event a child is without its family, and everybody who works there hears so at once."""

from __future__ import annotations

from datetime import datetime

from domain.arrivals import LOST_CHILD, TYPED_WITHIN, check_day
from domain.events import Event
from domain.news import News
from domain.news_arrivals import ChildIsBack, LostChild
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.signups import clean
from domain.texts import Refusal, Text
from services.clock import Clock
from services.in_charge import holders
from storage import dialogs, events, journal, outbox
from storage.database import Database, Transaction

LONGEST = 500


class LostChildren:
    """Every method is one transaction. What was typed travels in the notices, sealed, and is kept nowhere else."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, person: Person, event: int) -> None:
        """What this member of staff types next is what they know of the child. Raises Refusal on another day."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            _, shown = await _held(tx, person, event)
            check_day(shown, now)
            await dialogs.keep(tx, person.id, LOST_CHILD, event, {}, now)

    async def tell(self, person: Person, typed: str, update_id: int) -> bool:
        """Everybody who holds the event hears it, the finder, too. False: nobody was going to tell of a child."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != LOST_CHILD or talk.about is None or now - talk.begun_at > TYPED_WITHIN:
                return False
            words = clean(typed)
            if not words or len(words) > LONGEST:
                raise Refusal(Text("Please say it in a few words, at most {most} letters.", most=LONGEST))
            staff, shown = await _held(tx, person, talk.about)
            await dialogs.end(tx, person.id)
            journal.write(tx, now, "child_lost", staff=staff.id, update=update_id, event=shown.id)
            news = LostChild(shown.id, update_id, shown.title, staff.name, words, now)
            await _tell(tx, shown, news, f"lost-child:{shown.id}:{update_id}", now)
            return True

    async def is_back(self, person: Person, event: int, alarm: int) -> None:
        """The child is with its family: everybody hears it, once."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, shown = await _held(tx, person, event)
            journal.write(tx, now, "child_back", staff=staff.id, event=event, alarm=alarm)
            news = ChildIsBack(shown.title, staff.name, now)
            await _tell(tx, shown, news, f"child-back:{shown.id}:{alarm}", now)


async def _held(tx: Transaction, person: Person, event: int) -> tuple[Staff, Event]:
    staff = require_staff(person, EVENT_ROLES)
    row = await events.get(tx, event)
    if row is None or not staff.may_publish_in(row.ward):
        raise StaffOnly(Text("The list of this event is for the staff who hold it."))
    return staff, events.event_of(row)


async def _tell(tx: Transaction, shown: Event, news: News, once: str, now: datetime) -> None:
    """Before reminders and announcements, never before a cry (domain/outbox.Lane)."""
    ours = await holders(tx, shown.ward)
    await outbox.write(tx, [Notice(each.person, news, Lane.REPLY, f"{once}:{each.person}") for each in ours], now)
