"""*Phiếu đồng ý*: a file on a tap of the family, made when it is sent; and the signed one that staff have."""

from __future__ import annotations

from datetime import datetime

from domain.arrivals import holds
from domain.consent_papers import ConsentSheet, Given, Paper
from domain.events import Event, Kind
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.signups import Purpose, Route, State
from domain.texts import Refusal, Text
from services.clock import Clock
from services.tickets import settle
from storage import consents, events, journal, outbox, signups
from storage.database import Database, Transaction
from storage.tables import SignupRow

GONE = Text("This sign-up no longer exists.")


class ConsentPapers:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, person: Person, event: int, update_id: int) -> None:
        """Promises the sheet to somebody of the family. Raises Refusal for anybody else."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if await signups.get_of(tx, event, person.id) is None:
                raise Refusal(Text("You are not signed up for this event."))
            once = f"consents:{event}:{person.id}:{update_id}"
            await outbox.write(tx, [Notice(person.id, ConsentSheet(event), Lane.REPLY, once)], now)

    async def received(self, person: Person, signup: int, update_id: int) -> None:
        """Staff of the event have the sheet that a parent signed: a yes by its own route. Twice is fine."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, shown, row = await _for_staff(tx, person, signup)
            if row.written_at is not None:
                return
            row.written_at = now
            parent = await consents.parent_by_link(tx, row.id) or row.person_id
            about = {"signup": row.id, "update_id": update_id, "noted_by": staff.id}
            consents.give(tx, parent, Purpose.WRITTEN, Route.PAPER, now=now, **about)
            journal.write(tx, now, "sheet_received", staff=staff.id, update=update_id, event=shown.id, signup=row.id)
            await settle(tx, row, shown, now, again=update_id)

    async def not_received(self, person: Person, signup: int, update_id: int) -> None:
        """A slip: there is no such sheet. The seats stay, the ticket waits again, and the family hears so."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, shown, row = await _for_staff(tx, person, signup)
            if row.written_at is None:
                return
            row.written_at = None
            await consents.withdraw(tx, [row.id], [Purpose.WRITTEN], now)
            journal.write(
                tx, now, "sheet_not_received", staff=staff.id, update=update_id, event=shown.id, signup=row.id
            )
            await settle(tx, row, shown, now, again=update_id)


async def _for_staff(tx: Transaction, person: Person, signup: int) -> tuple[Staff, Event, SignupRow]:
    staff = require_staff(person, EVENT_ROLES)
    shown, row = await signups.lock_with_event(tx, signup, GONE)
    if not holds(person, shown):
        raise StaffOnly(Text("The list of this event is for the staff who hold it."))
    if row.state == State.CANCELLED or shown.kind is not Kind.FORUM:
        raise Refusal(GONE)
    return staff, shown, row


async def as_it_is_now(tx: Transaction, to: int, news: ConsentSheet, now: datetime) -> ConsentSheet | None:
    """The sheet as the ledger stands at this moment; None for whoever does not belong to the sign-up any more."""
    row, found = await signups.get_of(tx, news.event, to), await events.get(tx, news.event)
    if row is None or found is None:
        return None
    given = tuple(
        Given(Purpose(line.purpose), Route(line.route), line.wording, line.at, line.child, line.withdrawn_at)
        for line in await consents.of_signup(tx, row.id)
    )
    return ConsentSheet(news.event, Paper(events.event_of(found), await signups.ticket(tx, row), given, now))
