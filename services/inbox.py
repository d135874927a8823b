"""Arrivals: kept before Telegram is told that we have them, handled at least once, set aside when they never pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.clock import Clock
from storage import inbox, people
from storage.database import Database
from storage.inbox import Arrived
from storage.together import Together


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of an update: who wrote, which message of theirs, and where our answers stand."""

    person: int | None = None
    heard: int | None = None
    spoken: Sequence[int] = ()


class Inbox:
    """Every method is one transaction; those who keep or finish at the same time share theirs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._keeps = Together(self._keep)
        self._finishes = Together(self._done)

    async def keep(self, arrivals: Sequence[tuple[int, int | None, dict[str, object]]]) -> list[Arrived]:
        """Stores (update id, chat, payload) and gives those not seen before, in order."""
        return await self._keeps.add(arrivals)

    async def _keep(self, lots: Sequence[Sequence[tuple[int, int | None, dict[str, object]]]]) -> list[list[Arrived]]:
        now = self._clock.now()
        indexes = self._database.vault.indexes
        brought = [
            [
                Arrived(update_id, None if chat is None else indexes(chat)[0], dict(raw), now)
                for update_id, chat, raw in lot
            ]
            for lot in lots
        ]
        async with self._database.transaction(urgent=True) as tx:  # nothing is known yet about what they say
            new = await inbox.keep(tx, [arrived for lot in brought for arrived in lot], now)
        return [_taken_from(new, lot) for lot in brought]

    async def left_behind(self, *, everything: bool) -> list[Arrived]:
        """What an earlier process (everything) or a dead one stored and did not finish; ours to handle now."""
        if not everything:
            async with self._database.reading() as tx:
                if not await inbox.is_left_behind(tx, self._clock.now()):  # as nearly always: nobody waits for that
                    return []
        async with self._database.transaction() as tx:
            return await inbox.claim_left_behind(tx, self._clock.now(), everything=everything)

    async def done(self, update_id: int, handled: Handled) -> None:
        """Handled: the words go; where their message and our answers stand is remembered, to be taken away."""
        await self._finishes.add((update_id, handled))

    async def _done(self, batch: Sequence[tuple[int, Handled]]) -> list[None]:
        now = self._clock.now()
        posts = [
            (handled.person, message, ours)
            for _, handled in batch
            if handled.person is not None
            for message, ours in ((handled.heard, False), *((m, True) for m in handled.spoken))
            if message is not None
        ]
        async with self._database.transaction() as tx:
            await inbox.done(tx, [update_id for update_id, _ in batch])
            await people.add_posts(tx, posts, now)
        return [None] * len(batch)

    async def failed(self, update_id: int) -> bool:
        """Counts a failed attempt; True when it was set aside."""
        async with self._database.transaction() as tx:
            return await inbox.failed(tx, update_id, self._clock.now())

    async def hold(self, update_ids: Sequence[int]) -> None:
        """We are still at these."""
        async with self._database.transaction() as tx:
            await inbox.hold(tx, update_ids, self._clock.now())


def _taken_from(new: set[int], lot: Sequence[Arrived]) -> list[Arrived]:
    """Those that are new; each once, also when its twin came while the first was being stored."""
    found = []
    for arrived in lot:
        if arrived.update_id in new:
            new.remove(arrived.update_id)
            found.append(arrived)
    return found
