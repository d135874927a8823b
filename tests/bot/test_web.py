"""The door: an update is ours only once it is stored; health and figures are told without anybody's words."""

from __future__ import annotations

import asyncio
import io
import re
from datetime import timedelta

from sqlalchemy import func, select, text
from structlog.testing import capture_logs

from bot.web import LARGEST_UPDATE
from domain.news import NobodyYet, SomethingNew
from domain.outbox import Lane, Notice
from domain.people import Role
from domain.watch import SILENCE, is_late
from services.heartbeat import Heartbeat
from services.inbox import Inbox
from services.people import NewStaff
from storage import outbox, people
from storage.database import Database
from storage.inbox import HOLD, MOST_ATTEMPTS
from storage.tables import InboxRow
from tests.bot.house import SHOWN, a_house, away, stamp
from tests.town import sees

CRY = "cứu em với"
HELLO = {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "a"}}


async def stored(database: Database) -> int:
    async with database.reading() as tx:
        return (await tx.execute(select(func.count()).select_from(InboxRow))).scalar() or 0


async def changed(database: Database, statement: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))


async def test_telegram_is_told_where_the_door_is_and_is_never_polled(database: Database) -> None:
    async with a_house(database) as house:
        await house.start()
        assert house.telegram.webhook == {
            "url": f"{house.url}/telegram",
            "secret_token": SHOWN,
            "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        }
        methods = {method for method, _ in house.telegram.calls}
        assert not methods & {"getUpdates", "deleteWebhook"}


async def test_an_update_at_the_door_is_stored_and_handled_and_its_twin_is_not(database: Database) -> None:
    async with a_house(database) as house:
        await house.start()
        lan = house.telegram.person("Lan")
        await lan.says(CRY)
        [cry] = house.telegram.updates
        assert await house.brings(cry) == 200
        await lan.until(lambda: sees(lan, "111", "113", "115"))
        await house.app.intake.settle()
        assert await house.metric("treem_cases_open", state="open") == 1
        assert await house.brings(cry) == 200
        await house.app.intake.settle()
        texts = [m.text for m in lan.chat if m.from_bot]
        assert texts.count(texts[0]) == 1, "the card came once"
        assert await house.metric("treem_updates_received_total") == 1
        assert await house.metric("treem_cases_open", state="open") == 1


async def test_without_the_secret_nothing_is_let_in(database: Database) -> None:
    async with a_house(database) as house:
        for secret in (None, "", "wrong", SHOWN.lower(), SHOWN + "1"):
            with capture_logs() as logged:
                assert await house.brings(HELLO, secret) == 403, secret
            line = {"event": "door_shut", "shown": bool(secret), "log_level": "warning"}
            assert logged == [line], "a line, without what was shown or brought"
        assert await stored(database) == 0


async def test_a_bot_without_a_webhook_lets_nobody_in(database: Database) -> None:
    async with a_house(database, secret="") as house:
        assert await house.brings(HELLO, "") == 403
        assert await house.brings(HELLO, None) == 403


NO_UPDATES = {
    "nothing": b"",
    "no JSON": b"update_id=5",
    "not UTF-8": b'{"update_id": 5, "x": "\xff"}',
    "half a letter": rb'{"update_id": 5, "x": "\ud83d"}',
    "a list": b"[5]",
    "a word": b'"update_id"',
    "no number": b'{"message": {"chat": {"id": 7}}}',
    "a number in quotes": b'{"update_id": "5"}',
    "true": b'{"update_id": true}',
    "below zero": b'{"update_id": -1}',
    "above every database": b'{"update_id": 9223372036854775808}',
    "a chat beyond numbers": b'{"update_id": 5, "message": {"chat": {"id": 1e999}}}',
    "depth": b'{"update_id": 5, "x": ' + b"[" * 100_000,
}


async def test_what_is_no_update_is_refused_and_not_kept(database: Database) -> None:
    async with a_house(database) as house:
        answers = {name: await house.brings(body) for name, body in NO_UPDATES.items()}
        assert answers == dict.fromkeys(NO_UPDATES, 400)
        assert await stored(database) == 0


async def test_an_update_that_cannot_be_read_is_kept_so_that_it_does_not_come_again(database: Database) -> None:
    async with a_house(database) as house:
        for number, inside in enumerate(({"message": {}}, {"message": []}, {"callback_query": 1}, {"new": {}}, {})):
            assert await house.brings({"update_id": number, **inside}) == 200, inside
        assert await stored(database) == 5


async def test_a_body_without_end_is_cut_off(database: Database) -> None:
    async with a_house(database) as house:
        assert await house.brings(io.BytesIO(b" " * (LARGEST_UPDATE + 1))) == 413


async def test_while_the_database_is_away_telegram_keeps_the_update_and_brings_it_again(database: Database) -> None:
    async with a_house(database) as house:
        lan = house.telegram.person("Lan")
        await lan.says(CRY)
        [cry] = house.telegram.updates
        assert (await house.asks("/readyz"))[0] == 200
        async with away(database, house.app):
            assert await house.brings(cry) == 503
            assert (await house.asks("/readyz"))[0] == 503
            assert (await house.asks("/healthz"))[0] == 200
            assert await house.metric("treem_ready") == 0
            assert await house.metric("treem_inbox_updates", state="waiting") is None
        assert await house.brings(cry) == 200
        assert (await house.asks("/readyz"))[0] == 200
        assert await house.metric("treem_ready") == 1
        await house.start()
        await lan.until(lambda: sees(lan, "111", "113", "115"))


async def test_a_telegram_that_does_not_answer_stops_neither_the_door_nor_its_health(database: Database) -> None:
    async with a_house(database, telegram_is_away=True) as house:
        starting = asyncio.create_task(house.start())
        assert (await house.asks("/readyz"))[0] == 200
        assert await house.brings({"update_id": 6}) == 200
        assert await house.metric("treem_inbox_updates", state="waiting") == 1
        assert not starting.done()
        starting.cancel()
        await asyncio.wait([starting])


async def test_a_database_of_another_revision_is_not_ready(database: Database) -> None:
    async with a_house(database) as house:
        await stamp(database, "base")
        assert (await house.asks("/readyz"))[0] == 503
        await stamp(database)
        assert (await house.asks("/readyz"))[0] == 200


async def test_a_standby_that_only_reads_is_not_ready(database: Database) -> None:
    async with a_house(database) as house:
        reads_only = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
        order = "PRAGMA query_only = ON" if database.is_sqlite else reads_only
        async with house.app.database.engine.connect() as one:
            await one.exec_driver_sql(order)
            await one.commit()
        assert (await house.asks("/readyz"))[0] == 503


async def test_the_figures_say_what_waits_and_nothing_about_anybody(database: Database) -> None:
    async with a_house(database) as house:
        inbox, now = house.app.inbox, house.clock.now()
        await inbox.keep([(901, 7, {"update_id": 901}), (902, 7, {"update_id": 902})])
        for _ in range(MOST_ATTEMPTS):
            await inbox.failed(902)
        async with house.app.database.transaction() as tx:
            to = (await people.meet(tx, house.app.database.vault, 7_654_321, now, reachable=True)).id
            late, soon = now - timedelta(seconds=90), now + timedelta(hours=1)
            await outbox.write(
                tx,
                [
                    Notice(to, NobodyYet(3, "LB-ABCDEF", late), Lane.URGENT, "a", due_at=late),
                    Notice(to, NobodyYet(3, "LB-ABCDEF", late), Lane.URGENT, "b", due_at=now),
                    Notice(to, SomethingNew(3), Lane.SERVICE, "c", due_at=soon),
                ],
                now,
            )
        status, shown = await house.asks("/metrics")
        assert status == 200
        assert await house.metric("treem_inbox_updates", state="waiting") == 1
        assert await house.metric("treem_inbox_updates", state="aside") == 1
        assert await house.metric("treem_updates_received_total") == 2
        assert await house.metric("treem_outbox_due", lane="urgent") == 2
        assert 90 <= (await house.metric("treem_outbox_oldest_due_seconds", lane="urgent") or 0) < 150
        assert await house.metric("treem_outbox_due", lane="service") == 0
        assert await house.metric("treem_outbox_oldest_due_seconds", lane="service") == 0
        assert await house.metric("treem_cases_open", state="taken") == 0
        assert not any(word in shown for word in ("LB-", "901", "902", "7654321", "NobodyYet"))


EVERYWHERE = {
    *("urgent", "rest", "roads", "climb", "doubts", "limits", "shifts", "take_up", "announce", "drill", "heartbeat"),
    *("tidy", "recount", "events", "checkpoint", "library", "crowd", "offers", "evening", "morning", "forms"),
    "erasures",
}


async def test_every_loop_shows_when_it_last_went_round_and_how_long_it_may_be_silent(database: Database) -> None:
    async with a_house(database) as house:
        loops = set(house.app.vitals().loops)
        assert loops == EVERYWHERE | (set() if database.is_sqlite else {"listen"})
        house.clock.ahead += timedelta(hours=26)  # not started: nothing goes round
        shown = (await house.asks("/metrics"))[1]
        for loop in loops:
            silence = SILENCE[loop].total_seconds()
            assert f'treem_loop_silence_seconds{{loop="{loop}"}} {silence}' in shown
            assert (await house.metric("treem_loop_age_seconds", loop=loop) or 0) > silence
        await house.start()
        house.app.wake()  # those that tidy up would wait until the start is over
        async with asyncio.timeout(10):
            while any(is_late(loop, age) for loop, age in house.app.vitals().loops.items()):
                await house.asks("/healthz")


async def test_health_names_the_loop_that_hangs_and_kills_nobody_for_being_late(database: Database) -> None:
    async with a_house(database) as house:
        house.clock.ahead += timedelta(seconds=90)  # it still waits for Telegram
        status, words = await house.asks("/healthz")
        assert (status, words.split("\n")[0]) == (200, "alive")
        assert "climb 90 s of 60 s: late" in words
        assert "rest 90 s of 120 s: ok" in words
        await house.start()
        house.app.wake()  # those that tidy up would wait until the start is over
        async with asyncio.timeout(10):
            while max(house.app.vitals().loops.values()) > timedelta(seconds=60):  # all of them go round
                await house.asks("/healthz")
        house.clock.ahead += timedelta(minutes=4)
        status, words = await house.asks("/healthz")
        assert (status, words.split("\n")[0]) == (503, "hangs")
        assert re.search(r"climb 24\d s of 60 s: hangs", words)  # real time passes, too
        assert re.search(r"announce 24\d s of 300 s: ok", words)
        house.app.wake()
        async with asyncio.timeout(10):
            while "climb 0 s of 60 s: ok" not in (await house.asks("/healthz"))[1]:
                pass


async def test_the_ladder_climbs_while_everything_beside_it_fails(database: Database) -> None:
    async with a_house(database) as house:
        await house.start()
        with capture_logs() as logged:
            for table in ("doubts", "legal_clocks", "announcements", "drills"):
                await changed(database, f"ALTER TABLE {table} RENAME TO no_{table}")
            house.app.wake()
            beside = {"doubts", "limits", "announce", "drill"}
            async with asyncio.timeout(10):
                while not beside <= {entry.get("loop") for entry in logged}:
                    await house.asks("/healthz")
            house.clock.ahead += timedelta(seconds=90)
            house.app.wake()
            async with asyncio.timeout(10):
                while "climb 0 s of 60 s: ok" not in (await house.asks("/healthz"))[1]:
                    pass
        assert not {"climb", "urgent"} & {entry.get("loop") for entry in logged}
        async with asyncio.timeout(10):
            while house.app.vitals().hung:  # none: they fail, and are tried again
                await house.asks("/healthz")


async def test_after_a_database_that_failed_alerts_leave_again(database: Database) -> None:
    async with a_house(database) as house:
        minh, lan = house.telegram.person("Minh"), house.telegram.person("Lan")
        await house.app.services.people.add_staff(NewStaff(minh.id, "Minh", Role.COORDINATOR))
        await house.start()
        await minh.starts()
        assert await house.brings(house.telegram.updates[-1]) == 200
        await minh.until(lambda: sees(minh, "kết nối"))
        with capture_logs() as logged:
            await changed(database, "ALTER TABLE outbox RENAME TO elsewhere")
            house.app.wake()
            async with asyncio.timeout(10):
                while not {"urgent", "rest"} <= {entry.get("loop") for entry in logged}:
                    await house.asks("/healthz")
            await changed(database, "ALTER TABLE elsewhere RENAME TO outbox")
        await lan.says(CRY)
        assert await house.brings(house.telegram.updates[-1]) == 200
        await minh.until(lambda: sees(minh, "KHẨN"))


async def test_a_bot_that_comes_back_after_more_than_a_day_says_so(database: Database) -> None:
    async with a_house(database) as house:
        await Heartbeat(database, house.clock).beat()
        house.clock.ahead += timedelta(hours=30)
        assert await house.metric("treem_absence_seconds") == 0
        await house.start()
        async with asyncio.timeout(10):
            while await house.metric("treem_absence_seconds") == 0:
                house.app.wake()
        hours = (await house.metric("treem_absence_seconds") or 0) / 3600
        assert 30 <= hours < 30.1


async def test_what_a_dead_process_left_behind_is_taken_up(database: Database) -> None:
    async with a_house(database) as house:
        lan = house.telegram.person("Lan")
        await lan.says(CRY)
        [cry] = house.telegram.updates
        await Inbox(house.app.database, house.clock).keep([(cry["update_id"], lan.id, cry)])  # stored, and then it died
        await house.start()
        if not database.is_sqlite:  # another process may be at it: only its hold running out says that it died
            assert not lan.chat[1:]
            house.clock.ahead += HOLD
            house.app.wake()
        await lan.until(lambda: sees(lan, "111", "113", "115"))


async def test_what_is_in_hand_here_is_held_and_not_taken_up_again(database: Database) -> None:
    async with a_house(database) as house:
        minh = house.telegram.person("Minh")
        await house.app.services.people.add_staff(NewStaff(minh.id, "Minh", Role.COORDINATOR))
        await minh.starts()
        assert await house.brings(house.telegram.updates[0]) == 200  # in hand: it waits until Telegram answers
        other = Inbox(house.app.database, house.clock)
        for _ in range(3):
            house.clock.ahead += HOLD - timedelta(seconds=1)
            assert await other.left_behind(everything=False) == [], "another process leaves it to us"
            await house.app.intake.resume(everything=False)
        house.clock.ahead += HOLD * 2  # even when our hold ran out
        await house.app.intake.resume(everything=False)
        await house.start()
        await minh.until(lambda: sees(minh, "kết nối"))
        await house.app.intake.settle()
        assert sum("kết nối" in m.text for m in minh.chat if m.from_bot) == 1
        assert await house.metric("treem_inbox_updates", state="waiting") == 0
