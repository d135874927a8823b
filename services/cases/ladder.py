"""Who is rung for a case and when: the one place that moves a case up its ladder."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from domain.cases import HOLDER, Origin, State, Timing, tell_due_at, tells_passed
from domain.news import Alert, AlertSettled, FellBack, NobodyYet, StaffNote
from domain.outbox import Lane, Notice
from domain.wards import ALL_WARDS_AGAIN, Called, Ladder, Turn, ladder
from services.cases import groups, offers, ringing, second_road, sight, waiting
from services.cases.standing import contacts_of, ladder_of, ladders_of, sort_of
from services.clock import Clock
from services.each_alone import each_alone
from storage import cases, journal, outbox, people, subscriptions
from storage.database import Database, Transaction, wake
from storage.tables import CaseRow

TOPIC = "cases"
ASKING = ("Alert", "Waiting")  # messages with *Tôi nhận* below them


class Climb:
    """Moves the cases whose time has come; `timing` holds the operator's steps."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def climb_due(self) -> datetime | None:
        """Rings the next rungs and tells senders the truth; gives the next moment with something to do.

        Each case stands alone: one that cannot be moved keeps no other from its ring.
        """
        now = self._clock.now()
        async with self._database.reading() as tx:
            due = await cases.due(tx, now)
        await each_alone("case", due, partial(self._climb_one, now))
        async with self._database.reading() as tx:
            return await cases.next_due_at(tx)

    async def _climb_one(self, now: datetime, case: int) -> None:
        async with self._database.transaction(urgent=True) as tx:
            if (row := await cases.still_due(tx, case, now)) is not None:
                await climb(tx, row, now, self._timing)

    async def ring_the_unrung(self) -> None:
        """Somebody came on duty or pressed START: cases for which nobody could be rung ring now."""
        async with self._database.reading() as tx:
            if not await cases.is_any_without_anybody(tx):  # as nearly always: no writer has to wait for that
                return
        now = self._clock.now()
        async with self._database.transaction() as tx:
            for row in await cases.without_anybody(tx):
                await start(tx, row, now, self._timing)


