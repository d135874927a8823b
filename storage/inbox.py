"""Updates as received: kept before Telegram is told that we have them, emptied once handled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.tables import InboxRow

HOLD = timedelta(seconds=60)
MOST_ATTEMPTS = 5
# built once: putting a statement together costs as much as running it
_FREE = or_(InboxRow.held_until.is_(None), InboxRow.held_until < bindparam("now"))
_IS_ANY_FREE = select(exists().where(InboxRow.state == "new", _FREE))
_THESE = InboxRow.update_id.in_(bindparam("ids", expanding=True))
_DONE = (
    update(InboxRow)
    .where(_THESE)
    .values(state="done", payload=None, held_until=None)
    .execution_options(synchronize_session=False)
)
_HOLD = (
    update(InboxRow)
    .where(_THESE, InboxRow.state == "new")
    .values(held_until=bindparam("until"))
    .execution_options(synchronize_session=False)
)
_INSERT = {
    "sqlite": sqlite.insert(InboxRow).on_conflict_do_nothing().returning(InboxRow.update_id),
    "postgresql": postgresql.insert(InboxRow).on_conflict_do_nothing().returning(InboxRow.update_id),
}


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update and the blind index of its chat."""

    update_id: int
    chat_key: bytes | None
    payload: dict[str, Any]
    received_at: datetime
    attempts: int = 0


async def keep(tx: Transaction, arrivals: Iterable[Arrived], now: datetime) -> set[int]:
    """Stores what is new and holds it for us; returns the ids of the new ones."""
    rows = [
        {
            "update_id": a.update_id,
            "chat_key": a.chat_key,
            "payload": a.payload,
            "received_at": a.received_at,
            "held_until": now + HOLD,
            "state": "new",
            "attempts": 0,
        }
        for a in sorted(arrivals, key=lambda each: each.update_id)  # in one order: two processes must not deadlock
    ]
    if not rows:
        return set()
    kept = await tx.execute(_INSERT[tx.get_bind().dialect.name], rows)
    return set(kept.scalars())


async def claim_left_behind(tx: Transaction, now: datetime, *, everything: bool = False) -> list[Arrived]:
    """Updates whose holder died (all unhandled ones at the start of a single process), oldest first."""
    query = select(InboxRow).where(InboxRow.state == "new").order_by(InboxRow.update_id).limit(200)
    if not everything:
        query = query.where(_FREE)
    found = await tx.execute(query.with_for_update(key_share=True, skip_locked=True), {"now": now})
    rows = list(found.scalars())
    for row in rows:
        row.held_until = now + HOLD
    return [Arrived(r.update_id, r.chat_key, r.payload or {}, r.received_at, r.attempts) for r in rows]


async def is_left_behind(tx: Transaction, now: datetime) -> bool:
    """Whether there is one of those at this moment."""
    return bool((await tx.execute(_IS_ANY_FREE, {"now": now})).scalar())


async def done(tx: Transaction, update_ids: Sequence[int]) -> None:
    """They are handled: their words go, their numbers stay a while to know a duplicate."""
    await tx.execute(_DONE, {"ids": list(update_ids)})


async def failed(tx: Transaction, update_id: int, now: datetime) -> bool:
    """Counts an attempt; True when it was set aside because it keeps failing."""
    row = await tx.get_one(InboxRow, update_id, with_for_update={"key_share": True})
    row.attempts += 1
    row.held_until = now + timedelta(seconds=2**row.attempts)
    if row.attempts >= MOST_ATTEMPTS:
        row.state, row.held_until = "aside", None
    return row.state == "aside"


async def hold(tx: Transaction, update_ids: Iterable[int], now: datetime) -> None:
    """We are still at it: nobody else should take these over."""
    await tx.execute(_HOLD, {"ids": list(update_ids), "until": now + HOLD})


async def waiting(tx: Transaction) -> dict[str, int]:
    """How many updates wait, and how many were set aside."""
    counts = await tx.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state))
    return {state: n for state, n in counts if state != "done"}


async def last_received_at(tx: Transaction) -> datetime | None:
    """When the newest update came."""
    return (await tx.execute(select(func.max(InboxRow.received_at)))).scalar()


async def empty(tx: Transaction, *, handled_before: datetime, aside_before: datetime) -> None:
    """Retention: numbers of handled updates, and updates that were set aside."""
    await tx.execute(delete(InboxRow).where(InboxRow.state == "done", InboxRow.received_at < handled_before))
    await tx.execute(delete(InboxRow).where(InboxRow.state == "aside", InboxRow.received_at < aside_before))
