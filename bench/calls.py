"""What every figure stands beside: single calls by a bare client; and how figures are summed up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import aiohttp

from bench.processes import Telegram


async def bare_calls(stand: Telegram, chats: Sequence[int]) -> list[float]:
    """Seconds of single calls by a bare client, ten a second, until cancelled."""
    waits: list[float] = []
    async with aiohttp.ClientSession() as session:
        try:
            while True:
                chat, began = chats[len(waits) % len(chats)], time.monotonic()
                url = f"{stand.url}/bot{stand.token}/sendMessage"
                async with session.post(url, data={"chat_id": chat, "text": "a bare call"}) as answer:
                    await answer.read()
                waits.append(time.monotonic() - began)
                await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            return waits


def quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000
