"""The present time, read here only; and waiting for a moment or for news, whichever comes first."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime


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
