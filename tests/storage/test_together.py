"""Those who come while a commit is on its way share the next one; nobody else is passed by."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from services.clock import Clock
from services.inbox import Inbox
from storage import together as together_module
from storage.database import Database
from storage.together import MOST, Together


class Disk:
    """Takes as long as the test wants; knows what was committed together."""

    def __init__(self) -> None:
        self.commits: list[list[str]] = []
        self.refuses: set[str] = set()
        self.turns = asyncio.Event()

    async def commit(self, brought: Sequence[str]) -> list[str]:
        """Each gets what it brought, in capitals."""
        await self.turns.wait()
        if refused := self.refuses.intersection(brought):
            raise ValueError(*refused)
        self.commits.append(list(brought))
        return [each.upper() for each in brought]


async def brought(together: Together[str, str], *names: str) -> list[asyncio.Task[str]]:
    """Callers who came in this order, and wait now."""
    tasks = [asyncio.create_task(together.add(name)) for name in names]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_those_who_come_meanwhile_share_the_next_commit_and_each_gets_their_own() -> None:
    disk = Disk()
    together = Together(disk.commit)
    first = await brought(together, "a")
    others = await brought(together, "b", "c", "d")
    disk.turns.set()
    assert await asyncio.gather(*first, *others) == ["A", "B", "C", "D"]
    assert disk.commits == [["a"], ["b", "c", "d"]]


async def test_no_commit_takes_more_than_it_may() -> None:
    disk = Disk()
    together = Together(disk.commit)
    waiting = [*await brought(together, "first"), *await brought(together, *["x"] * (MOST + 1))]
    disk.turns.set()
    await asyncio.gather(*waiting)
    assert [len(commit) for commit in disk.commits] == [1, MOST, 1]


async def test_a_fault_goes_to_all_who_shared_it_and_to_nobody_after_them() -> None:
    disk = Disk()
    together = Together(disk.commit)
    disk.refuses = {"c"}
    first, shared = await brought(together, "a"), await brought(together, "b", "c")
    disk.turns.set()
    assert await asyncio.gather(*first) == ["A"]
    assert [type(each) for each in await asyncio.gather(*shared, return_exceptions=True)] == [ValueError, ValueError]
    assert await together.add("d") == "D"


async def test_what_was_brought_is_committed_though_nobody_waits_for_it_any_more() -> None:
    disk = Disk()
    together = Together(disk.commit)
    first, shared = await brought(together, "a"), await brought(together, "b", "c")
    for gone in (*first, shared[0]):
        gone.cancel()
    await asyncio.sleep(0)
    disk.turns.set()
    assert await shared[1] == "C"
    assert disk.commits == [["a"], ["b", "c"]]


async def test_a_commit_that_hangs_holds_up_nobody_who_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together_module, "LATE", 0.01)
    disk, hangs = Disk(), asyncio.Event()

    async def commit(brought: Sequence[str]) -> list[str]:
        if "a" in brought:
            await hangs.wait()
        return await disk.commit(brought)

    together = Together(commit)
    disk.turns.set()
    stuck = await brought(together, "a")
    assert await asyncio.wait_for(asyncio.gather(*await brought(together, "b", "c")), 5) == ["B", "C"]
    hangs.set()
    assert await asyncio.gather(*stuck) == ["A"]
    assert disk.commits == [["b", "c"], ["a"]]


async def test_whoever_waits_when_it_is_stopped_hears_of_it() -> None:
    disk = Disk()
    together = Together(disk.commit)
    waiting = [*await brought(together, "a"), *await brought(together, "b")]
    assert together._committing is not None
    for each in (together._committing, *together._late):
        each.cancel()
    heard = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in heard] == [ConnectionError, ConnectionError]


async def test_an_update_that_comes_twice_at_the_same_moment_is_given_once(database: Database) -> None:
    inbox = Inbox(database, Clock())
    lots = [[(1, 7, {"update_id": 1})], [(2, 7, {"update_id": 2})], [(2, 7, {"update_id": 2})], [(1, 7, {})]]
    new = await asyncio.gather(*(inbox.keep(lot) for lot in lots))
    assert [[arrived.update_id for arrived in each] for each in new] == [[1], [2], [], []]


@pytest.mark.parametrize("urgent", [False, True])
async def test_a_flood_of_updates_keeps_nobody_from_writing(database: Database, urgent: bool) -> None:
    inbox, it_runs, got_in = Inbox(database, Clock()), asyncio.Event(), 0

    async def arrives(first: int) -> None:
        for number in range(first, first + 1_000_000):
            await inbox.keep([(number, 7, {"update_id": number})])
            it_runs.set()

    flood = [asyncio.create_task(arrives(n * 1_000_000)) for n in range(40)]  # as many as Telegram opens connections
    try:
        async with asyncio.timeout(10):
            await it_runs.wait()
            for _ in range(5):
                async with database.transaction(urgent=urgent):
                    got_in += 1
    finally:
        for each in flood:
            each.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*flood)
    assert got_in == 5
