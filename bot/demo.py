"""`treem demo`: the whole product on this machine, with a page of four phones instead of Telegram."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.migrate import migrate
from bot.settings import Settings
from domain.people import Audience, Role
from sandbox import Phone, Sandbox
from sandbox.web import Page, Shown
from services.clock import Clock
from services.people import NewStaff

FOLDER = Path("var/demo")
PORT = 8080
NAME = "Trẻ em Long Biên"
WARD = "bo-de"
UNAVAILABLE = 69


class PortTaken(Exception):
    """Somebody else listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} on 127.0.0.1 is taken: stop what listens there, or give another with --port.")


class TurnedClock(Clock):
    """Real time, turned forward by whoever watches the demo."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """This moment in the demo's town, aware, UTC."""
        return datetime.now(UTC) + self.ahead

    def unix(self) -> float:
        """The same in Unix seconds, for the sandbox."""
        return time.time() + self.ahead.total_seconds()


@dataclass(frozen=True, slots=True)
class Demo:
    """The running demo."""

    page: Page
    app: App
    sandbox: Sandbox


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers `treem demo`."""
    command = commands.add_parser("demo", help="try everything on this machine, without a token")
    command.add_argument("--port", type=int, default=PORT, help=f"of the page on 127.0.0.1 (default {PORT})")
    command.set_defaults(does=run)


def run(given: argparse.Namespace) -> int:
    """The demo until Ctrl-C or SIGTERM; 69 where its port is taken."""
    try:
        asyncio.run(_run(given.port))
    except PortTaken as taken:
        print(taken, file=sys.stderr)  # noqa: T201
        return UNAVAILABLE
    return 0


async def _run(port: int) -> None:
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    async with a_demo(FOLDER, port) as running:
        print(f"The demo is at {running.page.url} (Ctrl-C ends it).", flush=True)  # noqa: T201
        await stopped.wait()


@asynccontextmanager
async def a_demo(folder: Path, port: int = 0) -> AsyncIterator[Demo]:
    """Sandbox, page and bot, already peopled, on a database made new in `folder`. Raises PortTaken."""
    clock = TurnedClock()
    sandbox = Sandbox(clock=clock.unix)
    lan, na, hanh, minh = (sandbox.person(name) for name in ("Lan", "Bé Na", "Cô Hạnh", "Anh Minh"))

    def skip(seconds: int) -> None:
        clock.ahead += timedelta(seconds=seconds)
        app.wake()

    page = Page(
        sandbox,
        [
            Shown(lan, "mẹ, ở phường Bồ Đề"),
            Shown(na, "10 tuổi, ở phường Bồ Đề"),
            Shown(hanh, "cán bộ trực Bồ Đề"),
            Shown(minh, "điều phối viên"),
        ],
        skip,
        NAME,
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(page.stop)
        try:
            await page.start(port)  # first: another demo's database stays untouched where the port is taken
        except OSError:
            raise PortTaken(port) from None
        stack.push_async_callback(sandbox.stop)
        await sandbox.start()
        settings = _settings(folder, sandbox)
        await asyncio.to_thread(_made_new, folder, settings)
        app = App(settings, clock)
        stack.push_async_callback(app.stop)
        await app.start(polling=True)
        await _people(app, {hanh: Role.OFFICER, minh: Role.COORDINATOR}, {lan: Audience.PARENT, na: Audience.CHILD})
        yield Demo(page, app, sandbox)


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


async def _people(app: App, staff: dict[Phone, Role], residents: dict[Phone, Audience]) -> None:
    """Staff linked and on duty; residents who have pressed START and said who they are."""
    people = app.services.people
    for phone, role in staff.items():
        ward = WARD if role is Role.OFFICER else None
        await people.add_staff(NewStaff(phone.id, phone.first_name, role, ward))
    for phone, audience in residents.items():
        person = await people.choose_ward(await people.meet(phone.id, None), WARD)
        await people.choose_audience(person, audience)
    for phone in (*residents, *staff):
        await _greeted(phone)


async def _greeted(phone: Phone) -> None:
    await phone.starts()
    await phone.until(lambda: phone.keyboard)
