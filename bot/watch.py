"""`treem watch`: a small process of its own that looks at the bot and tells the administrators what is wrong."""

from __future__ import annotations

import argparse
import asyncio
import html
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from telegram import Bot

from bot import systemd
from bot.exits import OK, Stop
from bot.looks import look_at
from bot.settings import Settings, listen_at, read
from channels.alarms import TITLE, alarm
from channels.cards import Card
from channels.roads import Roads
from channels.telegram import Telegram
from channels.texts import Catalogue, Voice
from channels.wire import AioRequest
from domain.outbox import TryLater
from domain.watch import Alarm, Trouble, Watch, judged
from services.clock import Clock
from services.health import Administrator, Health
from storage import health
from storage.database import Database
from storage.vault import Vault, VaultError

log = structlog.get_logger()

READS_WITHIN = 10.0
ROSTER_EVERY = timedelta(minutes=5)
MB = 1024 * 1024
SECOND_ROADS = 0  # stands for all of them, where a recipient is otherwise a chat


@dataclass(frozen=True, slots=True)
class Habits:
    """How often it looks and reminds, how much room the disk needs, and how long an answer may take (seconds)."""

    every: float = 15.0
    remind: timedelta = timedelta(hours=1)
    least_free_mb: int = 500
    within: float = 15.0


def add_to(commands: Any) -> None:
    """The command `watch`."""
    usual = Habits()
    command = commands.add_parser("watch", help="watch the bot from outside and tell the administrators")
    command.add_argument("--every", type=_above_zero, default=usual.every, help="seconds from look to look")
    command.add_argument("--remind", type=_above_zero, default=usual.remind.total_seconds(), help="seconds")
    command.add_argument("--free-mb", type=int, default=usual.least_free_mb, help="least room on the database's disk")
    command.set_defaults(does=watch)


def watch(given: argparse.Namespace) -> int:
    """Watches until SIGTERM. Raises Stop without a token."""
    settings = read()
    if not settings.bot_token.get_secret_value():
        raise Stop("Set TREEM_BOT_TOKEN (from @BotFather) in the environment or in .env.")
    asyncio.run(_watch(settings, Habits(given.every, timedelta(seconds=given.remind), given.free_mb)))
    return OK


async def _watch(settings: Settings, habits: Habits) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    async with Watcher(settings, Clock(), habits) as watcher:
        while not stopped.is_set():
            await watcher.look()
            systemd.tell(systemd.READY)
            systemd.tell(systemd.ALIVE)  # a look that hangs ends this
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), habits.every)
    systemd.tell(systemd.STOPPING)


class Watcher:
    """Looks, remembers what it told to whom, tells. Once it has read the roster it needs neither bot nor database.

    What somebody could not be told is tried again at the next look. Its memory dies with it: a new one tells all once.
    """

    def __init__(self, settings: Settings, clock: Clock, habits: Habits) -> None:
        self._settings, self._clock, self._habits = settings, clock, habits
        self._request = AioRequest()
        base = f"{settings.bot_api_url.rstrip('/')}/bot"
        bot = Bot(settings.bot_token.get_secret_value(), base_url=base, request=self._request)
        self._catalogue = Catalogue(settings.content_dir / "LC_MESSAGES" / "bot.po")
        self._second = Roads(self._catalogue)
        self._telegram = Telegram(bot, self._catalogue, self._request)
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=habits.within))
        self._roster: dict[int, Administrator] = {}
        self._others: Sequence[str] = ()
        self._read_at: datetime | None = None
        self._unread: Trouble | None = None
        self._untold = Watch()
        self._told: dict[int, Watch] = {}

    async def __aenter__(self) -> Watcher:
        await self._request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()
        await self._request.shutdown()

    async def look(self) -> None:
        """One look, and whatever is to be told because of it."""
        await self._know_administrators()
        free = health.free_bytes(self._settings.database_url)
        seen = await look_at(self._http, _address(self._settings.listen))
        seen = replace(seen, free_mb=None if free is None else free // MB, roster=self._unread)
        found = judged(seen, self._habits.least_free_mb)
        self._untold = self._untold.after(found)
        recipients = [*self._roster, *([SECOND_ROADS] if self._roads() else [])]
        if not recipients:
            log.error("nobody_to_tell", do="add an administrator who presses START, or set TREEM_FALLBACK_URLS")
        self._told = {
            each: self._told[each].after(found) if each in self._told else self._untold for each in recipients
        }
        await asyncio.gather(*(self._inform(each) for each in recipients))

    async def _know_administrators(self) -> None:
        """Read now and then and kept: the database may be what is down next time."""
        now = self._clock.now()
        if self._read_at is not None and now - self._read_at < ROSTER_EVERY:
            return
        try:
            async with asyncio.timeout(READS_WITHIN):
                found = await self._administrators()
        except VaultError:
            self._unread = Trouble.KEYS
        except Exception as error:  # away, locked, not laid: whatever it was, the bot's own door tells more of it
            log.warning("roster_not_read", error=type(error).__name__)
            self._unread = self._unread if self._roster else Trouble.UNREADABLE
        else:
            self._roster = {each.chat: each for each in found if each.chat is not None}
            self._others = [road for each in found for road in each.also]
            self._unread, self._read_at = None, now if self._roster else None

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

    def _roads(self) -> list[str]:
        return list(dict.fromkeys([*self._others, *self._settings.roads]))

    async def _inform(self, recipient: int) -> None:
        now = self._clock.now()
        alarms = self._told[recipient].alarms(now, self._habits.remind)
        if not alarms:
            return
        took = await (self._by_second_roads(alarms) if recipient == SECOND_ROADS else self._write(recipient, alarms))
        for each in alarms:
            road = "second" if recipient == SECOND_ROADS else "telegram"
            log.warning("alarm", section=each.trouble.value, turn=each.turn.value, road=road, took=took)
        if took:
            self._told[recipient] = self._told[recipient].told(alarms, now)

    async def _write(self, chat: int, alarms: Sequence[Alarm]) -> bool:
        """False: try again. A chat that cannot be written to is not tried again for the same."""
        voice = Voice(self._roster[chat].language)
        outcome = await self._telegram.show(chat, Card([alarm(each) for each in alarms]), voice)
        return not isinstance(outcome, TryLater)

    async def _by_second_roads(self, alarms: Sequence[Alarm]) -> bool:
        title, *words = (html.unescape(self._catalogue.say(text, Voice())) for text in (TITLE, *map(alarm, alarms)))
        return await self._second.say(self._roads(), title, "\n".join(words))


def _address(listen: str) -> str:
    """Where a process on this machine finds the door."""
    host, port = listen_at(listen)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # not listened on: looked for
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _above_zero(value: str) -> float:
    if not (number := float(value)) > 0:
        raise argparse.ArgumentTypeError("write a number above 0")
    return number
