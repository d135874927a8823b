"""Whom the watcher tells: administrators and second roads, read now and then and kept while the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.settings import Settings
from domain.watch import Trouble
from services.clock import Clock
from services.health import Administrator, Health
from storage.database import Database
from storage.vault import Vault, VaultError

log = structlog.get_logger()

READS_WITHIN = 10.0
ROSTER_EVERY = timedelta(minutes=5)
SECOND_ROADS = 0  # stands for all of them, where a recipient is otherwise a chat


class Audience:
    """`unread` is the trouble with the database that holds the roster, if any."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self.roster: dict[int, Administrator] = {}
        self.unread: Trouble | None = None
        self._others: Sequence[str] = ()
        self._read_at: datetime | None = None

    @property
    def is_known(self) -> bool:
        """Whether there were administrators to be read."""
        return self._read_at is not None

    @property
    def roads(self) -> list[str]:
        """Every second road, each once."""
        return list(dict.fromkeys([*self._others, *self._settings.roads]))

    @property
    def recipients(self) -> list[int]:
        """Chats, and SECOND_ROADS where there are any."""
        return [*self.roster, *([SECOND_ROADS] if self.roads else [])]

    async def know(self) -> None:
        """Read now and then and kept: the database may be what is down next time."""
        now = self._clock.now()
        if self._read_at is not None and now - self._read_at < ROSTER_EVERY:
            return
        try:
            async with asyncio.timeout(READS_WITHIN):
                found = await self._administrators()
        except VaultError:
            self.unread = Trouble.KEYS
        except Exception as error:  # away, locked, not laid: whatever it was, the bot's own door tells more of it
            log.warning("roster_not_read", error=type(error).__name__)
            self.unread = self.unread if self.roster else Trouble.UNREADABLE
        else:
            self.roster = {each.chat: each for each in found if each.chat is not None}
            self._others = [road for each in found for road in each.also]
            self.unread, self._read_at = None, now if self.roster else None

    async def _administrators(self) -> list[Administrator]:
        settings = self._settings
        if settings.key_is_lost():
            raise VaultError("the key is not there")
        if not settings.is_laid():
            raise FileNotFoundError(settings.database_url)
        database = Database(settings.database_url, Vault(settings.keys()))
        try:
            return await Health(database, self._clock).administrators()
        finally:
            await database.close()
