"""Notices as rows: written with the change that caused them, claimed with a lease, emptied once sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from pydantic import TypeAdapter
from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.news import News
from domain.outbox import LEASE, Lane, Notice
from domain.texts import Text
from storage.database import Transaction, in_hand, wake
from storage.tables import NoticeRow, PersonRow, PostRow
from storage.vault import VaultError

log = structlog.get_logger()

TOPIC = "outbox"  # every lane looks again
_INSERT = {  # built once: putting a statement together costs as much as running it
    "sqlite": sqlite.insert(NoticeRow).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(NoticeRow).on_conflict_do_nothing(),
}
_IN_HAND = {name: each.returning(NoticeRow.id, NoticeRow.once) for name, each in _INSERT.items()}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice in our hands until its lease runs out."""

    id: int
    to: int
    chat: int
    language: str
    is_child: bool
    kind: str
    news: News
    lane: Lane
    case: int | None
    edits: int | None
    attempts: int
    written_at: datetime
    expires_at: datetime | None
    opening: Text | None = None

    def with_news(self, news: News) -> Claimed:
        """The same notice saying something else."""
        return replace(self, news=news, kind=type(news).__name__)

    def beginning(self, opening: Text | None) -> Claimed:
        """The same notice with words of the reader's own choice before it."""
        return self if opening is None else replace(self, opening=opening)


def topic_of(lane: Lane) -> str:
    """What wakes the relay of one lane alone."""
    return f"{TOPIC}:{lane.name.lower()}"


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
            wake(tx, topic_of(lane))
    if ours and taken is not None:
        held = [_written(n, now) | {"held_until": now + LEASE, "attempts": 1} for n in ours]
        found = await tx.execute(_IN_HAND[dialect], held)
        ids = {once: notice for notice, once in found}
        people = {n.to for n in ours}
        readers = {
            row.id: row for row in (await tx.execute(select(PersonRow).where(PersonRow.id.in_(people)))).scalars()
        }
        taken += [_in_hand(n, ids[n.once], readers[n.to], now) for n in ours if n.once in ids]


def _written(notice: Notice, now: datetime) -> dict[str, Any]:
    kind = type(notice.news).__name__
    return {
        "once": notice.once,
        "person_id": notice.to,
        "case_id": notice.case,
        "lane": int(notice.lane),
        "kind": kind,
        "news": _adapter(kind).dump_python(notice.news, mode="json"),
        "edits": notice.edits,
        "due_at": notice.due_at or now,
        "first_due_at": notice.due_at or now,
        "expires_at": notice.expires_at,
        "attempts": 0,
        "state": "due",
        "written_at": now,
    }


