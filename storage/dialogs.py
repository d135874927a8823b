"""Conversations as rows: one at a time for each person, the answers so far sealed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, or_, select

from domain.cases import State
from domain.conversations import DAY, LASTS, Dialog, Midway
from storage.database import Transaction
from storage.tables import CaseRow, DialogRow


async def current(tx: Transaction, person: int) -> DialogRow | None:
    """The conversation somebody is in, locked."""
    return await tx.get(DialogRow, person, with_for_update={"key_share": True})


async def answers(tx: Transaction, person: int, name: Dialog, about: int | None) -> dict[str, Any]:
    """The answers of this very conversation; empty when another one (or none) is going on."""
    row = await current(tx, person)
    return dict(row.answers) if row is not None and (row.name, row.about) == (name, about) else {}


async def seen(tx: Transaction, person: int, name: Dialog, about: int | None) -> dict[str, Any]:
    """The answers of this very conversation, to look at."""
    row = await peek(tx, person)
    return dict(row.answers) if row is not None and (row.name, row.about) == (name, about) else {}


async def keep(
    tx: Transaction, person: int, name: Dialog, about: int | None, answers: dict[str, Any], now: datetime
) -> None:
    """Starts or goes on with a conversation; a different one before it is over."""
    await tx.merge(DialogRow(person_id=person, name=name.value, about=about, answers=answers, begun_at=now))


async def end(tx: Transaction, person: int) -> None:
    """The conversation is over."""
    await tx.execute(delete(DialogRow).where(DialogRow.person_id == person))


async def peek(tx: Transaction, person: int) -> DialogRow | None:
    """The conversation somebody is in, to look at."""
    return await tx.get(DialogRow, person)


async def midway(tx: Transaction, person: int) -> Midway | None:
    """The same as everybody above us knows it; None, too, for a conversation of an older bot that nobody knows."""
    row = await peek(tx, person)
    if row is None or row.name not in set(Dialog):
        return None
    return Midway(Dialog(row.name), row.about, row.begun_at, dict(row.answers))


def _over() -> Select[Any]:
    """Whose conversation is over. Built once, as it is asked for every few seconds; the moments go in by name."""
    open_cases = select(CaseRow.id).where(CaseRow.state != State.CLOSED)
    over = [
        DialogRow.name.in_([name.value for name, lasts in LASTS.items() if lasts == each])
        & (DialogRow.begun_at <= bindparam(_moment(each)))
        for each in sorted({lasts for lasts in LASTS.values() if lasts is not None})
    ]
    of_a_case = DialogRow.name.in_([name.value for name, lasts in LASTS.items() if lasts is None])
    nobodys = DialogRow.about.is_(None) | DialogRow.about.not_in(open_cases)
    over.append(of_a_case & nobodys & (DialogRow.begun_at <= bindparam(_moment(DAY))))
    strange = DialogRow.name.not_in([name.value for name in Dialog])  # of an older bot
    return select(DialogRow.person_id).where(or_(*over, strange)).order_by(DialogRow.person_id)


def _moment(lasts: timedelta) -> str:
    return f"begun_before_{int(lasts.total_seconds())}"


OVER = _over()
ANY_OVER = OVER.limit(1)
OVER_FREE = OVER.with_for_update(key_share=True, skip_locked=True)
MOMENTS = {_moment(lasts): lasts for lasts in (DAY, *LASTS.values()) if lasts is not None}


async def any_over(tx: Transaction, now: datetime) -> bool:
    """Whether some conversation is over."""
    return (await tx.execute(ANY_OVER, _moments(now))).first() is not None


async def drop_over(tx: Transaction, now: datetime) -> None:
    """Conversations nobody ended and nobody goes on with go, and what they knew with them.

    One that somebody is just answering is left to the next round: nobody waits for us, and we wait for nobody.
    """
    ids = list((await tx.execute(OVER_FREE, _moments(now))).scalars())
    if ids:
        await tx.execute(delete(DialogRow).where(DialogRow.person_id.in_(ids)))


def _moments(now: datetime) -> dict[str, datetime]:
    return {name: now - lasts for name, lasts in MOMENTS.items()}
