"""`treem watch`: a small process of its own that looks at the bot and tells the administrators what is wrong."""

from __future__ import annotations

import argparse
import asyncio
import html
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import structlog
from telegram import Bot

from bot import systemd
from bot.audience import SECOND_ROADS, Audience
from bot.exits import OK, Stop
from bot.looks import age_of_newest, look_at
from bot.memory import Kept, usual_place
from bot.settings import Settings, listen_at, read
from channels.alarms import TITLE, alarm
from channels.cards import Card
from channels.roads import Roads
from channels.telegram import Telegram
from channels.texts import Catalogue, Voice
from channels.webhook import webhook_of
from channels.wire import AioRequest
from domain.outbox import TryLater
from domain.watch import Alarm, Seen, Watch, Webhook, judged
from domain.working_time import HANOI, unpublished_soon
from services.clock import Clock
from storage import health

log = structlog.get_logger()

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Habits:
    """How often it looks and reminds, how much room the disk needs, how long an answer may take (seconds).

    `state` is the file that outlives it (None: none does), `backups` the folder in which each night a backup appears.
    """

    every: float = 15.0
    remind: timedelta = timedelta(hours=1)
    least_free_mb: int = 500
    within: float = 15.0
    state: Path | None = None
    backups: Path | None = None


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `watch`."""
    usual = Habits()
    command.add_argument("--every", type=_above_zero, default=usual.every, help="seconds from look to look")
    command.add_argument("--remind", type=_above_zero, default=usual.remind.total_seconds(), help="seconds")
    command.add_argument("--free-mb", type=int, default=usual.least_free_mb, help="least room on the database's disk")
    command.add_argument("--state", type=Path, help="file for what was told (usually beside the database)")
    command.add_argument("--backups", type=Path, help="folder in which a new *.backup appears each night")
    command.set_defaults(does=watch)


def watch(given: argparse.Namespace) -> int:
    """Watches until SIGTERM. Raises Stop without a token."""
    settings = read()
    if not settings.bot_token.get_secret_value():
        raise Stop("Set TREEM_BOT_TOKEN (from @BotFather) in the environment or in .env.")
    remind, state = timedelta(seconds=given.remind), given.state or usual_place(settings)
    habits = Habits(given.every, remind, given.free_mb, state=state, backups=given.backups)
    asyncio.run(_watch(settings, habits))
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

    What somebody could not be told is tried again at the next look. What was told outlives it (bot/memory.py).
    """

    def __init__(self, settings: Settings, clock: Clock, habits: Habits) -> None:
        self._settings, self._clock, self._habits = settings, clock, habits
        self._request = AioRequest()
        base = f"{settings.bot_api_url.rstrip('/')}/bot"
        bot = Bot(settings.bot_token.get_secret_value(), base_url=base, request=self._request)
        self._catalogue = Catalogue(settings.content_dir / "LC_MESSAGES" / "bot.po")
        self._second = Roads(self._catalogue)
        self._bot = bot
        self._telegram = Telegram(bot, self._catalogue, self._request)
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=habits.within))
        self._audience = Audience(settings, clock)
        self._kept = Kept(habits.state, settings.bot_token.get_secret_value())
        self._waited_before = 0
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
        await self._audience.know()
        found = judged(await self._seen(), self._habits.least_free_mb)
        recipients = self._audience.recipients
        if not recipients:
            log.error("nobody_to_tell", do="add an administrator who presses START, or set TREEM_FALLBACK_URLS")
        self._told = {each: self._watch_of(each).after(found) for each in recipients}
        self._untold = self._untold.after(found)
        self._keep()
        await asyncio.gather(*(self._inform(each) for each in recipients))

    async def _seen(self) -> Seen:
        at_the_door = look_at(self._http, _address(self._settings.listen))
        seen, webhook = await asyncio.gather(at_the_door, self._webhook())
        free = health.free_bytes(self._settings.database_url)
        return replace(
            seen,
            free_mb=None if free is None else free // MB,
            roster=self._audience.unread,
            webhook=webhook,
            backup=None if self._habits.backups is None else age_of_newest(self._habits.backups, self._clock.now()),
            days_off=unpublished_soon(self._clock.now().astimezone(HANOI).date()) or 0,
        )

    async def _webhook(self) -> Webhook | None:
        if not self._settings.webhook_url:
            return None
        found = await webhook_of(self._bot, self._settings.webhook_url, self._clock.now())
        if found is None:
            return None
        before, self._waited_before = self._waited_before, found.waiting
        return replace(found, waited_before=before)

    def _watch_of(self, recipient: int) -> Watch:
        known = self._told.get(recipient)
        return known if known is not None else self._untold.remembering(self._kept.of(recipient))

    def _keep(self) -> None:
        self._kept.keep(self._told, only=self._audience.is_known)

    async def _inform(self, recipient: int) -> None:
        now = self._clock.now()
        alarms = self._told[recipient].alarms(now, self._habits.remind)
        if not alarms:
            return
        took = await (self._by_second_roads(alarms) if recipient == SECOND_ROADS else self._write(recipient, alarms))
        if took:
            self._told[recipient] = self._told[recipient].told(alarms, now)
            self._keep()  # after it was told: killed in between we tell it twice, never not at all
        for each in alarms:
            road = "second" if recipient == SECOND_ROADS else "telegram"
            log.warning("alarm", section=each.trouble.value, turn=each.turn.value, road=road, took=took)

    async def _write(self, chat: int, alarms: Sequence[Alarm]) -> bool:
        """False: try again. A chat that cannot be written to is not tried again for the same."""
        voice = Voice(self._audience.roster[chat].language)
        outcome = await self._telegram.show(chat, Card([alarm(each) for each in alarms]), voice)
        return not isinstance(outcome, TryLater)

    async def _by_second_roads(self, alarms: Sequence[Alarm]) -> bool:
        title, *words = (html.unescape(self._catalogue.say(text, Voice())) for text in (TITLE, *map(alarm, alarms)))
        return await self._second.say(self._audience.roads, title, "\n".join(words))


def _address(listen: str) -> str:
    """Where a process on this machine finds the door."""
    host, port = listen_at(listen)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # not listened on: looked for
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _above_zero(value: str) -> float:
    if not (number := float(value)) > 0:
        raise argparse.ArgumentTypeError("write a number above 0")
    return number
