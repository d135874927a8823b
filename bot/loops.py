"""Loops that run as long as the bot does, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram.error import TelegramError

log = structlog.get_logger()
AGAIN = 1.0  # seconds from a fault to the next try


async def ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancels until every task has ended: a driver in the middle of a query can swallow one cancellation."""
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=1)


async def for_ever(name: str, once: Callable[[], Awaitable[None]], failed: Callable[[], None]) -> None:
    """A loop that a passing fault does not end: the promise outlives the database's bad minute.

    Each fault calls `failed`. A cancellation ends it only when somebody cancelled this loop: one that comes out of
    something it waited for (a driver's lost connection) is a fault like any other, or the loop would stop in silence.
    """
    while True:
        try:
            await once()
            continue
        except TelegramError as error:
            log.warning("loop_waits", loop=name, error=type(error).__name__)
        except asyncio.CancelledError as error:
            if _is_cancelled():
                raise
            log.error("loop_failed", loop=name, error=type(error).__name__)
        except Exception as error:  # the loop must outlive anything; it is logged and tried again
            log.error("loop_failed", loop=name, error=type(error).__name__)
        failed()
        await asyncio.sleep(AGAIN)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
