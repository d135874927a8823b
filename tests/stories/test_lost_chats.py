"""What stands in chats since a time that a restore has lost: nobody is told that it is gone."""

from __future__ import annotations

from datetime import timedelta

from domain.people import Role
from storage import journal
from storage.database import Database
from tests.bot.test_watch import TO_SPRING, a_house, a_watch, administrator, alarms, look
from tests.town import Town, a_town, sees


async def is_restored(town: Town, hours: int = 8) -> None:
    """A backup of so many hours ago stands in the place of what was there."""
    now = town.clock.now()
    async with town.app.database.transaction() as tx:
        journal.write(tx, now, "restored", since=(now - timedelta(hours=hours)).isoformat(), erased=0)
    town.passes(seconds=2)  # Telegram counts whole ones
    await town.dies_and_comes_back()


async def test_who_leaves_within_two_days_of_a_restore_is_told_what_may_still_stand(database: Database) -> None:
    async with a_town(database) as town:
        be = await town.resident("Bé", "bo-de")
        await be.starts()
        await be.until(lambda: any(m.button("Trẻ em") for m in be.chat))
        await be.taps("Trẻ em")
        await is_restored(town)
        await be.says("/thoat")
        await be.until(lambda: sees(be, "vẫn còn ở đây: em tự xoá"))
        assert not sees(be, "gọn gàng")
        first = next(m for m in be.chat if "vẫn còn ở đây" in m.text)
        town.passes(hours=47)
        await be.says("/thoat")
        await be.until(lambda: first not in be.chat and sees(be, "vẫn còn ở đây"))
        town.passes(hours=2)
        await be.says("/thoat")
        await be.until(lambda: sees(be, "Màn hình này đã gọn gàng"))


async def test_a_lost_phone_may_hold_what_was_sent_in_the_lost_time(database: Database) -> None:
    async with a_town(database) as town:
        await town.staff("Hạnh", Role.OFFICER, "bo-de")
        minh = await town.staff("Minh", Role.COORDINATOR)
        await is_restored(town)
        await minh.says("/matmay")
        await minh.until(lambda: any(m.button("Hạnh") for m in minh.chat))
        await minh.taps("Hạnh")
        await minh.until(lambda: any(m.button("Đúng, mất máy") for m in minh.chat))
        await minh.taps("Đúng, mất máy")
        await minh.until(lambda: sees(minh, "vẫn nằm trên máy đó, bot không xoá được"))


async def test_administrators_hear_what_a_restore_has_lost_and_not_that_telegram_kept_it(database: Database) -> None:
    async with a_house(database, ahead=TO_SPRING) as house, a_watch(house) as watcher:
        quan = await administrator(house)
        now = house.clock.now()
        async with database.transaction() as tx:
            journal.write(tx, now, "restored", since=(now - timedelta(hours=20)).isoformat(), erased=0)
        await look(watcher, 3)
        assert [each for each in alarms(quan) if each in ("W10", "W15")] == ["W15"]
        assert sees(quan, "đã mất, kể cả vụ việc", "khôi phục từ bản sao lưu")
