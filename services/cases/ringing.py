"""Alerts: to everybody on a rung when its turn comes, and to who comes on duty when it had come before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from domain.news import Alert
from domain.outbox import Lane, Notice
from domain.people import Staff
from domain.wards import Rung
from services.cases.standing import ladder_of
from storage import cases, journal, outbox
from storage.database import Transaction
from storage.tables import CaseRow


async def ring(tx: Transaction, row: CaseRow, rung: Rung, now: datetime, *, check_place: bool) -> None:
    """Everybody on this rung is rung, whoever was rung before as well."""
    row.rung, row.rings = rung.level, row.rings + 1
    notices = [_alert(row, staff, _once(row, staff), check_place=check_place) for staff in rung.staff]
    await outbox.write(tx, notices, now)
    journal.write(tx, now, "rung", case=row.id, rung=rung.level, people=len(notices))


async def ring_who_came(tx: Transaction, came: Collection[int], now: datetime) -> None:
    """Staff (their ids) who came on duty, or can be written to again: what rings already rings for them too.

    Only where their rung was reached; above it they hear when their turn comes. One ring rings nobody twice.
    """
    for row in await cases.ringing(tx) if came else ():
        steps = await ladder_of(tx, row, now)
        reached = {s.id: s for rung in steps.rungs if rung.level <= row.rung for s in rung.staff if s.id in came}
        late = [(s, once) for s in reached.values() if (once := await _once_more(tx, row, s, now)) is not None]
        if late:
            notices = [_alert(row, staff, once, check_place=steps.check_place) for staff, once in late]
            await outbox.write(tx, notices, now)
            journal.write(tx, now, "rung", case=row.id, rung=row.rung, people=len(notices))


def _alert(row: CaseRow, staff: Staff, once: str, *, check_place: bool) -> Notice:
    alert = Alert(
        case=row.id,
        code=row.code,
        ward=row.ward,
        opened_at=row.opened_at,
        due_at=row.due_at,
        check_place=check_place,
        again=row.rings > 1,
        closed_to_ward=row.ward in row.avoids,
    )
    return Notice(staff.person, alert, Lane.URGENT, once, case=row.id, at_once=True)


def _once(row: CaseRow, staff: Staff) -> str:
    return f"alert:{row.id}:{row.rings}:{staff.id}"


async def _once_more(tx: Transaction, row: CaseRow, staff: Staff, now: datetime) -> str | None:
    """The key of their alert in the present ring; None where they have one. One that never reached them is none."""
    once = _once(row, staff)
    states = await outbox.states(tx, once)
    if states & {"due", "sent"}:
        return None
    return f"{once}:{int(now.timestamp())}" if states else once
