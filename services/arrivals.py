"""At the door of an event: a ticket is looked at, children are welcomed once, and who welcomed them is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.arrivals import TYPED_WITHIN, Guest, NoTicket, Page, Visit, check_day, check_ticket, holds
from domain.events import Event
from domain.finding import FINDING, SHOWN, Found, best, check_wanted
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.signups import Route
from domain.texts import Refusal, Text
from services.clock import Clock
from services.pickups import give_code
from services.signups import Signups
from storage import arrivals, dialogs, events, journal, signups
from storage.database import Database, Transaction
from storage.tables import SignupRow

NO_TICKET = Text("There is no such ticket. Please look the family up in the list for the door.")
NOT_A_CODE = Text(
    "A ticket’s code is VE- and six signs, such as VE-4K7MPR, never I, L, O, 0 or 1. Please look at it once more."
)
THEIRS = Text("The list of this event is for the staff who hold it.")


class Arrivals:
    """Every method is one transaction; whoever reads names leaves a line in the journal."""

    def __init__(self, database: Database, clock: Clock, signups: Signups) -> None:
        self._database = database
        self._clock = clock
        self._signups = signups

    async def scan(self, person: Person, code: str, *, typed: bool = False) -> Visit:
        """The family behind a ticket's link, or its code typed by hand; empty: a code no ticket can have.

        Raises NoTicket for what no ticket has, else Refusal; a resident learns nothing.
        """
        if person.staff is None or person.staff.role not in EVENT_ROLES:
            raise Refusal(Text("This ticket is for the helpers at the door to scan."))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await arrivals.by_code(tx, code) if code else None
            if row is None:
                raise NoTicket(NOT_A_CODE if typed and not code else NO_TICKET)
            shown = await _event(tx, row)
            if not holds(person, shown):
                raise Refusal(Text("This ticket is for an event of another ward."))
            check_day(shown, now)
            return await _look(tx, person.staff, row, shown, now)

    async def look(self, person: Person, signup: int) -> Visit:
        """The family of a line of the list."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row, shown = await _locked(tx, person, signup)
            return await _look(tx, staff, row, shown, now)

    async def welcome(self, person: Person, signup: int, child: int | None, update_id: int) -> Visit:
        """They came: this child, or (None) everybody of the family whose every yes is there.

        One welcomes; a second hears who did and when. Raises Refusal.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row, shown = await _locked(tx, person, signup)
            check_day(shown, now)
            before = await _open(tx, row, shown)
            named = [guest for guest in before.guests if child in (None, guest.child.id)]
            welcome = {guest.child.id for guest in before.to_come if guest in named}
            if not welcome:
                _refuse(named, staff)
            for each in await arrivals.children(tx, [row]):
                if each.id in welcome:
                    each.came_at, each.came_by = now, staff.id
            if welcome:
                await give_code(tx, row, shown, len(welcome), now)
                journal.write(
                    tx,
                    now,
                    "came",
                    staff=staff.id,
                    update=update_id,
                    event=shown.id,
                    signup=row.id,
                    children=len(welcome),
                )
            return await arrivals.visit(tx, shown, row)

    async def undo(self, person: Person, signup: int, update_id: int) -> Visit:
        """A slip: the last thing that was written down is not so, they have not gone home or have not come."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row, shown = await _locked(tx, person, signup)
            check_day(shown, now)
            await _open(tx, row, shown)
            children = await arrivals.children(tx, [row])
            last = max((each.gone_at for each in children if each.gone_at is not None), default=None)
            gone = [each for each in children if last is not None and each.gone_at == last]
            undone = gone or [each for each in children if each.came_at is not None]
            for each in undone:
                each.gone_at = each.gone_by = each.gone_with = None
                if not gone:
                    each.came_at = each.came_by = None
            if undone:
                verb = "not_gone" if gone else "not_come"
                journal.write(tx, now, verb, staff=staff.id, update=update_id, event=shown.id, signup=row.id)
            return await arrivals.visit(tx, shown, row)

    async def agrees(self, person: Person, child: int, update_id: int) -> Visit:
        """The child says yes at the door, and staff write it down."""
        ticket = await self._signups.consent(person, child, update_id, by=Route.DOOR)
        return await self.look(person, ticket.id)

    async def page(self, person: Person, event: int, number: int) -> Page:
        """A page of the list for the door, from 1 on; one that is not there is the last one."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, shown = await _held(tx, person, event)
            journal.write(tx, now, "door_list", staff=staff.id, event=event)
            families, children, came = await arrivals.counts(tx, event)
            found = Page(shown, (), max(1, number), families, children, came)
            number = min(found.number, found.pages)
            visits = await arrivals.visits(tx, shown, await arrivals.page(tx, event, number))
            return Page(shown, tuple(visits), number, families, children, came)

    async def still_here(self, person: Person, event: int) -> int:
        """How many children came and were not taken home yet; with their families, where those come along."""
        async with self._database.reading() as tx:
            await _held(tx, person, event)
            return sum((await arrivals.here(tx, event)).values())

    async def begin_finding(self, person: Person, event: int) -> Event:
        """What they type from now on is looked for in the list of this event."""
        async with self._database.transaction() as tx:
            _, shown = await _held(tx, person, event)
            await dialogs.keep(tx, person.id, FINDING, event, {}, self._clock.now())
            return shown

    async def find(self, person: Person, typed: str) -> Found | None:
        """The families that fit; the next words are looked for, too. None: nobody looks for a family."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != FINDING or talk.about is None or now - talk.begun_at > TYPED_WITHIN:
                return None
            staff, shown = await _held(tx, person, talk.about)
            wanted = check_wanted(typed)
            ids = best(wanted, await arrivals.listed(tx, shown.id))
            visits = await arrivals.visits(tx, shown, await arrivals.these(tx, ids[:SHOWN]))
            journal.write(tx, now, "door_find", staff=staff.id, event=shown.id, found=len(ids))
            await dialogs.keep(tx, person.id, FINDING, shown.id, {}, now)
            return Found(shown, wanted, tuple(visits), len(ids))

    async def stop_finding(self, person: Person) -> None:
        """What they type is a message again."""
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is not None and talk.name == FINDING:
                await dialogs.end(tx, person.id)

    async def no_photos(self, person: Person, event: int) -> tuple[Event, list[tuple[str, str]]]:
        """Ticket and nickname of every child nobody may take a picture of."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, shown = await _held(tx, person, event)
            journal.write(tx, now, "photo_list", staff=staff.id, event=event)
            return shown, await arrivals.without_photos(tx, event)


# --- inside a transaction ---


async def _event(tx: Transaction, row: SignupRow) -> Event:
    found = await events.get(tx, row.event_id)
    if found is None:
        raise Refusal(NO_TICKET)
    return events.event_of(found)


async def _held(tx: Transaction, person: Person, event: int) -> tuple[Staff, Event]:
    staff = require_staff(person, EVENT_ROLES)
    row = await events.get(tx, event)
    if row is None or not staff.may_publish_in(row.ward):
        raise StaffOnly(THEIRS)
    return staff, events.event_of(row)


async def _locked(tx: Transaction, person: Person, signup: int) -> tuple[Staff, SignupRow, Event]:
    staff = require_staff(person, EVENT_ROLES)
    row = await signups.lock(tx, signup)
    if row is None:
        raise Refusal(NO_TICKET)
    shown = await _event(tx, row)
    if not holds(person, shown):
        raise StaffOnly(THEIRS)
    return staff, row, shown


async def _look(tx: Transaction, staff: Staff, row: SignupRow, shown: Event, now: datetime) -> Visit:
    found = await _open(tx, row, shown)
    journal.write(tx, now, "family_seen", staff=staff.id, event=shown.id, signup=row.id)
    return found


async def _open(tx: Transaction, row: SignupRow, shown: Event) -> Visit:
    """The family. Raises Refusal for a ticket that lets nobody in."""
    found = await arrivals.visit(tx, shown, row)
    check_ticket(shown, found.ticket)
    return found


def _refuse(named: Sequence[Guest], staff: Staff) -> None:
    """Why nobody of these is welcomed now; nothing where the same hands welcomed them before."""
    if not named:
        raise Refusal(NO_TICKET)
    came = next((guest for guest in named if guest.came_at is not None), None)
    if came is None:
        raise Refusal(Text("A yes is still missing: please open the card of this family."))
    if came.hands != staff.id:
        raise Refusal(Text("{name} has written them down already, at {at}.", name=came.came_by, at=came.came_at))
