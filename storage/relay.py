"""Notices in the relay's hands: claimed with a lease, read, put back or settled; their words go once they are sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from pydantic import TypeAdapter
from sqlalchemy import Integer, bindparam, case, func, or_, select, update

from domain.news import News
from domain.outbox import LEASE, Lane, Notice
from domain.texts import Text
from storage.database import Transaction, wake
from storage.tables import NoticeRow, PersonRow
from storage.vault import VaultError

log = structlog.get_logger()

TOPIC = "outbox"  # every lane looks again
BEGUN = "begun"  # of an announcement: it is on the wire, or was when its process died; never claimed again
_OPEN = NoticeRow.state.in_(("due", BEGUN))
# built once, as they run all the time: putting a statement together costs as much as running it
_OURS = (
    NoticeRow.state == "due",
    NoticeRow.lane.in_(bindparam("lanes", expanding=True)),
    NoticeRow.id.not_in(bindparam("but", expanding=True)),
)
_DUE = (
    select(NoticeRow.id)
    .where(
        *_OURS,
        NoticeRow.due_at <= bindparam("now"),
        or_(NoticeRow.held_until.is_(None), NoticeRow.held_until < bindparam("now")),
    )
    .order_by(NoticeRow.lane, NoticeRow.due_at, NoticeRow.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(key_share=True, skip_locked=True)
)
_CLAIM = (
    update(NoticeRow)
    .where(NoticeRow.id.in_(bindparam("ids", expanding=True)))
    .values(held_until=bindparam("until"), attempts=NoticeRow.attempts + 1)
    .execution_options(synchronize_session=False)
)
_CLAIMED = (
    select(NoticeRow, PersonRow)
    .join(PersonRow, PersonRow.id == NoticeRow.person_id)
    .where(NoticeRow.id.in_(bindparam("ids", expanding=True)))
    .order_by(NoticeRow.lane, NoticeRow.due_at, NoticeRow.id)
)
_IS_DUE = select(NoticeRow.id).where(NoticeRow.id == bindparam("notice"), NoticeRow.state == "due")
_SETTLE = (
    update(NoticeRow)
    .where(NoticeRow.id == bindparam("notice"), _OPEN)
    .values(state=bindparam("becomes"), news=None, held_until=None, settled_at=bindparam("now"))
    .returning(NoticeRow.id)
    .execution_options(synchronize_session=False)
)
_NEXT_DUE = select(
    func.min(case((NoticeRow.held_until.is_(None), NoticeRow.due_at))), func.min(NoticeRow.held_until)
).where(*_OURS)


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


async def claim(
    tx: Transaction, now: datetime, limit: int, lanes: Sequence[Lane], but: Collection[int] = ()
) -> list[Claimed]:
    """Due notices of these lanes that nobody else holds, urgent first; counts the attempt. Not those in `but`."""
    given = {"now": now, "limit": limit, "lanes": list(lanes), "but": list(but)}
    ids = list((await tx.execute(_DUE, given)).scalars())
    if not ids:
        return []
    await tx.execute(_CLAIM, {"ids": ids, "until": now + LEASE})
    try:
        return await _read(tx, ids)
    except (VaultError, ValueError, KeyError):  # one that cannot be read keeps nothing from those behind it
        return [claimed for notice in ids for claimed in await _read_or_set_aside(tx, notice, now)]


async def _read(tx: Transaction, ids: Sequence[int]) -> list[Claimed]:
    return [_claimed(notice, person) for notice, person in await tx.execute(_CLAIMED, {"ids": list(ids)})]


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


async def is_due(tx: Transaction, notice: int) -> bool:
    """Whether it still waits to be told: dropped meanwhile, or gone with its person, it does not."""
    return (await tx.execute(_IS_DUE, {"notice": notice})).scalar() is not None


async def begin(tx: Transaction, notice: int, now: datetime) -> bool:
    """It is being said, for the only time: a process that dies now leaves it so. False: somebody else began, or it was
    settled.

    `settled_at`: what a dead process began is not kept longer than what it ended.
    """
    begun = update(NoticeRow).where(NoticeRow.id == notice, NoticeRow.state == "due")
    begun = begun.values(state=BEGUN, settled_at=now).returning(NoticeRow.id)
    return (await tx.execute(begun)).scalar() is not None


async def settle(tx: Transaction, notice: int, now: datetime, state: str) -> bool:
    """Done with it: `sent`, `dropped` or `unreachable`. Its words go. False when it was settled before."""
    settled = await tx.execute(_SETTLE, {"notice": notice, "becomes": state, "now": now})
    return settled.scalar() is not None


async def later(tx: Transaction, notice: int, due_at: datetime) -> None:
    """Puts it back until `due_at`."""
    values = {"due_at": due_at, "held_until": None, "state": "due", "settled_at": None}
    await tx.execute(update(NoticeRow).where(NoticeRow.id == notice, _OPEN).values(**values))
    wake(tx, TOPIC)


async def free(tx: Transaction, notice: int) -> None:
    """It goes out of our hands and is due as it was."""
    values = {"held_until": None, "state": "due", "settled_at": None}
    await tx.execute(update(NoticeRow).where(NoticeRow.id == notice, _OPEN).values(**values))
    wake(tx, TOPIC)


async def put_off(tx: Transaction, notice: int, until: datetime) -> None:
    """Not due before `until`: it waits by the sender's wish, and is not late meanwhile."""
    values = {"due_at": until, "first_due_at": until, "held_until": None}
    await tx.execute(update(NoticeRow).where(NoticeRow.id == notice).values(**values))
    wake(tx, TOPIC)


async def next_due_at(tx: Transaction, lanes: Sequence[Lane], but: Collection[int] = ()) -> datetime | None:
    """When the relay of these lanes has something to do again: a notice falls due, or a lease runs out.

    Those in `but` are not looked at.
    """
    moments = (await tx.execute(_NEXT_DUE, {"lanes": list(lanes), "but": list(but)})).one()
    return min((moment for moment in moments if moment is not None), default=None)


@cache
def adapter(kind: str) -> TypeAdapter[Any]:
    """How news of this kind is written into its row and read again."""
    return TypeAdapter(News.kinds[kind])


def claimed_as_written(notice: Notice, number: int, person: PersonRow, now: datetime) -> Claimed:
    """A notice that is claimed as it is written, under this number."""
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
        news=adapter(row.kind).validate_python(row.news, strict=False),
        lane=Lane(row.lane),
        case=row.case_id,
        edits=row.edits,
        attempts=row.attempts,
        written_at=row.written_at,
        expires_at=row.expires_at,
    )
