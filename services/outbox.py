"""The relay: claims due notices, urgent first, has them spoken, and settles what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

import structlog

from domain.cases import State, Timing
from domain.news import (
    Alert,
    AlertSettled,
    FromSender,
    HandOverOffer,
    LimitNews,
    News,
    NobodyYet,
    OfferSettled,
    Remove,
    SecondRoad,
    SomethingNew,
)
from domain.news_desk import Told
from domain.news_drills import DrillCall
from domain.news_events import EventReminder
from domain.outbox import Delivered, Lane, Moved, Needless, Notice, Outcome, Refused, TryLater, Unreachable, retry_at
from domain.recontact import ABOUT_A_CASE, Drop, Neutral, Say, Wait
from services import drill_calls, moving, reminders
from services.cases import clocks, delivery, ladder, recontact
from services.clock import Clock
from storage import cases, drills, offers, outbox, people
from storage.database import Database, Transaction
from storage.outbox import Claimed
from storage.tables import CaseRow

log = structlog.get_logger()

Speak = Callable[[Claimed], Awaitable[Outcome]]

BATCH = 30
MOST_IN_FLIGHT = 60


async def take_over(database: Database) -> None:
    """A single process begins: notices that a dead one had in hand leave at once, not when the lease has run out."""
    async with database.transaction() as tx:
        await outbox.let_go(tx)


class Relay:
    """Sends what is due in some lanes. One chat is served in order; chats do not wait for each other."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        speak: Speak,
        timing: Timing,
        lanes: Sequence[Lane],
        news: asyncio.Event,
    ) -> None:
        self._database = database
        self._clock = clock
        self._speak = speak
        self._timing = timing
        self._lanes = tuple(lanes)
        self._urgent = Lane.URGENT in lanes
        self._news = news
        self._in_flight: dict[int, asyncio.Task[None]] = {}

    async def run(self, beat: Callable[[], None]) -> None:
        """Relays until cancelled, then lets what is on the wire finish; `beat` is called at every round.

        While it runs, alerts of this process come to it from the hands that wrote them.
        """
        if self._urgent:
            self._database.hand_over_to(self.take)
        try:
            while True:
                claimed = await self.step()
                beat()
                if not claimed or len(self._in_flight) >= MOST_IN_FLIGHT:
                    async with self._database.reading() as tx:
                        next_due = await outbox.next_due_at(tx, self._lanes)
                    await self._clock.wait(self._news, next_due if len(self._in_flight) < MOST_IN_FLIGHT else None)
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

    async def step(self) -> int:
        """Claims one batch and starts sending it; gives how many were claimed."""
        room = min(BATCH, MOST_IN_FLIGHT - len(self._in_flight))
        if room <= 0:
            return 0
        now, ready = self._clock.now(), {}
        by_chat: dict[int, list[Claimed]] = {}
        async with self._database.transaction(urgent=self._urgent) as tx:
            batch = await outbox.claim(tx, now, room, self._lanes)
            for notice in batch:
                # second roads keep no order: one dead mail server holds nobody's other road
                by_chat.setdefault(-notice.id if notice.lane is Lane.ROAD else notice.to, []).append(notice)
            for chat, (first, *_) in sorted(by_chat.items()):  # in one order: two processes must not deadlock
                if first.lane is Lane.URGENT and chat not in self._in_flight:
                    # it leaves at once: one transaction less before an alert
                    ready[first.id] = await self._still_wanted(tx, first, now)
        for chat, notices in by_chat.items():
            self._begin(chat, notices, ready)
        return len(batch)

    def _begin(self, chat: int, notices: Sequence[Claimed], ready: dict[int, Claimed | None]) -> None:
        task = asyncio.create_task(self._serve(notices, ready, self._in_flight.get(chat)))
        self._in_flight[chat] = task
        task.add_done_callback(partial(self._finished, chat))

    def _finished(self, chat: int, task: asyncio.Task[None]) -> None:
        if self._in_flight.get(chat) is task:
            del self._in_flight[chat]
        self._news.set()
        if not task.cancelled() and (error := task.exception()) is not None:
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
                    await outbox.later(tx, notice.id, held_until)
                continue
            wanted = ready[notice.id] if notice.id in ready else await self._wanted_now(notice)
            held_until = None if wanted is None else await self._send(notice, wanted)

    async def _wanted_now(self, notice: Claimed) -> Claimed | None:
        now = self._clock.now()
        async with self._database.transaction(urgent=self._urgent) as tx:
            return await self._still_wanted(tx, notice, now)

    async def _send(self, notice: Claimed, wanted: Claimed) -> datetime | None:
        outcome = await self._speak(wanted)
        async with self._database.transaction(urgent=self._urgent) as tx:
            row = await delivery.hold(tx, notice)
            held_until = await self._settle(tx, wanted, outcome)
            if row is not None:
                await delivery.settled(tx, row, notice, delivery.Sent(wanted.news, outcome), self._clock.now())
            return held_until

    async def _still_wanted(self, tx: Transaction, notice: Claimed, now: datetime) -> Claimed | None:
        """None (settled or put off) for what nobody wants now; a neutral line where the phone may not say more."""
        notice = await delivery.in_hand(tx, notice)
        gone = notice.expires_at is not None and notice.expires_at <= now
        gone = gone or await _is_over(tx, notice)
        if not gone and isinstance(notice.news, EventReminder):
            fresh = await reminders.as_it_is_now(tx, notice.to, notice.news, now)
            gone = fresh is None
            notice = notice if fresh is None else notice.with_news(fresh)
        if not gone and notice.case is not None:
            now_true = await delivery.as_it_is_now(tx, notice, now)
            gone = now_true is None
            notice = notice if now_true is None else notice.with_news(now_true)
        way = Drop() if gone else await recontact.way_of(tx, notice, now)
        match way:
            case Say(opening):
                return notice.beginning(opening)
            case Wait():
                await delivery.held_back(tx, notice, Told.WAITS, now)
                await recontact.put_off(tx, notice, way, now)
                return None
            case Neutral(opening) if await recontact.may_speak_the_line(tx, notice.to, now):
                return notice.with_news(SomethingNew(notice.case or 0)).beginning(opening)
            case Neutral():
                await delivery.held_back(tx, notice, Told.KEPT, now)
        await outbox.settle(tx, notice.id, now, "dropped")
        return None

    async def _settle(self, tx: Transaction, notice: Claimed, outcome: Outcome) -> datetime | None:
        now = self._clock.now()
        match outcome:
            case Delivered():
                await outbox.settle(tx, notice.id, now, "sent")
                # dropped while it was on the wire, it stands there all the same
                if await people.get(tx, notice.to) is not None:
                    await _remember(tx, notice, outcome, now)
                if isinstance(notice.news, DrillCall):
                    await drill_calls.stands(tx, notice.news.call, outcome.message, now)
            case TryLater(after):
                if notice.lane is Lane.ANNOUNCEMENT and after is None:
                    await outbox.settle(tx, notice.id, now, "dropped")  # at most once: it may have arrived
                    return None
                if isinstance(notice.news, SomethingNew):
                    await recontact.line_failed(tx, notice.to)
                due = retry_at(notice.lane, notice.attempts, now, after)
                await outbox.later(tx, notice.id, due)
                return due
            case Unreachable():
                await ladder.contact_unreachable(tx, notice.to, notice.case, now, self._timing)
                if isinstance(notice.news, DrillCall):
                    await drill_calls.undelivered(tx, notice.news.call, now)
                await outbox.settle(tx, notice.id, now, "unreachable")  # last: a taker locks the case before notices
            case Moved(to):
                await moving.follow(tx, self._database.vault, (notice.chat, to), now)
                await outbox.free(tx, notice.id)  # due as before: what follows in this chat does not pass it
            case Needless():
                await outbox.settle(tx, notice.id, now, "dropped")
            case Refused():
                await outbox.settle(tx, notice.id, now, "refused")
                log.error("notice_refused", notice=notice.id, kind=notice.kind)
        return None


