"""Runs every bench and prints one table."""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bench import reading
from bench.processes import ROOT, Measured, Telegram, a_bot, telegram
from bot.migrate import config
from domain.people import Role
from domain.wards import WARDS
from services.clock import Clock
from services.people import NewStaff, People
from storage.database import Database
from storage.vault import Vault

KEY = "a key for the bench only and long enough"  # no secret: nothing real is sealed with it
STEP, CLIMBS = 4, 5  # seconds a rung has; cases a ward
EACH = 4  # messages a chat, below its burst of five
BUSY = 0.9  # of a core: then the sandbox, and not the bot, may be what is measured

Start = Callable[[Telegram], AbstractAsyncContextManager[Measured]]


@dataclass(slots=True)
class Figures:
    """What was measured of one bot."""

    ready: list[float] = field(default_factory=list)
    updates: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    sandbox: float = 0.0


def main() -> int:
    """Prints the table; always 0."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--cries", type=int, default=200)
    parser.add_argument(
        "--others", type=float, nargs="+", default=[1, 50, 200], help="other updates a second while somebody cries"
    )
    parser.add_argument("--starts", type=int, default=3)
    given = parser.parse_args()
    reading.figures()
    with tempfile.TemporaryDirectory(prefix="treem-bench-") as folder:
        asyncio.run(_all(given, Path(folder)))
    return 0


async def _all(given: argparse.Namespace, folder: Path) -> None:
    for way in ("webhook", "polling"):
        webhook = way == "webhook"
        bots: dict[str, Start] = {
            "this bot": _ours(folder, f"{way}.db", webhook=webhook),
            "bare python-telegram-bot": _echo("ptb", folder, webhook=webhook),
            "bare aiogram": _echo("aiogram", folder, webhook=webhook),
        }
        figures = {name: await _figures(start, given) for name, start in bots.items()}
        _table(figures, way)
        for name, seen in figures.items():
            verdict = "the sandbox may be the limit here" if seen.sandbox > BUSY else "it was not the limit"
            print(f"{name}: the sandbox was busy for {seen.sandbox:.0%} of a core; {verdict}")
        print()
    for others in given.others:
        await _urgent(given, folder, others)
    await _rungs(folder)


# --- the bots ---


def _ours(folder: Path, database: str, *, webhook: bool, more: Mapping[str, str] | None = None) -> Start:
    @asynccontextmanager
    async def start(stand: Telegram) -> AsyncIterator[Measured]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TREEM_BOT_TOKEN": stand.token,
            "TREEM_BOT_API_URL": stand.url,
            "TREEM_DATABASE_URL": f"sqlite+aiosqlite:///{folder / database}",
            "TREEM_DATA_KEYS": KEY,
            "TREEM_LISTEN": f"127.0.0.1:{(port := _free_port())}",
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


def _echo(kind: str, folder: Path, *, webhook: bool) -> Start:
    @asynccontextmanager
    async def start(stand: Telegram) -> AsyncIterator[Measured]:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        door = [str(_free_port())] if webhook else []
        async with a_bot(["bench.echo", kind, stand.url, stand.token, *door], environment, folder, kind) as bot:
            yield bot

    return start


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# --- ready, updates a second, memory ---


async def _figures(start: Start, given: argparse.Namespace) -> Figures:
    seen = Figures()
    async with telegram() as stand:
        async with start(stand):  # whatever is done only once is done here
            await stand.order("first_answer", since=time.monotonic())
        for _ in range(given.starts):
            began = time.monotonic()
            async with start(stand):
                seen.ready.append(await stand.order("first_answer", since=began))
        async with start(stand) as bot:
            await stand.order("first_answer", since=time.monotonic())
            cpu, busy = bot.cpu(), stand.cpu()
            flood = await stand.order("flood", updates=given.updates, each=EACH)
            seen.updates, seen.seconds = flood["answered"], flood["seconds"]
            seen.cpu, seen.sandbox = bot.cpu() - cpu, (stand.cpu() - busy) / seen.seconds
            seen.memory = bot.memory()
    return seen


def _table(figures: dict[str, Figures], way: str) -> None:
    rows: list[tuple[str, Callable[[Figures], str]]] = [
        ("first answer after the start, s (median)", lambda f: f"{statistics.median(f.ready):.2f}"),
        ("updates answered", lambda f: f"{f.updates:,}"),
        ("updates a second", lambda f: f"{f.updates / f.seconds:,.0f}"),
        ("updates a second per core (CPU time)", lambda f: f"{f.updates / f.cpu:,.0f}"),
        ("CPU µs an update", lambda f: f"{f.cpu / f.updates * 1e6:,.0f}"),
        ("memory afterwards, MB", lambda f: f"{f.memory:.0f}"),
    ]
    print(f"{f'a simple answer, by {way}':42}" + "".join(f"{name:>26}" for name in figures))
    for title, shown in rows:
        print(f"{title:42}" + "".join(f"{shown(seen):>26}" for seen in figures.values()))


# --- an urgent message ---


async def _urgent(given: argparse.Namespace, folder: Path, others: float) -> None:
    async with telegram() as stand:
        database = f"urgent{others:.0f}.db"
        senders = await _roster(stand, folder / database, given.cries // len(WARDS), rungs=1)
        idle = await stand.order("people", count=60)
        async with _ours(folder, database, webhook=True)(stand):
            await stand.order("first_answer", since=time.monotonic())
            calling = asyncio.create_task(_bare_calls(stand, idle))
            busy, began = stand.cpu(), time.monotonic()
            seen = await stand.order("urgent", senders=senders, every=1.2, others=others)
            busy = (stand.cpu() - busy) / (time.monotonic() - began)
            calling.cancel()
            bare = (await asyncio.gather(calling))[0]
    print(f"an urgent message, while {seen['others']:.0f} other updates a second arrive ({len(seen['waits'])} cries)")
    print(f"{'':42}{'p50, ms':>12}{'p99, ms':>12}")
    alert, call = _quantiles(seen["waits"]), _quantiles(bare)
    print(f"{'update handed out → first alert arrived':42}{alert[0]:>12.1f}{alert[1]:>12.1f}")
    print(f"{f'a bare sendMessage meanwhile ({len(bare)} calls)':42}{call[0]:>12.1f}{call[1]:>12.1f}")
    print(f"{'ratio':42}{alert[0] / call[0]:>12.1f}{alert[1] / call[1]:>12.1f}")
    print(f"the sandbox was busy for {busy:.0%} of a core")


async def _rungs(folder: Path) -> None:
    async with telegram() as stand:
        senders = await _roster(stand, folder / "rungs.db", CLIMBS, rungs=2)
        step = {"TREEM_LADDER_STEP_SECONDS": str(STEP)}
        async with _ours(folder, "rungs.db", webhook=True, more=step)(stand):
            await stand.order("first_answer", since=time.monotonic())
            late = await stand.order("rungs", senders=senders, every=1.5, step=STEP)
    print(
        f"\na rung that falls due ({len(late)} cases, steps of {STEP} s; counted from the update, so a little too long)"
    )
    print(f"{'due → its alert arrived, ms: median, latest':42}{_quantiles(late)[0]:>12.0f}{max(late) * 1000:>12.0f}")


async def _roster(stand: Telegram, file: Path, cries: int, *, rungs: int) -> dict[int, list[int]]:
    """Officers for each ward, one a rung, and the senders of that ward; their numbers, by the last rung's."""
    from alembic import command

    url = f"sqlite+aiosqlite:///{file}"
    await asyncio.to_thread(command.upgrade, config(url), "head")
    database = Database(url, Vault([KEY]))
    people, senders = People(database, Clock()), {}
    for ward in WARDS:
        found = await stand.order("people", count=cries + rungs)
        officers, ids = found[:rungs], found[rungs:]
        for rung, officer in enumerate(officers, 1):
            await people.add_staff(NewStaff(officer, "Officer", Role.OFFICER, ward, rung))
            await people.meet(officer)  # as if START had been pressed
        for number in ids:
            await people.choose_ward(await people.meet(number), ward)
        senders[officer] = ids
    await database.close()
    return senders


async def _bare_calls(stand: Telegram, chats: Sequence[int]) -> list[float]:
    """Seconds of single calls by a bare client, ten a second, until cancelled."""
    waits: list[float] = []
    async with aiohttp.ClientSession() as session:
        try:
            while True:
                chat, began = chats[len(waits) % len(chats)], time.monotonic()
                url = f"{stand.url}/bot{stand.token}/sendMessage"
                async with session.post(url, data={"chat_id": chat, "text": "a bare call"}) as answer:
                    await answer.read()
                waits.append(time.monotonic() - began)
                await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            return waits


def _quantiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000


if __name__ == "__main__":
    sys.exit(main())
