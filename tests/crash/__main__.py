"""`make chaos`: hundreds of kills on both engines at once, a table at the end, exit code 1 if anybody was lost.

On PostgreSQL the server is killed, too.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.crash.ordeal import Plan, Tally, live_through
from tests.databases import ENGINES, Databases, Server, given_server

HEAD = ("engine", "kills", "messages", "senders", "faults", "db away", "jumps", "lost", "wrong", "slowest alert")

SHOWN = 20  # sentences of each kind


def main() -> int:
    """Runs it and prints the table. 0 when nobody was lost and nothing is wrong."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="on each engine")
    parser.add_argument("--messages", type=int, default=0, help="at least so many cries on each engine, in crowds")
    parser.add_argument("--seed", type=int, default=111)
    given = parser.parse_args()
    address = given_server()
    server = Server(dies=True) if address is None else None
    try:
        tallies = asyncio.run(_both(server or address, given))
    finally:
        if server is not None:
            server.stop()
    _say(f"seed {given.seed}", f"{'':2}".join(f"{name:>13}" for name in HEAD))
    for engine, tally in tallies.items():
        figures = (
            tally.kills,
            tally.messages,
            tally.senders,
            tally.faults,
            tally.away,
            tally.jumps,
            len(tally.lost),
            len(tally.wrong),
        )
        _say(f"{'':2}".join(f"{figure:>13}" for figure in (engine, *figures, f"{tally.slowest} s")))
    for engine, tally in tallies.items():
        for sentence in (*tally.lost[:SHOWN], *tally.wrong[:SHOWN]):
            _say(f"{engine}: {sentence}")
    return 1 if any(tally.lost or tally.wrong for tally in tallies.values()) else 0


async def _both(server: Server | str, given: argparse.Namespace) -> dict[str, Tally]:
    tallies = await asyncio.gather(*(_one(engine, server, given) for engine in ENGINES))
    return dict(zip(ENGINES, tallies, strict=True))


async def _one(engine: str, server: Server | str, given: argparse.Namespace) -> Tally:
    """A server of somebody else's is not ours to kill: there only every connection ends."""
    address, die = (server, None) if isinstance(server, str) else (server.url, server.die)
    with tempfile.TemporaryDirectory(prefix="treem-chaos-") as folder:
        databases = Databases(address, Path(folder))
        async with databases.fresh(engine) as database:
            plan = Plan(given.seed, given.kills, given.messages, die, partial(_lived, engine))
            tally = await live_through(database, Path(folder), plan)
        await databases.close()
        return tally


def _lived(engine: str, tally: Tally) -> None:
    """A long run is watched: what lies behind it, on standard error."""
    sys.stderr.write(f"{engine}: {tally.kills} kills, {tally.messages} messages\n")


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
