"""Yeses beside coming: to pictures, from 7 on the child's own too, and to a health note; each taken back at once."""

from __future__ import annotations

from dataclasses import dataclass

from domain.events import Event
from domain.people import Forged, Person
from domain.signups import Purpose, Route, State, Ticket
from domain.texts import Refusal, Text
from services.clock import Clock
from services.tickets import own
from storage import consents, events, guardians, journal, signups
from storage.database import Database, Transaction
from storage.tables import SignupRow

GONE = Text("This sign-up no longer exists.")


@dataclass(frozen=True, slots=True)
class Pictures:
    """A sign-up with whose yes to pictures is there. `own_yes`: the children's own is given on this phone."""

    event: Event
    ticket: Ticket
    own_yes: bool


class Consents:
    """Every method is one transaction. Nothing here touches the seats: whoever says no still comes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pictures(self, person: Person, signup: int) -> Pictures:
        """Whose yes to pictures is there. Raises Forged for a sign-up of somebody else."""
        async with self._database.reading() as tx:
            return await _look(tx, person, await _theirs(tx, person, signup))

    async def allow_pictures(self, person: Person, signup: int, update_id: int) -> Pictures:
        """A parent's yes, for all children of the sign-up. Twice is fine. Raises Refusal to a child."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await _theirs(tx, person, signup)
            if person.is_child:
                raise Refusal(Text("A mother, father or caregiver says this."))
            before = [child for child in await signups.children(tx, row.id) if not child.photo]
            for child in before:
                child.photo = True
            if before:  # an older yes may have been to other words, and not about every child
                consents.give(tx, person.id, Purpose.PHOTO, Route.BUTTON, signup=row.id, update_id=update_id, now=now)
            await tx.flush()
            return await _look(tx, person, row)

    async def refuse_pictures(self, person: Person, signup: int) -> Pictures:
        """A parent's yes is taken back, for all children."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await _theirs(tx, person, signup)
            if person.is_child:
                raise Refusal(Text("A mother, father or caregiver says this."))
            await _no_pictures(tx, row)
            await consents.withdraw(tx, [row.id], [Purpose.PHOTO], now)
            return await _look(tx, person, row)

    async def child_on_pictures(self, person: Person, child: int, update_id: int, *, yes: bool) -> Pictures:
        """A child of 7 or more says whether it may be pictured, on the phone it was signed up with.

        Raises Forged on any other phone: a parent who came by the child's link does not speak for the child.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await _theirs(tx, person, await signups.of_child(tx, child))
            one = next((each for each in await signups.children(tx, row.id) if each.id == child), None)
            if one is None or row.person_id != person.id or not signups.child_of(one).age_band.needs_own_consent:
                raise Forged(GONE)
            if yes and one.photo_yes_at is None:
                one.photo_yes_at = now
                route = Route.BUTTON if person.is_child else Route.SAME_PHONE
                given = (Purpose.CHILD_PHOTO, route)
                consents.give(tx, person.id, *given, signup=row.id, child=child, update_id=update_id, now=now)
            if not yes:
                one.photo_yes_at = None
                await consents.withdraw_child(tx, row.id, child, now, purposes=[Purpose.CHILD_PHOTO])
            journal.write(tx, now, "child_pictures", update=update_id, event=row.event_id, signup=row.id)
            await tx.flush()
            return await _look(tx, person, row)

    async def withdraw(self, person: Person, event: int, purpose: Purpose) -> None:
        """A parent's yes to pictures or to health notes is taken back; the sign-up stays."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await own(tx, person, event)
            if purpose is Purpose.PHOTO:
                await _no_pictures(tx, row)
            elif purpose is Purpose.NEEDS:
                for child in await signups.children(tx, row.id):
                    child.needs = None
            await consents.withdraw(tx, [row.id], [purpose], now)


async def _no_pictures(tx: Transaction, row: SignupRow) -> None:
    for child in await signups.children(tx, row.id):
        child.photo = False
    await tx.flush()


async def _theirs(tx: Transaction, person: Person, signup: int | None) -> SignupRow:
    """A sign-up they belong to, or to which they said yes by link, locked where something is written."""
    row = None if signup is None else await signups.lock(tx, signup)
    if row is None or row.state == State.CANCELLED:
        raise Forged(GONE)
    if person.id not in {*await guardians.everybody(tx, row), await consents.parent_by_link(tx, row.id)}:
        raise Forged(GONE)
    return row


async def _look(tx: Transaction, person: Person, row: SignupRow) -> Pictures:
    found = await events.get(tx, row.event_id)
    if found is None:
        raise Forged(GONE)
    return Pictures(events.event_of(found), await signups.ticket(tx, row), own_yes=row.person_id == person.id)