async def _is_over(tx: Transaction, notice: Claimed) -> bool:
    """Whether what it was about has passed: the case ended, somebody has it, its words are another's to read."""
    if notice.case is not None and isinstance(notice.news, LimitNews):
        return not await clocks.still_runs(tx, notice.case, notice.news)
    if isinstance(notice.news, DrillCall):
        return not await drills.waits(tx, notice.news.call)
    if notice.case is None or not isinstance(notice.news, (Alert, NobodyYet, FromSender, HandOverOffer, SecondRoad)):
        return False
    if isinstance(notice.news, HandOverOffer):
        return not await _is_asked(tx, notice.case, notice.to)
    row = await cases.get(tx, notice.case)
    if row is None or row.state == State.CLOSED:
        return True
    if row.state == State.OPEN:
        return isinstance(notice.news, FromSender)
    return isinstance(notice.news, (NobodyYet, SecondRoad)) or not await _is_holder(tx, row, notice.to)


async def _is_holder(tx: Transaction, row: CaseRow, person: int) -> bool:
    staff = None if row.holder_id is None else await people.staff(tx, row.holder_id)
    return staff is not None and staff.person == person


async def _is_asked(tx: Transaction, case: int, person: int) -> bool:
    staff = await people.get(tx, person)
    found = None if staff is None or staff.staff is None else await offers.get(tx, case, staff.staff.id)
    return found is not None


async def _remember(tx: Transaction, notice: Claimed, stands: Delivered, now: datetime) -> None:
    """Where it stands, to edit or remove it later. What lost a race on the wire is put right at once."""
    message = stands.message
    if notice.edits is not None or message == 0:
        return
    entry = getattr(notice.news, "entry", None)
    for each in (*stands.also, message):
        post = await people.add_post(
            tx, notice.to, each, now, ours=True, kind=notice.kind, case=notice.case, entry=entry
        )
    if notice.kind in ABOUT_A_CASE and (await people.row(tx, notice.to)).hushed:  # they left while it was on the wire
        gone = Remove((*stands.also, message))
        await outbox.write(tx, [Notice(notice.to, gone, Lane.REPLY, f"left:{post}")], now)
    kinds = (Alert, HandOverOffer)
    if notice.case is None or not isinstance(notice.news, kinds) or not await _is_over(tx, notice):
        return
    row = await cases.get(tx, notice.case)
    if row is None:
        return
    if isinstance(notice.news, HandOverOffer):
        settled = OfferSettled(row.code, None, now, "withdrawn")
        once = f"offer-settled:{post}:late"
        await outbox.write(tx, [Notice(notice.to, settled, Lane.SERVICE, once, case=row.id, edits=message)], now)
        return
    holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
    why = {State.WAITING: "retracted", State.TAKEN: "taken"}.get(State(row.state), "closed")
    news: News = AlertSettled(row.code, None if holder is None else holder.name, now, why)
    once = f"settled:{row.id}:{row.rings}:{why}:{post}"
    await outbox.write(tx, [Notice(notice.to, news, Lane.SERVICE, once, case=row.id, edits=message)], now)
