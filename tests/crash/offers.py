"""A full event and its waiting list while the bot is killed: each free seat is offered in order, once, and passes on.

`python -m tests.crash.offers`: both engines one after the other, a table at the end, exit code 1 if it was not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from domain.events import Event, Kind, Plan
from domain.people import AgeBand, Audience
from domain.signups import ChildEntry, State
from domain.waiting import KEPT
from sandbox import Phone, Sandbox
from services.clock import Clock
from services.events import Events
from services.people import People
from services.signups import Signups
from storage.database import Database
from storage.tables import JournalRow, NoticeRow, SignupRow
from tests.crash.process import Bot, mark_migrated
from tests.databases import ENGINES, Databases, Server, given_server

TITLE = "Vui Tết Trung thu"
SEATS = 9
LEASE = 61.0  # seconds after which what a dead process held is free again
SAFE = 60.0  # seconds until something is there, on the slowest machine
LOOKS = 0.1
ANSWERS = 4.0  # seconds in which a bot that lives has answered a tap; what comes later is seen later
HEAD = ("engine", "families", "kills", "open offers", "offers", "taken", "passed on", "most seats", "wrong")


@dataclass(frozen=True, slots=True)
class Hall:
    """So many families wait for the seats of a full event, and the bot dies so often."""

    seed: int
    kills: int
    waits: int


@dataclass(slots=True)
class Result:
    """What came of it. `open_offers`: deaths while an offer was open; `most`: seats of `SEATS` at the fullest."""

    kills: int = 0
    open_offers: int = 0
    offers: int = 0
    taken: int = 0
    passed_on: int = 0
    most: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Family:
    """A phone, its sign-up, and whether it takes seats that are offered or lets the time run out."""

    phone: Phone
    signup: int
    takes: bool

    def sees(self, words: str) -> bool:
        return any(words in m.text for m in self.phone.chat if m.from_bot)


class Later(Sandbox):
    """Telegram on a day that somebody turns: its clock goes with the bot's."""

    def __init__(self) -> None:
        self.off = 0.0
        super().__init__(clock=lambda: time.time() + self.off)


async def live_through(database: Database, folder: Path, hall: Hall) -> Result:
    """The whole of it around one fresh database."""
    await mark_migrated(database)
    sandbox = Later()
    await sandbox.start()
    bot = Bot(sandbox, database, folder, turns=True)
    try:
        return await _Ordeal(sandbox, database, bot, hall).run()
    finally:
        await bot.kill()
        await sandbox.stop()


