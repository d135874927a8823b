"""One at a time, and whoever is urgent goes first: SQLite's single writer."""

from __future__ import annotations

import asyncio
import heapq
from types import TracebackType


class Queue:
    """A lock with two lanes. Within a lane, first come, first served."""

    def __init__(self) -> None:
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._count = 0
        self._taken = False

    async def enter(self, *, first: bool = False) -> None:
        """Waits for one's turn."""
        if not self._taken:
            self._taken = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._waiting, (not first, self._count, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was our turn already: hand it on
                self.leave()
            raise

    def leave(self) -> None:
        """Lets the next one in."""
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._taken = False

    def turn(self, *, first: bool) -> Turn:
        """`async with queue.turn(first=True): …`"""
        return Turn(self, first)


class Turn:
    """One stay inside."""

    def __init__(self, queue: Queue, first: bool) -> None:
        self._queue, self._first = queue, first

    async def __aenter__(self) -> None:
        await self._queue.enter(first=self._first)

    async def __aexit__(
        self, kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._queue.leave()
