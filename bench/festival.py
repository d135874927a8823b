"""A Trung thu of thousands of families: announced, signed up for until it is full, waited for, given back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench.calls import bare_calls, quantiles
from bench.processes import Measured, Telegram, ours, telegram
from bench.rosters import opened
from domain.events import Kind, Plan
from domain.pace import PER_SECOND
from domain.people import Audience, Role
from domain.signups import COUNTED, State
from services.broadcasts import Broadcasts
from services.clock import Clock
from services.events import Events
from services.people import NewStaff, People
from storage.database import Database
from storage.tables import SignupRow
from tests.crash.crowd import announced, settle

WARD = "bo-de"
TITLE = "Vui Tết Trung thu"
FAMILY = 2  # seats: a child and an adult
CRIES = 12
LOTS = 10
BESIDE = 20  # phones for bare calls
WIDTH = 46


async def figures(folder: Path, families: int, at_once: int) -> None:
    """Prints the tables: half of the families have seats, the others wait; a twentieth gives its seats back."""
    file = folder / "festival.db"
    async with telegram() as stand:
        people, idle = await stand.order("people", count=families), await stand.order("people", count=BESIDE)
        officer, *senders = await stand.order("people", count=CRIES + 1)
        async with opened(file) as database:
            event = await _prepared(database, people, officer, senders)
            async with ours(folder, file.name, webhook=True, more={"TREEM_QUIET_HOURS": ""})(stand) as bot:
                await stand.order("first_answer", since=time.monotonic())
                bare = await _beside(stand, idle, asyncio.sleep(5))
                await announced(database, Broadcasts(database, Clock()), event, officer)
                order = {"people": people, "officer": officer, "senders": senders, "words": TITLE}
                crowd = await stand.order("announced", **order)
                _announced(crowd, bare[1])
                busy, began = stand.cpu(), time.monotonic()
                seen, bare = await _beside(stand, idle, _in_lots(stand, bot, people, at_once))
                busy = (stand.cpu() - busy) / (time.monotonic() - began)
                offers = await stand.order("give_back", people=people, every=0.2)
            _signed_up(seen, bare, offers, families, at_once)
            print(f"the sandbox was busy for {busy:.0%} of a core")
            await _kept(database, event, families, seen["ranks"])


async def _prepared(database: Database, people: list[int], officer: int, senders: list[int]) -> int:
    staff = People(database, Clock())
    await staff.add_staff(NewStaff(officer, "Officer", Role.OFFICER, WARD))
    await staff.meet(officer)
    for number in senders:
        await staff.choose_ward(await staff.meet(number), WARD)
    await settle(database, people, WARD, Audience.PARENT)
    starts_at = Clock().now() + timedelta(days=10)
    plan = Plan(
        kind=Kind.OTHER,
        title=TITLE,
        ward=WARD,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        seats=len(people) // 2 * FAMILY,
        accompanied=True,
        **dict.fromkeys(("place", "purpose", "programme", "form", "in_charge"), "ở nhà văn hoá"),
    )
    events = Events(database, Clock())
    return (await events.publish(None, (await events.add(None, "trung-thu", plan)).id)).id


async def _in_lots(stand: Telegram, bot: Measured, people: list[int], at_once: int) -> dict[str, Any]:
    """A tenth after the other. `cpu`: milliseconds of the bot for each family of a tenth, all its answers together."""
    seen: dict[str, Any] = {"form": [], "seated": [], "queued": [], "ranks": [], "cpu": []}
    size = len(people) // LOTS
    for start in range(0, size * LOTS, size):
        before = bot.cpu()
        lot = await stand.order("sign_up", people=people[start : start + size], at_once=at_once)
        seen["cpu"].append((bot.cpu() - before) / size * 1000)
        for name, some in lot.items():
            seen[name] += some
    return seen


async def _beside(stand: Telegram, idle: list[int], does: Awaitable[Any]) -> tuple[Any, list[float]]:
    """What came of it, and how long bare calls took meanwhile."""
    calling = asyncio.create_task(bare_calls(stand, idle))
    came = await does
    calling.cancel()
    return came, (await asyncio.gather(calling))[0]


def _announced(crowd: dict[str, Any], bare: Sequence[float]) -> None:
    held = crowd["told"] / PER_SECOND / crowd["seconds"]
    alert, call = quantiles(crowd["waits"]), quantiles(bare)
    print(f"\nan announcement to {crowd['told'] + 1:,} families")
    print(f"{'part of the pace that was held':{WIDTH}}{held:>12.1%}")
    print(f"{'told twice / refused with 429':{WIDTH}}{crowd['doubled']:>12}{crowd['too_many']:>12}")
    print(f"{f'an alert in the middle ({CRIES} cries): p50, latest, ms':{WIDTH}}", end="")
    print(f"{alert[0]:>12.1f}{max(crowd['waits']) * 1000:>12.1f}   ({alert[0] / call[0]:.1f} × a bare call before)")


def _signed_up(
    seen: dict[str, Any], bare: Sequence[float], offers: Sequence[float], families: int, at_once: int
) -> None:
    call = quantiles(bare)
    print(f"\n{families:,} families sign up, {at_once} at once, half of them find seats")
    head = ("p50, ms", "p99, ms", "× bare p50", "× bare p99", "last : first tenth")
    print(f"{'':{WIDTH}}" + "".join(f"{name:>20}" for name in head))
    rows = {
        "an answer in the form": [seconds for form in seen["form"] for seconds in form],
        "the yes → the ticket": seen["seated"],
        "the yes → the place in the waiting list": seen["queued"],
        "seats given back → offered to who waits": offers,
    }
    for name, seconds in rows.items():
        middle, late = quantiles(seconds)
        tenth = max(1, len(seconds) // 10)
        grown = quantiles(seconds[-tenth:])[0] / quantiles(seconds[:tenth])[0]
        figures = f"{middle:>20.1f}{late:>20.1f}{middle / call[0]:>20.1f}{late / call[1]:>20.1f}{grown:>20.2f}"
        print(f"{name:{WIDTH}}{figures}")
    first, full, waits, last = (seen["cpu"][lot] for lot in (0, LOTS // 2 - 1, LOTS // 2, LOTS - 1))
    print(f"{'CPU of the bot for a whole family, ms':{WIDTH}}", end="")
    print(f"first tenth {first:.0f}, fifth {full:.0f}; of those who wait: sixth {waits:.0f}, last {last:.0f}")
    print(f"{f'a bare sendMessage meanwhile ({len(bare)} calls)':{WIDTH}}{call[0]:>20.1f}{call[1]:>20.1f}")


async def _kept(database: Database, event: int, families: int, ranks: Sequence[int]) -> None:
    """Seats and order, as the database and the phones have them."""
    async with database.reading() as tx:
        mine = select(func.sum(SignupRow.seats)).where(SignupRow.event_id == event, SignupRow.state.in_(COUNTED))
        taken = (await tx.execute(mine)).scalar()
        queued = select(SignupRow.queue).where(SignupRow.event_id == event, SignupRow.state == State.WAITING)
        line = list((await tx.execute(queued.order_by(SignupRow.id))).scalars())
    seats, in_order = families // 2 * FAMILY, line == sorted(line)
    told = "each once" if sorted(ranks) == list(range(1, len(ranks) + 1)) else "WRONG"
    print(f"seats: {taken:,} of {seats:,} are taken{'' if taken <= seats else ': TOO MANY'}; ", end="")
    print(f"the waiting list is {'in' if in_order else 'OUT OF'} order, places 1 to {len(ranks):,} were told {told}")
