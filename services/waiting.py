"""Waiting lists: free seats are offered in the order of joining, kept for a time, and pass on by the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.events import Event
from domain.news import News
from domain.news_waiting import OfferEnded, SeatsOffered, WaitEnded
from domain.pace import in_turn
from domain.people import Forged, Person
from domain.signups import COMING, State, Ticket
from domain.texts import Refusal
from domain.waiting import OFFER_OVER, offer_ends
from services import reminders
from services.clock import Clock
from services.tickets import settle, tell
from storage import events, guardians, journal, signups, waiting
from storage.database import Database, Transaction
from storage.tables import SignupRow

TOPIC = signups.FREED


class Waiting:
    """Every method is one transaction. All it knows stands in rows: a restart loses no offer and no place."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def accept(self, person: Person, signup: int, update_id: int | None = None) -> Ticket:
        """*Nhận chỗ*: the seats are theirs; twice is fine. Raises Refusal once the offer has ended."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            shown, row = await signups.lock_with_event(tx, signup, OFFER_OVER)
            if person.id not in await guardians.everybody(tx, row):
                raise Forged(OFFER_OVER)
            if row.state not in COMING:
                if row.state != State.OFFERED or row.offer_until is None or row.offer_until <= now:
                    raise Refusal(OFFER_OVER)
                row.state, row.queue, row.offer_until = State.HELD.value, None, None
                journal.write(tx, now, "offer_accepted", update=update_id, event=shown.id, signup=row.id)
            return await settle(tx, row, shown, now)

    async def step(self) -> datetime | None:
        """Brings one list up to date. Gives when the next has work: now, where there may be more."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            lines = await waiting.lines(tx, now)
        busy = next((line.event for line in lines if line.has_work(now)), None)
        if busy is None:
            return min((line.next_at(now) for line in lines), default=None)
        async with self._database.transaction() as tx:
            found = await events.lock(tx, busy)
            if found is not None:
                await _bring_up_to_date(tx, events.event_of(found), now)
        return now


# --- inside a transaction that holds the event ---


async def _bring_up_to_date(tx: Transaction, shown: Event, now: datetime) -> None:
    over = (await waiting.line(tx, shown, now)).expired(now)
    await _end(tx, await waiting.lock_rows(tx, over), OfferEnded(shown.id, shown.title), "offer-ended", now)
    line = await waiting.line(tx, shown, now)
    if now >= shown.starts_at:
        left = [one.signup for one in line.waiters]
        await _end(tx, await waiting.lock_rows(tx, left), WaitEnded(shown.id, shown.title), "wait-ended", now)
        return
    for row in await waiting.lock_rows(tx, line.turns(now)):
        await _offer(tx, row, shown, now)


async def _offer(tx: Transaction, row: SignupRow, shown: Event, now: datetime) -> None:
    until = offer_ends(shown.starts_at, now)
    row.state, row.offer_until = State.OFFERED.value, until
    journal.write(tx, now, "seats_offered", event=shown.id, signup=row.id, seats=row.seats)
    news = SeatsOffered(shown.id, row.id, shown.title, shown.starts_at, shown.place, row.seats, until)
    await tell(tx, row, news, f"seats-offered:{row.id}", now, expires_at=until)


async def _end(tx: Transaction, rows: Sequence[SignupRow], news: News, once: str, now: datetime) -> None:
    """They are no longer in the list, hear so once, and what we knew of the children goes."""
    if not rows:
        return
    for number, row in enumerate(rows):
        journal.write(tx, now, once.replace("-", "_"), event=row.event_id, signup=row.id)
        await tell(tx, row, news, f"{once}:{row.id}", now, due_at=now + in_turn(number))
        await reminders.end(tx, row, now)
    await signups.cancel(tx, rows, now, withdrawn=False)
