"""The present time, read here only; and waiting for a moment or for news, whichever comes first."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Aware UTC now. Tests turn a clock of their own."""

    def now(self) -> datetime:
        """This moment, aware, UTC."""
        return datetime.now(UTC)

    async def wait(self, news: asyncio.Event, until: datetime | None, longest: float) -> None:
        """Returns when `news` is set, `until` has come, or `longest` seconds have passed; clears `news`."""
        left = longest if until is None else max(0.0, min(longest, (until - self.now()).total_seconds()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(left):
                await news.wait()
        news.clear()


class TurnedClock(Clock):
    """Real time, turned forward by whoever watches the demo or tells a story; `ahead` of it by so much."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._waiting: dict[asyncio.Event, datetime] = {}

    def now(self) -> datetime:
        """This moment where the story happens, aware, UTC."""
        return datetime.now(UTC) + self.ahead

    def unix(self) -> float:
        """The same in Unix seconds, for the sandbox."""
        return time.time() + self.ahead.total_seconds()

    def turn(self, ahead: timedelta) -> None:
        """Lets so much time pass at once: whoever waited for a moment that has come looks again, and nobody else."""
        self.ahead += ahead
        now = self.now()
        for news in [news for news, until in self._waiting.items() if until <= now]:
            news.set()

    async def wait(self, news: asyncio.Event, until: datetime | None, longest: float) -> None:
        """As on a real clock; `longest` stays real."""
        if until is not None:
            self._waiting[news] = until
        try:
            await super().wait(news, until, longest)
        finally:
            self._waiting.pop(news, None)
