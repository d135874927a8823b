"""Seats held back: staff keep some for one family behind a link; who opens it signs up like everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.events import Event
from domain.people import Person
from domain.signups import check_open, seats_needed
from domain.texts import Refusal, Text
from services.clock import Clock
from services.event_changes import GONE, locked, publisher
from storage import events, journal, links, quota
from storage.database import Database, Transaction
from storage.tables import QuotaLinkRow

OVER = Text("This invitation was used already or was taken back. Please ask whoever gave it to you.")
NOT_A_CHILD = Text("This link is for your mother, father or caregiver, on their own phone.")


@dataclass(frozen=True, slots=True)
class Kept:
    """The seats held back of an event. `given`: families have them; `links`: who waits for a family, since when."""

    event: Event
    given: int
    waiting: int
    links: Sequence[tuple[int, datetime]]

    @property
    def left(self) -> int:
        return max(0, self.event.quota - self.given - self.waiting)


class KeptSeats:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, person: Person, event: int) -> Kept:
        """How many are given, kept and left, for staff of the event."""
        async with self._database.reading() as tx:
            row = await events.get(tx, event)
            if row is None:
                raise Refusal(GONE)
            publisher(person, row.ward)
            return await _kept(tx, events.event_of(row))

    async def keep(self, person: Person, event: int, update_id: int) -> str:
        """Seats for one child (and its adult) are kept; the token of the link for the family.

        It works once, until the event is over. `update_id`: whose screen was tapped; a second tap on the same one keeps
        nothing more, the same link comes. Raises Refusal where none are left.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await locked(tx, person, event)
            shown = events.event_of(row)
            check_open(shown, now)
            known = await quota.of_update(tx, update_id)
            if known is not None and known.event_id != event:
                raise Refusal(GONE)  # no screen of ours is about two events
            if known is not None:
                return self._again(known, update_id)
            seats, kept = seats_needed(1, accompanied=shown.accompanied), await _kept(tx, shown)
            if seats > kept.left:
                raise Refusal(Text("Of the seats held back {left} are left: not enough for a family.", left=kept.left))
            token = links.of_seats(self._database.vault, event, update_id, now)[0]
            by = None if staff is None else staff.id
            await quota.keep(tx, event, token, seats, staff=by, update_id=update_id, now=now)
            journal.write(tx, now, "seats_kept", staff=by, update=update_id, event=event, seats=seats)
            return token

    def _again(self, row: QuotaLinkRow, update_id: int) -> str:
        tokens = links.of_seats(self._database.vault, row.event_id, update_id, row.at)
        token = links.known(tokens, row.key) or tokens[0]  # made with a data key that is gone: a new one, for its seats
        row.key = links.key_of(token)
        return token

    async def take_back(self, person: Person, event: int, link: int) -> Kept:
        """A link nobody has used keeps nothing any more; twice is fine."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, staff = await locked(tx, person, event)
            await quota.drop(tx, event, link)
            journal.write(tx, now, "seats_not_kept", staff=None if staff is None else staff.id, event=event)
            return await _kept(tx, events.event_of(row))

    async def about(self, person: Person, token: str) -> Event:
        """What an invitation is for. Raises Refusal to a child, and for a used one."""
        if person.is_child:
            raise Refusal(NOT_A_CHILD)
        now = self._clock.now()
        async with self._database.reading() as tx:
            link = await quota.by_token(tx, token)
            row = None if link is None else await events.get(tx, link.event_id)
            if row is None:
                raise Refusal(OVER)
            shown = events.event_of(row)
            check_open(shown, now)
            return shown


# --- inside a transaction that holds the event ---


async def use(tx: Transaction, shown: Event, token: str, wanted: int) -> None:
    """The link is used: its seats are the family's. Raises Refusal where it was, or more are wanted than are left."""
    link = await quota.by_token(tx, token)
    if link is None or link.event_id != shown.id:
        raise Refusal(OVER)
    left = shown.quota - await quota.given(tx, shown.id) - await quota.kept(tx, shown.id) + link.seats
    if wanted > left:
        raise Refusal(
            Text("This invitation has {seats} seats. Please sign up as many as have room.", seats=max(0, left))
        )
    await quota.drop(tx, shown.id, link.id)


async def _kept(tx: Transaction, shown: Event) -> Kept:
    found = [(link.id, link.at) for link in await quota.links(tx, shown.id)]
    return Kept(shown, await quota.given(tx, shown.id), await quota.kept(tx, shown.id), found)
