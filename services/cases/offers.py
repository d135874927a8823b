"""Offers to take a case over: made, unanswered, withdrawn. Until one is accepted the case stays its holder's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import Timing
from domain.news import HandOverOffer, OfferSettled, OfferUnanswered, StaffNote
from domain.outbox import Lane, Notice
from domain.people import Role, Staff
from domain.wards import COORDINATORS, EVERYBODY, Rung
from services.cases.standing import ladder_of
from storage import journal, offers, outbox, people
from storage.database import Transaction, wake
from storage.tables import CaseRow

TOPIC = "cases"
KIND = "HandOverOffer"
ASKED = "asked"  # by the holder; the other reasons climb from rung to rung by themselves
PLACE = "place"
SHIFT = "shift"


async def ask(tx: Transaction, row: CaseRow, rung: Rung, why: str, now: datetime, timing: Timing) -> None:
    """Asks everybody on a rung; they have a step to answer."""
    holder = await _holder(tx, row)
    news = HandOverOffer(row.id, row.code, row.ward, "" if holder is None else holder.name, row.due_at, why)
    notices = []
    for staff in rung.staff:
        made = await offers.make(tx, row.id, staff.id, why, rung.level, now)
        once = f"offer:{made.id}:{int(now.timestamp())}"
        notices.append(Notice(staff.person, news, Lane.URGENT, once, case=row.id))
        journal.write(tx, now, "offered", case=row.id, staff=row.holder_id, to=staff.id, why=why)
    await outbox.write(tx, notices, now)
    row.nudge_at = now + timing.step
    wake(tx, TOPIC)


async def to_ward(tx: Transaction, row: CaseRow, why: str, now: datetime, timing: Timing) -> Sequence[Staff]:
    """Offers a taken case to those on duty for its ward, else to the coordinators; the first to accept has it.

    Gives who is asked: nobody when nobody else could take it. What was offered before is withdrawn.
    """
    await withdraw(tx, row, now, by=None, why="withdrawn")
    if (rung := await _next_asked(tx, row, now)) is None:
        return ()
    await ask(tx, row, rung, why, now, timing)
    return rung.staff


async def unanswered(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    """Nobody accepted within a step: the next rung is asked; past the last one the holder hears it."""
    standing = await offers.of_case(tx, row.id)
    if standing and standing[-1].why != ASKED:
        await _ask_next(tx, row, standing[-1].why, now, timing)
        return
    row.nudge_at = None
    if standing:
        await _nobody_accepted(tx, row, now, timing)


async def decline(tx: Transaction, row: CaseRow, staff: Staff, now: datetime, timing: Timing) -> None:
    """One colleague cannot. When all have said so the next rung is asked; past the last one the holder hears it."""
    why = await _take_back(tx, row, staff)
    journal.write(tx, now, "declined", case=row.id, staff=staff.id)
    if why != ASKED:
        if not await offers.of_case(tx, row.id):
            await _ask_next(tx, row, why, now, timing)
        return
    row.nudge_at = None
    if (holder := await _holder(tx, row)) is not None:
        note = StaffNote(row.code, "declined", now, staff.name)
        once = f"note:{row.id}:declined:{holder.id}:{int(now.timestamp())}"
        await outbox.write(tx, [Notice(holder.person, note, Lane.SERVICE, once, case=row.id)], now)
    _clock_goes_on(tx, row, now, timing)


async def withdraw(tx: Transaction, row: CaseRow, now: datetime, *, by: str | None, why: str) -> None:
    """Nobody is asked any more: unsent offers are dropped, sent ones edited to say who has the case."""
    standing = await offers.of_case(tx, row.id)
    if not standing:
        return
    row.nudge_at = None
    await offers.forget(tx, row.id)
    await outbox.drop_case(tx, row.id, [KIND], now)
    news = OfferSettled(row.code, by, now, why)
    posts = await people.posts(tx, case=row.id, kinds=[KIND])
    stamp = int(now.timestamp())
    for post in posts:  # said once: what becomes of the case later is not theirs to follow
        post.kind = OfferSettled.__name__
    await outbox.write(
        tx,
        [
            Notice(p.person_id, news, Lane.SERVICE, f"offer-settled:{p.id}:{stamp}", case=row.id, edits=p.message)
            for p in posts
        ],
        now,
    )


async def _ask_next(tx: Transaction, row: CaseRow, why: str, now: datetime, timing: Timing) -> None:
    rung = await _next_asked(tx, row, now)
    if rung is not None:
        await ask(tx, row, rung, why, now, timing)
        return
    row.nudge_at = None
    if not await offers.of_case(tx, row.id):
        await offers.forget(tx, row.id)
    await _nobody_accepted(tx, row, now, timing)


async def _nobody_accepted(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    journal.write(tx, now, "offer_unanswered", case=row.id, staff=row.holder_id)
    if (holder := await _holder(tx, row)) is not None:
        once = f"offer-unanswered:{row.id}:{int(now.timestamp())}"
        news = OfferUnanswered(row.id, row.code)
        await outbox.write(tx, [Notice(holder.person, news, Lane.URGENT, once, case=row.id)], now)
    _clock_goes_on(tx, row, now, timing)


async def _next_asked(tx: Transaction, row: CaseRow, now: datetime) -> Rung | None:
    """The lowest rung with somebody who was not asked yet. At the end coordinators, also outside their hours."""
    asked = await offers.asked(tx, row.id)
    steps = await ladder_of(tx, row, now, but=row.holder_id)
    for rung in steps.rungs:
        near = [s for s in rung.staff if s.role is Role.COORDINATOR or (s.ward == row.ward and rung.level != EVERYBODY)]
        if left := tuple(s for s in near if s.id not in asked):
            return Rung(min(rung.level, COORDINATORS), left)
    return None


async def _take_back(tx: Transaction, row: CaseRow, staff: Staff) -> str:
    """Their offer is open no more; gives why they were asked."""
    made = await offers.get(tx, row.id, staff.id)
    if made is None or made.why == ASKED:
        await offers.drop(tx, row.id, [staff.id])
        return ASKED
    why, made.why = made.why, offers.DECLINED  # kept, so that the asking goes on to others
    await tx.flush()
    return why


async def _holder(tx: Transaction, row: CaseRow) -> Staff | None:
    return None if row.holder_id is None else await people.staff(tx, row.holder_id)


def _clock_goes_on(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    """Asking a colleague was a first action only while somebody might accept."""
    if row.acted_at is None and row.climb_at is None and row.taken_at is not None:
        row.climb_at = max(row.taken_at + timing.first_action, now + timing.step)
        wake(tx, TOPIC)
