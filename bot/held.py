"""The inbox of one process: it holds what it has in hand, and takes up what a dead one left behind."""

from __future__ import annotations

from collections.abc import Sequence

from services.clock import Clock
from services.inbox import Handled, Inbox
from storage.database import Database
from storage.inbox import Arrived


class HeldInbox(Inbox):
    """Knows which updates are in hand here, so that none is handled twice at once; counts what was received."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self._in_hand: set[int] = set()
        self.received = 0

    async def keep(self, arrivals: Sequence[tuple[int, int | None, dict[str, object]]]) -> list[Arrived]:
        new = await super().keep(arrivals)
        self.received += len(new)
        return self._taken(new)

    async def left_behind(self, *, everything: bool) -> list[Arrived]:
        if self._in_hand:
            await self.hold(sorted(self._in_hand))
        return self._taken(await super().left_behind(everything=everything))

    async def done(self, update_id: int, handled: Handled) -> None:
        await super().done(update_id, handled)
        self._in_hand.discard(update_id)

    async def failed(self, update_id: int) -> bool:
        aside = await super().failed(update_id)
        if aside:
            self._in_hand.discard(update_id)
        return aside

    def _taken(self, arrived: Sequence[Arrived]) -> list[Arrived]:
        ours = [each for each in arrived if each.update_id not in self._in_hand]
        self._in_hand.update(each.update_id for each in ours)
        return ours
