"""The one pace of a process: everything that leaves takes room, announcements wait for it."""

from __future__ import annotations

import asyncio
from datetime import datetime

from domain.broadcasts import Tempo
from domain.pace import Slots

LEAST = 0.001  # seconds


class Pace:
    """Announcements wait here for their slot, in order; everything else is only counted and never waits."""

    def __init__(self, tempo: Tempo) -> None:
        self._tempo = tempo
        self._slots = Slots(tempo.per_second)
        self._line = asyncio.Lock()

    def left(self) -> None:
        """A message of any kind leaves for Telegram now."""
        self._slots.left(_now())

    def opens_at(self, now: datetime) -> datetime:
        """`now`, or the end of the quiet hours it lies in: what an outage kept until the night waits for day."""
        return self._tempo.opens_at(now)

    async def turn(self) -> None:
        """Returns when the next announcement may leave."""
        async with self._line:
            wait = self._slots.wait(_now())
            while wait > 0:
                await asyncio.sleep(max(LEAST, wait))
                wait = self._slots.wait(_now())  # others may have taken the room meanwhile
            self._slots.take(_now())


def _now() -> float:
    """Seconds that nobody turns: a clock that is set must neither stop an announcement nor make it a burst."""
    return asyncio.get_running_loop().time()
