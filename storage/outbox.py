"""Notices as rows: written with the change that caused them, hastened or dropped while they wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.outbox import LEASE, Notice
from storage import relay
from storage.database import Transaction, in_hand, wake
from storage.tables import NoticeRow, PersonRow, PostRow

_INSERT = {  # built once: putting a statement together costs as much as running it
    "sqlite": sqlite.insert(NoticeRow).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(NoticeRow).on_conflict_do_nothing(),
}
_IN_HAND = {name: each.returning(NoticeRow.id, NoticeRow.once) for name, each in _INSERT.items()}


async def write(tx: Transaction, notices: Sequence[Notice], now: datetime) -> None:
    """Adds notices; one that was promised before (same `once`) is left as it is. Wakes the relay.

    Those that go at once are claimed as they are written, where a relay of this process takes them.
    """
    taken = in_hand(tx)
    ours = [n for n in notices if n.at_once and taken is not None]
    others = [n for n in notices if n not in ours]
    dialect = tx.get_bind().dialect.name
    if others:
        await tx.execute(_INSERT[dialect], [_written(n, now) for n in others])
        for lane in {n.lane for n in others}:
            wake(tx, relay.topic_of(lane))
    if ours and taken is not None:
        held = [_written(n, now) | {"held_until": now + LEASE, "attempts": 1} for n in ours]
        found = await tx.execute(_IN_HAND[dialect], held)
        ids = {once: notice for notice, once in found}
        people = {n.to for n in ours}
        readers = {
            row.id: row for row in (await tx.execute(select(PersonRow).where(PersonRow.id.in_(people)))).scalars()
        }
        taken += [relay.claimed_as_written(n, ids[n.once], readers[n.to], now) for n in ours if n.once in ids]


def _written(notice: Notice, now: datetime) -> dict[str, Any]:
    kind = type(notice.news).__name__
    return {
        "once": notice.once,
        "person_id": notice.to,
        "case_id": notice.case,
        "lane": int(notice.lane),
        "kind": kind,
        "news": relay.adapter(kind).dump_python(notice.news, mode="json"),
        "edits": notice.edits,
        "due_at": notice.due_at or now,
        "first_due_at": notice.due_at or now,
        "expires_at": notice.expires_at,
        "attempts": 0,
        "state": "due",
        "written_at": now,
    }


async def states(tx: Transaction, once: str) -> frozenset[str]:
    """What became of one promise and of its renewals, whose `once` goes on behind a colon; empty: never promised."""
    query = select(NoticeRow.state).where(or_(NoticeRow.once == once, NoticeRow.once.startswith(f"{once}:")))
    return frozenset((await tx.execute(query)).scalars())


async def redirect(tx: Transaction, old: int, new: int, now: datetime) -> None:
    """What waits for one person goes to another (or to the new chat of the same), and their old messages are lost."""
    waiting = update(NoticeRow).where(NoticeRow.person_id == old, NoticeRow.state == "due")
    await tx.execute(waiting.where(NoticeRow.kind == "Remove").values(state="dropped", news=None, settled_at=now))
    await tx.execute(waiting.values(person_id=new, edits=None))
    await tx.execute(delete(PostRow).where(PostRow.person_id == old))
    wake(tx, relay.TOPIC)


async def release(tx: Transaction, case: int, person: int, kinds: Collection[str], now: datetime) -> None:
    """What waits for somebody about a case is due now."""
    waiting = (NoticeRow.state == "due", NoticeRow.kind.in_(kinds), NoticeRow.first_due_at > now)
    query = update(NoticeRow).where(NoticeRow.case_id == case, NoticeRow.person_id == person, *waiting)
    await tx.execute(query.values(due_at=now, first_due_at=now))
    wake(tx, relay.TOPIC)


async def drop_case(tx: Transaction, case: int, kinds: Sequence[str], now: datetime, *, to: int | None = None) -> None:
    """Notices of a case that are no longer wanted."""
    query = update(NoticeRow).where(NoticeRow.case_id == case, NoticeRow.state == "due", NoticeRow.kind.in_(kinds))
    if to is not None:
        query = query.where(NoticeRow.person_id == to)
    await tx.execute(query.values(state="dropped", news=None, settled_at=now))


async def drop_for(tx: Transaction, person: int, kinds: Collection[str], now: datetime) -> None:
    """Notices to somebody that they no longer want."""
    query = update(NoticeRow).where(NoticeRow.person_id == person, NoticeRow.state == "due", NoticeRow.kind.in_(kinds))
    await tx.execute(query.values(state="dropped", news=None, settled_at=now))


async def hasten(tx: Transaction, once: str, due_at: datetime) -> None:
    """One promise that still waits is due by then at the latest."""
    waiting = update(NoticeRow).where(NoticeRow.once == once, NoticeRow.state == "due", NoticeRow.due_at > due_at)
    await tx.execute(waiting.values(due_at=due_at, first_due_at=due_at))
    wake(tx, relay.TOPIC)


async def drop_once(tx: Transaction, once: str, now: datetime) -> None:
    """One promise is no longer wanted. On the wire already it is settled as usual."""
    free = or_(NoticeRow.held_until.is_(None), NoticeRow.held_until < now)
    query = update(NoticeRow).where(NoticeRow.once == once, NoticeRow.state == "due", free)
    await tx.execute(query.values(state="dropped", news=None, settled_at=now))


async def drop_to(tx: Transaction, person: int, now: datetime, *, but: Sequence[str]) -> None:
    """What waits to be told to somebody about cases is no longer told, but for these kinds and what is on the wire."""
    free = or_(NoticeRow.held_until.is_(None), NoticeRow.held_until < now)
    query = update(NoticeRow).where(
        NoticeRow.person_id == person, NoticeRow.case_id.is_not(None), NoticeRow.state == "due", free
    )
    await tx.execute(query.where(NoticeRow.kind.not_in(but)).values(state="dropped", news=None, settled_at=now))


async def drop_answers(tx: Transaction, person: int, *, among: str, but: str, now: datetime) -> int:
    """Answers that wait for their moment and are overtaken by newer ones; gives how many.

    `among` and `but` are how their `once` begins. Those that are being sent stay.
    """
    waiting = (
        update(NoticeRow)
        .where(NoticeRow.person_id == person, NoticeRow.state == "due", NoticeRow.held_until.is_(None))
        .where(NoticeRow.once.startswith(among), ~NoticeRow.once.startswith(but))
        .values(state="dropped", news=None, settled_at=now)
        .returning(NoticeRow.id)
    )
    return len((await tx.execute(waiting.execution_options(synchronize_session=False))).all())


async def is_promised(tx: Transaction, person: int, case: int, kind: str) -> bool:
    """Whether a notice of this kind about a case still waits for somebody, on its way or not."""
    query = select(NoticeRow.id).where(NoticeRow.person_id == person, NoticeRow.case_id == case)
    found = await tx.execute(query.where(NoticeRow.kind == kind, NoticeRow.state == "due").limit(1))
    return found.first() is not None


async def is_waiting(tx: Transaction, person: int, message: int, now: datetime) -> bool:
    """Whether a change of this message still waits and nobody has it in hand: it will show what is true then."""
    free = or_(NoticeRow.held_until.is_(None), NoticeRow.held_until < now)
    query = select(NoticeRow.id).where(
        NoticeRow.person_id == person, NoticeRow.edits == message, NoticeRow.state == "due", free
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def empty(tx: Transaction, before: datetime) -> None:
    """Retention: rows of notices settled before this moment."""
    await tx.execute(delete(NoticeRow).where(NoticeRow.state != "due", NoticeRow.settled_at < before))
