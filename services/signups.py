"""Sign-ups: seats given under a lock or waited for, held until every yes is there, given back with one tap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.events import Event
from domain.news_families import ChildLeft, FamilyCancelled
from domain.people import EVENT_ROLES, Forged, Person
from domain.signups import (
    ChildEntry,
    Purpose,
    Route,
    State,
    Ticket,
    check_age,
    check_children,
    check_open,
    clean_nickname,
    seats_needed,
)
from domain.texts import Refusal, Text
from domain.waiting import has_room, must_have_room
from services import kept_seats, reminders
from services.clock import Clock
from services.pickups import check_at_home
from services.tickets import keep_family, seat, settle, tell
from storage import consents, events, guardians, journal, keeping, signups, waiting
from storage.database import Database, Transaction
from storage.tables import SignupRow

GONE = Text("This sign-up no longer exists.")
Fits = Callable[[int, int, int], bool]  # seats left, seats wanted, seats of the event


class Signups:
    """Every method is one transaction; a replayed update changes nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def sign_up(
        self,
        person: Person,
        event: int,
        children: Sequence[ChildEntry],
        update_id: int,
        *,
        adult: str | None = None,
        kept: str = "",
    ) -> Ticket:
        """The family's seats, all or none. Called after *Đồng ý* was tapped under the consent text.

        A parent's tap is the parent's yes; a child of 7 or more says yes too (`ChildEntry.agrees`, or
        `consent` later), until then the seats are held. A child signs up itself alone: nothing is counted
        before the parent's yes has come by link. `adult` names who is responsible where children come
        alone; `kept` is the token of an invitation (services/kept_seats.py). The ticket, or what is still missing,
        is told through the outbox. Raises NoRoom, Refusal.
        """
        return await self._enrol(person, event, children, update_id, adult, must_have_room, kept)

    async def join(
        self,
        person: Person,
        event: int,
        children: Sequence[ChildEntry],
        update_id: int,
        *,
        adult: str | None = None,
    ) -> Ticket:
        """The same of a family that would wait: where there is no room it stands last in the waiting list."""
        return await self._enrol(person, event, children, update_id, adult, has_room)

    async def _enrol(
        self,
        person: Person,
        event: int,
        children: Sequence[ChildEntry],
        update_id: int,
        adult: str | None,
        fits: Fits,
        kept: str = "",
    ) -> Ticket:
        now = self._clock.now()
        async with self._database.transaction() as tx:
            found = await events.lock(tx, event)
            if (known := await signups.of_update(tx, update_id)) is not None:
                return await signups.ticket(tx, known)
            if found is None:
                raise Refusal(Text("This event no longer exists."))
            shown = events.event_of(found)
            seats = check_open(shown, now)
            if await signups.lock_of(tx, event, person.id) is not None:
                raise Refusal(Text("You are signed up for this event already. To change it, cancel first."))
            family = check_children(children, by_child=person.is_child)
            for child in family:
                check_age(shown, child.age_band)
            wanted = seats_needed(len(family), accompanied=shown.accompanied)
            if kept and not person.is_child:
                await kept_seats.use(tx, shown, kept, wanted)
                at_once = True
            else:
                left = (await waiting.room(tx, shown)).open_to_newcomers(now)
                fits = fits if now < shown.starts_at else must_have_room  # once it has begun nobody waits any more
                at_once = not person.is_child and fits(left, wanted, seats)
            row = await signups.add(
                tx,
                event=event,
                person=person.id,
                seats=wanted,
                adult_seat=shown.accompanied,
                adult=clean_nickname(adult) if adult else None,
                update_id=update_id,
                now=now,
            )
            row.from_quota = bool(kept) and not person.is_child
            await keep_family(tx, row, family, now, by_child=person.is_child)
            await keeping.renew(tx, person.id, family, now)
            journal.write(tx, now, "signed_up", update=update_id, event=event, signup=row.id, seats=wanted)
            if person.is_child:
                return await settle(tx, row, shown, now)
            return await seat(tx, row, shown, now, at_once=at_once)

    async def consent(
        self, person: Person, child: int, update_id: int | None = None, *, by: Route = Route.SAME_PHONE
    ) -> Ticket:
        """The child's own yes, tapped on the parent's phone; at the door staff take it (`Route.DOOR`)."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            signup = await signups.of_child(tx, child)
            row = None if signup is None else await signups.lock(tx, signup)
            shown = None if row is None else await _event_of(tx, row)
            family = [] if row is None else await guardians.everybody(tx, row)
            if row is None or shown is None or not _may_note_yes(person, row, shown, family, by):
                forged = row is not None and by is not Route.DOOR and person.id not in family
                raise (Forged if forged else Refusal)(GONE)
            one = next((c for c in await signups.children(tx, row.id) if c.id == child), None)
            if one is None:
                raise Refusal(GONE)
            if one.child_yes_at is None:
                one.child_yes_at = now
                staff = person.staff if by is Route.DOOR else None
                giver, noted_by = (person.id, None) if staff is None else (row.person_id, staff.id)
                about = {"signup": row.id, "child": child, "update_id": update_id, "noted_by": noted_by}
                consents.give(tx, giver, Purpose.CHILD, by, now=now, **about)
                journal.write(tx, now, "child_agreed", update=update_id, event=shown.id, signup=row.id)
            return await settle(tx, row, shown, now)

    async def cancel(self, person: Person, event: int, update_id: int | None = None) -> State | None:
        """One tap, at any time: the seats are free, the children's names gone. Gives how it stood; None: it did not."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await events.lock(tx, event)
            row = await signups.lock_of(tx, event, person.id)
            if row is None:
                return None
            stood = State(row.state)
            if (found := await _event_of(tx, row)) is not None:
                await check_at_home(tx, row, found, now)
                news = FamilyCancelled(event, found.title)
                await tell(tx, row, news, f"family-cancelled:{row.id}", now, but=person.id)
            await reminders.end(tx, row, now)
            await signups.cancel(tx, [row], now, withdrawn=True)
            journal.write(tx, now, "signup_cancelled", update=update_id, event=event, signup=row.id)
            return stood

    async def drop_child(self, person: Person, child: int, update_id: int | None = None) -> Ticket | None:
        """*Một bé không đi nữa*: one seat is free. The last child takes the adult's seat along: then None.

        Raises Refusal for a child that is not theirs.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            shown, row = await signups.lock_with_event(tx, await signups.of_child(tx, child), GONE)
            if person.id not in await guardians.everybody(tx, row):
                raise Forged(GONE)
            family = [each.id for each in await signups.children(tx, row.id)]
            if child not in family:  # gone by another tap while we waited for the lock
                raise Refusal(GONE)
            await check_at_home(tx, row, shown, now)
            journal.write(tx, now, "child_left", update=update_id, event=shown.id, signup=row.id)
            if len(family) == 1:
                news = FamilyCancelled(shown.id, shown.title)
                await tell(tx, row, news, f"family-cancelled:{row.id}", now, but=person.id)
                await reminders.end(tx, row, now)
                await signups.cancel(tx, [row], now, withdrawn=True)
                return None
            await signups.drop_child(tx, row, child, now)
            left = ChildLeft(shown.id, shown.title, row.seats)
            await tell(tx, row, left, f"child-left:{child}", now, but=person.id)
            return await settle(tx, row, shown, now)

    async def of(self, person: Person, event: int) -> Ticket | None:
        """The person's ticket for an event."""
        async with self._database.reading() as tx:
            row = await signups.get_of(tx, event, person.id)
            return None if row is None else await signups.ticket(tx, row)

    async def mine(self, person: Person) -> Sequence[tuple[Event, Ticket]]:
        """A person's tickets for events that are not over, soonest first."""
        async with self._database.reading() as tx:
            rows = await signups.of_person(tx, person.id, self._clock.now())
            tickets = await signups.tickets(tx, rows)
            return [
                (shown, ticket)
                for row, ticket in zip(rows, tickets, strict=True)
                if (shown := await _event_of(tx, row)) is not None
            ]


# --- inside a transaction ---


async def _event_of(tx: Transaction, row: SignupRow) -> Event | None:
    found = await events.get(tx, row.event_id)
    return None if found is None else events.event_of(found)


def _may_note_yes(person: Person, row: SignupRow, shown: Event, family: Sequence[int], by: Route) -> bool:
    if row.state == State.CANCELLED:
        return False
    if by is Route.DOOR:
        staff = person.staff
        return staff is not None and staff.role in EVENT_ROLES and staff.may_publish_in(shown.ward)
    return person.id in family
