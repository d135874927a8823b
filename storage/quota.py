"""Seats held back for children in special circumstances, as rows: links that keep some, and sign-ups that have some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from domain.signups import COUNTED
from storage.database import Transaction
from storage.links import key_of
from storage.tables import QuotaLinkRow, SignupRow


async def given(tx: Transaction, event: int) -> int:
    """Seats that families have, of those held back."""
    query = select(func.sum(SignupRow.seats)).where(SignupRow.event_id == event, SignupRow.from_quota)
    return int((await tx.execute(query.where(SignupRow.state.in_(COUNTED)))).scalar() or 0)


async def kept(tx: Transaction, event: int) -> int:
    """Seats that links keep which no family has used yet."""
    query = select(func.sum(QuotaLinkRow.seats)).where(QuotaLinkRow.event_id == event)
    return int((await tx.execute(query)).scalar() or 0)


async def links(tx: Transaction, event: int) -> Sequence[QuotaLinkRow]:
    """Links no family has used yet, oldest first."""
    query = select(QuotaLinkRow).where(QuotaLinkRow.event_id == event).order_by(QuotaLinkRow.id)
    return list((await tx.execute(query)).scalars())


async def of_update(tx: Transaction, update_id: int) -> QuotaLinkRow | None:
    """The link that was made from a screen, or by an update, as long as no family has used it."""
    return (await tx.execute(select(QuotaLinkRow).where(QuotaLinkRow.update_id == update_id))).scalar()


async def keep(
    tx: Transaction, event: int, token: str, seats: int, *, staff: int | None, update_id: int, now: datetime
) -> None:
    """So many seats are kept behind this link."""
    tx.add(QuotaLinkRow(event_id=event, key=key_of(token), seats=seats, made_by=staff, at=now, update_id=update_id))
    await tx.flush()


async def by_token(tx: Transaction, token: str) -> QuotaLinkRow | None:
    """The seats behind a link."""
    return (await tx.execute(select(QuotaLinkRow).where(QuotaLinkRow.key == key_of(token)))).scalar()


async def drop(tx: Transaction, event: int, link: int | None = None) -> None:
    """This link keeps nothing any more; None: none of the event does."""
    query = delete(QuotaLinkRow).where(QuotaLinkRow.event_id == event)
    await tx.execute(query if link is None else query.where(QuotaLinkRow.id == link))
