"""Runs every bench and prints one table."""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import festival, reading
from bench.calls import bare_calls, quantiles
from bench.processes import ROOT, Measured, Start, Telegram, a_bot, free_port, ours, telegram
from bench.rosters import roster
from domain.wards import WARDS

STEP, CLIMBS = 4, 5  # seconds a rung has; cases a ward
EACH = 4  # messages a chat, below its burst of five
STARTED = 30  # seconds after which a start is over, its tidying up too: what is measured is an evening, not a start
BUSY = 0.9  # of a core: then the sandbox, and not the bot, may be what is measured


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
    parser.add_argument("--families", type=int, default=2_000, help="who come to Trung thu")
    parser.add_argument("--at-once", type=int, default=32, help="families who sign up at the same time")
    parser.add_argument("--only", choices=("festival",), help="one bench alone")
    given = parser.parse_args()
    if given.only == "festival":
        with tempfile.TemporaryDirectory(prefix="treem-bench-") as alone:
            asyncio.run(festival.figures(Path(alone), given.families, given.at_once))
        return 0
    reading.figures()
    with tempfile.TemporaryDirectory(prefix="treem-bench-") as folder:
        asyncio.run(_all(given, Path(folder)))
    return 0


async def _all(given: argparse.Namespace, folder: Path) -> None:
    for way in ("webhook", "polling"):
        webhook = way == "webhook"
        bots: dict[str, Start] = {
            "this bot": ours(folder, f"{way}.db", webhook=webhook),
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
    await festival.figures(folder, given.families, given.at_once)


# --- the bots ---


def _echo(kind: str, folder: Path, *, webhook: bool) -> Start:
    @asynccontextmanager
    async def start(stand: Telegram) -> AsyncIterator[Measured]:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        door = [str(free_port())] if webhook else []
        async with a_bot(["bench.echo", kind, stand.url, stand.token, *door], environment, folder, kind) as bot:
            yield bot

    return start


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
        senders = await roster(stand, folder / database, given.cries // len(WARDS), rungs=1)
        idle = await stand.order("people", count=60)
        async with ours(folder, database, webhook=True)(stand):
            await stand.order("first_answer", since=time.monotonic())
            await asyncio.sleep(STARTED)
            calling = asyncio.create_task(bare_calls(stand, idle))
            busy, began = stand.cpu(), time.monotonic()
            seen = await stand.order("urgent", senders=senders, every=1.2, others=others)
            busy = (stand.cpu() - busy) / (time.monotonic() - began)
            calling.cancel()
            bare = (await asyncio.gather(calling))[0]
    first, *waits = seen["waits"]  # after a start its statements are put together for the first time
    alert, call = quantiles(waits), quantiles(bare)
    print(f"an urgent message, while {seen['others']:.0f} other updates a second arrive ({len(waits)} cries)")
    print(f"{'':42}{'p50, ms':>12}{'p99, ms':>12}")
    print(f"{'update handed out → first alert arrived':42}{alert[0]:>12.1f}{alert[1]:>12.1f}")
    print(f"{f'a bare sendMessage meanwhile ({len(bare)} calls)':42}{call[0]:>12.1f}{call[1]:>12.1f}")
    print(f"{'ratio':42}{alert[0] / call[0]:>12.1f}{alert[1] / call[1]:>12.1f}")
    print(f"the very first after the start: {first * 1000:.1f} ms; the sandbox was busy for {busy:.0%} of a core")


async def _rungs(folder: Path) -> None:
    async with telegram() as stand:
        senders = await roster(stand, folder / "rungs.db", CLIMBS, rungs=2)
        step = {"TREEM_LADDER_STEP_SECONDS": str(STEP)}
        async with ours(folder, "rungs.db", webhook=True, more=step)(stand):
            await stand.order("first_answer", since=time.monotonic())
            late = await stand.order("rungs", senders=senders, every=1.5, step=STEP)
    print(
        f"\na rung that falls due ({len(late)} cases, steps of {STEP} s; counted from the update, so a little too long)"
    )
    print(f"{'due → its alert arrived, ms: median, latest':42}{quantiles(late)[0]:>12.0f}{max(late) * 1000:>12.0f}")


if __name__ == "__main__":
    sys.exit(main())
