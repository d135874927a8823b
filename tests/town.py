"""An imagined town: people with phones, the real bot over real HTTP, a clock we turn."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.app import App
from bot.content import Content
from bot.settings import CONTENT, Settings
from channels.invite_cards import linked_card
from channels.texts import Voice
from domain.events import Event, Kind, Plan
from domain.people import Role
from domain.working_time import HANOI
from handlers.menu import keyboard
from sandbox import Phone, Sandbox
from services.clock import TurnedClock
from services.guidance import Shelf
from services.people import NewStaff
from storage.content import read_library
from storage.database import Database
from tests import own
from tests.databases import SECRET

# a database that was away for a while, as in some stories
AWAY = Counter({"OperationalError": 1000, "TimeoutError": 1000})
MOMENT, LEAP = timedelta(seconds=0.1), timedelta(seconds=2)


class StoryClock(TurnedClock):
    """Nobody who tells a story waits for a chat's pace, a second a message: after a moment the clock turns itself.

    For everybody: the sandbox counts by the same clock, and refuses what comes too fast.
    """

    async def wait(self, news: asyncio.Event, until: datetime | None, longest: float) -> None:
        """As on a turned clock; where nothing happens meanwhile, what is near comes at once."""
        if until is None or not MOMENT < until - self.now() <= LEAP:
            await super().wait(news, until, longest)
            return
        try:
            async with asyncio.timeout(min(longest, MOMENT.total_seconds())):
                await news.wait()
        except TimeoutError:
            self.turn(max(timedelta(), until - self.now()))
        news.clear()


def content_in(folder: Path) -> Content:
    """The product's own content; with another library where a story brings one."""
    if folder == CONTENT:
        return own.content()
    return replace(own.content(), shelf=Shelf.of(read_library(folder)))


class Town:
    """The bot, its people, and the time."""

    def __init__(self, sandbox: Sandbox, clock: TurnedClock, settings: Settings) -> None:
        self.sandbox, self.clock, self.settings = sandbox, clock, settings
        self.app = App(settings, clock, content_in(settings.content_dir))
        self.faults: Counter[str] = Counter()  # what was sent and could not be settled, by kind of error

    async def staff(self, name: str, role: Role, ward: str | None = None, rung: int = 1, *, also: str = "") -> Phone:
        """Somebody who works here, joined before the story; `also`: a second road. No test alert is on its way.

        `joins` is the same for a story of joining: half of the work of a short story would be START.
        """
        phone = await self.hired(name, role, ward, rung, also=also)
        phone.started = True
        person = await self.app.services.people.meet(phone.id)
        await self.app.telegram.show(phone.id, linked_card(name, keyboard(person)), Voice("vi"))
        return phone

    async def joins(self, name: str, role: Role, ward: str | None = None, rung: int = 1, *, also: str = "") -> Phone:
        """Somebody who works here presses START before our eyes; their test alert is on its way."""
        phone = await self.hired(name, role, ward, rung, also=also)
        await phone.starts()
        await phone.until(lambda: any("kết nối" in m.text for m in phone.chat))
        return phone

    async def hired(self, name: str, role: Role, ward: str | None = None, rung: int = 1, *, also: str = "") -> Phone:
        """Somebody who works here and has not pressed START: they cannot be written to."""
        phone = self.sandbox.person(name)
        await self.app.services.people.add_staff(NewStaff(phone.id, name, role, ward, rung, (also,) if also else ()))
        return phone

    async def resident(self, name: str, ward: str | None = None) -> Phone:
        """Somebody with a phone; with a ward they have chosen it."""
        phone = self.sandbox.person(name)
        if ward is not None:
            person = await self.app.services.people.meet(phone.id)
            await self.app.services.people.choose_ward(person, ward)
        return phone

    async def event(
        self,
        title: str,
        *,
        seats: int | None = 30,
        ward: str | None = None,
        days: int = 10,
        ages: tuple[int, int] | None = None,
    ) -> Event:
        """An event that families can see and sign up for."""
        starts_at = self.clock.now() + timedelta(days=days)
        plan = Plan(
            kind=Kind.OTHER,
            title=title,
            ward=ward,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            place="Sân nhà văn hoá",
            purpose="Các em vui chơi an toàn",
            programme="múa lân, rước đèn",
            form="ngoài trời",
            in_charge="Đoàn Thanh niên",
            seats=seats,
            ages=ages,
        )
        events = self.app.services.events
        return await events.publish(None, (await events.add(None, title, plan)).id)

    def passes(self, **time_passed: float) -> None:
        """Lets time go by; whatever waited for a moment that has come looks again."""
        self.clock.turn(timedelta(**time_passed))

    def comes_to(self, hour: int) -> None:
        """Time goes by until the clocks of Hà Nội show `hour`, today or tomorrow: some things wait for the day."""
        here = self.clock.now().astimezone(HANOI)
        then = here.replace(hour=hour, minute=0, second=0, microsecond=0)
        self.clock.turn((then if then > here else then + timedelta(days=1)) - here)

    @asynccontextmanager
    async def database_stuck(self) -> AsyncIterator[None]:
        """Somebody else holds the whole database: nothing can be stored until they let go."""
        url = make_url(self.settings.database_url)
        if url.get_backend_name() == "sqlite":
            holder = sqlite3.connect(str(url.database), isolation_level=None, timeout=30)
            holder.execute("BEGIN EXCLUSIVE")
            try:
                yield
            finally:
                holder.execute("ROLLBACK")
                holder.close()
            return
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
            yield
        await engine.dispose()

    async def moves_to(self, database: Database) -> None:
        """The bot stops where it was and starts on another database."""
        await self.stops()
        self.settings = self.settings.model_copy(
            update={"database_url": database.url.render_as_string(hide_password=False)}
        )
        self.app = App(self.settings, self.clock, content_in(self.settings.content_dir))
        await self.app.start(polling=True)

    async def stops(self) -> None:
        """The process stops without finishing anything."""
        await self.app.stop()
        for relay in self.app.relays.values():
            self.faults.update(relay.faults)
            relay.faults.clear()

    async def dies_and_comes_back(self) -> None:
        """The process stops without finishing anything, and a new one starts."""
        await self.stops()
        self.app = App(self.settings, self.clock, content_in(self.settings.content_dir))
        await self.app.start(polling=True)


@asynccontextmanager
async def a_town(database: Database, *, clock: TurnedClock | None = None, **more: Any) -> AsyncIterator[Town]:
    """A town around one fresh database; `more` are settings of the bot.

    `clock`: a plain one for what is told about a chat's pace itself.
    """
    clock = clock or StoryClock()
    sandbox = Sandbox(clock=clock.unix)
    await sandbox.start()
    with TemporaryDirectory() as folder:
        settings = Settings(
            bot_token=sandbox.token,  # type: ignore[arg-type]
            bot_api_url=sandbox.url,
            database_url=database.url.render_as_string(hide_password=False),
            data_keys=SECRET,  # type: ignore[arg-type]
            **{"erased_file": f"{folder}/erased", **more},
        )
        town = Town(sandbox, clock, settings)
        await town.app.start(polling=True)
        try:
            yield town
        finally:
            await town.stops()
            await sandbox.stop()
        assert not town.faults - AWAY, f"what was sent and could not be settled is sent again: {town.faults}"


def sees(phone: Phone, *words: str) -> bool:
    """Whether some message on this phone holds all these words."""
    return any(all(w in m.text for w in words) for m in phone.chat if m.from_bot)
