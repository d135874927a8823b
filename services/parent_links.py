"""A child signs up alone: the link for its parent, opened on the parent's own phone, once, for 48 hours."""

from __future__ import annotations

from datetime import datetime

from domain.events import Event
from domain.people import Person
from domain.signups import Purpose, Route, State, Ticket, check_open
from domain.texts import Refusal, Text
from domain.waiting import has_room
from services.clock import Clock
from services.tickets import own, seat, settle
from storage import consents, guardians, journal, links, signups, waiting
from storage.database import Database, Transaction
from storage.tables import SignupRow

USED = Text("This link was used or is older than 48 hours. The child can make a new one.")


class ParentLinks:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def make(self, person: Person, event: int) -> str:
        """A token for the parent of a child who signed up alone, for one use and 48 hours; asked again, the same."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            return links.of_signup(self._database.vault, await own(tx, person, event), now)

    async def about(self, person: Person, token: str) -> Event:
        """What a parent's link is about: the event and nothing else. Raises Refusal to a child, and for a used one."""
        async with self._database.transaction() as tx:
            row, shown = await _linked(tx, token, self._clock.now())
            _check_parent(person, row)
            return shown

    async def agree(self, person: Person, token: str, update_id: int) -> Ticket:
        """The parent's yes through the link, once. Raises Refusal on the phone the child signed up with."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, shown = await _linked(tx, token, now)
            _check_parent(person, row)
            row.link = row.link_until = None
            for child in await signups.children(tx, row.id):
                child.parent_yes_at = child.parent_yes_at or now
            consents.give(tx, person.id, Purpose.SIGNUP, Route.LINK, signup=row.id, update_id=update_id, now=now)
            if await signups.get_of(tx, shown.id, person.id) is None:
                await guardians.add(tx, row.id, person.id, now)  # a parent with a sign-up of their own keeps to it
            journal.write(tx, now, "parent_agreed", update=update_id, event=shown.id, signup=row.id)
            if row.state != State.INTEREST:
                return await settle(tx, row, shown, now)
            left = (await waiting.room(tx, shown)).open_to_newcomers(now)
            return await seat(tx, row, shown, now, at_once=has_room(left, row.seats, check_open(shown, now)))


async def _linked(tx: Transaction, token: str, now: datetime) -> tuple[SignupRow, Event]:
    shown, row = await signups.lock_with_event(tx, await signups.by_link(tx, token), USED)
    works = row.link == links.key_of(token) and row.link_until is not None and row.link_until > now
    if not works or row.state == State.CANCELLED or not shown.is_open_at(now):
        raise Refusal(USED)
    return row, shown


def _check_parent(person: Person, row: SignupRow) -> None:
    if person.is_child or person.id == row.person_id:
        raise Refusal(Text("This link is for your mother, father or caregiver, on their own phone."))
