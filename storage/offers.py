"""Offers to take a case over, as rows: one for each colleague who is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.database import Transaction
from storage.tables import OfferRow

DECLINED = "declined"  # the reason of an offer somebody said no to: it is open no more, and they are not asked again
_OPEN = OfferRow.why != DECLINED
# built once: putting a statement together costs as much as running it
_OF_CASE = select(OfferRow).where(OfferRow.case_id == bindparam("case"), _OPEN).order_by(OfferRow.id)
_TO_STAFF = select(OfferRow.case_id).where(OfferRow.staff_id == bindparam("staff"), _OPEN)


async def of_case(tx: Transaction, case: int) -> list[OfferRow]:
    """The open offers of a case, in the order they were made."""
    return list((await tx.execute(_OF_CASE, {"case": case})).scalars())


async def asked(tx: Transaction, case: int) -> frozenset[int]:
    """Who was asked since the asking began, those who declined as well."""
    return frozenset((await tx.execute(select(OfferRow.staff_id).where(OfferRow.case_id == case))).scalars())


async def get(tx: Transaction, case: int, staff: int) -> OfferRow | None:
    """The open offer of a case to one colleague."""
    found = await _row(tx, case, staff)
    return None if found is None or found.why == DECLINED else found


async def to_staff(tx: Transaction, staff: int) -> frozenset[int]:
    """The cases one colleague is asked to take over."""
    return frozenset((await tx.execute(_TO_STAFF, {"staff": staff})).scalars())


async def make(tx: Transaction, case: int, staff: int, why: str, level: int, now: datetime) -> OfferRow:
    """Asks one colleague; asking again renews the offer."""
    found = await _row(tx, case, staff)
    if found is None:
        found = OfferRow(case_id=case, staff_id=staff)
        tx.add(found)
    found.why, found.level, found.made_at = why, level, now
    await tx.flush()
    return found


async def drop(tx: Transaction, case: int, staff: Sequence[int]) -> None:
    """These colleagues are no longer asked."""
    await tx.execute(delete(OfferRow).where(OfferRow.case_id == case, OfferRow.staff_id.in_(staff)))


async def forget(tx: Transaction, case: int) -> None:
    """The asking is over: nobody is asked, and nobody has declined."""
    await tx.execute(delete(OfferRow).where(OfferRow.case_id == case))


async def _row(tx: Transaction, case: int, staff: int) -> OfferRow | None:
    query = select(OfferRow).where(OfferRow.case_id == case, OfferRow.staff_id == staff)
    return (await tx.execute(query)).scalar_one_or_none()
