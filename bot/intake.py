"""Updates: stored before they are acknowledged; one chat in order, chats in parallel; tried again until they pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from services.inbox import Handled, Inbox
from storage.inbox import Arrived

log = structlog.get_logger()

Process = Callable[[Arrived], Awaitable[Handled]]


class Intake:
    """`process` handles one update and gives what became of it."""

    def __init__(self, inbox: Inbox, process: Process) -> None:
        self._inbox = inbox
        self._process = process
        self._chats: dict[bytes, asyncio.Task[None]] = {}

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        """Stores updates, then handles the new ones in the background. Raises when they could not be stored."""
        arrivals = [(int(raw["update_id"]), _chat_or_none(raw), raw) for raw in updates]
        for arrived in await self._inbox.keep(arrivals):
            self._start(arrived)

    async def resume(self, *, everything: bool) -> None:
        """Takes up what was stored and never finished."""
        for arrived in await self._inbox.left_behind(everything=everything):
            self._start(arrived)

    async def settle(self) -> None:
        """Waits until nothing is being handled."""
        while self._chats:
            await asyncio.wait(list(self._chats.values()))

    def _start(self, arrived: Arrived) -> None:
        key = arrived.chat_key or b""
        task = asyncio.create_task(self._after(self._chats.get(key), arrived))
        self._chats[key] = task
        task.add_done_callback(lambda done: self._forget(key, done))

    def _forget(self, key: bytes, task: asyncio.Task[None]) -> None:
        if self._chats.get(key) is task:
            del self._chats[key]

    async def _after(self, before: asyncio.Task[None] | None, arrived: Arrived) -> None:
        if before is not None:
            await asyncio.wait([before])
        while True:
            try:
                await self._inbox.done(arrived.update_id, await self._process(arrived))
                return
            except Exception as error:  # whatever it was: counted, tried again, then set aside
                log.error("update_failed", update=arrived.update_id, error=type(error).__name__)
                if await self._set_aside(arrived.update_id):
                    return

    async def _set_aside(self, update_id: int) -> bool:
        """Counts the attempt; while the database is away the update simply waits."""
        try:
            aside = await self._inbox.failed(update_id)
        except Exception as error:  # the database is away: nothing is lost, it is stored
            log.error("inbox_away", error=type(error).__name__)
            aside = False
        if aside:
            log.error("update_set_aside", update=update_id)
        else:
            await asyncio.sleep(1)
        return aside


def _chat_or_none(raw: dict[str, Any]) -> int | None:
    """An update without a readable chat is kept as well; it stands in nobody's way."""
    try:
        return chat_of(raw)
    except (KeyError, TypeError, ValueError):
        return None


def chat_of(raw: dict[str, Any]) -> int | None:
    """The chat (or the person who tapped) an update belongs to: what must stay in order."""
    for kind in ("message", "edited_message", "my_chat_member"):
        if kind in raw:
            return int(raw[kind]["chat"]["id"])
    return int(raw["callback_query"]["from"]["id"]) if "callback_query" in raw else None
