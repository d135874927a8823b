"""The watcher: what is wrong with the bot reaches the administrators, once, by Telegram and by their second road."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url

from bot.memory import usual_place
from bot.settings import Settings
from bot.watch import Habits, Watcher
from domain.news import NobodyYet
from domain.outbox import Lane, Notice
from domain.people import Role
from domain.watch import Trouble
from domain.working_time import HANOI, PUBLISHED_UNTIL
from sandbox import Phone, Sandbox
from services.clock import Clock
from services.heartbeat import Heartbeat
from services.people import NewStaff, People
from storage import outbox, people, relay
from storage.database import Database
from storage.inbox import MOST_ATTEMPTS
from tests.bot.house import (
    SHOWN,
    House,
    Process,
    a_house,
    address,
    away,
    begin,
    ended,
    free_port,
    holds,
    stops,
    treem,
)
from tests.crash.process import Bot, mark_migrated
from tests.databases import SECRET
from tests.roads import a_hook, a_silent_server
from tests.town import sees

UP_WITHIN = 30.0
SPRING = datetime(PUBLISHED_UNTIL, 4, 1, tzinfo=UTC)  # far from a year whose days off are not known, whenever we test
TO_SPRING = SPRING - datetime.now(UTC)


def alarms(phone: Phone) -> list[str]:
    """The sections of the runbook an administrator was sent to; `ok` for what is well again."""
    lines = [line for m in phone.chat if m.from_bot for line in m.text.split("\n\n")]
    return ["ok" if "Ổn rồi" in line else line.split("mục ")[1].split(" ")[0] for line in lines if line[0] in "⚠✅"]


async def administrator(house: House, name: str = "Quân", *also: str) -> Phone:
    phone = house.telegram.person(name)
    phone.started = True
    await house.app.services.people.add_staff(NewStaff(phone.id, name, Role.ADMIN, also=also))
    await house.app.services.people.meet(phone.id)
    return phone


@asynccontextmanager
async def a_watch(house: House, habits: Habits | None = None, **settings: Any) -> AsyncIterator[Watcher]:
    """A watcher outside the bot, with settings of its own where a test names some."""
    there = {"listen": house.url.removeprefix("http://"), "webhook_url": ""}
    seen_by = house.app.settings.model_copy(update={**there, **settings})
    async with Watcher(seen_by, house.clock, habits or Habits(least_free_mb=0)) as watcher:
        yield watcher


async def look(watcher: Watcher, times: int = 2) -> None:
    for _ in range(times):
        await watcher.look()


@pytest.mark.long
async def test_a_bot_that_is_killed_and_comes_back_is_told_once_and_once_more(
    database: Database, tmp_path: Path
) -> None:
    sandbox = Sandbox()
    await mark_migrated(database)
    listen = f"127.0.0.1:{free_port()}"
    quan = sandbox.person("Quân")
    await People(database, Clock()).add_staff(NewStaff(quan.id, "Quân", Role.ADMIN))
    async with AsyncExitStack() as last:
        await sandbox.start()
        last.push_async_callback(sandbox.stop)
        bot = Bot(sandbox, database, tmp_path, listen=listen)
        where = {"bot_token": sandbox.token, "bot_api_url": sandbox.url, "database_url": address(database)}
        await bot.start()
        last.push_async_callback(bot.kill)
        await quan.starts()
        await quan.until(lambda: sees(quan, "kết nối"), UP_WITHIN)
        often = ("--every", "0.2", "--free-mb", "0")
        watching = await begin(tmp_path, "watch", *often, ahead=TO_SPRING, data_keys=SECRET, listen=listen, **where)
        try:
            await bot.kill()
            await quan.until(lambda: alarms(quan), UP_WITHIN)
            await bot.start()
            await quan.until(lambda: len(alarms(quan)) > 1, UP_WITHIN)
        finally:
            end = await stops(watching)
    assert alarms(quan) == ["W1", "ok"]
    assert end.code == 0
    assert not any(secret in end.err for secret in (str(quan.id), sandbox.token, "Quân"))


@pytest.mark.long
async def test_a_watcher_that_is_killed_tells_nothing_twice_and_misses_nothing(
    database: Database, tmp_path: Path
) -> None:
    async with a_house(database, ahead=TO_SPRING) as house:
        quan, kept = await administrator(house), tmp_path / "kept" / "told"

        async def begins(*, fresh: bool = False) -> Process:
            given = house.app.settings
            where = {"bot_token": house.telegram.token, "bot_api_url": given.bot_api_url, "data_keys": SECRET}
            often = ("--every", "0.05", "--free-mb", "0", "--state", str(kept))
            listen = house.url.removeprefix("http://")
            where |= {"listen": listen, "database_url": given.database_url}
            return await begin(tmp_path, "watch", *often, ahead=TO_SPRING, fresh=fresh, **where)

        await set_aside(house, 901)
        await promise(house, timedelta(minutes=7))
        first = await begins(fresh=database.is_sqlite)  # once as it is in the world
        await logs(first, "W6")
        first.kill()
        assert (await ended(first)).code == -signal.SIGKILL
        await all_leave(house)
        house.clock.ahead += timedelta(minutes=4)
        second = await begins()
        await quan.until(lambda: len(alarms(quan)) > 3, UP_WITHIN)
        assert (await stops(second)).code == 0
        assert alarms(quan) == ["W8", "W6", "W4", "ok"], "one went on, one began and one ended meanwhile"
        words = kept.read_text()
        assert not any(secret in words for secret in (str(quan.id), house.telegram.token, "Quân", "LB-"))
        assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("broken", ["", "{", '{"version": 1, "told": [7]}', '{"version": 9}', None], ids=str)
async def test_a_broken_file_is_no_reason_to_die_nor_one_that_cannot_be_written(
    database: Database, tmp_path: Path, broken: str | None
) -> None:
    kept = tmp_path / "told"
    if broken is None:
        kept.mkdir()
    else:
        kept.write_text(broken)
    async with a_house(database, ahead=TO_SPRING) as house:
        quan = await administrator(house)
        await set_aside(house, 901)
        for _ in range(2):
            async with a_watch(house, Habits(least_free_mb=0, state=kept)) as watcher:
                await look(watcher)
        assert alarms(quan) == ["W8"] * (2 if broken is None else 1)


async def test_what_was_told_is_kept_while_the_roster_cannot_be_read(database: Database, tmp_path: Path) -> None:
    habits = Habits(least_free_mb=0, state=tmp_path / "told")
    async with a_house(database, ahead=TO_SPRING) as house, a_hook() as hook:
        quan, road = await administrator(house), {"fallback_urls": SecretStr(hook.url)}
        await set_aside(house, 901)
        for settings in ({}, {"data_keys": SecretStr("x" * 40)}, {}):
            async with a_watch(house, habits, **settings, **road) as watcher:
                await look(watcher)
        assert alarms(quan) == ["W8"]
        assert [word for heard in hook.heard for word in ("W8", "W11", "Ổn rồi") if word in heard] == [
            "W8",
            "W11",
            "Ổn rồi",
        ]


def test_it_keeps_what_it_told_beside_the_database() -> None:
    assert usual_place(Settings(database_url="sqlite+aiosqlite:///data/treem.db")) == Path("data/treem.db.watch")
    server = Settings(database_url="postgresql+asyncpg://a:b@c/d", data_keys=SecretStr(SECRET))
    assert usual_place(server) == Path("var/treem.watch")


async def logs(process: Process, words: str) -> None:
    """Waits for a line with these words."""
    assert process.stderr is not None
    async with asyncio.timeout(UP_WITHIN):
        async for line in process.stderr:
            if words in line.decode():
                return
    raise AssertionError(f"it ended without {words}")


async def set_aside(house: House, number: int) -> None:
    """An update failed as often as it may."""
    await house.app.inbox.keep([(number, 7, {"update_id": number})])
    for _ in range(MOST_ATTEMPTS):
        await house.app.inbox.failed(number)


async def all_leave(house: House) -> None:
    """Every urgent notice that waits has been sent."""
    async with house.app.database.transaction() as tx:
        for notice in await relay.claim(tx, house.clock.now(), 9, [Lane.URGENT]):
            await relay.settle(tx, notice.id, house.clock.now(), "sent")


async def promise(house: House, *waited: timedelta) -> None:
    """Urgent notices that should have left so long ago."""
    now = house.clock.now()
    async with house.app.database.transaction() as tx:
        to = (await people.meet(tx, house.app.database.vault, 7_654_321, now, reachable=True)).id
        for number, wait in enumerate(waited):
            news = NobodyYet(3, "LB-ABCDEF", now)
            await outbox.write(tx, [Notice(to, news, Lane.URGENT, str(number), due_at=now - wait)], now)


async def test_a_late_urgent_notice_is_told_until_it_has_left(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_watch(house) as watcher:
        quan = await administrator(house)
        await promise(house, timedelta(seconds=20))
        await look(watcher)
        assert alarms(quan) == []
        await promise(house, timedelta(), timedelta(minutes=7))
        await look(watcher, 5)
        assert alarms(quan) == ["W6"]
        assert sees(quan, "Còn 2 tin khẩn", "7 phút")
        assert not sees(quan, "KHẨN")
        assert not sees(quan, "LB-")
        await all_leave(house)
        await look(watcher, 5)
        assert alarms(quan) == ["W6", "ok"]


async def test_what_is_set_aside_is_told_at_once_and_only_more_of_it_again(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_watch(house) as watcher:
        quan = await administrator(house)
        await set_aside(house, 901)
        await look(watcher, 3)
        assert alarms(quan) == ["W8"]
        house.clock.ahead += timedelta(hours=3)
        await look(watcher, 1)
        assert alarms(quan)[1:] == ["W4"] * len(alarms(quan)[1:]), "the bot of this test stands still"
        await set_aside(house, 902)
        await look(watcher, 1)
        assert alarms(quan).count("W8") == 2
        assert sees(quan, "Có 2 tin nhắn")


async def test_too_little_room_on_the_disk_is_told(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_watch(house, Habits(least_free_mb=10**12)) as watcher:
        quan = await administrator(house)
        await look(watcher, 3)
        assert alarms(quan) == (["W7"] if database.is_sqlite else []), "the disk of a server is not ours to see"


async def test_a_door_that_hangs_is_told(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_silent_server() as silent:
        quan = await administrator(house)
        listen = silent.url.removeprefix("json://").split("/")[0]
        async with a_watch(house, Habits(within=0.2, least_free_mb=0), listen=listen) as watcher:
            await look(watcher, 3)
            assert alarms(quan) == ["W2"]


async def test_a_loop_that_stands_still_is_told_and_again_after_an_hour(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_watch(house) as watcher:
        quan = await administrator(house)
        await look(watcher)
        assert alarms(quan) == []
        house.clock.ahead += timedelta(minutes=4)
        await look(watcher, 3)
        house.clock.ahead += timedelta(minutes=59)
        await look(watcher)
        assert alarms(quan) == ["W4"]
        assert sees(quan, "đứng yên đã 4 phút")
        house.clock.ahead += timedelta(minutes=2)
        await look(watcher)
        assert alarms(quan) == ["W4", "W4"]
        assert sees(quan, "Vẫn chưa ổn", "65 phút")


async def test_an_absence_longer_than_telegram_keeps_is_told_once(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_watch(house) as watcher:
        quan = await administrator(house)
        await Heartbeat(database, house.clock).beat()
        house.clock.ahead += timedelta(hours=30)
        await Heartbeat(database, house.clock).beat()
        await look(watcher, 3)
        assert alarms(quan).count("W10") == 1
        assert sees(quan, "mất liên lạc 30 giờ")


async def test_the_database_going_away_is_told_to_administrators_read_before(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_hook() as hook, a_watch(house) as watcher:
        quan = await administrator(house, "Quân", hook.url)
        await look(watcher)
        async with away(database, house.app):
            house.clock.ahead += timedelta(seconds=50)
            await look(watcher)
            house.clock.ahead += timedelta(minutes=6)  # the roster is due, and cannot be read
            await look(watcher)
        assert "W3" in alarms(quan)
        assert "W12" not in alarms(quan)
        await hook.until(lambda: any("W3" in heard for heard in hook.heard))
        await look(watcher)
        assert sees(quan, "bot lưu được tin nhắn")


async def test_a_database_nobody_can_read_at_the_start_is_told_by_the_second_road(
    database: Database, tmp_path: Path
) -> None:
    there = make_url(address(database))
    missing = tmp_path / "none.db"
    none = there.set(database=str(missing) if database.is_sqlite else f"{there.database}_gone")
    async with a_house(database, ahead=TO_SPRING) as house, a_hook() as hook:
        quan = await administrator(house)
        elsewhere = {"database_url": none.render_as_string(False), "fallback_urls": SecretStr(hook.url)}
        async with a_watch(house, **elsewhere) as watcher:
            await look(watcher, 3)
        [heard] = hook.heard
        assert "W12" in heard
        assert "đường thứ hai này" in heard
        assert alarms(quan) == []
        assert not missing.exists(), "looking makes nothing"


async def test_keys_that_do_not_fit_are_told(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_hook() as hook:
        await administrator(house)
        other = {"data_keys": SecretStr("x" * 40), "fallback_urls": SecretStr(hook.url)}
        async with a_watch(house, **other) as watcher:
            await look(watcher, 3)
        [heard] = hook.heard
        assert "W11" in heard


async def test_whoever_could_not_be_told_is_told_at_the_next_look_and_the_others_not_twice(
    database: Database,
) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_hook(status=500) as broken, a_watch(house) as watcher:
        quan, thu = await administrator(house, "Quân", broken.url), await administrator(house, "Thu")
        await house.app.services.people.choose_language(await house.app.services.people.meet(thu.id), "en")
        house.clock.ahead += timedelta(minutes=4)
        await look(watcher, 1)
        house.telegram.fails = ["error"]
        await look(watcher, 1)
        assert len(alarms(quan)) + sees(thu, "W4") == 1
        await look(watcher, 3)
        assert alarms(quan) == ["W4"]
        assert [m.text for m in thu.chat if m.from_bot] == [
            "⚠️ Part of the bot has stood still for 4 min: alerts may not leave or move on. "
            "The cure: section W4 of the runbook."
        ]
        assert len(broken.heard) == 4, "a second road that does not take it is tried at every look"


async def test_a_chat_that_blocked_the_bot_is_not_written_to_again_and_again(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_watch(house) as watcher:
        quan = await administrator(house)
        await quan.blocks()
        house.clock.ahead += timedelta(minutes=4)
        await look(watcher, 6)
        assert len([method for method, _ in house.telegram.errors if method == "sendMessage"]) == 1


async def test_a_webhook_that_is_not_ours_is_told_until_it_is(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house:
        quan, ours = await administrator(house), f"{house.url}/telegram"
        async with a_watch(house, webhook_url=ours) as watcher:
            await look(watcher, 4)
            assert alarms(quan) == ["W13"]
            house.telegram.webhooks.open({"url": ours, "secret_token": SHOWN})
            await look(watcher, 4)
            assert alarms(quan) == ["W13", "ok"]
            assert sees(quan, "Telegram đưa được tin nhắn tới bot")


async def test_a_webhook_where_telegram_is_not_let_in_is_told_until_it_is(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house:
        quan, ours, telegram = await administrator(house), f"{house.url}/telegram", house.telegram
        telegram.webhooks.open({"url": ours, "secret_token": "another"})
        async with a_watch(house, webhook_url=ours) as watcher:
            await look(watcher, 3)
            assert alarms(quan) == [], "nothing waits"
            await telegram.person("Lan").says("xin chào")
            await telegram.wait(lambda: telegram.webhooks.set and telegram.webhooks.set.error)
            await look(watcher, 4)
            assert alarms(quan) == ["W13"]
            assert sees(quan, "đang có 1 tin chờ")
            telegram.webhooks.open({"url": ours, "secret_token": SHOWN})
            await telegram.wait(lambda: not telegram.queue.waiting())
            await look(watcher, 4)
            assert alarms(quan) == ["W13", "ok"]


async def test_a_telegram_that_does_not_answer_says_nothing_of_the_webhook(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_hook() as hook:
        quan = await administrator(house)
        away = {"bot_api_url": f"http://127.0.0.1:{free_port()}", "fallback_urls": SecretStr(hook.url)}
        async with a_watch(house, webhook_url=f"{house.url}/telegram", **away) as watcher:
            await look(watcher, 3)
        assert (alarms(quan), hook.heard) == ([], [])


async def test_days_off_that_run_out_are_told_two_months_before_and_once_a_week(database: Database) -> None:
    eve = datetime(PUBLISHED_UNTIL, 10, 31, 12, tzinfo=HANOI)
    async with a_house(database, ahead=eve - datetime.now(UTC)) as house:
        quan = await administrator(house)
        days, standing = timedelta(days=1), lambda: [each for each in alarms(quan) if each == "W14"]
        async with a_watch(house) as watcher:
            await look(watcher, 3)
            assert standing() == []
            for count in (1, 1, 1, 1, 1, 1, 1, 2, 2):
                house.clock.ahead += days
                await look(watcher, 3)
                assert len(standing()) == count
            assert sees(quan, f"lịch nghỉ lễ năm {PUBLISHED_UNTIL + 1},")


WRONG = {"no token": ([], {}, 1), "no number": (["--every", "0"], {"bot_token": "1:a"}, 2)}


@pytest.mark.parametrize(("given", "settings", "code"), WRONG.values(), ids=WRONG)
async def test_a_wrong_call_ends_with_a_sentence(
    tmp_path: Path, given: list[str], settings: dict[str, str], code: int
) -> None:
    end = await treem(tmp_path, "watch", *given, **settings)
    assert (end.code, end.out) == (code, "")
    assert end.err
    assert holds(tmp_path) == []


RUNBOOK = Path(__file__).parents[2] / "docs" / "runbook.md"


@pytest.mark.parametrize("trouble", Trouble)
def test_every_alarm_has_its_section_in_the_runbook(trouble: Trouble) -> None:
    assert f"| {trouble.value} |" in RUNBOOK.read_text(encoding="utf-8")
