"""Offers to take a case over, as rows: one for each colleague who is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction
from storage.tables import OfferRow


async def of_case(tx: Transaction, case: int) -> list[OfferRow]:
    """The open offers of a case, in the order they were made."""
    return list((await tx.execute(select(OfferRow).where(OfferRow.case_id == case).order_by(OfferRow.id))).scalars())


async def get(tx: Transaction, case: int, staff: int) -> OfferRow | None:
    """The open offer of a case to one colleague."""
    return (
        await tx.execute(select(OfferRow).where(OfferRow.case_id == case, OfferRow.staff_id == staff))
    ).scalar_one_or_none()


async def to_staff(tx: Transaction, staff: int) -> frozenset[int]:
    """The cases one colleague is asked to take over."""
    return frozenset((await tx.execute(select(OfferRow.case_id).where(OfferRow.staff_id == staff))).scalars())


async def make(tx: Transaction, case: int, staff: int, why: str, level: int, now: datetime) -> OfferRow:
    """Asks one colleague; asking again renews the offer."""
    found = await get(tx, case, staff)
    if found is None:
        found = OfferRow(case_id=case, staff_id=staff)
        tx.add(found)
    found.why, found.level, found.made_at = why, level, now
    await tx.flush()
    return found


async def drop(tx: Transaction, case: int, staff: Sequence[int]) -> None:
    """These colleagues are no longer asked."""
    await tx.execute(delete(OfferRow).where(OfferRow.case_id == case, OfferRow.staff_id.in_(staff)))
