"""Cases as rows."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select

from domain.cases import Case, Origin, Outcome, State, law_due_at, new_code
from domain.legal_clocks import acting
from domain.recontact import Recontact
from storage import legal_clocks
from storage.database import Transaction
from storage.tables import CaseRow, EntryRow

RANDOM = SystemRandom()
_OF_UPDATE = select(CaseRow).where(  # built once: putting a statement together costs as much as running it
    or_(
        CaseRow.opened_by == bindparam("update_id"),
        CaseRow.id == select(EntryRow.case_id).where(EntryRow.update_id == bindparam("update_id")).scalar_subquery(),
    )
)
_LOCK_OPEN_OF = (
    select(CaseRow)
    .where(CaseRow.sender_id == bindparam("sender"), CaseRow.state != State.CLOSED)
    .order_by(CaseRow.id)
    .with_for_update(key_share=True)
)
_OF_SENDER = select(CaseRow).where(CaseRow.sender_id == bindparam("sender"))
_FIRST_OPEN = _OF_SENDER.where(CaseRow.state != State.CLOSED).order_by(CaseRow.id).limit(1)
_NEWEST = _OF_SENDER.order_by(CaseRow.id.desc()).limit(1)
_WITHOUT_ANYBODY = CaseRow.state == State.OPEN, CaseRow.rung == 0
_IS_ANY_WITHOUT_ANYBODY = select(exists().where(*_WITHOUT_ANYBODY))
_AVOIDED_BY = select(CaseRow.avoids).where(CaseRow.sender_id == bindparam("sender"))
YET_TO_COME = ""  # stands among the wards to avoid until the first one is known
MOMENTS = (CaseRow.climb_at, CaseRow.tell_at, CaseRow.nudge_at)  # what makes a case due
_IS_DUE = CaseRow.state != State.CLOSED, or_(*(moment <= bindparam("now") for moment in MOMENTS))
# built once, as they run every few seconds: putting a statement together costs as much as running it
_DUE = select(CaseRow.id).where(*_IS_DUE).order_by(CaseRow.id).limit(bindparam("limit", type_=Integer))
_STILL_DUE = (
    select(CaseRow).where(CaseRow.id == bindparam("case"), *_IS_DUE).with_for_update(key_share=True, skip_locked=True)
)
_RINGS = CaseRow.state == State.OPEN, CaseRow.rung != 0
_WHERE_IT_RINGS = select(CaseRow.ward, CaseRow.avoids, CaseRow.sender_id, CaseRow.rung).where(*_RINGS)
_NEXT_DUE = select(
    *(select(func.min(moment)).where(CaseRow.state != State.CLOSED).scalar_subquery() for moment in MOMENTS)
)


def case_of(row: CaseRow) -> Case:
    """The row as the rules know it."""
    return Case(
        id=row.id,
        code=row.code,
        state=State(row.state),
        origin=Origin(row.origin),
        ward=row.ward,
        place_known=row.place_known,
        sender=row.sender_id,
        holder=row.holder_id,
        skip_ward=row.ward in row.avoids,
        rung=row.rung,
        opened_at=row.opened_at,
        last_heard_at=row.last_heard_at,
        climb_at=row.climb_at,
        tell_at=row.tell_at,
        told=row.told,
        taken_at=row.taken_at,
        acted_at=row.acted_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        retracted=row.retracted,
        may_write=row.may_write,
    )


def wish_of(row: CaseRow, *, left: bool = False) -> Recontact:
    """How the sender may be written to; `left`: they left quickly."""
    return Recontact(safe=row.may_write, left=left, **(row.wish or {}))


def keep_wish(row: CaseRow, **said: str | bool) -> None:
    """The sender said something about being written to: `seen`, `when`, `later` or `opening`."""
    row.wish = {**(row.wish or {}), **said}


async def open_case(
    tx: Transaction,
    *,
    sender: int,
    ward: str | None,
    origin: Origin,
    update_id: int | None,
    now: datetime,
    received_at: datetime | None = None,
) -> CaseRow:
    """A new case; one that rings has 12 hours from receipt.

    That nobody has its code is the database's to refuse: one in a billion times the update is handled again.
    """
    row = CaseRow(
        code=new_code(RANDOM),
        state=State.OPEN if origin.rings else State.WAITING,
        origin=origin,
        ward=ward,
        sender_id=sender,
        opened_at=now,
        opened_by=update_id,
        last_heard_at=now,
        due_at=law_due_at(received_at or now),
        rung=0,
        rings=0,
        told=0,
        place_known=False,
        avoids=await avoided_by(tx, sender, ward),
        retracted=False,
        may_write=True,
    )
    tx.add(row)
    await tx.flush()
    if origin.rings:
        legal_clocks.begin(tx, row.id, acting(received_at or now))
    return row


async def avoided_by(tx: Transaction, sender: int, ward: str | None) -> list[str]:
    """The wards this sender kept out of any case that is still theirs: a fear does not end with a case.

    One that was still to become known (`YET_TO_COME`) is the ward of the new case, if that has one.
    """
    kept = (await tx.execute(_AVOIDED_BY, {"sender": sender})).scalars()
    return sorted({(ward or YET_TO_COME) if each == YET_TO_COME else each for avoids in kept for each in avoids})


async def lock(tx: Transaction, case: int) -> CaseRow | None:
    """The case, locked until this transaction ends."""
    return await tx.get(CaseRow, case, with_for_update={"key_share": True})


async def get(tx: Transaction, case: int) -> CaseRow | None:
    """The case, to look at."""
    return await tx.get(CaseRow, case)


async def lock_all_open_of(tx: Transaction, sender: int) -> list[CaseRow]:
    """The sender's cases that have not ended, locked in order: more than one only where one was split."""
    return list((await tx.execute(_LOCK_OPEN_OF, {"sender": sender})).scalars())


