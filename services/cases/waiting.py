"""Cases that do not ring: on the duty list with a promised time; to the coordinator when it passes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.cases import TALK_WITHIN, State
from domain.news import NewPromise, Waiting
from domain.outbox import Lane, Notice
from domain.people import Role, Staff
from domain.working_time import after_working_hours
from services.cases.standing import ladder_of
from storage import journal, outbox
from storage.database import Transaction, wake
from storage.tables import CaseRow

TOPIC = "cases"
NEAR = timedelta(hours=1)  # of working time before the promise passes


async def put_on_duty_list(tx: Transaction, row: CaseRow, now: datetime) -> datetime:
    """The ward's contacts see it; gives by when somebody is promised to answer.

    A time that was named already holds, whoever has the case to answer now.
    """
    named = row.climb_at if row.state == State.WAITING else None
    row.state, row.tell_at = State.WAITING, None
    by = named if named is not None and named > now else _promise(row, now)
    await _announce(tx, row, await _first(tx, row, now), f"first{int(now.timestamp())}", now)
    wake(tx, TOPIC)
    return by


async def promise_again(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """Taken, and then nothing: it stands on the list again, and the sender hears the new time.

    Who called it a mistake hears where it stands; no time is named, since nothing comes when that passes.
    """
    by = await put_on_duty_list(tx, row, now)
    why = "on_list" if row.retracted else "fell_back"
    await _tell_sender(tx, row, NewPromise(row.id, row.code, now, by, why), now)


async def promise_near(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """One working hour is left: whoever is on duty is reminded."""
    row.nudge_at = None
    journal.write(tx, now, "promise_near", case=row.id)
    await _announce(tx, row, await _first(tx, row, now), f"near{int(now.timestamp())}", now, soon=True)


async def promise_passed(tx: Transaction, row: CaseRow, now: datetime) -> None:
    """Nobody took it in time: the coordinators hear it; without one, everybody who can be rung. So does the sender."""
    everybody = [s for rung in (await ladder_of(tx, row, now)).rungs for s in rung.staff]
    coordinators = [s for s in everybody if s.role is Role.COORDINATOR]
    named, by = row.climb_at or now, _promise(row, now)
    row.rings += 1
    journal.write(tx, now, "promise_passed", case=row.id)
    await _announce(tx, row, coordinators or everybody, f"passed{row.rings}", now)
    if not row.retracted:  # who called it a mistake waits for nobody, and was named no time
        why = "coordinator" if coordinators else "officers" if everybody else "nobody"
        await _tell_sender(tx, row, NewPromise(row.id, row.code, named, by, why), now)
    wake(tx, TOPIC)


async def _tell_sender(tx: Transaction, row: CaseRow, news: NewPromise, now: datetime) -> None:
    if row.sender_id is not None:
        once = f"promise:{row.id}:{int(now.timestamp())}"
        await outbox.write(tx, [Notice(row.sender_id, news, Lane.SERVICE, once, case=row.id)], now)


def _promise(row: CaseRow, now: datetime) -> datetime:
    row.climb_at = by = after_working_hours(now, TALK_WITHIN)
    row.nudge_at = after_working_hours(now, TALK_WITHIN - NEAR)
    return by


async def _first(tx: Transaction, row: CaseRow, now: datetime) -> Sequence[Staff]:
    rungs = (await ladder_of(tx, row, now)).rungs
    return rungs[0].staff if rungs else ()


async def _announce(
    tx: Transaction, row: CaseRow, to: Sequence[Staff], which: str, now: datetime, *, soon: bool = False
) -> None:
    if row.climb_at is None:
        return
    news = Waiting(case=row.id, code=row.code, ward=row.ward, by=row.climb_at, origin=row.origin, soon=soon)
    notices = [
        Notice(person, news, Lane.SERVICE, f"waiting:{row.id}:{which}:{person}", case=row.id)
        for person in dict.fromkeys(s.person for s in to)
    ]
    await outbox.write(tx, notices, now)
