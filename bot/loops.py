"""Loops that run as long as the bot does, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram.error import TelegramError

log = structlog.get_logger()


async def ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancels until every task has ended: a driver in the middle of a query can swallow one cancellation."""
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=1)


async def for_ever(name: str, once: Callable[[], Awaitable[None]]) -> None:
    """A loop that a passing fault does not end: the promise outlives the database's bad minute."""
    while True:
        try:
            await once()
        except TelegramError as error:
            log.warning("loop_waits", loop=name, error=type(error).__name__)
            await asyncio.sleep(1)
        except Exception as error:  # the loop must outlive anything; it is logged and tried again
            log.error("loop_failed", loop=name, error=type(error).__name__)
            await asyncio.sleep(1)