async def start(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> Called:
    """Rings the lowest rung and gives who is called. Nobody on duty: then the sender is told at once.

    From here on the case is an urgent one, whatever it began as; its limit by law is clocks.became_urgent's.
    """
    row.rung, row.nudge_at = 0, None
    if not Origin(row.origin).rings:
        row.origin = Origin.WORDS
    steps = await _next_rung(tx, row, now, timing)
    if not steps.on_duty:
        await _tell_nobody(tx, row, now, f"nobody:{row.id}:start{row.rings}")
    return steps.called(row.rung)


def is_quiet(row: CaseRow) -> bool:
    """Whether it is a case that does not ring: asked for as a talk or a question, or called a mistake."""
    return row.retracted or not Origin(row.origin).rings


async def climb(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    """Does for one locked case what has become due."""
    if row.nudge_at is not None and row.nudge_at <= now:
        await _nudge(tx, row, now, timing)
    if row.climb_at is not None and row.climb_at <= now:
        if row.state == State.WAITING:
            await waiting.promise_passed(tx, row, now)
        elif row.state == State.TAKEN:
            await fall_back(tx, row, now, timing)
        else:
            await _climb_on(tx, row, now, timing, step_passed=True)
    if row.state == State.OPEN and row.tell_at is not None and row.tell_at <= now:
        await tell_nobody_yet(tx, row, now, timing)


async def fall_back(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    """Taken, and then nothing: back to the ladder (a quiet case: to the duty list), and both sides hear it."""
    holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
    journal.write(tx, now, "fell_back", case=row.id, staff=row.holder_id)
    await offers.withdraw(tx, row, now, by=None, why="withdrawn")
    row.state, row.holder_id = State.OPEN, None
    row.taken_at = row.acted_at = None
    stamp = int(now.timestamp())
    if holder is not None:
        note = StaffNote(code=row.code, what="fell_back", at=now)
        once = f"fellback:{row.id}:{stamp}"
        await outbox.write(tx, [Notice(holder.person, note, Lane.SERVICE, once, case=row.id)], now)
    if is_quiet(row):
        await waiting.promise_again(tx, row, now)
        return
    if row.sender_id is not None:
        news = FellBack(case=row.id, code=row.code, at=now)
        once = f"fellback-sender:{row.id}:{stamp}"
        await outbox.write(tx, [Notice(row.sender_id, news, Lane.URGENT, once, case=row.id)], now)
    row.told = tells_passed(row.opened_at, row.told, now, timing)
    row.tell_at = tell_due_at(row.opened_at, row.told, timing)
    await start(tx, row, now, timing)


async def tell_nobody_yet(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    """The truth for the sender, once per due moment."""
    await _tell_nobody(tx, row, now, f"nobody:{row.id}:{row.told}")
    row.told = max(row.told + 1, tells_passed(row.opened_at, row.told, now, timing))
    row.tell_at = tell_due_at(row.opened_at, row.told, timing)
    wake(tx, TOPIC)


def owe_the_truth(row: CaseRow, now: datetime, timing: Timing) -> None:
    """A quiet case rings again: the sender hears the truth when it was due all along, at the latest after one wait."""
    if row.tell_at is None:
        row.told = tells_passed(row.opened_at, row.told, now, timing)
        row.tell_at = min(tell_due_at(row.opened_at, row.told, timing), now + timing.tell_sender)


async def settle_alerts(tx: Transaction, row: CaseRow, now: datetime, *, by: str | None, why: str) -> None:
    """Silences a case: what asks for it and is unsent is dropped, what was sent is edited to say who has it.

    Whoever may no longer see it reads that it was passed on, and nothing of it from then on.
    """
    await outbox.drop_case(tx, row.id, [*ASKING, "SecondRoad"], now)
    await offers.withdraw(tx, row, now, by=by, why=why)
    since = int((row.taken_at or now).timestamp())
    notices = []
    for post in await people.posts(tx, case=row.id, kinds=ASKING):
        news, once = AlertSettled(row.code, by, now, why), f"settled:{row.id}:{row.rings}:{why}:{since}:{post.id}"
        if not await sight.may_follow(tx, post.person_id, row, now):
            news, once = AlertSettled(row.code, None, now, "moved"), f"settled:{row.id}:moved:{post.id}"
            post.kind = AlertSettled.__name__
        notices.append(Notice(post.person_id, news, Lane.SERVICE, once, case=row.id, edits=post.message))
    await outbox.write(tx, notices, now)


async def contact_unreachable(tx: Transaction, person: int, case: int | None, now: datetime, timing: Timing) -> None:
    """Somebody cannot be written to: nothing comes to them by itself any more. Of a contact it is a fact about the
    roster, and an emptied rung costs no time.

    A case in the hands of somebody who cannot be written to is in nobody's hands: it goes back at once.
    Person, then staff, then case, then notices is the order in which everybody locks.
    """
    (await people.row(tx, person)).reachable = False
    await subscriptions.end(tx, person, None, None)
    staff = await people.staff_row(tx, person)
    if staff is None or staff.removed_at is not None:
        return
    staff.present = False  # once they can be written to again they come on duty anew
    for row in await cases.of_contact(tx, staff.id):
        if row.state == State.TAKEN:
            await fall_back(tx, row, now, timing)
            continue
        if row.id == case:
            await second_road.ring_one(tx, row, person, now)
        await _skip_emptied(tx, row, await ladder_of(tx, row, now), now, timing)


async def skip_emptied(tx: Transaction, now: datetime, timing: Timing) -> None:
    """Somebody can no longer be rung: where their rung is empty now the next one is rung at once."""
    rows = await cases.ringing(tx)
    steps = await ladders_of(tx, map(sort_of, rows), now) if rows else {}
    for row in rows:
        await _skip_emptied(tx, row, steps[sort_of(row)], now, timing)


async def is_any_emptied(tx: Transaction, now: datetime) -> bool:
    """Whether `skip_emptied` would find a case whose rung is empty; only looks."""
    rung = {((ward, tuple(avoids), sender), level) for ward, avoids, sender, level in await cases.where_it_rings(tx)}
    steps = await ladders_of(tx, (sort for sort, _ in rung), now) if rung else {}
    return any(not steps[sort].has(level) for sort, level in rung)


async def _skip_emptied(tx: Transaction, row: CaseRow, steps: Ladder, now: datetime, timing: Timing) -> None:
    if not steps.has(row.rung):
        journal.write(tx, now, "rung_unreachable", case=row.id, rung=row.rung)
        await _climb_on(tx, row, now, timing, step_passed=False)


async def _nudge(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    match row.state:
        case State.TAKEN:
            await offers.unanswered(tx, row, now, timing)
        case State.WAITING:
            await waiting.promise_near(tx, row, now)
        case _:
            row.nudge_at = None


async def _climb_on(tx: Transaction, row: CaseRow, now: datetime, timing: Timing, *, step_passed: bool) -> None:
    """The next rung; where the last one has just gone, the sender is told at once."""
    stood = row.rung
    if not (await _next_rung(tx, row, now, timing, step_passed=step_passed)).rungs and stood:
        await _tell_nobody(tx, row, now, f"nobody:{row.id}:left{row.rings}")


async def _next_rung(
    tx: Transaction, row: CaseRow, now: datetime, timing: Timing, *, step_passed: bool = False
) -> Ladder:
    before, row.climb_at = row.rung, now + timing.step
    wake(tx, TOPIC)
    contacts = await contacts_of(tx, row, now)
    steps = ladder(contacts, row.ward, avoided=row.avoids)
    rung = steps.after(row.rung)
    if rung is None:
        row.rung = 0
        journal.write(tx, now, "nobody_on_duty", case=row.id)
        await second_road.ring(tx, row, contacts, Turn(0, ALL_WARDS_AGAIN, step_passed=True), now)
    else:
        await ringing.ring(tx, row, rung, now, check_place=steps.check_place)
        await second_road.ring(tx, row, contacts, Turn(before, rung.level, step_passed), now)
    await groups.hear(tx, row, now)
    return steps


async def _tell_nobody(tx: Transaction, row: CaseRow, now: datetime, once: str) -> None:
    if row.sender_id is not None:
        news = NobodyYet(case=row.id, code=row.code, at=now)
        await outbox.write(tx, [Notice(row.sender_id, news, Lane.URGENT, once, case=row.id)], now)
    journal.write(tx, now, "told_nobody", case=row.id)


async def ring_holder(tx: Transaction, row: CaseRow, now: datetime, timing: Timing) -> None:
    """Danger again in a taken case: its holder is rung; no action within a step starts the ladder.

    A burst rings once, and never puts the ladder off: what counts is the first message nobody acted on.
    """
    holder = None if row.holder_id is None else await people.active_staff(tx, row.holder_id)
    if not Origin(row.origin).rings:
        row.origin = Origin.WORDS
    if holder is None:
        await fall_back(tx, row, now, timing)
        return
    if row.rung == HOLDER and row.climb_at is not None:
        return
    row.rings, row.rung = row.rings + 1, HOLDER
    row.acted_at, row.climb_at = None, now + timing.step
    alert = Alert(row.id, row.code, row.ward, row.opened_at, row.due_at, again=True)
    once = f"alert:{row.id}:{row.rings}:{holder.id}"
    await outbox.write(tx, [Notice(holder.person, alert, Lane.URGENT, once, case=row.id, at_once=True)], now)
    journal.write(tx, now, "rung_holder", case=row.id, staff=holder.id)
    wake(tx, TOPIC)
