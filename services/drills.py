"""Drills: weekly by themselves and on demand, answered with one tap; and the test alert that ends the linking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cases import Timing
from domain.drills import DRILL_ROLES, GROUPS, CallState, Result, Seen, called, is_due, week_of, weekly_moment
from domain.news_drills import DrillNote
from domain.people import Person, Role, StaffOnly, require_staff
from domain.texts import Refusal, Text
from services import menus
from services.cases import second_road
from services.clock import Clock
from services.drill_calls import Drill, call_all, link_tested, roster_keepers, run_out, tell
from storage import drills, journal, people, roster
from storage.database import Database, Transaction

USUAL = Timing()
_NOBODY = Text("Nobody is on duty there at the moment, so nobody would hear a drill. See /truc.")
_RUNNING = Text("A drill is going on there already. /dientap shows who has answered.")


@dataclass(frozen=True, slots=True)
class Answered:
    """A tap on a practice alert: after how long, and whether its time was over."""

    after: timedelta
    late: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What `/dientap` shows: the last drill of every group, and new colleagues who did not tap their test alert."""

    results: Sequence[Result]
    untapped: Sequence[Seen]


class Drills:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, timing: Timing = USUAL) -> None:
        self._database = database
        self._clock = clock
        self._step = timing.step

    async def step(self) -> None:
        """Holds the weekly drills whose moment has come, once each, and ends the calls nobody answered."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            held = await drills.held(tx, week_of(now))
            over = await drills.is_any_over(tx, now)
        due = [group for group in GROUPS if group not in held and is_due(group, now)]
        if not due and not over:
            return
        async with self._database.transaction() as tx:
            for group in due:
                await self._hold_weekly(tx, group, now)
            for row in await drills.over(tx, now):
                await run_out(tx, row, now)

    async def ask(self, person: Person, group: str | None, update_id: int) -> int:
        """A drill now, of one group or (None) of all; gives how many were called. A replay calls nobody again.

        Raises Refusal for a group that is not ours, or where nobody is on duty or all are in a drill already.
        """
        staff = require_staff(person, DRILL_ROLES)
        if group is not None and group not in GROUPS:
            raise Refusal(Text("Please choose one of the four wards."))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            contacts = await roster.contacts(tx, now)
            count, unreachable, wanted = 0, 0, False
            for each in GROUPS if group is None else (group,):
                found = called(contacts, each)
                wanted = wanted or bool(found.reachable)
                unreachable += len(found.unreachable)
                drill = await drills.add(tx, each, now, asked_by=staff.id, update_id=update_id)
                if drill is None:
                    return 0
                count += await call_all(tx, Drill(drill, each, self._step), found, now)
                journal.write(tx, now, "drill_asked", staff=staff.id, update=update_id, drill=drill, group=each)
            if not count and not unreachable:
                raise Refusal(_RUNNING if wanted else _NOBODY)
            return count

    async def answer(self, person: Person, call: int) -> Answered:
        """The tap. Twice is fine. Raises Refusal for a drill that is not theirs."""
        staff = require_staff(person, frozenset(Role))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await drills.lock(tx, call)
            if row is None or row.staff_id != staff.id:
                raise StaffOnly(Text("This drill is not yours, or long over. Nothing needs to be done."))
            if row.answered_at is None:
                in_time = row.state == CallState.WAITING and now < row.until
                row.state = CallState.ANSWERED if in_time else CallState.LATE
                row.answered_at = now
                await second_road.practised(tx, row.id, now)
                journal.write(tx, now, "drill_answered", staff=staff.id, call=call, late=not in_time)
            return Answered(row.answered_at - row.called_at, row.state == CallState.LATE)

    async def look(self, person: Person) -> Overview:
        """Who answered the last drills in how long, and who did not. For administrators."""
        require_staff(person, DRILL_ROLES)
        async with self._database.reading() as tx:
            found = [await drills.last(tx, group) for group in GROUPS]
            return Overview([result for result in found if result is not None], await drills.untapped_links(tx))

    async def linked(self, person: Person) -> None:
        """Somebody who works here pressed START: the first time a test alert follows."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await people.staff_row(tx, person.id)
            if row is not None and row.removed_at is None:
                await menus.begins(tx, people.staff_of(row), now)
                await link_tested(tx, people.staff_of(row), row.added_at, now)

    # --- inside a transaction ---

    async def _hold_weekly(self, tx: Transaction, group: str, now: datetime) -> None:
        """The drill of this week. Who began after its moment is left out: their test alert has just come."""
        moment = weekly_moment(group, now) or now
        newer = await drills.newer_than(tx, moment)
        contacts = [c for c in await roster.contacts(tx, now) if c.staff.id not in newer]
        drill = await drills.add(tx, group, now, week=week_of(now))
        if drill is None:
            return
        found = called(contacts, group)
        count = await call_all(tx, Drill(drill, group, self._step), found, now)
        journal.write(tx, now, "drill_held", drill=drill, group=group, called=count, unreachable=len(found.unreachable))
        if not found.reachable and not found.unreachable and roster_keepers(contacts):
            await tell(tx, DrillNote("nobody", group), f"nobody:{drill}", now)
