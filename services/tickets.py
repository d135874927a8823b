"""A family's ticket, shown once more; and inside a sign-up's transaction: kept with every yes, seated, and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.events import Event
from domain.news import News
from domain.news_events import SignupConfirmed, SignupHeld
from domain.news_families import FamilyCancelled
from domain.news_waiting import InterestKept, Queued
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.signups import COMING, ChildEntry, Purpose, Route, State, Ticket, state_of, waits_for_paper
from domain.texts import Refusal, Text
from services import reminders
from services.clock import Clock
from storage import consents, events, guardians, journal, outbox, people, signups, waiting
from storage.database import Database, Transaction
from storage.tables import SignupRow


class Tickets:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def show(self, person: Person, event: int, update_id: int) -> None:
        """Promises the ticket once more. Raises Refusal where there is none, or a yes is still missing."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await own(tx, person, event)
            found = await events.get(tx, row.event_id)
            ticket = await signups.ticket(tx, row)
            if found is None or ticket.state is not State.CONFIRMED:
                raise Refusal(Text("The ticket comes once every yes is there."))
            news = confirmed(events.event_of(found), ticket, to_child=person.is_child)
            await outbox.write(tx, [Notice(person.id, news, Lane.REPLY, f"ticket:{row.id}:{update_id}")], now)


# --- inside a transaction ---


async def own(tx: Transaction, person: Person, event: int) -> SignupRow:
    """Their sign-up, locked. Raises Refusal where there is none."""
    row = await signups.lock_of(tx, event, person.id)
    if row is None:
        raise Refusal(Text("You are not signed up for this event."))
    return row


async def keep_family(
    tx: Transaction, row: SignupRow, family: Sequence[ChildEntry], now: datetime, *, by_child: bool
) -> None:
    """The children and every yes that was given with them, one line in the ledger a purpose."""
    give = partial(consents.give, tx, row.person_id, signup=row.id, update_id=row.update_id, now=now)
    for entry in family:
        agrees = (entry.agrees or by_child) and entry.age_band.needs_own_consent
        child = await signups.add_child(
            tx, row.id, entry, child_yes=now if agrees else None, parent_yes=None if by_child else now
        )
        if agrees:
            route = Route.BUTTON if by_child else Route.SAME_PHONE
            give(Purpose.CHILD, route, child=child.id)
        if entry.needs:
            give(Purpose.NEEDS, Route.BUTTON, child=child.id)
    if not by_child:
        give(Purpose.SIGNUP, Route.BUTTON)
    if any(entry.photo for entry in family):
        give(Purpose.PHOTO, Route.BUTTON)


async def seat(tx: Transaction, row: SignupRow, shown: Event, now: datetime, *, at_once: bool) -> Ticket:
    """The family has its seats, or stands last in the waiting list. The event is locked."""
    if at_once:
        row.state = State.HELD.value
    else:
        await waiting.join(tx, row)
        journal.write(tx, now, "queued", update=row.update_id, event=shown.id, signup=row.id, seats=row.seats)
    return await settle(tx, row, shown, now)


async def settle(tx: Transaction, row: SignupRow, shown: Event, now: datetime, *, again: int | None = None) -> Ticket:
    """Where it has its seats: confirmed once every yes is there. The family is told how it stands, once each.

    `again`: the update that makes it worth telling what may have been told before.
    """
    ticket = await signups.ticket(tx, row)
    if row.state in COMING:
        row.state = state_of(ticket.children, written=not waits_for_paper(shown, ticket)).value
        ticket = await signups.ticket(tx, row)
    if (told := _news(ticket, shown)) is not None:
        news, once = told if again is None else (told[0], f"{told[1]}:{again}")
        await tell(tx, row, news, once, now, lane=Lane.REPLY)
    return ticket


async def tell(
    tx: Transaction,
    row: SignupRow,
    news: News,
    once: str,
    now: datetime,
    *,
    lane: Lane = Lane.SERVICE,
    but: int | None = None,
    expires_at: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    """Everybody of the family hears of it, once each; not `but`, who did it."""
    family = [person for person in await guardians.everybody(tx, row) if person != but]
    child = row.person_id if isinstance(news, SignupConfirmed) and await _of_child(tx, row) else None
    notices = [
        Notice(
            person,
            _to(news, is_child=person == child),
            lane,
            once if person == row.person_id else f"{once}:{person}",
            due_at=due_at,
            expires_at=expires_at,
        )
        for person in family
    ]
    await outbox.write(tx, notices, now)


async def _of_child(tx: Transaction, row: SignupRow) -> bool:
    """A child signed up by itself."""
    owner = await people.get(tx, row.person_id)
    return owner is not None and owner.is_child


def _to(news: News, *, is_child: bool) -> News:
    """A ticket as a child reads it: who takes it home is not for the child to say."""
    return replace(news, to_child=True) if is_child and isinstance(news, SignupConfirmed) else news


async def tell_the_other(tx: Transaction, person: int, now: datetime) -> None:
    """Somebody is about to be erased: whoever else belongs to their sign-ups hears that they are cancelled."""
    for row in await signups.kept_of_person(tx, person):
        found = await events.get(tx, row.event_id)
        if row.person_id == person and found is not None and found.ends_at > now:
            news = FamilyCancelled(found.id, found.title)
            await tell(tx, row, news, f"family-cancelled:{row.id}", now, but=person)
            await reminders.end(tx, row, now)


def _news(ticket: Ticket, shown: Event) -> tuple[News, str] | None:
    """What a family hears of where it stands, and the name under which it is told once."""
    match ticket.state:
        case State.INTEREST:
            return InterestKept(shown.id, shown.title, shown.starts_at), f"interest:{ticket.id}"
        case State.WAITING:
            queued = Queued(shown.id, shown.title, shown.starts_at, ticket.rank, ticket.seats)
            return queued, f"queued:{ticket.id}"
        case State.HELD:
            missing, paper = tuple(child.id for child in ticket.waits_for_child), waits_for_paper(shown, ticket)
            held = SignupHeld(shown.id, ticket.id, ticket.code, shown.title, shown.starts_at, missing, paper)
            return held, f"signup-held:{ticket.id}:{len(missing)}" + (":paper" if paper else "")
        case State.CONFIRMED:
            return confirmed(shown, ticket), f"signup-confirmed:{ticket.id}"
        case _:
            return None


def confirmed(shown: Event, ticket: Ticket, *, to_child: bool = False) -> SignupConfirmed:
    """What a ticket says."""
    return SignupConfirmed(
        shown.id,
        ticket.id,
        ticket.code,
        shown.title,
        shown.starts_at,
        shown.place,
        len(ticket.children),
        ticket.adult_seat,
        to_child,
        pictures=any(child.parent_photo and not child.photo for child in ticket.children),
    )
