"""Two bots behind one webhook on one PostgreSQL: every update comes to both, and then one of them is killed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update

from bot.web import SECRET_HEADER
from domain.people import Role
from sandbox import Phone
from services.clock import Clock, TurnedClock
from services.people import NewStaff, People
from storage.database import Database
from storage.tables import CaseRow, EntryRow, InboxRow, NoticeRow
from tests.bot.house import SHOWN, Telegram
from tests.crash.ordeal import CODE
from tests.crash.process import Bot, mark_migrated
from tests.town import sees

UP_WITHIN = 60.0
SENDERS = 6


def rung(phone: Phone) -> set[str]:
    """The codes of the alerts on a phone."""
    return {code for m in phone.chat if "KHẨN" in m.text for code in CODE.findall(m.text)}


async def brings(http: aiohttp.ClientSession, door: str, news: dict[str, Any]) -> bool:
    """Telegram posts an update; whether it was taken in."""
    try:
        async with http.post(door, json=news, headers={SECRET_HEADER: SHOWN}) as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def comes_up(http: aiohttp.ClientSession, door: str) -> None:
    for _ in range(int(UP_WITHIN / 0.2)):
        if await brings(http, door, {"update_id": 1}):
            return
        await asyncio.sleep(0.2)  # another process has no event to wait for
    raise TimeoutError


@pytest.mark.long
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.timeout(300)
async def test_two_bots_and_every_update_to_both_make_one_case_each_and_a_killed_one_loses_nothing(
    database: Database, tmp_path: Path
) -> None:
    await mark_migrated(database)
    telegram = Telegram(TurnedClock())
    await telegram.start()
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    hook = {"webhook_url": "https://bot.example/telegram", "webhook_secret": SHOWN}
    bots = [Bot(telegram, database, folder, **hook) for folder in folders]
    staff = People(database, Clock())
    hanh = telegram.person("Hạnh")
    await staff.add_staff(NewStaff(hanh.id, "Hạnh", Role.COORDINATOR))
    senders: list[Phone] = []
    async with aiohttp.ClientSession() as http:
        try:
            for bot in bots:
                await bot.start()
                await comes_up(http, bot.door)
            await hanh.starts()
            await brings(http, bots[0].door, telegram.updates[-1])
            await hanh.until(lambda: sees(hanh, "kết nối"), UP_WITHIN)
            for number in range(SENDERS):
                senders.append(telegram.person(f"Sender {number}"))
                await senders[-1].says("cứu em với")
                cry = telegram.updates[-1]
                taken_in = [brings(http, bot.door, cry) for bot in (*bots, *bots)]
                if number == SENDERS // 2:
                    posting = [asyncio.create_task(each) for each in taken_in]
                    await bots[0].kill()
                    assert any(await asyncio.gather(*posting))
                else:
                    assert any(await asyncio.gather(*taken_in))
            async with database.transaction() as tx:  # a minute later: what the dead one held is free
                past = Clock().now() - timedelta(seconds=1)
                await tx.execute(update(NoticeRow).where(NoticeRow.held_until.is_not(None)).values(held_until=past))
                await tx.execute(update(InboxRow).where(InboxRow.held_until.is_not(None)).values(held_until=past))
            await asyncio.gather(*(s.until(lambda s=s: sees(s, "111", "113"), UP_WITHIN) for s in senders))
            await hanh.until(lambda: len(rung(hanh)) >= SENDERS, UP_WITHIN)
        finally:
            for bot in bots:
                await bot.kill()
            await telegram.stop()
    async with database.reading() as tx:
        codes = list((await tx.execute(select(CaseRow.code))).scalars())
        entries = (await tx.execute(select(EntryRow.id).where(EntryRow.side == "sender"))).all()
    assert len(codes) == SENDERS, "one case each, one code"
    assert rung(hanh) == set(codes), "at least one alert each"
    assert len(entries) == SENDERS, "nothing is kept twice"