async def claim(tx: Transaction, now: datetime, limit: int, lanes: Sequence[Lane]) -> list[Claimed]:
    """Due notices of these lanes that nobody else holds, urgent first; counts the attempt."""
    free = or_(NoticeRow.held_until.is_(None), NoticeRow.held_until < now)
    due = (
        select(NoticeRow.id)
        .where(NoticeRow.state == "due", NoticeRow.lane.in_(lanes), NoticeRow.due_at <= now, free)
        .order_by(NoticeRow.lane, NoticeRow.due_at, NoticeRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list((await tx.execute(due)).scalars())
    if not ids:
        return []
    await tx.execute(
        update(NoticeRow)
        .where(NoticeRow.id.in_(ids))
        .values(held_until=now + LEASE, attempts=NoticeRow.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    try:
        return await _read(tx, ids)
    except (VaultError, ValueError, KeyError):  # one that cannot be read keeps nothing from those behind it
        return [claimed for notice in ids for claimed in await _read_or_set_aside(tx, notice, now)]


async def _read(tx: Transaction, ids: Sequence[int]) -> list[Claimed]:
    rows = await tx.execute(
        select(NoticeRow, PersonRow)
        .join(PersonRow, PersonRow.id == NoticeRow.person_id)
        .where(NoticeRow.id.in_(ids))
        .order_by(NoticeRow.lane, NoticeRow.due_at, NoticeRow.id)
    )
    return [_claimed(notice, person) for notice, person in rows]


async def _read_or_set_aside(tx: Transaction, notice: int, now: datetime) -> list[Claimed]:
    try:
        return await _read(tx, [notice])
    except (VaultError, ValueError, KeyError) as error:
        log.error("notice_unreadable", notice=notice, error=type(error).__name__)
        aside = update(NoticeRow).where(NoticeRow.id == notice).values(state="unreadable", settled_at=now)
        await tx.execute(aside.execution_options(synchronize_session=False))
        return []


async def let_go(tx: Transaction) -> None:
    """Nobody holds anything: at the start of a single process, what a dead one had in hand is free at once."""
    await tx.execute(update(NoticeRow).where(NoticeRow.state == "due").values(held_until=None))


async def settle(tx: Transaction, notice: int, now: datetime, state: str) -> bool:
    """Done with it: `sent`, `dropped` or `unreachable`. Its words go. False when it was settled before."""
    settled = await tx.execute(
        update(NoticeRow)
        .where(NoticeRow.id == notice, NoticeRow.state == "due")
        .values(state=state, news=None, held_until=None, settled_at=now)
        .returning(NoticeRow.id)
    )
    return settled.scalar() is not None


async def states(tx: Transaction, once: str) -> frozenset[str]:
    """What became of one promise and of its renewals, whose `once` goes on behind a colon; empty: never promised."""
    query = select(NoticeRow.state).where(or_(NoticeRow.once == once, NoticeRow.once.startswith(f"{once}:")))
    return frozenset((await tx.execute(query)).scalars())


async def later(tx: Transaction, notice: int, due_at: datetime) -> None:
    """Puts it back until `due_at`."""
    await tx.execute(update(NoticeRow).where(NoticeRow.id == notice).values(due_at=due_at, held_until=None))
    wake(tx, TOPIC)


async def redirect(tx: Transaction, old: int, new: int, now: datetime) -> None:
    """What waits for one person goes to another (or to the new chat of the same), and their old messages are lost."""
    waiting = update(NoticeRow).where(NoticeRow.person_id == old, NoticeRow.state == "due")
    await tx.execute(waiting.where(NoticeRow.kind == "Remove").values(state="dropped", news=None, settled_at=now))
    await tx.execute(waiting.values(person_id=new, edits=None))
    await tx.execute(delete(PostRow).where(PostRow.person_id == old))
    wake(tx, TOPIC)


async def free(tx: Transaction, notice: int) -> None:
    """It goes out of our hands and is due as it was."""
    await tx.execute(update(NoticeRow).where(NoticeRow.id == notice).values(held_until=None))
    wake(tx, TOPIC)


async def put_off(tx: Transaction, notice: int, until: datetime) -> None:
    """Not due before `until`: it waits by the sender's wish, and is not late meanwhile."""
    values = {"due_at": until, "first_due_at": until, "held_until": None}
    await tx.execute(update(NoticeRow).where(NoticeRow.id == notice).values(**values))
    wake(tx, TOPIC)


async def release(tx: Transaction, case: int, person: int, kinds: Collection[str], now: datetime) -> None:
    """What waits for somebody about a case is due now."""
    waiting = (NoticeRow.state == "due", NoticeRow.kind.in_(kinds), NoticeRow.first_due_at > now)
    query = update(NoticeRow).where(NoticeRow.case_id == case, NoticeRow.person_id == person, *waiting)
    await tx.execute(query.values(due_at=now, first_due_at=now))
    wake(tx, TOPIC)


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
    wake(tx, TOPIC)


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


async def next_due_at(tx: Transaction, lanes: Sequence[Lane]) -> datetime | None:
    """When the relay of these lanes has something to do again: a notice falls due, or a lease runs out."""
    free = func.min(case((NoticeRow.held_until.is_(None), NoticeRow.due_at)))
    moments = select(free, func.min(NoticeRow.held_until)).where(NoticeRow.state == "due", NoticeRow.lane.in_(lanes))
    return min((moment for moment in (await tx.execute(moments)).one() if moment is not None), default=None)


async def unsettled(tx: Transaction, case: int, kind: str) -> int:
    """How many notices of this kind for this case are still to be sent."""
    query = select(func.count()).where(NoticeRow.case_id == case, NoticeRow.kind == kind, NoticeRow.state == "due")
    return (await tx.execute(query)).scalar() or 0


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


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(News.kinds[kind])


def _in_hand(notice: Notice, number: int, person: PersonRow, now: datetime) -> Claimed:
    return Claimed(
        id=number,
        to=notice.to,
        chat=person.chat,
        language=person.language,
        is_child=person.audience == "child",
        kind=type(notice.news).__name__,
        news=notice.news,
        lane=notice.lane,
        case=notice.case,
        edits=notice.edits,
        attempts=1,
        written_at=now,
        expires_at=notice.expires_at,
    )


def _claimed(row: NoticeRow, person: PersonRow) -> Claimed:
    return Claimed(
        id=row.id,
        to=row.person_id,
        chat=person.chat,
        language=person.language,
        is_child=person.audience == "child",
        kind=row.kind,
        news=_adapter(row.kind).validate_python(row.news, strict=False),
        lane=Lane(row.lane),
        case=row.case_id,
        edits=row.edits,
        attempts=row.attempts,
        written_at=row.written_at,
        expires_at=row.expires_at,
    )