async def lock_open_of(tx: Transaction, sender: int) -> CaseRow | None:
    """The case the sender is in, locked with all others of theirs: the first that has not ended."""
    rows = await lock_all_open_of(tx, sender)
    return rows[0] if rows else None


async def others_open(tx: Transaction, row: CaseRow) -> list[CaseRow]:
    """The other open cases of the same sender, locked; the first of them all was locked before."""
    return [] if row.sender_id is None else [r for r in await lock_all_open_of(tx, row.sender_id) if r.id != row.id]


async def open_of(tx: Transaction, sender: int) -> CaseRow | None:
    """The case the sender is in, to look at: the first that has not ended."""
    return (await tx.execute(_FIRST_OPEN, {"sender": sender})).scalar()


async def newest_of(tx: Transaction, sender: int) -> CaseRow | None:
    """The sender's newest case, ended or not."""
    return (await tx.execute(_NEWEST, {"sender": sender})).scalar()


async def by_code(tx: Transaction, code: str) -> CaseRow | None:
    """The case with this code."""
    return (await tx.execute(select(CaseRow).where(CaseRow.code == code))).scalar()


async def of_update(tx: Transaction, update_id: int) -> CaseRow | None:
    """The case an update already went into: a replay changes nothing."""
    return (await tx.execute(_OF_UPDATE, {"update_id": update_id})).scalar()


async def due(tx: Transaction, now: datetime, limit: int = 50) -> list[int]:
    """Cases whose ring or truth is due."""
    return list((await tx.execute(_DUE, {"now": now, "limit": limit})).scalars())


async def still_due(tx: Transaction, case: int, now: datetime) -> CaseRow | None:
    """One case whose ring or truth is due, locked; None: it is not, or another worker has it."""
    return (await tx.execute(_STILL_DUE, {"now": now, "case": case})).scalar()


async def next_due_at(tx: Transaction) -> datetime | None:
    """The next moment at which `due` has something to do."""
    moments = (await tx.execute(_NEXT_DUE)).one()
    return min((m for m in moments if m is not None), default=None)


async def without_anybody(tx: Transaction) -> list[CaseRow]:
    """Ringing cases for which nobody could be rung, locked."""
    query = select(CaseRow).where(*_WITHOUT_ANYBODY).order_by(CaseRow.id).with_for_update(key_share=True)
    return list((await tx.execute(query)).scalars())


async def is_any_without_anybody(tx: Transaction) -> bool:
    """Whether there is one of those at this moment."""
    return bool((await tx.execute(_IS_ANY_WITHOUT_ANYBODY)).scalar())


async def ringing(tx: Transaction) -> list[CaseRow]:
    """Ringing cases for which somebody was rung, locked."""
    query = select(CaseRow).where(*_RINGS).order_by(CaseRow.id)
    return list((await tx.execute(query.with_for_update(key_share=True))).scalars())


async def where_it_rings(tx: Transaction) -> list[tuple[str | None, list[str], int | None, int]]:
    """Of every ringing case for which somebody was rung: ward, the wards it avoids, sender, rung; to look at."""
    return [(row.ward, row.avoids, row.sender_id, row.rung) for row in await tx.execute(_WHERE_IT_RINGS)]


async def of_contact(tx: Transaction, staff: int) -> list[CaseRow]:
    """What changes when somebody can no longer be written to: their own cases and those that ring, locked in order."""
    theirs = (CaseRow.state == State.TAKEN) & (CaseRow.holder_id == staff)
    query = select(CaseRow).where(or_(theirs, and_(*_RINGS))).order_by(CaseRow.id).with_for_update(key_share=True)
    return list((await tx.execute(query)).scalars())
