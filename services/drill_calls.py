"""Inside a drill's transaction: calling somebody, and what becomes of a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.drills import (
    LINK_COMES_AFTER,
    LINK_WAITS,
    MISSED_TOO_OFTEN,
    NO_GROUP,
    WAITS,
    Called,
    CallState,
    missed_in_a_row,
)
from domain.news_drills import DrillCall, DrillNote, DrillOver, DrillUnheard
from domain.outbox import Lane, Notice
from domain.people import Role, Staff
from domain.wards import Contact
from services.cases import second_road
from services.cases.second_road import Practice
from storage import drills, journal, outbox, people
from storage.database import Transaction
from storage.tables import DrillCallRow


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill that is being held; `step` is how long a rung of the ladder waits."""

    id: int
    group: str
    step: timedelta


async def call_all(tx: Transaction, drill: Drill, called: Called, now: datetime) -> int:
    """Calls everybody of a drill; who cannot be written to has missed it at once. Gives how many were called.

    As with a real alert their second road follows with the second step, and at once where Telegram reaches nobody.
    """
    count, group = 0, drill.group
    for staff in called.reachable:
        made = await drills.call(tx, staff.id, CallState.WAITING, now, now + WAITS, drill=drill.id)
        if made is None:  # a drill of theirs is still going on
            continue
        count += 1
        news = DrillCall(made, group, now, now + WAITS)
        notice = Notice(staff.person, news, Lane.SERVICE, f"drill:{made}", expires_at=now + WAITS)
        await outbox.write(tx, [notice], now)
        await second_road.practise(tx, staff, Practice(made, now + drill.step, now + WAITS), now)
    for staff in called.unreachable:
        made = await drills.call(tx, staff.id, CallState.UNREACHABLE, now, now, drill=drill.id)
        if made is not None:
            await second_road.practise(tx, staff, Practice(made, now, now + WAITS), now)
            await _unreachable(tx, made, staff, group, now)
    return count


async def link_tested(tx: Transaction, staff: Staff, since: datetime, now: datetime) -> None:
    """The test alert that ends the linking: once since somebody began to work here."""
    due, until = now + LINK_COMES_AFTER, now + LINK_WAITS
    link = f"{staff.id}:{int(since.timestamp())}"
    made = await drills.call(tx, staff.id, CallState.WAITING, now, until, link=link)
    if made is not None:
        news = DrillCall(made, staff.ward or NO_GROUP, now, until, link=True)
        notice = Notice(staff.person, news, Lane.SERVICE, f"drill:{made}", due_at=due, expires_at=until)
        await outbox.write(tx, [notice], now)


async def stands(tx: Transaction, call: int, message: int, now: datetime) -> None:
    """Telegram took the practice alert; where it stands. One that was over meanwhile was missed after all."""
    row = await drills.lock(tx, call)
    if row is None:
        return
    row.message = message
    if row.state == CallState.UNSENT:
        await run_out(tx, row, now)


async def undelivered(tx: Transaction, call: int, now: datetime) -> None:
    """Telegram says that this contact cannot be written to: missed at once."""
    row = await drills.lock(tx, call)
    if row is None or row.state != CallState.WAITING:
        return
    row.state = CallState.UNREACHABLE
    staff = await people.active_staff(tx, row.staff_id)
    if staff is not None:
        if row.drill_id is not None:
            await second_road.practise(tx, staff, Practice(row.id, now, row.until), now)
        await _unreachable(tx, row.id, staff, await _group(tx, row, staff), now)


async def run_out(tx: Transaction, row: DrillCallRow, now: datetime) -> None:
    """The time of a locked call is over: the message says so, and a row of misses is told."""
    row.state = CallState.UNSENT if row.message is None else CallState.MISSED
    staff = await people.active_staff(tx, row.staff_id)
    journal.write(tx, now, f"drill_{row.state}", staff=row.staff_id, call=row.id)
    if staff is None:
        return
    await _say_over(tx, row, now)
    await tx.flush()
    if row.link is not None:
        await tell(tx, DrillNote("untapped", await _group(tx, row, staff), staff.name), f"untapped:{row.id}", now)
        return
    times = missed_in_a_row(await drills.states_of(tx, row.staff_id))
    if row.state == CallState.MISSED and times >= MISSED_TOO_OFTEN:
        note = DrillNote("silent", await _group(tx, row, staff), staff.name, times)
        await tell(tx, note, f"silent:{row.id}", now)
        notice = Notice(staff.person, DrillUnheard(times), Lane.SERVICE, f"drill-unheard:{row.id}")
        await outbox.write(tx, [notice], now)


async def tell(tx: Transaction, note: DrillNote, once: str, now: datetime) -> None:
    """Tells whoever looks after the roster."""
    to = roster_keepers(await people.contacts(tx))
    notices = [Notice(s.person, note, Lane.SERVICE, f"drill-{once}:{s.id}") for s in to]
    await outbox.write(tx, notices, now)


def roster_keepers(contacts: Iterable[Contact]) -> list[Staff]:
    """Administrators who can be written to; where there is none, the coordinators."""
    ready = [c.staff for c in contacts if c.reachable]
    administrators = [s for s in ready if s.role is Role.ADMIN]
    return administrators or [s for s in ready if s.role is Role.COORDINATOR]


async def _unreachable(tx: Transaction, call: int, staff: Staff, group: str, now: datetime) -> None:
    journal.write(tx, now, "drill_unreachable", staff=staff.id, call=call)
    await tell(tx, DrillNote("unreachable", group, staff.name), f"unreachable:{call}", now)


async def _say_over(tx: Transaction, row: DrillCallRow, now: datetime) -> None:
    staff = await people.active_staff(tx, row.staff_id)
    if staff is None or row.message is None:
        return
    news = DrillOver(row.id, row.until, link=row.link is not None)
    notice = Notice(staff.person, news, Lane.SERVICE, f"drill-over:{row.id}", edits=row.message)
    await outbox.write(tx, [notice], now)


async def _group(tx: Transaction, row: DrillCallRow, staff: Staff) -> str:
    return (staff.ward or NO_GROUP) if row.drill_id is None else await drills.group_of(tx, row.drill_id)
