"""The `treem` command as an operator types it: exit codes, one clear sentence, and what it leaves behind."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy.engine import make_url

from domain.people import Role
from sandbox import Sandbox
from services.clock import Clock, TurnedClock
from services.people import People
from storage.database import Database
from storage.erasures import Erasures
from tests.bot.house import ROOT, SHOWN, Telegram, address, begin, ended, free_port, holds, stamp, stops, treem
from tests.databases import SECRET
from tests.town import a_town, sees


def on(database: Database) -> dict[str, str]:
    return {"database_url": address(database), "data_keys": SECRET}


# --- staff ---


@pytest.mark.parametrize("chat", ["-100123456789", "-42", "0"])
async def test_a_group_is_never_on_duty(database: Database, tmp_path: Path, chat: str) -> None:
    await stamp(database)
    said = await treem(
        tmp_path, "staff", "add", "--telegram-id", chat, "--name", "Tổ trực", "--role", "coordinator", **on(database)
    )
    assert (said.code, said.out) == (1, "")
    assert said.err.strip() == (
        "A group or channel cannot be on duty: give the Telegram id of one person, a number above 0."
    )
    assert "Nobody works here yet" in (await treem(tmp_path, "staff", "list", **on(database))).out


async def test_staff_are_added_listed_and_removed(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    assert "Nobody works here yet" in (await treem(tmp_path, "staff", "list", **on(database))).out
    hanh = ("--telegram-id", "7000000001", "--name", "Hạnh", "--role", "officer", "--ward", "bo-de")
    minh = ("--telegram-id", "42", "--name", "Minh", "--role", "coordinator")
    for somebody in (hanh, minh):
        assert (await treem(tmp_path, "staff", "add", *somebody, **on(database))).code == 0
    listed = (await treem(tmp_path, "staff", "list", **on(database))).out.splitlines()
    assert [line.split()[:4] for line in listed] == [
        ["42", "Minh", "coordinator", "all"],
        ["7000000001", "Hạnh", "officer", "bo-de"],
    ]
    assert all("has not pressed START yet" in line for line in listed)
    gone = await treem(tmp_path, "staff", "remove", "--telegram-id", "7000000001", **on(database))
    assert (gone.code, gone.err) == (0, "")
    assert "Hạnh" in gone.out
    listed = (await treem(tmp_path, "staff", "list", **on(database))).out
    assert "Minh" in listed
    assert "Hạnh" not in listed
    for nobody in ("7000000001", "13"):
        refused = await treem(tmp_path, "staff", "remove", "--telegram-id", nobody, **on(database))
        assert (refused.code, refused.out) == (1, "")
        assert refused.err == "Nobody with this Telegram id works here.\n"


@pytest.mark.long
async def test_the_case_of_somebody_removed_is_rung_again_and_its_words_leave_their_phone(
    database: Database, tmp_path: Path
) -> None:
    await stamp(database)
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says("chong toi dang danh con")
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "dang danh con"))
        town.passes(seconds=30)
        await hanh.taps("Nhắn lại")
        await hanh.says("Chị đang ở đâu ạ?")
        await lan.until(lambda: sees(lan, "Chị đang ở đâu ạ?"))  # acted: nothing else would ring it again
        assert not sees(minh, "KHẨN")
        said = await treem(tmp_path, "staff", "remove", "--telegram-id", str(hanh.id), **on(database))
        assert said.code == 0
        town.passes(seconds=30)
        await minh.until(lambda: sees(minh, "KHẨN"), timeout=10)
        await hanh.until(lambda: not sees(hanh, "dang danh con"), timeout=10)
        await minh.taps("Tôi nhận")
        await minh.until(lambda: sees(minh, "dang danh con"), timeout=10)


async def test_a_second_road_is_kept_when_it_is_one_and_refused_without_showing_it(
    database: Database, tmp_path: Path
) -> None:
    await stamp(database)
    minh = ("--telegram-id", "42", "--name", "Minh", "--role", "coordinator")
    refused = await treem(tmp_path, "staff", "add", *minh, "--also", "hush://hush", **on(database))
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert "--also" in refused.err
    assert "hush" not in refused.err
    assert "Nobody works here yet" in (await treem(tmp_path, "staff", "list", **on(database))).out
    two = ("--also", "json://h/a", "--also", "mailto://h?from=a@b.vn&to=c@d.vn")
    assert (await treem(tmp_path, "staff", "add", *minh, *two, **on(database))).code == 0
    assert list(await People(database, Clock()).roads(1)) == [two[1], two[3]]


async def test_keys_that_open_nothing_are_told(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    await treem(tmp_path, "staff", "add", "--telegram-id", "1", "--name", "A", "--role", "admin", **on(database))
    said = await treem(tmp_path, "staff", "list", database_url=address(database), data_keys="other " * 8)
    assert said.code == 1
    assert "TREEM_DATA_KEYS" in said.err
    assert "Traceback" not in said.err


# --- what is away, what is wrong ---


@pytest.mark.parametrize("command", ["migrate", "run", "staff list", "staff remove --telegram-id 1"])
async def test_a_database_that_is_away_costs_one_sentence(tmp_path: Path, command: str) -> None:
    given = {"bot_token": "1:a", "data_keys": SECRET, "listen": f"127.0.0.1:{free_port()}"}
    for url in (f"postgresql+asyncpg://treem:hush@127.0.0.1:{free_port()}/treem", "sqlite+aiosqlite:////dev/null/a.db"):
        said = await treem(tmp_path, *command.split(), database_url=url, **given)
        assert said.code == 69, said
        assert len(said.err.splitlines()) == 1
        assert "database" in said.err
        assert "hush" not in said.err


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"database": "not_there"}, "does not exist. Create it"),
        ({"username": "nobody"}, "refuses this user or password"),
    ],
)
async def test_a_server_that_does_not_let_us_in_costs_one_sentence(
    postgres: str, tmp_path: Path, change: dict[str, str], sentence: str
) -> None:
    nowhere = make_url(postgres).set(**change).render_as_string(hide_password=False)  # type: ignore[arg-type]
    said = await treem(tmp_path, "migrate", database_url=nowhere, data_keys=SECRET)
    assert said.code == 69
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


async def test_a_port_that_is_taken_costs_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        said = await treem(tmp_path, "run", bot_token="1:a", listen=taken)
    assert said.code == 69
    assert len(said.err.splitlines()) == 1
    assert taken in said.err
    assert "TREEM_LISTEN" in said.err
    assert holds(tmp_path) == [], "nothing is laid by a bot that cannot run"


@pytest.mark.long
async def test_without_a_token_or_with_a_wrong_one(tmp_path: Path) -> None:
    said = await treem(tmp_path, "run", listen=f"127.0.0.1:{free_port()}")
    assert (said.code, len(said.err.splitlines())) == (1, 1)
    assert "TREEM_BOT_TOKEN" in said.err
    sandbox = Sandbox()
    await sandbox.start()
    here = {"bot_api_url": sandbox.url, "listen": f"127.0.0.1:{free_port()}", "data_keys": SECRET}
    said = await ended(await begin(tmp_path, "run", bot_token="2:wrong", **here))
    await sandbox.stop()
    assert said.code == 1
    assert "@BotFather" in said.err.splitlines()[-1]
    assert "Traceback" not in said.err
    assert "2:wrong" not in said.err


@pytest.mark.parametrize("command", [[], ["fly"], ["staff", "add"], ["staff", "remove", "--telegram-id", "Hạnh"]])
async def test_wrong_usage(tmp_path: Path, command: list[str]) -> None:
    assert (await treem(tmp_path, *command)).code == 2


async def test_every_wrong_setting_is_told_by_every_command(tmp_path: Path) -> None:
    said = await treem(tmp_path, "migrate", listen="here", log_level="loud")
    assert said.code == 1
    assert len(said.err.splitlines()) == 2


# --- run ---


async def answers(url: str) -> int:
    """The status, once somebody listens there."""
    async with aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(url) as answer:
                    return answer.status
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)


@pytest.mark.long
async def test_run_polls_and_tells_its_health(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    telegram, listen = Telegram(TurnedClock()), f"127.0.0.1:{free_port()}"
    await telegram.start()
    given = {"bot_token": telegram.token, "bot_api_url": telegram.url, "listen": listen, **on(database)}
    process = await begin(tmp_path, "run", fresh=True, erased_file="gone/erased", **given)
    assert await asyncio.wait_for(answers(f"http://{listen}/readyz"), 20) == 200
    lan = telegram.person("Lan")
    await lan.says("cứu em với")
    await lan.until(lambda: sees(lan, "111", "113", "115"), timeout=20)
    said = await stops(process)
    await telegram.stop()
    assert (said.code, telegram.webhook) == (0, None)
    begun = Erasures(tmp_path / "gone" / "erased").read()
    assert begun is not None and begun.erased == [], "from now on its silence says that nobody was deleted"
    assert "Traceback" not in said.err
    assert telegram.token not in said.err


@pytest.mark.long
async def test_run_behind_a_webhook(database: Database, tmp_path: Path) -> None:
    await stamp(database)
    telegram, listen = Telegram(TurnedClock()), f"127.0.0.1:{free_port()}"
    await telegram.start()
    hook = {"webhook_url": f"http://{listen}/telegram", "webhook_secret": SHOWN}
    given = {"bot_token": telegram.token, "bot_api_url": telegram.url, "listen": listen, **hook, **on(database)}
    process = await begin(tmp_path, "run", **given)
    await asyncio.wait_for(telegram.wait(lambda: telegram.webhook), 20)
    lan = telegram.person("Lan")
    await lan.says("cứu em với")
    headers = {"X-Telegram-Bot-Api-Secret-Token": SHOWN}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(hook["webhook_url"], json=telegram.updates[0]) as answer,
    ):
        assert answer.status == 200
    await lan.until(lambda: sees(lan, "111", "113", "115"), timeout=20)
    assert (await stops(process)).code == 0
    assert "getUpdates" not in {method for method, _ in telegram.calls}
    await telegram.stop()


async def test_run_can_be_stopped_while_telegram_is_away(tmp_path: Path) -> None:
    listen = f"127.0.0.1:{free_port()}"
    away = f"http://127.0.0.1:{free_port()}"
    process = await begin(tmp_path, "run", bot_token="1:a", bot_api_url=away, listen=listen)
    assert await asyncio.wait_for(answers(f"http://{listen}/readyz"), 20) == 200
    said = await stops(process)
    assert said.code == 0
    assert "data_key_made" in said.err
    assert "Traceback" not in said.err


# --- understand ---


@pytest.mark.long
async def test_understand_answers_line_by_line_in_order(tmp_path: Path) -> None:
    asked = [
        {"id": "1", "text": "bố đang đánh em"},
        {"id": 2, "text": "em sợ về nhà"},
        {"id": "ba", "text": "chào buổi sáng"},
        {"id": None, "text": ""},
        {"id": "dòng", "text": "chào\ncứu em với", "more": True},
        {"id": "half \ud83d", "text": "chào\u2028bạn \ud83d"},
    ]
    given = "\n".join(json.dumps(each, ensure_ascii="half" in str(each["id"])) for each in asked)
    said = await ended(await begin(tmp_path, "understand"), given.encode())
    assert (said.code, said.err) == (0, "")
    heard = [json.loads(line) for line in said.out.splitlines()]
    assert [each["id"] for each in heard] == [each["id"] for each in asked]
    assert all(list(each) == ["id", "level", "category", "topics"] and len(each["topics"]) <= 3 for each in heard)
    assert heard[0]["category"] == "physical_violence"
    assert heard[2]["category"] is None
    assert [each["level"] for each in heard] == ["urgent", "concern", "none", "none", "urgent", "none"]
    assert holds(tmp_path) == []


async def test_understand_tells_bad_lines_by_number_and_goes_on(tmp_path: Path) -> None:
    fine = json.dumps({"id": 1, "text": "chào"}).encode()
    bad = [b"", b"no", b"[]", b'{"id": 1}', b'{"text": "a"}', b'{"id": 1, "text": 2}', b'{"id": NaN, "text": "a"}']
    bad += [b'{"id": 1, "text": "\xff"}', b'{"id":' + b"[" * 100_000]
    said = await ended(await begin(tmp_path, "understand"), b"\n".join([b"\xef\xbb\xbf" + fine, *bad, fine, b""]))
    assert said.code == 1
    assert len(said.out.splitlines()) == 2
    told = [line.split(":")[0] for line in said.err.splitlines()]
    assert told == [f"line {number}" for number in range(2, 2 + len(bad))]


async def test_understand_needs_nothing_of_the_bot(tmp_path: Path) -> None:
    broken = {"database_url": "nowhere", "listen": "nowhere", "quiet_hours": "never"}
    said = await ended(await begin(tmp_path, "understand", fresh=True, **broken), b'{"id": 1, "text": "a"}\n')
    assert (said.code, said.err) == (0, "")


def test_understand_ends_quietly_when_nobody_reads_on(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    said = subprocess.run(
        [sys.executable, "-m", "bot", "understand"],
        input=b'{"id": 1, "text": "a"}\n',
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )
    os.close(writing)
    assert (said.returncode, said.stderr) == (1, b"")
