"""`treem demo`: the whole product on this machine, with a page of phones instead of Telegram."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import signal
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App
from bot.exits import OK, UNAVAILABLE, Stop, say
from bot.migrate import migrate
from bot.settings import CONTENT, Settings
from domain.events import Kind, Plan
from domain.people import AgeBand, Audience, Role
from domain.signups import ChildEntry
from domain.working_time import HANOI
from sandbox import Phone, Sandbox
from sandbox.web import Page, Shown
from services.clock import TurnedClock
from services.events import Events
from services.people import NewStaff

FOLDER = Path("var/demo")
PORT = 8080
SATURDAY = 5
NEIGHBOUR = 999_999  # nobody has this number in the sandbox


@dataclass(frozen=True, slots=True)
class Demo:
    """The running demo."""

    page: Page
    app: App
    sandbox: Sandbox


def add_to(command: ArgumentParser) -> None:
    """The command `demo`."""
    command.add_argument("--port", type=int, default=PORT, help=f"of the page on 127.0.0.1 (default {PORT})")
    command.set_defaults(does=run)


def run(given: Namespace) -> int:
    """The demo until Ctrl-C or SIGTERM. Raises Stop where its port is taken."""
    asyncio.run(_run(given.port))
    return OK


async def _run(port: int) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    async with a_demo(FOLDER / str(port), port) as running:
        say(f"The demo is at {running.page.url} (Ctrl-C ends it).")
        await stopped.wait()


@asynccontextmanager
async def a_demo(folder: Path, port: int = 0) -> AsyncIterator[Demo]:
    """Sandbox, page and bot, already peopled, on a database made new in `folder`. Raises Stop for a taken port."""
    script = tomllib.loads((CONTENT / "demo.toml").read_text("utf-8"))
    clock = TurnedClock()
    sandbox = Sandbox(clock=clock.unix)
    phones = [(sandbox.person(each["name"]), each) for each in script["phones"]]

    def skip(seconds: int) -> None:
        clock.turn(timedelta(seconds=seconds))

    page = Page(sandbox, [Shown(phone, each["who"]) for phone, each in phones], skip, script["bot"])
    async with AsyncExitStack() as stack:
        stack.push_async_callback(page.stop)
        await _opened(page, port)  # first: the database of a demo that runs already stays untouched
        stack.push_async_callback(sandbox.stop)
        await sandbox.start()
        settings = _settings(folder, sandbox)
        await asyncio.to_thread(_made_new, folder, settings)
        app = App(settings, clock)
        stack.push_async_callback(app.stop)
        await app.start(polling=True)
        await _hold_event(Events(app.database, clock), script, "event", clock.now())
        for phone, each in phones:
            await _settle(app, phone, each, script["ward"])
        await _fill_event(app, script, [phone for phone, _ in phones], clock.now())
        yield Demo(page, app, sandbox)


async def _opened(page: Page, port: int) -> None:
    try:
        await page.start(port)
    except (OSError, OverflowError):
        sentence = f"The page cannot listen on 127.0.0.1:{port}: free that port, or choose another with --port."
        raise Stop(sentence, UNAVAILABLE) from None


def _settings(folder: Path, sandbox: Sandbox) -> Settings:
    """Defaults only: a real `.env` (tokens, second roads) must never reach a demo."""
    return Settings.model_construct(
        bot_token=SecretStr(sandbox.token),
        bot_api_url=sandbox.url,
        database_url=f"sqlite+aiosqlite:///{folder / 'treem.db'}",
        data_keys=SecretStr(secrets.token_urlsafe(32)),  # nothing of a demo is read by the next one
    )


def _made_new(folder: Path, settings: Settings) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    migrate(settings)


async def _settle(app: App, phone: Phone, each: dict[str, str], ward: str) -> None:
    """Staff are linked and on duty; residents have pressed START and said who they are and where they live."""
    people = app.services.people
    if "role" in each:
        role = Role(each["role"])
        await people.add_staff(NewStaff(phone.id, each["name"], role, ward if role is Role.OFFICER else None))
    else:
        person = await people.choose_ward(await people.meet(phone.id), ward)
        await people.choose_audience(person, Audience(each["audience"]))
    await phone.starts()
    await phone.until(lambda: phone.keyboard)


async def _hold_event(events: Events, script: dict[str, Any], name: str, now: datetime) -> int:
    """An event families can sign up for, on the coming Saturday; gives its number."""
    said = script[name]
    today = now.astimezone(HANOI).date()
    day = today + timedelta(days=(SATURDAY - today.weekday() - 1) % 7 + 1)
    starts, ends = (datetime.combine(day, said.pop(name), HANOI) for name in ("starts", "ends"))
    plan = Plan(kind=Kind.OTHER, ward=script["ward"], starts_at=starts, ends_at=ends, **said)
    event = await events.add(None, f"demo-{name}", plan)
    await events.publish(None, event.id)
    return event.id


async def _fill_event(app: App, script: dict[str, Any], phones: Sequence[Phone], now: datetime) -> None:
    """An event that is full: a neighbour without a phone on the page has the seats, somebody of the page waits.

    More seats (staff change the event in the chat) are offered to who waits.
    """
    who = script["full_event"].pop("waits")
    event = await _hold_event(app.services.events, script, "full_event", now)
    people, child = app.services.people, ChildEntry("Bé 1", AgeBand.UNDER_7)
    chats = [NEIGHBOUR, *(phone.id for phone in phones if phone.name == who)]
    for number, chat in enumerate(chats, 1):
        await app.services.signups.join(await people.meet(chat), event, [child], -number)
