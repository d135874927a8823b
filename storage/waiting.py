"""Waiting lists as rows: the order in which families joined, and the seats that are offered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from domain.events import Event
from domain.signups import State
from domain.waiting import Line, Waiter
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


async def lock_rows(tx: Transaction, event: int) -> list[SignupRow]:
    """Who waits and who has an offer, in the order of joining, locked."""
    query = select(SignupRow).where(SignupRow.event_id == event, SignupRow.state.in_(IN_LINE))
    return list((await tx.execute(query.order_by(SignupRow.queue).with_for_update())).scalars())


async def line(tx: Transaction, event: Event) -> Line:
    """The list of one event. Under the lock of the event it stays as it is."""
    taken = (await signups.taken(tx, [event.id])).get(event.id, 0)
    waiters = (await _waiters(tx, [event.id])).get(event.id, [])
    return Line(event.id, event.starts_at, event.open_seats or 0, taken, tuple(waiters))


async def lines(tx: Transaction, among: Sequence[EventRow] | None = None) -> list[Line]:
    """The lists of these events; None: of every event where somebody waits or has an offer."""
    if among is None:
        ids = select(SignupRow.event_id).where(SignupRow.state.in_(IN_LINE))
        among = list((await tx.execute(select(EventRow).where(EventRow.id.in_(ids)))).scalars())
    numbers = [row.id for row in among]
    taken = await signups.taken(tx, numbers)
    found = await _waiters(tx, numbers) if numbers else {}
    return [
        Line(row.id, row.starts_at, event_of(row).open_seats or 0, taken.get(row.id, 0), tuple(found.get(row.id, ())))
        for row in among
    ]


async def is_offered(tx: Transaction, signup: int) -> bool:
    """Whether its seats are still kept for its answer."""
    query = select(SignupRow.id).where(SignupRow.id == signup, SignupRow.state == State.OFFERED)
    return (await tx.execute(query)).first() is not None


async def _waiters(tx: Transaction, events: Collection[int]) -> dict[int, list[Waiter]]:
    query = select(SignupRow.event_id, SignupRow.id, SignupRow.seats, SignupRow.offer_until)
    query = query.where(SignupRow.event_id.in_(events), SignupRow.state.in_(IN_LINE)).order_by(SignupRow.queue)
    found: dict[int, list[Waiter]] = {}
    for event, signup, seats, until in await tx.execute(query):
        found.setdefault(event, []).append(Waiter(signup, seats, until))
    return found
