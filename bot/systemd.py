"""What systemd hears of us (sd_notify(3), Type=notify): ready, alive, stopping. Without systemd nothing is said."""

from __future__ import annotations

import asyncio
import os
import socket

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def tell(state: str) -> None:
    """Tells systemd one state; a socket that is not there (any more) is no reason to stop."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if not where:
        return
    address = f"\0{where[1:]}" if where.startswith("@") else where  # an abstract socket
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        try:
            line.sendto(state.encode(), address)
        except OSError:
            return


async def live() -> None:
    """Tells that this process moves, twice as often as WatchdogSec asks, for ever.

    That the database or Telegram is away is no reason to be killed: both are waited for (and the watcher tells).
    """
    patience = int(os.environ.get("WATCHDOG_USEC", 0)) / 1_000_000
    while patience > 0:
        tell(ALIVE)
        await asyncio.sleep(patience / 2)
