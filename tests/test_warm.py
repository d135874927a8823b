"""The parent of warm starts: nothing of it, and nobody it started, outlives whoever asked."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from pathlib import Path

import pytest

from tests.bot.house import ROOT, free_port

ASKS = """
import asyncio, sys
from pathlib import Path
from tests import warm
environment = {"TREEM_BOT_TOKEN": "1:a", "TREEM_BOT_API_URL": sys.argv[1], "TREEM_LISTEN": sys.argv[2]}
async def lives():
    with Path("/dev/null").open("wb") as nothing:
        streams = None, nothing.fileno(), nothing.fileno()  # it dies of no pipe that nobody reads
        child = await warm.asked(Path.cwd(), "bot", ["run"], environment, streams)
    print(child.pid, flush=True)
    await child.wait()
asyncio.run(lives())
"""
GONE_WITHIN = 20.0


def _parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.long
async def test_who_is_killed_leaves_neither_the_parent_nor_a_life_behind(tmp_path: Path) -> None:
    away, listen = f"http://127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    asking = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ASKS, away, listen),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert asking.stdout is not None
    life = int(await asyncio.wait_for(asking.stdout.readline(), 50))
    parent = await asyncio.to_thread(_parent_of, life)
    assert parent not in (asking.pid, os.getpid())
    left = {os.pidfd_open(pid) for pid in (life, parent)}
    asking.send_signal(signal.SIGKILL)
    await asking.communicate()
    while left:
        gone, _, _ = await asyncio.to_thread(select.select, left, [], [], GONE_WITHIN)
        assert gone, "somebody lives on"
        for handle in gone:
            os.close(handle)
        left -= set(gone)
