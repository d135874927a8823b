"""Arrivals: kept before Telegram is told that we have them, handled at least once, set aside when they never pass."""

from __future__ import annotations

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
        async with self._database.transaction() as tx:
            return await inbox.claim_left_behind(tx, self._clock.now(), everything=everything)

    async def done(self, update_id: int, handled: Handled) -> None:
        """Handled: the words go; where their message and our answers stand is remembered, to be taken away."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await inbox.done(tx, update_id)
            heard = [] if handled.heard is None else [(handled.heard, False)]
            if handled.person is not None:
                await people.add_posts(tx, handled.person, [*heard, *((m, True) for m in handled.spoken)], now)

    async def failed(self, update_id: int) -> bool:
        """Counts a failed attempt; True when it was set aside."""
        async with self._database.transaction() as tx:
            return await inbox.failed(tx, update_id, self._clock.now())

    async def hold(self, update_ids: Sequence[int]) -> None:
        """We are still at these."""
        async with self._database.transaction() as tx:
            await inbox.hold(tx, update_ids, self._clock.now())