class _Ordeal:
    def __init__(self, sandbox: Later, database: Database, bot: Bot, hall: Hall) -> None:
        self.sandbox, self.database, self.bot, self.hall = sandbox, database, bot, hall
        self.result = Result()
        self._draw = random.Random(hall.seed)
        self._coming: list[Family] = []
        self._waiting: list[Family] = []

    async def run(self) -> Result:
        """Kills at drawn moments, the rest of the list in peace, and then everything is counted."""
        await self._settle_in()
        await self.bot.start()
        await self._until(lambda: all(f.sees(TITLE) for f in (*self._coming, *self._waiting)))
        while self.result.kills < self.hall.kills:
            if self.result.kills % 2 == 0:
                await self._an_offer_is_open()
            happening = asyncio.create_task(self._something_happens())
            await asyncio.sleep(self._draw.uniform(0, 1))  # the moment itself is the point
            await self._dies()
            await happening
        while self._waiting:
            await self._something_happens()
            await self._settled()
        await self.bot.kill()
        await self._count()
        return self.result

    async def _settle_in(self) -> None:
        event = await self._event()
        people, signups = People(self.database, Clock()), Signups(self.database, Clock())
        taken = 0
        for number in range(1, SEATS + self.hall.waits):
            phone = self.sandbox.person(f"Family {number}")
            phone.started = True
            person = await people.choose_audience(await people.meet(phone.id), Audience.PARENT)
            children = self._draw.randint(1, 2)
            ticket = await signups.join(person, event.id, [ChildEntry("Bống", AgeBand.UNDER_7)] * children, number)
            family = Family(phone, ticket.id, takes=number % 2 == 0)
            is_coming = ticket.state is State.CONFIRMED
            taken += ticket.seats if is_coming else 0
            (self._coming if is_coming else self._waiting).append(family)
            if len(self._waiting) == self.hall.waits:
                return

    async def _event(self) -> Event:
        starts_at = Clock().now() + timedelta(days=60)
        words = dict.fromkeys(("place", "purpose", "programme", "form", "in_charge"), "ở nhà văn hoá")
        ends_at = starts_at + timedelta(hours=2)
        plan = Plan(kind=Kind.OTHER, title=TITLE, ward=None, starts_at=starts_at, ends_at=ends_at, seats=SEATS, **words)
        events = Events(self.database, Clock())
        return await events.publish(None, (await events.add(None, "trung-thu", plan)).id)

    # --- what happens ---

    async def _something_happens(self) -> None:
        """Who takes seats takes them; where all who have an offer sleep, time runs out; else a family gives back."""
        open_now = await self._of(State.OFFERED)
        takers = [family for family in open_now if family.takes]
        if takers:
            await self._takes(self._draw.choice(takers))
        elif open_now and (not self._coming or self._draw.random() < 0.6):
            self._turn(KEPT.total_seconds() + 60)
        elif self._coming:
            leaving = self._draw.choice(self._coming)
            await self._tap(leaving, "Huỷ đăng ký")

    async def _an_offer_is_open(self) -> None:
        while self._waiting and not await self._of(State.OFFERED):
            await self._something_happens()
            await self._settled()

    async def _takes(self, family: Family) -> None:
        """As soon as it stands on the phone; a dead bot is waited for."""
        await self._until(lambda: family.sees("chỗ trống cho gia đình bạn"))
        await self._tap(family, "Nhận chỗ")

    async def _tap(self, family: Family, label: str) -> None:
        """A tap whose answer was lost with the dead bot was made all the same."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWERS):
                await family.phone.taps(label)

    async def _dies(self) -> None:
        """What the dead one held is free a minute later; both clocks are turned by it."""
        await self.bot.kill()
        self.result.kills += 1
        self.result.open_offers += bool(await self._of(State.OFFERED))
        self._turn(LEASE)
        await self._settled(look_only=True)
        await self.bot.start()

    async def _settled(self, *, look_only: bool = False) -> None:
        """Who comes now, and who waits; without `look_only` when nothing is due any more."""
        deadline = time.monotonic() + SAFE
        while not look_only and await self._is_owed():
            if time.monotonic() > deadline:
                raise TimeoutError(f"an offer or its end never came; the bot wrote: {self.bot.wrote[-2000:]}")
            await asyncio.sleep(LOOKS)
        held = {family.signup for family in await self._of(State.CONFIRMED)}
        everybody = [*self._coming, *self._waiting]
        waits = {family.signup for family in await self._of(State.WAITING, State.OFFERED)}
        self._coming = [family for family in everybody if family.signup in held]
        self._waiting = [family for family in everybody if family.signup in waits]

    async def _is_owed(self) -> bool:
        """The first in the list would fit, or an offer has run out: the loop has not been there yet."""
        async with self.database.reading() as tx:
            rows = list((await tx.execute(select(SignupRow).order_by(SignupRow.queue))).scalars())
        now = Clock().now() + timedelta(seconds=self.sandbox.off)
        if any(row.offer_until is not None and row.offer_until <= now for row in rows):
            return True
        free = SEATS - sum(row.seats for row in rows if row.state in (State.OFFERED, State.CONFIRMED, State.HELD))
        first = next((row for row in rows if row.state == State.WAITING), None)
        return first is not None and first.seats <= free

    def _turn(self, seconds: float) -> None:
        self.sandbox.off += seconds
        self.bot.turn(self.sandbox.off)

    async def _of(self, *states: State) -> list[Family]:
        async with self.database.reading() as tx:
            found = set((await tx.execute(select(SignupRow.id).where(SignupRow.state.in_(states)))).scalars())
        return [family for family in (*self._coming, *self._waiting) if family.signup in found]

    async def _until(self, check: Any) -> None:
        async with asyncio.timeout(SAFE):
            await self.sandbox.wait(check)

    # --- what was promised ---

    async def _count(self) -> None:
        """The journal, line by line, as seats; and what each phone and each promise says at the end."""
        async with self.database.reading() as tx:
            rows = {row.id: row for row in (await tx.execute(select(SignupRow))).scalars()}
            lines = list((await tx.execute(select(JournalRow).order_by(JournalRow.id))).scalars())
            once = (await tx.execute(select(NoticeRow.once).where(NoticeRow.once.like("seats-offered:%")))).scalars()
            promised = Counter(once)
        line, held, offered = [], {}, Counter[int]()
        waited = {step.facts["signup"] for step in lines if step.verb == "queued"}
        for step in lines:
            signup = step.facts.get("signup")
            match step.verb:
                case "signed_up" if signup not in waited:
                    held[signup] = step.facts["seats"]
                case "queued":
                    line.append(signup)
                case "seats_offered":
                    self.result.offers += 1
                    offered[signup] += 1
                    held[signup] = step.facts["seats"]
                    if line.index(signup) != 0:
                        self.result.wrong.append(f"sign-up {signup} was offered seats before {line[0]}")
                    line.remove(signup)
                case "offer_accepted":
                    self.result.taken += 1
                case "offer_ended" | "signup_cancelled":
                    self.result.passed_on += step.verb == "offer_ended"
                    held.pop(signup, None)
                    line = [one for one in line if one != signup]
            self.result.most = max(self.result.most, sum(held.values()))
        wrong = self.result.wrong
        if self.result.most > SEATS:
            wrong.append(f"{self.result.most} seats of {SEATS} were given or kept")
        wrong += [f"sign-up {signup} was offered seats {many} times" for signup, many in offered.items() if many > 1]
        wrong += [f"{name} was promised {many} times" for name, many in promised.items() if many > 1]
        if held != {row.id: row.seats for row in rows.values() if row.state in (State.CONFIRMED, State.OFFERED)}:
            wrong.append("the journal and the sign-ups do not say the same")


def main() -> int:
    """Runs it and prints the table. 0 when no seat was given twice and the list kept its order."""
    parser = argparse.ArgumentParser(prog="offers", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--waits", type=int, default=60)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--seed", type=int, default=111)
    given = parser.parse_args()
    hall = Hall(given.seed, given.kills, given.waits)
    address = given_server()
    server = Server() if address is None else None
    try:
        results = asyncio.run(_on(given.engine or ENGINES, server.url if server is not None else str(address), hall))
    finally:
        if server is not None:
            server.stop()
    sys.stdout.write(f"seed {given.seed}\n" + "  ".join(f"{name:>11}" for name in HEAD) + "\n")
    for engine, r in results.items():
        figures = (engine, hall.waits, r.kills, r.open_offers, r.offers, r.taken, r.passed_on, r.most, len(r.wrong))
        sys.stdout.write("  ".join(f"{figure:>11}" for figure in figures) + "\n")
    broken = [f"{engine}: {why}" for engine, r in results.items() for why in r.wrong]
    sys.stdout.write("".join(f"{line}\n" for line in broken))
    return 1 if broken else 0


async def _on(engines: Any, address: str, hall: Hall) -> dict[str, Result]:
    results = {}
    for engine in engines:
        with tempfile.TemporaryDirectory(prefix="treem-offers-") as folder:
            databases = Databases(address, Path(folder))
            async with databases.fresh(engine) as database:
                results[engine] = await live_through(database, Path(folder), hall)
            await databases.close()
    return results


if __name__ == "__main__":
    raise SystemExit(main())
