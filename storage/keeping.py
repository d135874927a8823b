"""Children kept for the next sign-up, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from domain.keeping import KeptChild, after_signing_up, named
from domain.people import AgeBand
from domain.signups import Child, ChildEntry
from storage import consents
from storage.database import Transaction
from storage.tables import KeptChildRow


async def of(tx: Transaction, person: int) -> list[KeptChild]:
    """Whom somebody finds again, in the order in which they were kept."""
    return [_kept(row) for row in await _rows(tx, person)]


async def add(tx: Transaction, person: int, child: Child, now: datetime) -> None:
    """This child of a sign-up is found again next time."""
    tx.add(
        KeptChildRow(
            person_id=person,
            child=child.id,
            nickname=child.nickname,
            age_band=child.age_band.value,
            aged_at=now,
            used_at=now,
        )
    )
    await tx.flush()


async def renew(tx: Transaction, person: int, family: Sequence[ChildEntry], now: datetime) -> None:
    """These children were signed up: those that are kept are so from now on with the age said now."""
    rows = {row.child: row for row in await _rows(tx, person)}
    for entry in family:
        found = named([_kept(row) for row in rows.values()], entry.nickname)
        if found is None:
            continue
        row, then = rows[found.child], after_signing_up(found, entry.age_band, now)
        if then is None:
            await forget(tx, person, [rows.pop(found.child).child], now)
            continue
        row.age_band, row.aged_at, row.used_at = then.age_band.value, then.aged_at, then.used_at


async def forget(tx: Transaction, person: int, children: Sequence[int], now: datetime) -> None:
    """They are gone at once; the ledger says that the yes was taken back."""
    ours = (KeptChildRow.person_id == person, KeptChildRow.child.in_(children))
    await tx.execute(delete(KeptChildRow).where(*ours))
    await consents.withdraw_kept(tx, person, children, now)


async def drop(tx: Transaction, person: int) -> None:
    """/xoa: all of them."""
    await tx.execute(delete(KeptChildRow).where(KeptChildRow.person_id == person))


async def empty(tx: Transaction, unused_since: datetime) -> None:
    """Retention: who was not signed up for so long."""
    await tx.execute(delete(KeptChildRow).where(KeptChildRow.used_at < unused_since))


async def _rows(tx: Transaction, person: int) -> list[KeptChildRow]:
    query = select(KeptChildRow).where(KeptChildRow.person_id == person).order_by(KeptChildRow.id)
    return list((await tx.execute(query)).scalars())


def _kept(row: KeptChildRow) -> KeptChild:
    return KeptChild(row.child, row.nickname, AgeBand(row.age_band), row.aged_at, row.used_at)
