"""`treem run` as a real process: started, killed without warning, stopped politely, and what it wrote."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from alembic import command

from bot.migrate import config
from sandbox import Sandbox
from storage.database import Database
from tests import warm
from tests.databases import SECRET

ROOT = Path(__file__).parents[2]
ENDS_WITHIN = 60.0
OFF = "clock.off"  # in the bot's folder: by how many seconds its clock is wrong


class Bot:
    """One bot for one sandbox and one database. `folder` is its working folder, empty but for what it wrote."""

    def __init__(
        self, sandbox: Sandbox, database: Database, folder: Path, *, turns: bool = False, **settings: object
    ) -> None:
        self._folder = folder
        self._program = warm.TURNED if turns else "bot"
        self._process: asyncio.subprocess.Process | warm.Child | None = None
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TREEM_BOT_TOKEN": sandbox.token,
            "TREEM_BOT_API_URL": sandbox.url,
            "TREEM_DATABASE_URL": database.url.render_as_string(hide_password=False),
            "TREEM_DATA_KEYS": SECRET,
            "TREEM_LISTEN": f"127.0.0.1:{_free_port()}",
            **{f"TREEM_{name.upper()}": str(value) for name, value in settings.items()},
        }

    @property
    def door(self) -> str:
        """Where it takes updates in, behind a webhook."""
        return f"http://{self._environment['TREEM_LISTEN']}/telegram"

    @property
    def wrote(self) -> str:
        """Everything it ever wrote to its output and its log, over all its lives."""
        file = self._folder / "bot.log"
        return file.read_text() if file.exists() else ""

    def turn(self, seconds: float) -> None:
        """Its clock is so many seconds off from now on; only for a bot that was made with `turns`."""
        aside = self._folder / "clock.new"
        aside.write_text(str(seconds))
        aside.replace(self._folder / OFF)

    async def start(self, *, fresh: bool = False) -> None:
        """Begins a new life; returns before the bot is ready. `fresh`: as an operator does, with an interpreter of its
        own, for what only that can show."""
        with (self._folder / "bot.log").open("ab") as log:
            if fresh or not warm.POSSIBLE:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", self._program, "run"),
                    cwd=self._folder,
                    env=self._environment,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
            else:
                streams = None, log.fileno(), log.fileno()
                self._process = await warm.asked(self._folder, self._program, ["run"], self._environment, streams)

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is told."""
        await self._ends(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM: it finishes what it has in hand; gives its exit code."""
        return await self._ends(signal.SIGTERM)

    async def ended(self) -> int:
        """Waits for it to end by itself; gives its exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), ENDS_WITHIN)

    async def _ends(self, sign: signal.Signals) -> int:
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(sign)
        return await self.ended()


async def mark_migrated(database: Database) -> None:
    """Tells Alembic that this schema is the present one, so that a start has nothing to lay."""
    url = database.url.render_as_string(hide_password=False)
    await asyncio.to_thread(command.stamp, config(url), "head")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
