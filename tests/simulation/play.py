"""Plays a scene: the real services, relay and database; phones and time are ours. Only urgent notices are sent."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select

from domain.cases import Content, Origin, Outcome, Timing
from domain.news import Alert, FellBack, NobodyYet, TakenNews
from domain.outbox import Delivered, Lane, TryLater, Unreachable
from domain.outbox import Outcome as Spoken
from domain.people import Person
from domain.texts import Refusal
from services.cases import Cases, Climb, Desk, DeskWords, ladder
from services.cases.sender import Heard
from services.outbox import Relay
from services.roster import Roster
from storage import people, relay
from storage.database import Database
from storage.relay import Claimed
from storage.tables import JournalRow, Table
from tests.simulation.scene import Scene, Sender, Worker
from tests.storage.ward import Still

ACTS_AFTER = timedelta(minutes=7)
TRUTHS = (NobodyYet, TakenNews, FellBack)
TO_SEND = {relay.TOPIC, relay.topic_of(Lane.URGENT)}


@dataclass(slots=True)
class Tale:
    """What became of one case. `rung`: first tries by worker; `tried` and `told`: truths sent off and arrived."""

    sender: Sender
    opened_at: datetime
    ends_at: datetime
    steps: list[tuple[datetime, str]] = field(default_factory=list)
    rung: list[tuple[datetime, Worker]] = field(default_factory=list)
    tried: list[tuple[datetime, str]] = field(default_factory=list)
    told: list[tuple[datetime, str]] = field(default_factory=list)


class Stage:
    """One database for many scenes, emptied before each."""

    def __init__(self, database: Database) -> None:
        self._database, self._clock = database, Still()
        timing = Timing()
        self._cases = Cases(database, self._clock, timing)
        self._desk = Desk(database, self._clock, timing)
        self._words = DeskWords(database, self._clock)
        self._climb = Climb(database, self._clock, timing)
        self._roster = Roster(database, self._clock, timing)
        self._woken: set[str] = set()
        database.on_commit(self._woken.add)
        self._relay = Relay(database, self._clock, self._speak, timing, [Lane.URGENT], asyncio.Event())

    async def play(self, scene: Scene) -> list[Tale]:
        """Plays it to its end; gives the tale of each case."""
        await self._prepare(scene)
        while (moment := await self._quiet()) is not None and moment < self._ends_at:
            self._clock.at = max(moment, self._clock.at)
            while self._plan and self._plan[0][0] <= self._clock.at:
                await heapq.heappop(self._plan)[2]()
        await self._read_journal()
        return list(self._tales.values())

    async def _prepare(self, scene: Scene) -> None:
        self._clock.at = Still().at
        self._ends_at = self._clock.at + scene.lasts
        self._climb_at: datetime | None = None
        self._send_at: datetime | None = None
        self._plan: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []
        self._numbers = count(1)
        self._workers: dict[int, tuple[Worker, Person]] = {}
        self._faults: dict[int, int] = {}
        self._tales: dict[int, Tale] = {}
        self._reacted: set[tuple[int, int]] = set()
        async with self._database.transaction() as tx:
            connection = await tx.connection()
            for table in reversed(Table.metadata.sorted_tables):
                await connection.exec_driver_sql(f"DELETE FROM {table.name}")
            for worker in scene.workers:
                met = await people.meet(tx, self._database.vault, next(self._numbers), self._clock.at, reachable=None)
                row = await people.row(tx, met.id)
                row.reachable = worker.reachable
                staff = await people.keep_staff(
                    tx, met.id, f"W{met.id}", worker.role, worker.ward, worker.rung, [], self._clock.at
                )
                (await people.staff_row(tx, met.id)).on_duty = worker.on_duty  # type: ignore[union-attr]
                self._workers[met.id] = worker, replace(met, staff=replace(staff, on_duty=worker.on_duty))
                self._faults[met.id] = worker.faults
            for sender in scene.senders:
                met = await people.meet(tx, self._database.vault, next(self._numbers), self._clock.at, reachable=True)
                self._faults[met.id] = sender.faults
                self._after(sender.cries_at, self._cries, replace(met, ward=sender.ward), sender)
        await self._roster.shifts_due()  # as the app does when it starts
        for worker, person in self._workers.values():
            if worker.turns_duty_at is not None:
                self._after(worker.turns_duty_at, self._turns_duty, person, not worker.on_duty)

    def _after(self, wait: timedelta, deed: Callable[..., Awaitable[None]], *about: object) -> None:
        heapq.heappush(self._plan, (self._clock.at + wait, next(self._numbers), lambda: deed(*about)))

    async def _quiet(self) -> datetime | None:
        """Everything that is due happens, woken as the app is: by what was committed, or by the time."""
        while True:
            if ladder.TOPIC in self._woken or self._is_due(self._climb_at):
                self._woken.discard(ladder.TOPIC)
                self._climb_at = await self._climb.climb_due()
            elif self._woken & TO_SEND or self._is_due(self._send_at):
                self._woken -= TO_SEND
                while (await self._relay.step()).claimed:
                    await self._relay.rest()
                async with self._database.reading() as tx:
                    self._send_at = await relay.next_due_at(tx, [Lane.URGENT])
            else:
                break
        moments = (self._climb_at, self._send_at, self._plan[0][0] if self._plan else None)
        return min((moment for moment in moments if moment is not None), default=None)

    def _is_due(self, moment: datetime | None) -> bool:
        return moment is not None and moment <= self._clock.at

    # --- people ---

    async def _cries(self, person: Person, sender: Sender) -> None:
        now, update = self._clock.at, next(self._numbers)
        heard = Heard(Content(text="cứu em với"), update, update, now, now)
        case = await self._cases.cry(person, heard, Origin.WORDS)
        self._tales[case.id] = Tale(sender, now, self._ends_at)
        if sender.avoids_ward_at is not None:
            self._after(sender.avoids_ward_at - sender.cries_at, self._avoids, person, case.id)

    async def _avoids(self, person: Person, case: int) -> None:
        with suppress(Refusal):  # it ended before
            await self._cases.avoid_ward(person, case)

    async def _turns_duty(self, person: Person, on: bool) -> None:
        await self._roster.set_duty(person, on=on)
        await self._climb.ring_the_unrung()  # as the app does after every word of somebody who works here

    async def _takes(self, worker: Worker, person: Person, case: int) -> None:
        try:
            await self._desk.take(person, case)
        except Refusal:  # somebody was faster, or it is not theirs any more
            return
        if worker.then != "nothing":
            self._after(ACTS_AFTER, self._goes_on, worker, person, case)

    async def _goes_on(self, worker: Worker, person: Person, case: int) -> None:
        now, update = self._clock.at, next(self._numbers)
        with suppress(Refusal):  # it was moved on meanwhile
            if worker.then == "closes":
                await self._desk.close(person, case, Outcome.SAFE)
            else:
                await self._words.write_back(person, case, Heard(Content(text="Cô đây"), update, update, now, now))

    # --- Telegram ---

    async def _speak(self, notice: Claimed) -> Spoken:
        now, news = self._clock.at, notice.news
        tale = self._tales.get(notice.case or 0)
        worker = self._workers.get(notice.to)
        if isinstance(news, Alert) and tale is not None and worker is not None:
            tale.rung.append((now, worker[0]))
        if isinstance(news, TRUTHS) and tale is not None:
            tale.tried.append((now, notice.kind))
        if worker is not None and worker[0].blocked:
            return Unreachable()
        if self._faults[notice.to] > 0:
            self._faults[notice.to] -= 1
            return TryLater(timedelta(seconds=9) if self._faults[notice.to] % 2 else None)
        if isinstance(news, TRUTHS) and tale is not None:
            tale.told.append((now, notice.kind))
        if isinstance(news, Alert) and worker is not None and worker[0].takes_after is not None:
            self._reacts(*worker, news.case, worker[0].takes_after)
        return Delivered(notice.edits or next(self._numbers))

    def _reacts(self, worker: Worker, person: Person, case: int, after: timedelta) -> None:
        if (person.id, case) not in self._reacted:
            self._reacted.add((person.id, case))
            self._after(after, self._takes, worker, person, case)

    async def _read_journal(self) -> None:
        async with self._database.reading() as tx:
            lines = (await tx.execute(select(JournalRow).order_by(JournalRow.id))).scalars()
            for line in lines:
                if line.case_id in self._tales:
                    self._tales[line.case_id].steps.append((line.at, line.verb))
