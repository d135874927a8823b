"""Arrivals: kept before Telegram is told that we have them, handled at least once, set aside when they never pass."""

from __future__ import annotations

from collections.abc import Sequence

from services.clock import Clock
from storage import inbox, people
from storage.database import Database
from storage.inbox import Arrived


class Inbox:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, arrivals: Sequence[tuple[int, int | None, dict[str, object]]]) -> list[Arrived]:
        """Stores (update id, chat, payload) and gives those not seen before, in order."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
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

    async def done(self, update_id: int, person: int | None, spoken: Sequence[int]) -> None:
        """Handled: the words go; where our answers stand is remembered."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await inbox.done(tx, update_id)
            if person is not None and await people.get(tx, person) is not None:
                for message in spoken:
                    await people.add_post(tx, person, message, now, ours=True)

    async def failed(self, update_id: int) -> bool:
        """Counts a failed attempt; True when it was set aside."""
        async with self._database.transaction() as tx:
            return await inbox.failed(tx, update_id, self._clock.now())

    async def hold(self, update_ids: Sequence[int]) -> None:
        """We are still at these."""
        async with self._database.transaction() as tx:
            await inbox.hold(tx, update_ids, self._clock.now())
