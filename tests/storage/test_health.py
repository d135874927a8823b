"""What the watcher relies on: since when a notice should have left, and how long the bot was away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.news import NobodyYet
from domain.outbox import Lane, Notice
from domain.people import Role
from domain.watch import TELEGRAM_KEEPS
from services.clock import TurnedClock
from services.health import NEWS_FOR, Administrator, Health
from services.heartbeat import Heartbeat, Pulse
from services.leaving import Leaving
from services.people import NewStaff, People
from storage import outbox, people, relay
from storage.database import Database


async def test_a_notice_that_is_tried_again_and_again_is_as_late_as_at_its_first_try(database: Database) -> None:
    clock = TurnedClock()
    now = clock.now()
    async with database.transaction() as tx:
        to = (await people.meet(tx, database.vault, 7, now, reachable=True)).id
        await outbox.write(tx, [Notice(to, NobodyYet(3, "LB-ABCDEF", now), Lane.URGENT, "a")], now)
        [claimed] = await relay.claim(tx, now, 9, [Lane.URGENT])
        await relay.later(tx, claimed.id, now + timedelta(minutes=11))
    clock.ahead = timedelta(minutes=10)
    late = (await Health(database, clock).figures()).due[Lane.URGENT]
    assert late.count == 1
    assert timedelta(minutes=10) <= late.oldest < timedelta(minutes=11)


async def test_a_notice_for_later_is_not_late_before_its_time(database: Database) -> None:
    clock = TurnedClock()
    now = clock.now()
    async with database.transaction() as tx:
        to = (await people.meet(tx, database.vault, 7, now, reachable=True)).id
        soon = Notice(to, NobodyYet(3, "LB-ABCDEF", now), Lane.URGENT, "a", due_at=now + timedelta(hours=1))
        await outbox.write(tx, [soon], now)
    clock.ahead = timedelta(minutes=59)
    assert (await Health(database, clock).figures()).due[Lane.URGENT].count == 0
    clock.ahead = timedelta(minutes=61)
    late = (await Health(database, clock).figures()).due[Lane.URGENT]
    assert (late.count, late.oldest < timedelta(minutes=2)) == (1, True)


async def test_what_telegram_refuses_for_good_is_counted(database: Database) -> None:
    now = datetime.now(UTC)
    async with database.transaction() as tx:
        to = (await people.meet(tx, database.vault, 7, now, reachable=True)).id
        await outbox.write(tx, [Notice(to, NobodyYet(3, "LB-ABCDEF", now), Lane.URGENT, "a")], now)
        [claimed] = await relay.claim(tx, now, 9, [Lane.URGENT])
        await relay.settle(tx, claimed.id, now, "refused")
    refused = (await Health(database, TurnedClock()).figures()).refused
    assert refused == {lane: int(lane is Lane.URGENT) for lane in Lane}


async def test_only_a_silence_longer_than_telegram_keeps_updates_is_an_absence(database: Database) -> None:
    clock = TurnedClock()
    heartbeat, health = Heartbeat(database, clock), Health(database, clock)
    await heartbeat.beat()
    clock.ahead += TELEGRAM_KEEPS - timedelta(minutes=1)
    await heartbeat.beat()
    assert (await health.figures()).absence == timedelta()
    clock.ahead += TELEGRAM_KEEPS + timedelta(minutes=1)
    assert (await health.figures()).absence == timedelta(), "it is counted when it is over"
    await heartbeat.beat()
    for _ in range(3):  # it is not forgotten by living on
        clock.ahead += timedelta(hours=7)
        await heartbeat.beat()
        absence = (await health.figures()).absence
        assert TELEGRAM_KEEPS < absence < TELEGRAM_KEEPS + timedelta(minutes=2)
    clock.ahead += NEWS_FOR - timedelta(hours=20)
    assert (await health.figures()).absence == timedelta(), "it is news for a day"


async def test_a_first_start_was_never_away(database: Database) -> None:
    clock = TurnedClock()
    await Heartbeat(database, clock).beat()
    assert (await Health(database, clock).figures()).absence == timedelta()


async def test_administrators_are_those_who_are_there_with_all_their_roads(database: Database) -> None:
    clock = TurnedClock()
    staff = People(database, clock)
    await staff.add_staff(NewStaff(1, "An", Role.ADMIN, also=("json://127.0.0.1/a",)))
    await staff.add_staff(NewStaff(2, "Bình", Role.ADMIN))
    await staff.add_staff(NewStaff(3, "Chi", Role.COORDINATOR))
    await staff.add_staff(NewStaff(4, "Dũng", Role.ADMIN))
    await Leaving(database, clock).remove(4)
    await staff.choose_language(await staff.meet(2), "en")
    found = await Health(database, clock).administrators()
    assert found == [Administrator(None, "vi", ("json://127.0.0.1/a",)), Administrator(2, "en", ())]


def test_a_loop_that_never_went_round_is_as_old_as_the_process() -> None:
    clock = TurnedClock()
    pulse = Pulse(clock, "climb", "poll")
    clock.ahead = timedelta(minutes=3)
    pulse.beat("climb")
    pulse.beat("nobody counts this one")
    ages = pulse.ages()
    assert set(ages) == {"climb", "poll"}
    assert ages["climb"] < timedelta(minutes=1) < timedelta(minutes=3) <= ages["poll"]
    assert pulse.is_young("climb", timedelta(minutes=1))
    assert not pulse.is_young("poll", timedelta(hours=1)), "alive for three minutes, never in touch"
