"""The processes of a bench: the sandbox on one core, the bot that is measured on another."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
MEGABYTE = 1e6
KEY = "a key for the bench only and long enough"  # no secret: nothing real is sealed with it


class Measured:
    """A process on a core of its own; what it used."""

    def __init__(self, process: asyncio.subprocess.Process, core: int) -> None:
        self.process = process
        self._seen = psutil.Process(process.pid)
        if psutil.LINUX and core < (psutil.cpu_count() or 1):
            self._seen.cpu_affinity([core])

    def cpu(self) -> float:
        """Seconds of CPU so far, all threads."""
        times = self._seen.cpu_times()
        return times.user + times.system

    def memory(self) -> float:
        """Resident memory in MB."""
        return self._seen.memory_info().rss / MEGABYTE

    async def end(self) -> None:
        """Ends it."""
        if self.process.returncode is None:
            self.process.terminate()
        await self.process.wait()


class Telegram(Measured):
    """The sandbox, by its orders."""

    url = token = ""

    async def order(self, do: str, **given: Any) -> Any:
        """Gives an order and waits for what came of it."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **given}).encode() + b"\n")
        line = await self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the sandbox died of «{do}»")
        return json.loads(line)


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """A fresh sandbox on the second core."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.telegram", cwd=ROOT, stdin=pipe, stdout=pipe, limit=2**24
    )
    stand = Telegram(process, core=1)
    try:
        assert process.stdout is not None
        says = json.loads(await process.stdout.readline())
        stand.url, stand.token = says["url"], says["token"]
        yield stand
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await stand.end()


@asynccontextmanager
async def a_bot(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: str
) -> AsyncIterator[Measured]:
    """A bot on the first core; it writes into a file, so that nobody has to read along."""
    with (folder / f"{log}.log").open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *arguments, cwd=folder, env=dict(environment), stdout=out, stderr=out
        )
    bot = Measured(process, core=0)
    try:
        yield bot
    finally:
        await bot.end()


Start = Callable[[Telegram], AbstractAsyncContextManager[Measured]]


def ours(folder: Path, database: str, *, webhook: bool, more: Mapping[str, str] | None = None) -> Start:
    """This bot on a SQLite file of this folder. `more`: settings."""

    @asynccontextmanager
    async def start(stand: Telegram) -> AsyncIterator[Measured]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TREEM_BOT_TOKEN": stand.token,
            "TREEM_BOT_API_URL": stand.url,
            "TREEM_DATABASE_URL": f"sqlite+aiosqlite:///{folder / database}",
            "TREEM_DATA_KEYS": KEY,
            "TREEM_LISTEN": f"127.0.0.1:{(port := free_port())}",
            **(more or {}),
        }
        if webhook:
            environment |= {
                "TREEM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
                "TREEM_WEBHOOK_SECRET": "bench-secret-of-enough-signs",
            }
        async with a_bot(["bot", "run"], environment, folder, "ours") as bot:
            yield bot

    return start


def free_port() -> int:
    """A door nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
