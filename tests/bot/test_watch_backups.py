"""A night without a backup is told, not found out on the day it is wanted."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

import bot.__main__
import bot.watch
from bot.settings import Settings
from bot.watch import Habits
from storage.database import Database
from tests.bot.house import a_house
from tests.bot.test_watch import TO_SPRING, a_watch, administrator, alarms, look
from tests.databases import SECRET
from tests.town import sees


def a_backup(folder: Path, at: float) -> None:
    (made := folder / f"treem-{int(at)}.backup").touch()
    os.utime(made, (at, at))


async def test_a_night_without_a_backup_is_told_daily_until_there_is_one(database: Database, tmp_path: Path) -> None:
    async with a_house(database, ahead=TO_SPRING) as house:
        quan = await administrator(house)
        folder = tmp_path / "backups"
        async with a_watch(house, Habits(least_free_mb=0, backups=folder)) as watcher:
            await look(watcher, 2)
            assert alarms(quan) == ["W16"], "there is no such folder"
            assert sees(quan, "Không thấy bản sao lưu nào của 30 giờ vừa qua")
            folder.mkdir()
            a_backup(folder, house.clock.now().timestamp() - timedelta(hours=40).total_seconds())
            (begun := folder / ".treem-now.backup.x.part").touch()
            os.utime(begun, (house.clock.now().timestamp(),) * 2)
            house.clock.ahead += timedelta(hours=20)
            await look(watcher, 2)
            assert alarms(quan).count("W16") == 1
            assert not sees(quan, "đã có bản sao lưu mới"), "neither an old one nor one that was only begun"
            a_backup(folder, house.clock.now().timestamp())
            await look(watcher, 2)
            assert sees(quan, "Ổn rồi", "đã có bản sao lưu mới")
            house.clock.ahead += timedelta(hours=31)
            await look(watcher, 2)
            assert alarms(quan).count("W16") == 2


def test_the_folder_that_is_named_is_the_one_that_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched: list[Habits] = []

    async def looks(_settings: Settings, habits: Habits) -> None:
        watched.append(habits)

    monkeypatch.setattr(bot.watch, "_watch", looks)
    monkeypatch.setenv("TREEM_BOT_TOKEN", "1:x")
    monkeypatch.setenv("TREEM_DATA_KEYS", SECRET)
    monkeypatch.chdir(tmp_path)
    assert bot.__main__.main(["watch", "--backups", "kept"]) == 0
    assert [habits.backups for habits in watched] == [Path("kept")]
