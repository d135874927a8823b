"""`make simulate`: ten thousand cries for help over random rosters and habits, a process for each core; two figures."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from storage.database import Database
from tests.databases import fresh_schema, vault
from tests.simulation.judge import Verdict, judge
from tests.simulation.play import Stage
from tests.simulation.scene import draw

SHARDS = os.cpu_count() or 2
MEMORY = Path("/dev/shm")  # where there is one the database needs no disk
SHOWN = 20  # sentences


@dataclass(slots=True)
class Tally:
    """The verdicts of many scenes."""

    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def taken(self) -> list[timedelta]:
        return sorted(v.taken_after for v in self.verdicts if v.taken_after is not None)

    @property
    def told(self) -> list[timedelta]:
        return sorted(v.told_after for v in self.verdicts if v.told_after is not None)

    @property
    def wrong(self) -> list[str]:
        return [sentence for v in self.verdicts for sentence in (*v.unrung, *v.beyond)]


def main() -> int:
    """Runs it and prints the figures. 0 when every rung was rung and nobody was left beyond the bound."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=111)
    parser.add_argument("--scene", type=int, help="play this scene alone, to look at what went wrong")
    given = parser.parse_args()
    began = time.monotonic()
    if given.scene is not None:
        tally = simulate(given.seed, 1, first=given.scene, every=1)
    else:
        share = -(-given.cases // SHARDS)
        with ProcessPoolExecutor(SHARDS) as processes:
            parts = processes.map(partial(_shard, given.seed, share), range(SHARDS))
            tally = Tally([verdict for part in parts for verdict in part.verdicts])
    _say(*_report(tally, given.seed, time.monotonic() - began))
    return 1 if tally.wrong else 0


def simulate(seed: int, cases: int, *, first: int = 0, every: int = 1) -> Tally:
    """Plays scenes first, first + every, … until so many cases were told."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, prefix="treem-simulation-") as folder:
        return asyncio.run(_simulate(Path(folder), seed, cases, first, every))


async def _simulate(folder: Path, seed: int, cases: int, first: int, every: int) -> Tally:
    tally, number = Tally(), first
    async with in_place(folder) as database:
        stage = Stage(database)
        while len(tally.verdicts) < cases:
            scene = draw(seed, number)
            tally.verdicts += [judge(scene, tale) for tale in await stage.play(scene)]
            number += every
    return tally


@asynccontextmanager
async def in_place(folder: Path) -> AsyncIterator[Database]:
    """A database that answers in the thread that asks: no time passes here, so nobody has to be let in meanwhile.

    Handing each statement to the driver's thread and back costs three times what the statement does.
    """

    async def execute(_: Any, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return function(*given, **named)

    handed_over = aiosqlite.Connection._execute
    aiosqlite.Connection._execute = execute
    database = Database(f"sqlite+aiosqlite:///{folder}/simulation.db?check_same_thread=false", vault())
    try:
        await fresh_schema(database)
        yield database
    finally:
        await database.close()
        aiosqlite.Connection._execute = handed_over


def _shard(seed: int, cases: int, first: int) -> Tally:
    gc.freeze()  # what the libraries hold is never rubbish: looking for it cost a third of the time
    gc.set_threshold(50_000, 20, 100)
    return simulate(seed, cases, first=first, every=SHARDS)


def _report(tally: Tally, seed: int, seconds: float) -> list[str]:
    many = len(tally.verdicts)
    rung = sum(not v.unrung for v in tally.verdicts)
    return [
        f"seed {seed}: {many} cases in {seconds:.0f} s",
        f"a person took it:         {_figures(tally.taken)}; nobody took {many - len(tally.taken)}",
        f"the sender heard a truth: {_figures(tally.told)}; nothing was due yet in {many - len(tally.told)}",
        f"every rung that could be reached was rung: {100 * rung / many:.2f} %",
        f"beyond the bound without a person or the truth: {sum(bool(v.beyond) for v in tally.verdicts)}",
        *tally.wrong[:SHOWN],
    ]


def _figures(times: Sequence[timedelta]) -> str:
    if not times:
        return "never"
    at = {"median": 0.5, "p95": 0.95, "max": 1.0}
    shown = (f"{name} {_clock(times[min(int(part * len(times)), len(times) - 1)])}" for name, part in at.items())
    return f"{len(times)} times, " + ", ".join(shown)


def _clock(time_passed: timedelta) -> str:
    minutes, seconds = divmod(int(time_passed.total_seconds()), 60)
    return f"{minutes}:{seconds:02} min"


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
