"""Kept for next time: a parent says yes child by child, a child from 7 on says yes too, one tap forgets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from domain.keeping import Keeping, KeptChild, check_many, named
from domain.people import Forged, Person
from domain.signups import Child, Purpose, Route
from domain.texts import Text
from services.clock import Clock
from storage import consents, events, keeping, signups
from storage.database import Database, Transaction
from storage.tables import SignupRow

GONE = Text("This sign-up no longer exists.")


class KeptChildren:
    """Every method is one transaction. A child who signs up alone is kept by nobody: that would take a parent too."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, person: Person) -> Sequence[KeptChild]:
        """Whom they find again at their next sign-up."""
        async with self._database.reading() as tx:
            return await keeping.of(tx, person.id)

    async def look(self, person: Person, signup: int) -> Keeping:
        """Which children of a sign-up are kept. Raises Forged for a sign-up of somebody else."""
        async with self._database.reading() as tx:
            return await _look(tx, person, await _own(tx, person, signup))

    async def keep(self, person: Person, child: int, update_id: int) -> Keeping:
        """The parent's yes. Under 7 the child is kept at once, else nothing is before `child_agrees`. Twice is fine."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await _own(tx, person, await signups.of_child(tx, child))
            before = await _look(tx, person, row)
            if child not in before.kept and all(each.id != child for each in before.waiting):
                check_many(await keeping.of(tx, person.id))
                give = partial(consents.give, tx, person.id, signup=None, child=child, update_id=update_id, now=now)
                give(Purpose.KEEP, Route.BUTTON)
                one = _child(before, child)
                if not one.age_band.needs_own_consent:
                    await keeping.add(tx, person.id, one, now)
                await tx.flush()
            return await _look(tx, person, row)

    async def child_agrees(self, person: Person, child: int, update_id: int) -> Keeping:
        """The child's own yes, on the parent's phone, after the parent's. Raises Forged where there was none."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await _own(tx, person, await signups.of_child(tx, child))
            before = await _look(tx, person, row)
            if child not in before.kept:
                one = next((each for each in before.waiting if each.id == child), None)
                if one is None:
                    raise Forged(GONE)
                give = partial(consents.give, tx, person.id, signup=None, child=child, update_id=update_id, now=now)
                give(Purpose.CHILD_KEEP, Route.SAME_PHONE)
                await keeping.add(tx, person.id, one, now)
            return await _look(tx, person, row)

    async def forget(self, person: Person, child: int | None) -> None:
        """One tap: this child (by the ledger's number) or all of them; sign-ups stay as they are."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            kept = [each.child for each in await keeping.of(tx, person.id)] if child is None else [child]
            await keeping.forget(tx, person.id, kept, now)


async def _own(tx: Transaction, person: Person, signup: int | None) -> SignupRow:
    """The sign-up an adult made themselves, locked where something is written."""
    row = None if signup is None else await signups.lock(tx, signup)
    if row is None or row.person_id != person.id or person.is_child:
        raise Forged(GONE)
    return row


async def _look(tx: Transaction, person: Person, row: SignupRow) -> Keeping:
    found, ticket = await events.get(tx, row.event_id), await signups.ticket(tx, row)
    if found is None:
        raise Forged(GONE)
    known = await keeping.of(tx, person.id)
    same = {child.id: named(known, child.nickname) for child in ticket.children}
    kept = {child: each.child for child, each in same.items() if each is not None}
    waiting = [
        child
        for child in ticket.children
        if child.id not in kept and await consents.stands(tx, Purpose.KEEP, signup=None, child=child.id)
    ]
    return Keeping(events.event_of(found), ticket, kept, waiting)


def _child(before: Keeping, child: int) -> Child:
    return next(each for each in before.ticket.children if each.id == child)
