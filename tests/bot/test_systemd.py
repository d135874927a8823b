"""What systemd hears over its socket: that the bot is ready, that it moves, that it stops."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import systemd
from storage.database import Database
from tests.bot.house import address, begin, free_port, stops
from tests.crash.process import mark_migrated
from tests.databases import SECRET

WITHIN = 30.0
RUNBOOK = Path(__file__).parents[2] / "docs" / "runbook.md"


class Ear:
    """The end of the line at which systemd listens."""

    def __init__(self, where: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(where)
        self.socket.setblocking(False)
        self.heard: list[str] = []

    async def until(self, state: str, times: int = 1) -> None:
        """Waits until this was said so many times."""
        async with asyncio.timeout(WITHIN):
            while self.heard.count(state) < times:
                self.heard.append((await asyncio.get_running_loop().sock_recv(self.socket, 256)).decode())


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    made = Ear(str(tmp_path / "notify"))
    yield made
    made.socket.close()


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("arguments", [["run"], ["watch", "--every", "0.2"]], ids=["run", "watch"])
async def test_it_says_that_it_is_ready_moves_and_stops_whether_or_not_telegram_answers(
    database: Database, tmp_path: Path, ear: Ear, arguments: list[str]
) -> None:
    await mark_migrated(database)
    settings = {
        "NOTIFY_SOCKET": str(tmp_path / "notify"),
        "WATCHDOG_USEC": "400000",
        "bot_token": "1:nobody",
        "bot_api_url": f"http://127.0.0.1:{free_port()}",  # nobody listens there
        "database_url": address(database),
        "data_keys": SECRET,
        "listen": f"127.0.0.1:{free_port()}",
    }
    process = await begin(tmp_path, *arguments, fresh=arguments == ["run"], **settings)
    await ear.until(systemd.ALIVE, 3)
    assert ear.heard[0] == systemd.READY
    assert systemd.STOPPING not in ear.heard
    end = await stops(process)
    await ear.until(systemd.STOPPING)
    assert end.code == 0


def test_an_abstract_socket_is_meant_by_its_sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = f"treem-{tmp_path.name}-{free_port()}"
    monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name}")
        line.settimeout(WITHIN)
        systemd.tell(systemd.READY)
        assert line.recv(64).decode() == systemd.READY


@pytest.mark.parametrize("where", ["", "/nowhere/at/all"])
async def test_without_systemd_nothing_is_said_and_nothing_breaks(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", where)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    systemd.tell(systemd.READY)
    await asyncio.wait_for(systemd.live(), WITHIN)  # nobody watches: it ends


def test_the_units_in_the_runbook_ask_for_what_is_said() -> None:
    units = re.findall(r"```ini\n(.*?)```", RUNBOOK.read_text(encoding="utf-8"), re.DOTALL)
    units = [unit for unit in units if "Type=notify" in unit]  # the backup runs and ends
    assert len(units) == 2
    for unit in units:
        assert "Type=notify\n" in unit
        assert "NotifyAccess=main\n" in unit
        assert re.search(r"^WatchdogSec=\d+$", unit, re.MULTILINE)
