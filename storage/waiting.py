"""Waiting lists as rows: the order in which families joined, and the seats that are offered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from domain.events import Event
from domain.events import State as EventState
from domain.signups import State
from domain.waiting import LAST_DAY, Line, Room, Waiter
from storage import signups
from storage.database import Transaction
from storage.events import event_of
from storage.tables import EventRow, SignupRow

IN_LINE = (State.WAITING, State.OFFERED)


async def join(tx: Transaction, row: SignupRow) -> None:
    """Last in the list of its event, which is locked. Once drawn, a number keeps its order."""
    drawn = select(func.max(SignupRow.queue)).where(SignupRow.event_id == row.event_id)
    row.state, row.queue = State.WAITING.value, ((await tx.execute(drawn)).scalar() or 0) + 1
    await tx.flush()


async def lock_rows(tx: Transaction, numbers: Collection[int]) -> list[SignupRow]:
    """Those of these sign-ups who wait or have an offer, in the order of joining, locked."""
    query = select(SignupRow).where(SignupRow.id.in_(numbers), SignupRow.state.in_(IN_LINE))
    return list((await tx.execute(query.order_by(SignupRow.queue).with_for_update(key_share=True))).scalars())


async def room(tx: Transaction, event: Event) -> Room:
    """What somebody new finds. Under the lock of the event it stays as it is."""
    waits = select(func.count(), func.min(SignupRow.seats))
    waits = waits.where(SignupRow.event_id == event.id, SignupRow.state == State.WAITING)
    many, smallest = (await tx.execute(waits)).one()
    taken = (await signups.taken(tx, [event.id])).get(event.id, 0)
    return Room(event.starts_at, event.open_seats or 0, taken, many, smallest)


async def rooms(tx: Transaction, among: Sequence[EventRow]) -> list[Room]:
    """The same of these events, in their order."""
    numbers = [row.id for row in among]
    taken = await signups.taken(tx, numbers)
    query = select(SignupRow.event_id, func.count(), func.min(SignupRow.seats)).group_by(SignupRow.event_id)
    query = query.where(SignupRow.event_id.in_(numbers), SignupRow.state == State.WAITING)
    waits = {event: (many, smallest) for event, many, smallest in await tx.execute(query)} if numbers else {}
    return [
        Room(row.starts_at, event_of(row).open_seats or 0, taken.get(row.id, 0), *waits.get(row.id, (0, None)))
        for row in among
    ]


async def line(tx: Transaction, event: Event, now: datetime) -> Line:
    """The list of one event, no further than its turn can have come: a thousand who wait cost no more than ten.

    Every offer takes a seat at least, so no more of them can be due than seats are free; whoever needs more seats than
    there are is passed over. Once the event begins, everybody is in it. Under the lock of the event it stays so.
    """
    seats, taken = event.open_seats or 0, (await signups.taken(tx, [event.id])).get(event.id, 0)
    free = max(0, seats - taken)
    offered = _in_line(event.id).where(SignupRow.state == State.OFFERED)
    waits = _in_line(event.id).where(SignupRow.state == State.WAITING)
    if now < event.starts_at:
        most = free if event.starts_at - now <= LAST_DAY else seats
        waits = waits.where(SignupRow.seats <= most).limit(free)
    found = [*await tx.execute(offered), *await tx.execute(waits)]
    waiters = sorted(found, key=lambda row: row.queue or 0)
    return Line(event.id, event.starts_at, seats, taken, tuple(Waiter(w.id, w.seats, w.offer_until) for w in waiters))


async def lines(tx: Transaction, now: datetime) -> list[Line]:
    """The lists of all events where somebody waits or has an offer."""
    ids = select(SignupRow.event_id).where(SignupRow.state.in_(IN_LINE))
    among = (await tx.execute(select(EventRow).where(EventRow.id.in_(ids)))).scalars()
    return [await line(tx, event_of(row), now) for row in list(among)]


async def alone(tx: Transaction, after: datetime, now: datetime) -> list[tuple[SignupRow, str]]:
    """Children alone whose parent has not agreed, of events that began since `after`, with the title of each."""
    query = select(SignupRow, EventRow.title).join(EventRow, EventRow.id == SignupRow.event_id)
    query = query.where(SignupRow.state == State.INTEREST, EventRow.state == EventState.PUBLISHED)
    found = await tx.execute(query.where(EventRow.starts_at > after, EventRow.starts_at <= now).order_by(SignupRow.id))
    return [(row, title) for row, title in found]


async def is_offered(tx: Transaction, signup: int) -> bool:
    """Whether its seats are still kept for its answer."""
    query = select(SignupRow.id).where(SignupRow.id == signup, SignupRow.state == State.OFFERED)
    return (await tx.execute(query)).first() is not None


def _in_line(event: int) -> Select[int, int, datetime | None, int | None]:
    query = select(SignupRow.id, SignupRow.seats, SignupRow.offer_until, SignupRow.queue)
    return query.where(SignupRow.event_id == event).order_by(SignupRow.queue)
