"""Updates: stored before they are acknowledged; one chat in order, chats in parallel; tried again until they pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from bot.loops import ended
from bot.room import Room
from services.inbox import Handled, Inbox
from storage.inbox import Arrived

log = structlog.get_logger()

PATIENCE = 1.0  # seconds a cry waits for earlier messages of its own chat: order is not worth more

Process = Callable[[Arrived], Awaitable[Handled]]
Update = dict[str, Any]


class Intake:
    """`process` handles one update and gives what became of it; `cries` tells a cry for help from the rest."""

    def __init__(self, inbox: Inbox, process: Process, cries: Callable[[Update], bool]) -> None:
        self._inbox = inbox
        self._process = process
        self._cries = cries
        self._room = Room()
        self._chats: dict[bytes, asyncio.Task[None]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def receive(self, updates: Sequence[Update]) -> list[Update]:
        """Stores updates, then handles the new ones in the background. Raises when they could not be stored.

        Gives the cries for help that must wait for earlier messages of their own chat.
        """
        arrivals = [(int(raw["update_id"]), _chat_or_none(raw), raw) for raw in updates]
        new = await self._inbox.keep(arrivals)
        crying = {arrived.update_id for arrived in new if self._cries(arrived.payload)}
        for arrived in new:
            if arrived.update_id in crying:
                self._room.cries(_chat(arrived))  # before any of them begins: whoever is behind it waits
        behind = []
        for arrived in new:
            if arrived.update_id in crying and _chat(arrived) in self._chats:
                behind.append(arrived.payload)
            self._start(arrived, cries=arrived.update_id in crying)
        return behind

    async def resume(self, *, everything: bool) -> None:
        """Takes up what was stored and never finished."""
        for arrived in await self._inbox.left_behind(everything=everything):
            cries = self._cries(arrived.payload)
            if cries:
                self._room.cries(_chat(arrived))
            self._start(arrived, cries=cries)

    async def settle(self) -> None:
        """Waits until nothing is being handled."""
        while self._chats:
            await asyncio.wait(list(self._chats.values()))

    async def give_up(self) -> None:
        """Ends whatever is still being handled: it is stored, and goes on after the next start."""
        await ended(list(self._running))

    def _start(self, arrived: Arrived, *, cries: bool) -> None:
        chat = _chat(arrived)
        task = asyncio.create_task(self._after(self._chats.get(chat), arrived, PATIENCE if cries else None))
        self._chats[chat] = task
        self._running.add(task)
        task.add_done_callback(lambda done: self._forget(chat, done, cries=cries))

    def _forget(self, chat: bytes, task: asyncio.Task[None], *, cries: bool) -> None:
        self._running.discard(task)
        if cries:
            self._room.heard(chat)
        if self._chats.get(chat) is task:
            del self._chats[chat]

    async def _after(self, before: asyncio.Task[None] | None, arrived: Arrived, patience: float | None) -> None:
        if before is not None:
            await asyncio.wait([before], timeout=patience)
        while True:
            try:
                async with self._room.place(_chat(arrived)):
                    handled = await self._process(arrived)
                await self._inbox.done(arrived.update_id, handled)
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


def _chat(arrived: Arrived) -> bytes:
    return arrived.chat_key or b""


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
