"""A bot behind a webhook: Telegram (the sandbox) comes to its door over real HTTP."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import (
    AsyncExitStack,
    ExitStack,
    asynccontextmanager,
    chdir,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from alembic import command
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.__main__ import main
from bot.app import App
from bot.migrate import config
from bot.settings import Settings
from bot.web import SECRET_HEADER, Door, listening_on
from sandbox import Sandbox
from services.clock import TurnedClock
from services.health import Health
from storage.database import Database
from tests import warm
from tests.crash.process import OFF
from tests.databases import SECRET
from tests.own import content

ROOT = Path(__file__).parents[2]
SHOWN = "only-Telegram_knows-1"
ENDS_WITHIN = 30.0
Process = asyncio.subprocess.Process | warm.Child


class Telegram(Sandbox):
    """Keeps what it was told about the webhook, and every update, so that a test can bring it when it wants."""

    webhook: dict[str, Any] | None = None

    def __init__(self, clock: TurnedClock) -> None:
        super().__init__(clock=clock.unix)
        self.updates: list[dict[str, Any]] = []

    def push(self, kind: str, payload: dict[str, Any]) -> None:
        super().push(kind, payload)
        self.updates.append({"update_id": 1000 + len(self.updates), kind: payload})

    async def _setWebhook(self, params: dict[str, Any]) -> bool:  # noqa: N802  # the Bot API's own name
        self.webhook = params
        self._tell()
        return True


class House:
    """The bot with its door open; it has not started: `start()` meets Telegram and begins to tick."""

    def __init__(self, app: App, telegram: Telegram, clock: TurnedClock, url: str) -> None:
        self.app, self.telegram, self.clock, self.url = app, telegram, clock, url
        self._http = aiohttp.ClientSession()

    async def start(self) -> None:
        """As `treem run` does behind a webhook."""
        await self.app.start(polling=False)

    async def brings(self, update: Any, secret: str | None = SHOWN) -> int:
        """Telegram posts an update (or raw bytes); gives the status."""
        body = update if isinstance(update, (bytes, io.BytesIO)) else json.dumps(update).encode()
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self._http.post(f"{self.url}/telegram", data=body, headers=headers) as answer:
            return answer.status

    async def asks(self, path: str) -> tuple[int, str]:
        """An operator's tool asks; gives status and text."""
        async with self._http.get(f"{self.url}{path}") as answer:
            return answer.status, await answer.text()

    async def metric(self, name: str, **labels: str) -> float | None:
        """One figure of /metrics, or None where it is not shown."""
        shown = ",".join(f'{key}="{value}"' for key, value in labels.items())
        line = re.escape(name + (f"{{{shown}}}" if shown else "")) + r" (\S+)$"
        found = re.search(f"^{line}", (await self.asks("/metrics"))[1], re.MULTILINE)
        return None if found is None else float(found[1])

    async def close(self) -> None:
        await self._http.close()


@asynccontextmanager
async def a_house(
    database: Database, *, telegram_is_away: bool = False, secret: str = SHOWN, ahead: timedelta = timedelta()
) -> AsyncIterator[House]:
    """A bot at its webhook, on a fresh database of the present revision; `ahead` of the real time."""
    await stamp(database)
    clock = TurnedClock()
    clock.ahead = ahead
    telegram = Telegram(clock)
    await telegram.start()
    folder = TemporaryDirectory()
    listening = listening_on("127.0.0.1:0")
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = Settings(
        bot_token=telegram.token,  # type: ignore[arg-type]
        bot_api_url=f"http://127.0.0.1:{free_port()}" if telegram_is_away else telegram.url,
        database_url=address(database),
        data_keys=SECRET,  # type: ignore[arg-type]
        webhook_url=f"{url}/telegram",
        webhook_secret=SHOWN,  # type: ignore[arg-type]
        erased_file=f"{folder.name}/erased",
    )
    app = App(settings, clock, content())
    door = Door(app.receive, Health(app.database, clock), secret, app.vitals)
    await door.open(listening)
    house = House(app, telegram, clock, url)
    async with AsyncExitStack() as last:
        last.enter_context(folder)
        last.push_async_callback(telegram.stop)
        last.push_async_callback(app.stop)
        last.push_async_callback(door.close)
        last.push_async_callback(house.close)
        yield house


@asynccontextmanager
async def away(database: Database, app: App) -> AsyncIterator[None]:
    """Nobody can open this database for a while; what was open is closed."""
    await app.database.close()
    await database.close()
    if database.is_sqlite:
        with _closed_off(Path(str(database.url.database))):
            yield
        return
    name = database.url.database
    await _order(database, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    await _order(database, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    yield
    await _order(database, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def _closed_off(file: Path) -> Iterator[None]:
    aside = file.rename(file.with_suffix(".away"))
    file.mkdir()
    yield
    file.rmdir()
    aside.rename(file)


async def _order(database: Database, statement: str) -> None:
    engine = create_async_engine(database.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def address(database: Database) -> str:
    """The address of a database, with its password."""
    return database.url.render_as_string(hide_password=False)


async def stamp(database: Database, revision: str = "head") -> None:
    """Marks the schema that is there as that of a revision."""
    await asyncio.to_thread(command.stamp, config(address(database)), revision)


def holds(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(each.name for each in folder.iterdir())


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str


async def begin(
    folder: Path, *arguments: str, ahead: timedelta | None = None, fresh: bool = False, **settings: str
) -> Process:
    """`treem …` as a process of its own, in this folder, with these settings (capitals: as they are) and no others.

    `ahead`: its clock is so far ahead of the real time. `fresh`: with an interpreter of its own, as an operator starts
    it, for what only that can show.
    """
    if ahead is not None:
        (folder / OFF).write_text(str(ahead.total_seconds()))
    program = "bot" if ahead is None else warm.TURNED
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    environment |= {name if name.isupper() else f"TREEM_{name.upper()}": value for name, value in settings.items()}
    if not fresh and warm.POSSIBLE:
        return await warm.begin(folder, program, arguments, environment)
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", program, *arguments), cwd=folder, env=environment, stdin=pipe, stdout=pipe, stderr=pipe
    )


async def treem(folder: Path, *arguments: str, **settings: str) -> Ended:
    """Runs a command to its end, in a thread of this process (a new one takes seconds to start)."""
    return await asyncio.to_thread(_main, folder, arguments, settings)


def _main(folder: Path, arguments: Sequence[str], settings: dict[str, str]) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    given = {f"TREEM_{name.upper()}": value for name, value in settings.items()}
    others = {name: value for name, value in os.environ.items() if not name.startswith("TREEM_")}
    with ExitStack() as stack:
        stack.enter_context(environment(others | given))
        stack.enter_context(chdir(folder))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            code = main(list(arguments))
        except SystemExit as usage:  # argparse
            code = int(usage.code or 0)
    return Ended(code, out.getvalue(), err.getvalue())


@contextmanager
def environment(wanted: dict[str, str]) -> Iterator[None]:
    """These variables and no others."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


async def ended(process: Process, given: bytes = b"") -> Ended:
    """Waits for a process to end by itself."""
    out, err = await asyncio.wait_for(process.communicate(given), ENDS_WITHIN)
    return Ended(process.returncode or 0, out.decode(), err.decode())


async def stops(process: Process) -> Ended:
    """Asks it politely to stop, and waits."""
    process.send_signal(signal.SIGTERM)
    return await ended(process)
