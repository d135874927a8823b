"""Who may see a case at this moment, and on whose phone a message about it keeps itself current."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.people import Role, Staff
from services.cases.standing import ladders_of, sort_of
from storage import offers, people
from storage.database import Transaction
from storage.tables import CaseRow


async def may_see(tx: Transaction, staff: Staff, row: CaseRow, now: datetime) -> bool:
    """Coordinators, whoever has or is offered it, the ward's officers, and whoever stands on its ladder now."""
    return bool(await in_sight(tx, staff, [row], now))


async def may_follow(tx: Transaction, person: int, row: CaseRow, now: datetime) -> bool:
    """Whether the reader of a message about a case works here and may see the case."""
    staff = await people.staff_of_person(tx, person)
    return staff is not None and await may_see(tx, staff, row, now)


async def in_sight(tx: Transaction, staff: Staff, rows: Sequence[CaseRow], now: datetime) -> list[CaseRow]:
    """Those of these cases that a member of staff may see now."""
    if staff.role is Role.COORDINATOR:
        return list(rows)
    offered = await offers.to_staff(tx, staff.id)
    near = {row.id for row in rows if row.holder_id == staff.id or row.id in offered or staff.ward == row.ward}
    hidden = {r.id for r in rows if staff.ward in r.avoids and r.holder_id != staff.id}
    left = [row for row in rows if row.id not in near | hidden]
    ladders = await ladders_of(tx, map(sort_of, left), now) if left else {}
    near |= {row.id for row in left if staff.id in ladders[sort_of(row)].people}
    return [row for row in rows if row.id in near - hidden]
