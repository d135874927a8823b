"""The loops: none ends but by our own hand, and each one that stands still is seen."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs
from telegram.error import TimedOut

from bot import jobs as jobs_module
from bot import loops
from bot.jobs import BREATH, LIVES, SETTLED_IN, SOON, Job, Jobs
from bot.loops import ended, for_ever
from bot.speaking import LANES
from domain.watch import SILENCE
from services.clock import TurnedClock
from services.heartbeat import Pulse
from storage.database import Database
from tests.bot.house import a_house

FAULTS = [ValueError, TimedOut, asyncio.CancelledError, TimeoutError, RecursionError, MemoryError]


@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_a_loop_waits_for_may_break_and_it_goes_on(
    fault: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "AGAIN", 0)
    rounds, failed, twice = 0, 0, asyncio.Event()

    async def once() -> None:
        nonlocal rounds
        rounds += 1
        if rounds > 1:
            twice.set()
            await asyncio.Event().wait()
        raise fault

    def fails() -> None:
        nonlocal failed
        failed += 1

    with capture_logs() as logged:
        task = asyncio.create_task(for_ever("climb", once, fails))
        waiting = asyncio.create_task(twice.wait())
        await asyncio.wait({task, waiting}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    assert not task.done(), "it runs"
    assert (rounds, failed) == (2, 1)
    assert [(entry["loop"], entry["error"]) for entry in logged] == [("climb", fault.__name__)]
    await ended([task])
    assert task.cancelled()


async def test_a_loop_that_swallowed_our_cancellation_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "AGAIN", 0)
    deaf = True

    async def once() -> None:
        nonlocal deaf
        with suppress(*([asyncio.CancelledError] if deaf else [])):
            await asyncio.Event().wait()
        deaf = False

    task = asyncio.create_task(for_ever("climb", once, lambda: None))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await ended([task])
    assert task.cancelled()


def test_a_loop_that_fails_is_late_one_that_does_not_move_hangs_and_one_that_never_ran_is_not_judged() -> None:
    clock = TurnedClock()
    pulse = Pulse(clock, "climb", "rest", "tidy")
    clock.ahead += timedelta(seconds=61)
    assert pulse.hung(SILENCE) == frozenset()
    for loop in ("climb", "rest", "tidy"):
        pulse.begin(loop)
    clock.ahead += timedelta(seconds=61)
    assert pulse.hung(SILENCE) == {"climb"}
    clock.ahead += timedelta(seconds=60)
    assert pulse.hung(SILENCE) == {"climb", "rest"}
    pulse.failed("climb")
    pulse.beat("rest")
    assert pulse.hung(SILENCE) == frozenset()
    ages = {loop: round(age.total_seconds()) for loop, age in pulse.ages().items()}
    assert ages == {"climb": 182, "rest": 0, "tidy": 182}


async def test_at_the_start_jobs_begin_one_after_another_and_one_that_hangs_keeps_no_other_back(
    database: Database,
) -> None:
    begun: list[str] = []
    running = most = 0
    last = asyncio.Event()

    def job(name: str, *, hangs: bool = False) -> Job:
        async def goes_round() -> None:
            nonlocal running, most
            begun.append(name)
            if hangs:
                await asyncio.Event().wait()
            running += 1
            most = max(most, running)
            for _ in range(5):  # others would find time to begin
                await asyncio.sleep(0)
            running -= 1
            if name == "tidy":
                last.set()

        return Job(goes_round)

    table = {"climb": job("climb", hangs=True), "limits": job("limits"), "drill": job("drill"), "tidy": job("tidy")}
    jobs = Jobs(database, TurnedClock(), table, by_webhook=True)
    jobs.begin({}, None)
    try:
        async with asyncio.timeout(5):
            await last.wait()
    finally:
        await jobs.end()
    assert (begun, most) == (["climb", "limits", "drill", "tidy"], 1)


async def test_what_tidies_up_begins_when_the_start_is_over_and_not_before(database: Database) -> None:
    begun: list[str] = []
    came = {name: asyncio.Event() for name in ("climb", "limits", "tidy")}

    def job(name: str, *, tidies: bool = False) -> Job:
        async def goes_round() -> None:
            begun.append(name)
            came[name].set()

        return Job(goes_round, tidies=tidies)

    clock = TurnedClock()
    table = {"tidy": job("tidy", tidies=True), "climb": job("climb"), "limits": job("limits")}
    jobs = Jobs(database, clock, table, by_webhook=True)
    jobs.begin({}, None)
    try:
        async with asyncio.timeout(5):
            await came["limits"].wait()
            for _ in range(20):  # others would find time to begin
                await asyncio.sleep(0)
            assert begun == ["climb", "limits"]
            clock.turn(SETTLED_IN)
            await came["tidy"].wait()
    finally:
        await jobs.end()


async def test_what_tidies_up_begins_with_a_pause_before_each(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = timedelta(minutes=1)  # a slow machine is no slower
    monkeypatch.setattr(jobs_module, "APART", pause)
    begun: list[str] = []
    came = {name: asyncio.Event() for name in ("tidy", "library")}

    def job(name: str) -> Job:
        async def goes_round() -> None:
            begun.append(name)
            came[name].set()

        return Job(goes_round, tidies=True)

    clock = TurnedClock()
    jobs = Jobs(database, clock, {name: job(name) for name in came}, by_webhook=True)
    jobs.begin({}, None)
    try:
        async with asyncio.timeout(5):
            await asyncio.sleep(0)  # it waits for the end of the start
            clock.turn(SETTLED_IN - pause / 2)
            for _ in range(20):  # others would find time to begin
                await asyncio.sleep(0)
            assert begun == []
            clock.turn(pause)
            await came["tidy"].wait()
            for _ in range(20):
                await asyncio.sleep(0)
            assert begun == ["tidy"]
            clock.turn(pause)
            await came["library"].wait()
    finally:
        await jobs.end()


async def test_a_clock_turned_in_the_middle_of_a_round_is_not_missed(database: Database) -> None:
    clock = TurnedClock()
    seen: list[datetime] = []
    again = asyncio.Event()

    async def goes_round() -> None:
        seen.append(clock.now())
        if len(seen) == 1:
            clock.turn(timedelta(days=1))
        else:
            again.set()

    jobs = Jobs(database, clock, {"morning": Job(goes_round, every=LIVES)}, by_webhook=True)
    jobs.begin({}, None)
    try:
        async with asyncio.timeout(5):
            await again.wait()
    finally:
        await jobs.end()
    assert seen[1] - seen[0] >= timedelta(days=1)


async def test_several_commits_in_one_breath_begin_one_round(database: Database) -> None:
    rounds, came = 0, asyncio.Event()

    async def looks() -> None:
        nonlocal rounds
        rounds += 1
        came.set()

    jobs = Jobs(database, TurnedClock(), {"climb": Job(looks, topic="cases")}, by_webhook=True)
    jobs.begin({}, None)
    try:
        async with asyncio.timeout(5):
            await came.wait()
            came.clear()
            for _ in range(3):
                database.announce("cases")
                for _ in range(10):  # a round would find time to begin
                    await asyncio.sleep(0)
            await came.wait()
            over = asyncio.Event()
            asyncio.get_running_loop().call_later(3 * BREATH, over.set)
            await over.wait()
            assert rounds == 2
    finally:
        await jobs.end()


async def test_nothing_that_is_promised_waits_for_the_start_to_be_over_and_no_wrong_limit_is_told_before_it(
    database: Database,
) -> None:
    async with a_house(database) as house:
        table = house.app.jobs._jobs
    assert {name for name, job in table.items() if job.tidies} == {
        *("drill", "checkpoint", "forms", "tidy", "library", "events")
    }
    assert list(table).index("recount") < list(table).index("limits")


async def test_no_two_loops_look_again_at_the_same_moment(database: Database) -> None:
    async def nothing() -> None:
        return None

    names = ("climb", "limits", "drill", "take_up")
    jobs = Jobs(database, TurnedClock(), {name: Job(nothing) for name in names}, by_webhook=True)
    loops = (*names, *LANES)
    waits = sorted(jobs._until_its_slot(name, SOON) for name in loops)
    apart = [later - sooner for sooner, later in pairwise(waits)]
    assert min(apart) > 0.9 * SOON.total_seconds() / len(loops)
    assert waits[0] > 0 and waits[-1] <= SOON.total_seconds()
