"""The second road: contacts hear besides Telegram, from the second step on, with a code and a link and not a word."""

from __future__ import annotations

import logging
import re
import time

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from channels.roads import Roads
from channels.texts import Voice
from domain.news import SecondRoad
from domain.outbox import Lane, Needless, Notice
from domain.people import Role
from services.people import NewStaff
from storage import outbox
from storage.database import Database
from storage.tables import JournalRow, NoticeRow
from tests import own
from tests.bot.house import free_port
from tests.roads import a_dead_road, a_hook, a_mailbox, a_silent_server
from tests.stories.test_cases import code_on
from tests.town import a_town, sees

CRY = "chong toi dang danh con, em ten Qorvexa"


async def states(database: Database, kind: str = "SecondRoad") -> list[str]:
    async with database.reading() as tx:
        rows = await tx.execute(select(NoticeRow.state).where(NoticeRow.kind == kind).order_by(NoticeRow.id))
        return list(rows.scalars())


async def journal(database: Database) -> list[str]:
    async with database.reading() as tx:
        return list((await tx.execute(select(JournalRow.verb).order_by(JournalRow.id))).scalars())


async def test_with_the_second_step_everybody_hears_by_their_road_too(database: Database) -> None:
    async with (
        a_mailbox() as mail,
        a_hook() as gateway,
        a_hook() as house,
        a_town(database, fallback_urls=house.url) as town,
    ):
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=mail.url)
        minh = await town.staff("Minh", Role.COORDINATOR, also=gateway.url)
        lan = await town.resident("Lan", "bo-de")
        await lan.says(CRY)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        assert await states(database) == [], "the first ring is Telegram's"
        town.passes(minutes=5)
        await minh.until(lambda: sees(minh, "KHẨN"))
        for road in (mail, gateway, house):
            await road.until(lambda road=road: road.heard)
            assert len(road.heard) == 1
            assert "KHẨN" in road.heard[0]
            assert code_on(hanh) in road.heard[0]
            assert f"https://t.me/{town.app.bot.username}?start={code_on(hanh)}" in road.heard[0]
            for word in ("danh con", "Qorvexa", "Lan", "Hạnh", "Bồ Đề", "bo-de"):
                assert word not in road.heard[0].replace("Long Biên", ""), road.heard[0]
        assert "hanh@example.vn" in mail.heard[0]
        town.passes(minutes=5)  # the last rung repeats, and so do the roads
        await mail.until(lambda: len(mail.heard) == 2)
        await house.until(lambda: len(house.heard) == 2)
        assert (await journal(database)).count("second_road") == 2


async def test_once_somebody_has_it_no_road_is_rung(database: Database) -> None:
    async with a_hook() as hook, a_town(database, fallback_urls=hook.url) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=hook.url)
        minh = await town.staff("Minh", Role.COORDINATOR)
        lan = await town.resident("Lan", "bo-de")
        await lan.says(CRY)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        await hanh.taps("Tôi nhận")
        town.passes(minutes=6)
        na = await town.resident("Na")  # somebody else's case climbs, so time has surely passed here
        await na.says("cứu em với")
        await minh.until(lambda: sees(minh, "KHẨN"))
        town.passes(minutes=6)
        await hook.until(lambda: hook.heard)
        assert not any(code_on(hanh) in heard for heard in hook.heard)


async def test_a_road_that_is_dead_is_tried_again_until_it_lives(database: Database) -> None:
    url, port = a_dead_road()
    async with a_town(database) as town:
        async with a_hook(port, status=500) as refuses:
            hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=url)
            lan = await town.resident("Lan", "bo-de")
            await lan.says(CRY)
            await hanh.until(lambda: sees(hanh, "KHẨN"))
            town.passes(minutes=5)
            await refuses.until(lambda: refuses.heard)
        town.passes(minutes=1)  # nobody listens there now
        async with a_hook(port) as hook:
            town.passes(minutes=1)
            await hook.until(lambda: hook.heard)
            assert code_on(hanh) in hook.heard[0]


async def test_a_dead_road_is_given_up_when_somebody_takes_the_case(database: Database) -> None:
    dead, _ = a_dead_road()
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=dead)
        lan = await town.resident("Lan", "bo-de")
        await lan.says(CRY)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(minutes=5)
        await hanh.until(lambda: len([m for m in hanh.chat if "KHẨN" in m.text]) > 1)
        await hanh.taps("Tôi nhận")
        await hanh.until(lambda: sees(hanh, "danh con"))
        assert set(await states(database)) == {"dropped"}


@pytest.mark.long
async def test_hanging_roads_hold_no_alert_of_telegram(database: Database) -> None:
    async with a_silent_server() as silent, a_town(database, fallback_urls=silent.url) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=silent.url)
        me = (await town.app.services.people.meet(hanh.id)).id
        async with database.transaction() as tx:  # more than one relay ever has in hand
            many = [
                Notice(me, SecondRoad("LB-PRACTS", n % 2 or None, True), Lane.ROAD, f"many:{n}") for n in range(130)
            ]
            await outbox.write(tx, many, town.clock.now())
        town.passes()
        await silent.until(lambda: len(silent.heard) >= 2)
        lan = await town.resident("Lan", "bo-de")
        begun = time.monotonic()
        await lan.says(CRY)
        await hanh.until(lambda: sees(hanh, "KHẨN"), timeout=2)
        assert time.monotonic() - begun < 2


