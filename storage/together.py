"""Who comes while a commit is on its way shares the next one: the disk is waited for once, and nobody is passed by."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

MOST = 100  # in one transaction
LATE = 2.0  # seconds after which nobody waits for a commit but those who are in it

Given = TypeVar("Given")
Got = TypeVar("Got")


class Together(Generic[Given, Got]):
    """`commit` takes what several brought, in order, in one transaction, and gives each what came of theirs.

    Who comes while nothing is on its way waits for no company. A fault goes to all who shared that commit: nothing of
    theirs is stored. One that hangs (a connection that died without a word) holds up nobody who comes later.
    """

    def __init__(self, commit: Callable[[Sequence[Given]], Awaitable[Sequence[Got]]]) -> None:
        self._commit = commit
        self._waiting: list[tuple[Given, asyncio.Future[Got]]] = []
        self._committing: asyncio.Task[None] | None = None
        self._late: set[asyncio.Task[None]] = set()

    async def add(self, given: Given) -> Got:
        """Returns once it is committed, and is committed also where the caller was cancelled meanwhile.

        Raises what the commit raised; ConnectionError: it was stopped.
        """
        committed: asyncio.Future[Got] = asyncio.get_running_loop().create_future()
        self._waiting.append((given, committed))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commits_all())
        return await committed

    async def _commits_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                commit = asyncio.create_task(self._commits(batch))
                self._late.add(commit)
                commit.add_done_callback(self._late.discard)
                await asyncio.wait([commit], timeout=LATE)
        finally:
            left, self._waiting = self._waiting, []
            for _, committed in left:
                _fails(committed, ConnectionError("stopped"))

    async def _commits(self, batch: Sequence[tuple[Given, asyncio.Future[Got]]]) -> None:
        try:
            got = await self._commit([given for given, _ in batch])
        except BaseException as error:
            for _, committed in batch:
                _fails(committed, error if isinstance(error, Exception) else ConnectionError("stopped"))
            if not isinstance(error, Exception):
                raise
            return  # whoever waits for it has it now
        for (_, committed), each in zip(batch, got, strict=True):
            if not committed.done():
                committed.set_result(each)


def _fails(committed: asyncio.Future[Got], error: Exception) -> None:
    if not committed.done():
        committed.set_exception(error)
