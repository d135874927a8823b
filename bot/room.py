"""Who is handled now and who waits: many at once, and a cry for help before everybody."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 64  # Telegram answers in about 50 ms: enough for a thousand answers a second


class Room:
    """So many at once. While somebody cries for help the others come in one at a time: never none.

    A chat in which somebody cries does not wait at all, its earlier messages included: they stand
    before the cry, in order.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._inside = 0
        self._crying: Counter[bytes] = Counter()
        self._waiting: deque[tuple[bytes, asyncio.Future[None]]] = deque()

    def cries(self, chat: bytes) -> None:
        """A cry of this chat came in; `heard` ends it."""
        self._crying[chat] += 1
        for each, turn in self._waiting:
            if each == chat and not turn.done():
                self._let(turn)

    def heard(self, chat: bytes) -> None:
        """One cry of this chat is handled."""
        self._crying[chat] -= 1
        if not self._crying[chat]:
            del self._crying[chat]
        self._let_in()

    @asynccontextmanager
    async def place(self, chat: bytes) -> AsyncIterator[None]:
        """A place in the room, once there is one."""
        if chat in self._crying or (not self._waiting and self._has_room()):
            self._inside += 1
        else:
            await self._turn(chat)
        try:
            yield
        finally:
            self._inside -= 1
            self._let_in()

    def _has_room(self) -> bool:
        return self._inside < (1 if self._crying else self._at_once)

    async def _turn(self, chat: bytes) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((chat, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was our turn already: hand it on
                self._inside -= 1
                self._let_in()
            raise

    def _let_in(self) -> None:
        while self._waiting and self._has_room():
            _, turn = self._waiting.popleft()
            if not turn.done():
                self._let(turn)

    def _let(self, turn: asyncio.Future[None]) -> None:
        self._inside += 1  # counted here, not when it wakes: two must not get one place
        turn.set_result(None)
