"""The relay: claims due notices, urgent first, and has them spoken, each chat in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from domain.cases import Timing
from domain.outbox import Delivered, Lane, Outcome
from services.cases import delivery
from services.clock import Clock
from services.pace import Pace
from services.settling import Here, barely_settled, put_back, settle
from services.wanted import still_wanted
from storage import relay
from storage.database import Database, Transaction
from storage.health import AWAY
from storage.relay import Claimed

log = structlog.get_logger()

Speak = Callable[[Claimed], Awaitable[Outcome]]

BATCH = 30
MOST_IN_FLIGHT = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """One look into the outbox: how many were claimed, and when something falls due that was not (None: nothing known).

    `is_full`: there may be more to claim at once.
    """

    claimed: int
    next_due: datetime | None = None
    is_full: bool = False


async def take_over(database: Database) -> None:
    """A single process begins: notices that a dead one had in hand leave at once, not when the lease has run out."""
    async with database.transaction() as tx:
        await relay.let_go(tx)


class Relay:
    """Sends what is due in some lanes. One chat is served in order; chats do not wait for each other.

    `pace`: each waits for its slot; only for announcements.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        speak: Speak,
        timing: Timing,
        lanes: Sequence[Lane],
        news: asyncio.Event,
        *,
        pace: Pace | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._speak = speak
        self._here = Here(timing, database.vault)
        self._lanes = tuple(lanes)
        self._urgent = Lane.URGENT in lanes
        self._news = news
        self._pace = pace
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._in_hand: set[int] = set()  # a lease that runs out while we are still at it is ours all the same
        self._is_crowded = False
        self.faults: Counter[str] = Counter()  # what was sent and could not be settled, by kind of error

    async def run(self, beat: Callable[[], None], rests: Callable[[], float]) -> None:
        """Relays until cancelled, then lets what is on the wire finish; `beat` is called at every round.

        `rests` gives the seconds until it looks again though nothing woke it.

        While it runs, alerts of this process come to it from the hands that wrote them.
        """
        if self._urgent:
            self._database.hand_over_to(self.take)
        try:
            while True:
                seen = await self.step()
                beat()
                if not seen.is_full:
                    await self._clock.wait(self._news, seen.next_due, rests())
        finally:
            if self._urgent:
                self._database.hand_over_to(None)
            await self.rest()

    def take(self, written: Sequence[Claimed]) -> None:
        """Begins to send what was written just now and is claimed already."""
        by_chat: dict[int, list[Claimed]] = {}
        for notice in written:
            by_chat.setdefault(notice.to, []).append(notice)
        for chat, notices in by_chat.items():
            first = notices[0]
            self._begin(chat, notices, {} if chat in self._in_flight else {first.id: first})

    async def rest(self) -> None:
        """Lets what is on the wire finish; a cancellation takes it down, and waits for its transactions to end."""
        flying = list(self._in_flight.values())
        try:
            await asyncio.gather(*flying, return_exceptions=True)
        except asyncio.CancelledError:
            await asyncio.gather(*flying, return_exceptions=True)
            raise

    async def step(self) -> Seen:
        """Claims one batch and starts sending it."""
        room = min(BATCH, MOST_IN_FLIGHT - len(self._in_flight))
        self._is_crowded = room < (
            1 if self._pace is None else BATCH // 2
        )  # what waits for its slot is claimed in lots
        if self._is_crowded:
            return Seen(0)
        now, ready = self._clock.now(), dict[int, Claimed | None]()
        by_chat: dict[int, list[Claimed]] = {}
        async with self._database.transaction(urgent=self._urgent) as tx:
            batch = await relay.claim(tx, now, room, self._lanes, but=self._in_hand)
            for notice in batch:
                # second roads keep no order: one dead mail server holds nobody's other road
                by_chat.setdefault(-notice.id if notice.lane is Lane.ROAD else notice.to, []).append(notice)
            for chat, (first, *_) in sorted(by_chat.items()):  # in one order: two processes must not deadlock
                if first.lane is Lane.URGENT and chat not in self._in_flight:
                    # it leaves at once: one transaction less before an alert
                    await self._looks_ahead(tx, first, ready, now)
            is_full = len(batch) == room
            ours = {*self._in_hand, *(notice.id for notice in batch)}
            next_due = None if is_full else await relay.next_due_at(tx, self._lanes, but=ours)
        for chat, notices in by_chat.items():
            self._begin(chat, notices, ready)
        return Seen(len(batch), next_due, is_full=is_full)

    def _begin(self, chat: int, notices: Sequence[Claimed], ready: dict[int, Claimed | None]) -> None:
        task = asyncio.create_task(self._serve(notices, ready, self._in_flight.get(chat)))
        self._in_flight[chat] = task
        ids = {notice.id for notice in notices}
        self._in_hand |= ids
        task.add_done_callback(partial(self._finished, chat, ids))

    def _finished(self, chat: int, ids: set[int], task: asyncio.Task[None]) -> None:
        self._in_hand -= ids
        if self._in_flight.get(chat) is task:
            del self._in_flight[chat]
        if self._is_crowded:
            self._news.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        self.faults[type(error).__name__] += 1
        log.error("relay_failed", error=type(error).__name__)

    async def _serve(
        self, notices: Sequence[Claimed], ready: dict[int, Claimed | None], before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        held_until: datetime | None = None
        for notice in notices:
            if held_until is not None:  # a 429 of this chat holds what follows in this chat, and nothing else
                async with self._database.transaction(urgent=self._urgent) as tx:
                    await put_back(tx, notice, held_until)
                continue
            if self._pace is not None and not await self._turn_of(notice, self._pace):
                continue
            try:
                wanted = ready[notice.id] if notice.id in ready else await self._wanted_now(notice)
                held_until = None if wanted is None else await self._send(notice, wanted)
            except AWAY:  # the database: none of the others could be written down either
                raise
            except Exception as error:  # it comes again once its lease has run out; what stands behind it goes now
                self._failed(error)

    @staticmethod
    async def _looks_ahead(tx: Transaction, notice: Claimed, ready: dict[int, Claimed | None], now: datetime) -> None:
        """Whether it is still wanted. One that cannot be looked at holds up no other: it is looked at again, alone."""
        try:
            async with tx.begin_nested():
                ready[notice.id] = await still_wanted(tx, notice, now)
        except AWAY:
            raise
        except Exception as error:
            log.error("notice_stuck", notice=notice.id, error=type(error).__name__)

    async def _turn_of(self, notice: Claimed, pace: Pace) -> bool:
        """Waits for its slot. False: it is night, and put off."""
        now = self._clock.now()
        if (opens_at := pace.opens_at(now)) > now:
            async with self._database.transaction() as tx:
                await relay.put_off(tx, notice.id, opens_at)
            return False
        await pace.turn()
        return True

    async def _wanted_now(self, notice: Claimed) -> Claimed | None:
        now = self._clock.now()
        async with self._database.transaction(urgent=self._urgent) as tx:
            if not await relay.is_due(tx, notice.id):
                return None  # they left, or deleted everything, while it stood behind another message of their chat
            wanted = await still_wanted(tx, notice, now)
            if wanted is None or notice.lane is not Lane.ANNOUNCEMENT:
                return wanted
            # at most once: from here on nobody claims it again, however we end
            return wanted if await relay.begin(tx, notice.id, now) else None

    async def _send(self, notice: Claimed, wanted: Claimed) -> datetime | None:
        outcome = await self._speak(wanted)
        for is_last in (False, True):  # a deadlock is over at the second try
            try:
                return await self._written_down(notice, wanted, outcome)
            except AWAY:  # nothing can be written down: it comes again once the lease has run out
                raise
            except Exception as error:
                if not is_last:
                    continue
                if not isinstance(outcome, Delivered):
                    raise
                async with self._database.transaction(urgent=self._urgent) as tx:
                    await barely_settled(tx, notice, outcome, self._clock.now())
                self._failed(error)
        return None

    async def _written_down(self, notice: Claimed, wanted: Claimed, outcome: Outcome) -> datetime | None:
        async with self._database.transaction(urgent=self._urgent) as tx:
            row = await delivery.hold(tx, notice)
            held_until = await settle(tx, wanted, outcome, self._here, self._clock.now())
            if row is not None:
                await delivery.settled(tx, row, notice, delivery.Sent(wanted.news, outcome), self._clock.now())
            return held_until
