"""Arrivals: kept before Telegram is told that we have them, handled at least once, set aside when they never pass."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.clock import Clock
from storage import inbox, people
from storage.database import Database
from storage.inbox import Arrived


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of an update: who wrote, which message of theirs, and where our answers stand."""

    person: int | None = None
    heard: int | None = None
    spoken: Sequence[int] = ()


class Inbox:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._finished: list[tuple[int, Handled, asyncio.Future[None]]] = []
        self._finishing: asyncio.Task[None] | None = None

    async def keep(self, arrivals: Sequence[tuple[int, int | None, dict[str, object]]]) -> list[Arrived]:
        """Stores (update id, chat, payload) and gives those not seen before, in order."""
        now = self._clock.now()
        async with self._database.transaction(urgent=True) as tx:  # nothing is known yet about what it says
            rows = [
                Arrived(update_id, None if chat is None else self._database.vault.indexes(chat)[0], dict(raw), now)
                for update_id, chat, raw in arrivals
            ]
            new = await inbox.keep(tx, rows, now)
            return [row for row in rows if row.update_id in new]

    async def left_behind(self, *, everything: bool) -> list[Arrived]:
        """What an earlier process (everything) or a dead one stored and did not finish; ours to handle now."""
        if not everything:
            async with self._database.reading() as tx:
                if not await inbox.is_left_behind(tx, self._clock.now()):  # as nearly always: nobody waits for that
                    return []
        async with self._database.transaction() as tx:
            return await inbox.claim_left_behind(tx, self._clock.now(), everything=everything)

    async def done(self, update_id: int, handled: Handled) -> None:
        """Handled: the words go; where their message and our answers stand is remembered, to be taken away.

        Those that are done while another commit is on its way share the next one. Returns once it is committed.
        """
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._finished.append((update_id, handled, committed))
        if self._finishing is None or self._finishing.done():
            self._finishing = asyncio.create_task(self._finish())
        await committed

    async def _finish(self) -> None:
        while self._finished:
            batch, self._finished = self._finished, []
            try:
                await self._commit([(update_id, handled) for update_id, handled, _ in batch])
            except BaseException as error:
                for _, _, committed in batch:
                    if not committed.done():
                        committed.set_exception(error if isinstance(error, Exception) else ConnectionError("stopped"))
                if not isinstance(error, Exception):
                    raise
            for _, _, committed in batch:
                if not committed.done():
                    committed.set_result(None)

    async def _commit(self, batch: Sequence[tuple[int, Handled]]) -> None:
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

    async def failed(self, update_id: int) -> bool:
        """Counts a failed attempt; True when it was set aside."""
        async with self._database.transaction() as tx:
            return await inbox.failed(tx, update_id, self._clock.now())

    async def hold(self, update_ids: Sequence[int]) -> None:
        """We are still at these."""
        async with self._database.transaction() as tx:
            await inbox.hold(tx, update_ids, self._clock.now())
