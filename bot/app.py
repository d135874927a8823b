"""build(): the only wiring. Everything that runs is made here and handed on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from telegram import Bot, BotCommand, Update
from telegram.error import NetworkError, RetryAfter

import handlers
from bot.content import Content
from bot.first_aid import FirstAid
from bot.held import HeldInbox
from bot.intake import Intake
from bot.jobs import Jobs, Rounds
from bot.loops import ended
from bot.polling import ALLOWED, LONG_POLL, Polling
from bot.reload import Reload
from bot.services import services_of
from bot.settings import Settings
from bot.speaking import CROWD, LANES, Speaker
from channels import menus
from channels.telegram import Telegram
from channels.texts import Voice
from channels.wire import AioRequest
from domain.watch import POLL, SILENCE
from handlers import emergency, errors, menu
from handlers.context import BotContext
from handlers.incoming import Incoming
from handlers.listen import blocked_by, left_by, moved_by, opened
from handlers.manners import Manners
from services.cases import Climb
from services.clock import Clock
from services.heartbeat import Heartbeat, Vitals
from services.inbox import Handled
from services.outbox import Relay, take_over
from services.pace import Pace
from services.upkeep import Upkeep
from storage.database import Database
from storage.erasures import Erasures
from storage.inbox import Arrived
from storage.vault import Vault

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library asks for it: waits as timedelta, not as bare seconds
log = structlog.get_logger()
CARD_WITHIN = 0.7  # seconds the safety card waits for the database
LAST_WORDS = 20.0  # seconds for what is in hand at the end; the rest is stored and goes on after the next start


class App:
    """The running product."""

    def __init__(self, settings: Settings, clock: Clock, content: Content | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database_url, Vault(settings.keys()))
        base = f"{settings.bot_api_url.rstrip('/')}/bot"
        pace = Pace(settings.tempo)
        polls = AioRequest(connections=2, read_timeout=LONG_POLL + 10)
        self.bot = Bot(
            settings.bot_token.get_secret_value(),
            base_url=base,
            request=AioRequest(sends=pace.left),
            get_updates_request=polls,
        )
        content = content or Content.read(settings.content_dir)
        self.catalogue = content.catalogue
        self.telegram = Telegram(self.bot, self.catalogue, polls)
        self.triage = content.triage
        timing = settings.timing
        self.services = services_of(self.database, clock, settings, content)
        self.climb = Climb(self.database, clock, timing)
        self.upkeep = Upkeep(
            self.database, clock, timedelta(days=settings.keep_case_days), Erasures(settings.erasures())
        )
        self.inbox = HeldInbox(self.database, clock)
        self._met_telegram = asyncio.Event()
        self._manners = Manners()
        self._labels = menu.Labels(self._translations())
        self.first_aid = FirstAid(self.telegram, self.services, self._manners, self._cries)
        self.intake = Intake(self.inbox, self._process, lambda raw: self._cries(raw) is not None)
        rounds = Rounds(
            self.services,
            self.climb,
            self.upkeep,
            self.intake,
            Heartbeat(self.database, clock),
            clock,
            self._in_touch,
            Reload(settings.content_dir, self.services.guidance).look,
        )
        self.jobs = Jobs(self.database, clock, rounds.table(), by_webhook=bool(settings.webhook_url))
        say = Speaker(self.telegram, self.catalogue, self.services.people, settings).say
        self.relays = {
            name: Relay(
                *(self.database, clock, say, timing, lanes, self.jobs.news_for(name)),
                pace=pace if name == CROWD else None,
            )
            for name, lanes in LANES.items()
        }
        self._cards: set[asyncio.Task[None]] = set()

    async def start(self, *, polling: bool) -> None:
        """Connects, takes up what was left behind, and begins to tick. Not polling: by webhook."""
        await self._until_telegram_answers(polling=polling)
        alone = polling or self.database.is_sqlite
        if alone:
            await take_over(self.database)
        await self.intake.resume(everything=alone)
        polled = Polling(self.telegram, self.receive, self.first_aid.give, partial(self.jobs.pulse.beat, POLL))
        self.jobs.begin(self.relays, polled.once if polling else None)

    async def stop(self) -> None:
        """Stops ticking, lets what is being handled finish, closes."""
        await self.jobs.end()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS if self._met_telegram.is_set() else 0):
                await self.intake.settle()
        await self.intake.give_up()
        await ended(list(self._cards))
        await self.telegram.close()
        await self.bot.shutdown()
        await self.database.close()

    async def receive(self, raw: Sequence[dict[str, Any]]) -> None:
        """Stores updates and begins to handle them. Raises when they could not be stored: then they come again.

        A cry for help does not wait for a database that is slow or away, nor for what its own chat wrote
        before: its card goes at once.
        """
        storing = asyncio.ensure_future(self.intake.receive(raw))
        try:
            stored, _ = await asyncio.wait([storing], timeout=CARD_WITHIN)
            if not stored or storing.exception() is not None:
                await self.first_aid.give(raw)
        finally:
            behind = await storing
            if behind:
                task = asyncio.create_task(self.first_aid.give(behind))  # the next updates do not wait for it
                self._cards.add(task)
                task.add_done_callback(self._cards.discard)

    def _cries(self, raw: dict[str, Any]) -> Incoming | None:
        """What an update means, when it is a cry. One that nobody can read keeps nothing from those behind it."""
        try:
            incoming = opened(Update.de_json(raw, self.bot), self.clock.now())
        except Exception:
            return None
        cries = incoming is not None and emergency.cries_out(incoming, self._labels, self.triage)
        return incoming if cries else None

    def vitals(self) -> Vitals:
        """What this process knows of itself."""
        return Vitals(self.inbox.received, self.jobs.pulse.ages(), self.jobs.pulse.hung(SILENCE))

    def wake(self) -> None:
        """Everything that waits looks again (a test turned the clock)."""
        self.jobs.wake()

    def _in_touch(self, within: timedelta) -> bool:
        return self.jobs.pulse.is_young("climb" if self.settings.webhook_url else POLL, within)

    def _translations(self) -> dict[str, Sequence[str]]:
        return {t.source: [self.catalogue.say(t, Voice(language)) for language in ("vi", "en")] for t in menu.KEYS}

    async def _process(self, arrived: Arrived) -> Handled:
        await self._met_telegram.wait()  # the door stands open before Telegram answers us
        update = Update.de_json(arrived.payload, self.bot)
        if (change := blocked_by(update)) is not None:
            if change[1]:
                await self.services.roster.blocked(change[0])
            return Handled()
        if (left := left_by(update)) is not None:
            await self.services.duty_groups.left(left)
            return Handled()
        if (moved := moved_by(update)) is not None:
            await self.services.people.follow(*moved)
            return Handled()
        incoming = opened(update, arrived.received_at)
        if incoming is None:
            return Handled()
        asker = incoming.chat if not incoming.group or update.effective_user is None else update.effective_user.id
        try:
            if incoming.group:
                person, talk = await self.services.people.in_group(asker), None
            else:
                person, talk = await self.services.people.arrives(asker)
        except Exception:  # the database went away after it had kept the update
            await self.first_aid.give([arrived.payload])
            raise
        context = BotContext(
            incoming,
            person,
            self.services,
            self.triage,
            self._manners,
            self.telegram,
            self.bot.username,
            self._labels,
            talk,
            operator=self.settings.operator,
            privacy_contact=self.settings.privacy_contact,
        )
        try:
            await handlers.handle(context)
        except Exception:
            if arrived.attempts == 0 and not incoming.group:
                await errors.broken(context)
            raise
        if context.person.staff is not None and person.reachable is not None:
            await self.climb.ring_the_unrung()
        return Handled(person.id, context.theirs, context.spoken)

    async def _until_telegram_answers(self, *, polling: bool) -> None:
        while True:
            try:
                await self.bot.initialize()
                await (self.bot.delete_webhook() if polling else self._set_webhook())
                await self.bot.set_my_commands(
                    [BotCommand(c, self.catalogue.say(t, Voice())[:256]) for c, t in menus.COMMANDS.items()]
                )
                self._met_telegram.set()
                return
            except (NetworkError, RetryAfter) as error:
                log.warning("telegram_away", error=type(error).__name__)
                await asyncio.sleep(2)

    async def _set_webhook(self) -> bool:
        secret = self.settings.webhook_secret.get_secret_value()
        return await self.bot.set_webhook(self.settings.webhook_url, secret_token=secret, allowed_updates=ALLOWED)
