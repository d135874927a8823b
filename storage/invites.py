"""Invitations as rows."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, select, update

from domain.invites import Offer, Pending
from domain.people import Role
from storage.database import Transaction
from storage.tables import InviteRow


def link_key(token: str) -> bytes:
    """What is kept of a link: it cannot be turned back into the link."""
    return hashlib.sha256(b"invite:" + token.encode()).digest()


def offer_of(row: InviteRow) -> Offer:
    """The row as the rules know it."""
    return Offer(Role(row.role), row.ward, row.rung)


async def of_update(tx: Transaction, update_id: int) -> InviteRow | None:
    """The invitation this update made: a replay makes no second one."""
    return (
        await tx.execute(select(InviteRow).where(InviteRow.update_id == update_id).with_for_update(key_share=True))
    ).scalar()


async def lock_by_link(tx: Transaction, token: str) -> InviteRow | None:
    """The invitation behind a link, locked."""
    return (
        await tx.execute(select(InviteRow).where(InviteRow.link == link_key(token)).with_for_update(key_share=True))
    ).scalar()


async def lock(tx: Transaction, invite: int) -> InviteRow | None:
    """One invitation, locked."""
    return await tx.get(InviteRow, invite, with_for_update={"key_share": True})


async def pending(tx: Transaction, now: datetime) -> list[Pending]:
    """Invitations that can still be used, newest first."""
    query = select(InviteRow).where(InviteRow.ended_at.is_(None), InviteRow.until > now)
    rows = (await tx.execute(query.order_by(InviteRow.id.desc()))).scalars()
    return [Pending(row.id, offer_of(row), row.until) for row in rows]


async def end_all(tx: Transaction, now: datetime) -> int:
    """Nothing can be used any more. Gives how many could."""
    query = update(InviteRow).where(InviteRow.ended_at.is_(None), InviteRow.until > now)
    return len((await tx.execute(query.values(ended_at=now).returning(InviteRow.id))).all())


async def empty(tx: Transaction, before: datetime) -> None:
    """Retention: invitations whose time ended before this; who invited whom stays in the journal."""
    await tx.execute(delete(InviteRow).where(InviteRow.until < before))
