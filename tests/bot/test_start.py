"""What a start loads: a command waits only for what it uses, and a cry for help waits for nothing."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from services.clock import TurnedClock
from storage.database import Database
from tests.bot.house import Process, Telegram, address, begin, ended, free_port, stamp, treem
from tests.databases import SECRET
from tests.town import sees

TELLS = {"PYTHONPROFILEIMPORTTIME": "1"}  # Python itself names every module it loads, on standard error
PAPERS = {"docx", "reportlab", "xlsxwriter", "segno", "icalendar", "anyascii"}
SELDOM = PAPERS | {"apprise", "alembic", "sandbox"}
FOR_CHATS = SELDOM | {"PIL", "telegram", "httpx", "aiohttp", "prometheus_client", "holidays"}


def loaded(lines: str) -> set[str]:
    """The packages named there."""
    told = [line.rsplit("|", 1)[1].strip() for line in lines.splitlines() if line.startswith("import time:")]
    return {name.split(".")[0] for name in told}


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "without"),
    [
        ("understand", FOR_CHATS | {"sqlalchemy", "asyncpg"}),
        ("staff", FOR_CHATS),
        ("watch", SELDOM | {"PIL", "holidays"}),
        *((each, set()) for each in ("check", "migrate", "events", "preview", "demo", "backup", "restore", "export")),
    ],
)
async def test_a_command_loads_only_what_it_uses(tmp_path: Path, command: str, without: set[str]) -> None:
    said = await ended(await begin(tmp_path, command, "--help", fresh=True, **TELLS))
    assert (said.code, "pydantic" in loaded(said.err)) == (0, True)
    assert loaded(said.err) & without == set()


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_cry_for_help_waits_for_nothing_to_be_loaded(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    telegram = Telegram(TurnedClock())
    await telegram.start()
    on = {"database_url": address(database), "data_keys": SECRET}
    hanh, lan = telegram.person("Hạnh"), telegram.person("Lan")
    new = ("--telegram-id", str(hanh.id), "--name", "Hạnh", "--role", "coordinator")
    assert (await treem(tmp_path, "staff", "add", *new, **on)).code == 0
    where = {"bot_token": telegram.token, "bot_api_url": telegram.url, "listen": f"127.0.0.1:{free_port()}"}
    process = await begin(tmp_path, "run", fresh=True, **where, **on, **TELLS)
    heard = bytearray()
    hearing = asyncio.create_task(_hears(process, heard))
    await hanh.starts()
    await hanh.until(lambda: hanh.keyboard, timeout=30)
    at_start = len(heard)
    await lan.says("cứu em với")
    await lan.until(lambda: sees(lan, "111", "113", "115"), timeout=20)
    await hanh.until(lambda: sees(hanh, "KHẨN"), timeout=20)
    afterwards = bytes(heard[at_start:]).decode()
    process.send_signal(signal.SIGTERM)
    await hearing
    assert await process.wait() == 0
    await telegram.stop()
    assert loaded(bytes(heard).decode()) & SELDOM == set()
    assert loaded(afterwards) - sys.stdlib_module_names == set()


async def _hears(process: Process, heard: bytearray) -> None:
    assert process.stderr is not None
    while some := await process.stderr.read(65536):
        heard += some
