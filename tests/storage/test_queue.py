"""SQLite's one writer: urgent work goes first, and nobody who gives up keeps the others waiting."""

from __future__ import annotations

import asyncio

from storage.queue import Queue


async def enters(queue: Queue, name: str, seen: list[str], *, first: bool = False) -> None:
    async with queue.turn(first=first):
        seen.append(name)


async def test_urgent_work_passes_what_waits_and_lanes_keep_their_order() -> None:
    queue, seen = Queue(), list[str]()
    async with queue.turn(first=False):
        waiting = [
            asyncio.create_task(enters(queue, name, seen, first=name.isupper())) for name in ("a", "b", "X", "c", "Y")
        ]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert seen == ["X", "Y", "a", "b", "c"]


async def test_one_who_gives_up_hands_the_turn_on() -> None:
    queue, seen = Queue(), list[str]()
    async with queue.turn(first=False):
        gone = asyncio.create_task(enters(queue, "gone", seen))
        stays = asyncio.create_task(enters(queue, "stays", seen))
        await asyncio.sleep(0)
    gone.cancel()  # its turn has just come
    await asyncio.gather(gone, stays, return_exceptions=True)
    assert seen == ["stays"]
    async with asyncio.timeout(1), queue.turn(first=True):
        assert True