async def test_a_contact_whom_telegram_does_not_reach_hears_at_once(database: Database) -> None:
    async with a_mailbox() as mail, a_hook() as hook, a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=mail.url)
        minh = await town.staff("Minh", Role.COORDINATOR, also=hook.url)
        lan = await town.resident("Lan", "bo-de")
        hanh.blocked = True  # the bot has not heard of it yet
        await lan.says("bố đánh em")
        await minh.until(lambda: sees(minh, "KHẨN"))
        await mail.until(lambda: mail.heard)
        assert hook.heard == [], "Telegram reaches Minh; no step has passed"
        na = await town.resident("Na", "bo-de")
        await na.says("cứu em với")  # now it is known that Hạnh is passed over
        await mail.until(lambda: len(mail.heard) == 2)
        assert hook.heard == []


async def test_nobody_can_be_rung_so_every_road_is_told_at_once(database: Database) -> None:
    async with a_mailbox() as mail, a_hook() as house, a_town(database, fallback_urls=house.url) as town:
        phone = town.sandbox.person("Hạnh")  # never pressed START
        await town.app.services.people.add_staff(NewStaff(phone.id, "Hạnh", Role.OFFICER, "bo-de", also=(mail.url,)))
        be = await town.resident("Bé", "bo-de")
        await be.says("/sos")
        await be.until(lambda: sees(be, "chưa có ai nhận", "111"))
        await mail.until(lambda: mail.heard)
        await house.until(lambda: house.heard)
        code = re.search(r"start=(LB-\w{6})", house.heard[0])[1]
        await phone.says(f"/start {code}")  # the link of the mail: START and the case in one
        await phone.until(lambda: any(m.button("Tôi nhận") for m in phone.chat))
        await phone.taps("Tôi nhận")
        await be.until(lambda: sees(be, "nhận lúc"))


async def test_without_any_staff_the_house_is_told(database: Database) -> None:
    async with a_hook() as house, a_town(database, fallback_urls=house.url) as town:
        be = await town.resident("Bé")
        await be.says("/sos")
        await house.until(lambda: house.heard)
        assert not sees(be, "KHẨN")


async def test_a_road_that_was_taken_away_is_not_used(database: Database) -> None:
    dead, port = a_dead_road()
    async with a_hook() as house, a_town(database, fallback_urls=house.url) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=dead)
        lan = await town.resident("Lan", "bo-de")
        await lan.says(CRY)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        town.passes(minutes=5)
        await house.until(lambda: house.heard)
        assert len(await states(database)) == 2
        await town.app.services.people.add_staff(NewStaff(hanh.id, "Hạnh", Role.OFFICER, "bo-de"))
        async with a_hook(port) as hook:
            town.passes(minutes=1)
            town.passes(minutes=5)
            await house.until(lambda: len(house.heard) == 2)
            assert hook.heard == []
        assert len(await states(database)) == 3, "Hạnh has no road any more"


async def test_nobody_is_told_where_there_is_no_road() -> None:
    roads = Roads(own.catalogue())
    assert await roads.tell([], SecondRoad("LB-ABCDEF"), "bot", Voice()) == Needless()


async def test_the_link_opens_for_those_who_may_see_it_and_for_nobody_else(database: Database) -> None:
    async with a_town(database) as town:
        hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de")
        nga = await town.staff("Nga", Role.OFFICER, "phuc-loi")
        admin = await town.staff("Tú", Role.ADMIN)
        lan = await town.resident("Lan", "bo-de")
        other = await town.resident("Na")
        await lan.says(CRY)
        await hanh.until(lambda: sees(hanh, "KHẨN"))
        code = code_on(hanh)
        for phone, answer in ((other, "dành cho cán bộ trực"), (admin, "dành cho cán bộ trực"), (nga, "phường khác")):
            await phone.says(f"/start {code}")
            await phone.until(lambda phone=phone, answer=answer: sees(phone, answer))
            assert not any(m.button("Tôi nhận") for m in phone.chat)
            assert not sees(phone, "Bồ Đề")
        await hanh.says("/start LB-000000")
        await hanh.until(lambda: sees(hanh, "Không có vụ nào"))
        town.passes(seconds=30)
        await hanh.says(f"/start {code}")
        await hanh.until(lambda: sees(hanh, code, "chưa có ai nhận") or hanh.chat[-1].button("Tôi nhận"))
        assert (await journal(database)).count("link_refused") == 3


async def test_no_address_is_ever_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = ["thomblewick", "grazzinoff", "plorvantic"]
    hook, silence = a_hook(secret=secrets[0], status=500), a_silent_server(secrets[1])
    mail = f"mailto://{secrets[2]}:pw-{secrets[2]}@127.0.0.1:{free_port()}?from=bot@example.vn&to={secrets[2]}@b.vn"
    with capture_logs() as said:
        async with hook as refuses, silence as silent, a_town(database, fallback_urls=f"{refuses.url} {mail}") as town:
            assert secrets[0] not in repr(town.settings)
            hanh = await town.staff("Hạnh", Role.OFFICER, "bo-de", also=silent.url)
            lan = await town.resident("Lan", "bo-de")
            await lan.says(CRY)
            await hanh.until(lambda: sees(hanh, "KHẨN"))
            town.passes(minutes=5)
            await refuses.until(lambda: refuses.heard)
            await silent.until(lambda: silent.heard)
            town.passes(minutes=1)
            await refuses.until(lambda: len(refuses.heard) > 1)
    theirs = [r.getMessage() for r in caplog.records if not r.name.startswith(("telegram", "aiohttp"))]
    logged = "\n".join([*map(str, said), *theirs])
    assert "second_road_closed" in logged
    assert [secret for secret in secrets if secret in logged] == []
