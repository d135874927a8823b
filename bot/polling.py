"""Long polling: what is stored is confirmed, nothing else; while storing hangs the cries among the rest are seen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from telegram.error import RetryAfter, TelegramError

from channels.faults import waits
from channels.telegram import Telegram

LONG_POLL = 30
LOOK_AGAIN = 1.0  # seconds between two looks at what came meanwhile
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]

Take = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]


class Polling:
    """`receive` stores updates, or raises; `cards` speaks the safety cards of the cries among them, once each."""

    def __init__(self, telegram: Telegram, receive: Take, cards: Take, beat: Callable[[], None]) -> None:
        self._telegram, self._receive, self._cards, self._beat = telegram, receive, cards, beat
        self._offset = 0

    async def once(self) -> None:
        """Fetches what is there, stores it, and confirms it with the next call."""
        try:
            raw = await self._telegram.updates(self._offset, LONG_POLL, ALLOWED)
        except RetryAfter as error:
            await asyncio.sleep(waits(error).total_seconds())
            return
        if raw:
            await self._store(raw)
            self._offset = max(int(update["update_id"]) for update in raw) + 1
        self._beat()

    async def _store(self, raw: Sequence[dict[str, Any]]) -> None:
        """However long it takes, nothing behind these is confirmed; but a cry behind them gets its card."""
        storing = asyncio.ensure_future(self._receive(raw))
        try:
            while not (await asyncio.wait([storing], timeout=LOOK_AGAIN))[0]:
                with suppress(TelegramError):
                    await self._cards(await self._telegram.updates(self._offset, 0, ALLOWED))
        except asyncio.CancelledError:
            storing.cancel()
            await asyncio.gather(storing, return_exceptions=True)
            raise
        await storing
