"""An announcement to thousands, the bot killed in the middle of it, and somebody who cries for help meanwhile.

`python -m tests.crash.crowd`: both engines one after the other, a table at the end, exit code 1 if it was not kept.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from domain.broadcasts import State, Tempo
from domain.events import Kind, Plan
from domain.outbox import LEASE
from domain.pace import PER_SECOND
from domain.people import Audience, Role
from sandbox import Phone, Sandbox
from sandbox.requests import Call
from services.broadcasts import Broadcasts
from services.clock import Clock
from services.events import Events
from services.people import NewStaff, People
from storage import broadcasts
from storage.database import Database
from storage.relay import BEGUN
from storage.tables import NoticeRow, PersonRow, SubscriptionRow
from tests.crash.process import Bot, mark_migrated
from tests.databases import ENGINES, Databases, Server, given_server

TITLE = "Vui Tết Trung thu"
WARD = "bo-de"
UP_WITHIN = 60.0
IN_FLIGHT = 10  # on their way when the process dies and perhaps never told: they are not told again
A_MESSAGE = 1.0  # seconds a family may wait, on the slowest machine, before we call it a standstill
HEAD = ("engine", "families", "told", "doubled", "never told", "kills", "429", "pace held", "alert waited")


@dataclass(frozen=True, slots=True)
class Storm:
    """So many families, so many kills at drawn moments, so many cries for help in between."""

    seed: int
    families: int
    kills: int
    cries: int = 2


@dataclass(slots=True)
class Result:
    """What came of it. `held`: which part of the pace was kept while the bot lived; `waited`: seconds, the slowest."""

    told: int = 0
    doubled: int = 0
    never: int = 0
    kills: int = 0
    too_many: int = 0
    held: float = 0.0
    waited: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Timed(Sandbox):
    """Telegram that remembers when each message came; the same clock for everything that is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.families: set[int] = set()
        self.told: set[int] = set()
        self.came: list[tuple[float, int]] = []  # to families

    async def _does(self, call: Call) -> Any:
        result = await super()._does(call)
        if call.method.startswith("send") and (chat := int(call.params["chat_id"])) in self.families:
            self.came.append((time.monotonic(), chat))
            self.told.add(chat)
        return result


async def live_through(database: Database, folder: Path, storm: Storm) -> Result:
    """The whole of it around one fresh database."""
    await mark_migrated(database)
    sandbox = Timed()
    await sandbox.start()
    bot = Bot(sandbox, database, folder, quiet_hours="")
    try:
        return await _Crowd(sandbox, database, bot, storm).run()
    finally:
        await bot.kill()
        await sandbox.stop()


async def announced(database: Database, broadcasts: Broadcasts, event: int, officer: int) -> None:
    """From the console; so many families need the yes of somebody in the chat."""
    asked = await broadcasts.announce(None, event)
    if asked.state is State.WAITING:
        await broadcasts.approve(await People(database, Clock()).meet(officer), asked.id)


class _Crowd:
    def __init__(self, sandbox: Timed, database: Database, bot: Bot, storm: Storm) -> None:
        self.sandbox, self.database, self.bot, self.storm = sandbox, database, bot, storm
        self.result = Result()
        self._draw = random.Random(storm.seed)
        self._broadcasts = Broadcasts(database, Clock(), Tempo(None))
        self._families: list[Phone] = []
        self._lives: list[float] = []  # when each life ended
        self._died_at = Clock().now()

    async def run(self) -> Result:
        officer = self.sandbox.person("Officer")
        await People(self.database, Clock()).add_staff(NewStaff(officer.id, "Hạnh", Role.OFFICER, WARD))
        officer.started = True
        async with self.database.transaction() as tx:
            await tx.execute(update(PersonRow).values(reachable=True))
        await self._settle_families()
        event = await self._event()
        await self.bot.start()
        await announced(self.database, self._broadcasts, event, officer.id)
        moments = sorted(
            self._draw.sample(range(1, self.storm.families * 9 // 10), self.storm.kills + self.storm.cries)
        )
        kills = set(self._draw.sample(moments, self.storm.kills))
        for moment in moments:
            await self._until(lambda moment=moment: len(self.sandbox.told) >= moment)
            if moment in kills:
                await self._dies()
            else:
                await self._cries(officer)
        await self._until_done(event)
        self._lives.append(time.monotonic())
        self._count()
        return self.result

    async def _dies(self) -> None:
        await self.bot.kill()
        self._lives.append(time.monotonic())
        self._died_at = Clock().now()
        self.result.kills += 1
        await self.bot.start()

    async def _cries(self, officer: Phone) -> None:
        child, seen = self.sandbox.person("Na"), len(officer.messages)
        begun = time.monotonic()
        await child.says("cứu em với, bố đánh em")
        await self._until(lambda: any("KHẨN" in m.text for m in officer.messages[seen:]))
        self.result.waited = max(self.result.waited, time.monotonic() - begun)

    async def _until(self, check: Any) -> None:
        async with asyncio.timeout(UP_WITHIN + self.storm.families * A_MESSAGE):
            await self.sandbox.wait(check)

    async def _until_done(self, event: int) -> None:
        """Written to the end, nothing of it waits, and what a dead bot had on the wire is given up."""
        async with asyncio.timeout(UP_WITHIN + self.storm.families * A_MESSAGE):
            while True:
                if not await self._waits():
                    await self._lease_is_over()
                    shown = await self._broadcasts.progress(None, event)
                    if shown is not None and shown.state is State.DONE:
                        return
                await asyncio.sleep(0.2)

    async def _lease_is_over(self) -> None:
        """Of what a dead bot began to say, and nothing that the living one has in hand."""
        past = self._died_at - LEASE
        dead = update(NoticeRow).where(NoticeRow.state == BEGUN, NoticeRow.settled_at.between(past, self._died_at))
        async with self.database.transaction() as tx:
            await tx.execute(dead.values(settled_at=past - timedelta(seconds=1)))

    async def _waits(self) -> bool:
        async with self.database.reading() as tx:
            return await broadcasts.waiting(tx) > 0

    def _count(self) -> None:
        came = self.sandbox.came
        each = Counter(chat for _, chat in came)
        self.result.told = len(each)
        self.result.doubled = sum(many > 1 for many in each.values())
        self.result.never = self.storm.families - len(each)
        self.result.too_many = sum("Too Many Requests" in why for _, why in self.sandbox.errors)
        sent = lasted = 0.0
        for begun, ended in zip([0.0, *self._lives], self._lives, strict=False):
            life = [at for at, _ in came if begun < at <= ended]
            if len(life) > 1:
                sent, lasted = sent + len(life) - 1, lasted + life[-1] - life[0]
        self.result.held = sent / PER_SECOND / lasted if lasted else 0.0
        if self.result.doubled or self.result.too_many:
            self.result.wrong.append(f"{self.result.doubled} doubled, {self.result.too_many} refused with 429")
        if self.result.never > self.result.kills * IN_FLIGHT:
            self.result.wrong.append(f"{self.result.never} families were never told")

    async def _event(self) -> int:
        starts_at = Clock().now() + timedelta(days=10)
        plan = Plan(
            kind=Kind.OTHER,
            title=TITLE,
            ward=WARD,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            **dict.fromkeys(("place", "purpose", "programme", "form", "in_charge"), "ở nhà văn hoá"),
        )
        events = Events(self.database, Clock())
        return (await events.publish(None, (await events.add(None, "trung-thu", plan)).id)).id

    async def _settle_families(self) -> None:
        self._families = [self.sandbox.person(f"Family {number}") for number in range(self.storm.families)]
        self.sandbox.families = {phone.id for phone in self._families}
        await settle(self.database, list(self.sandbox.families), WARD)
        for phone in self._families:
            phone.started = True


async def settle(database: Database, chats: Sequence[int], ward: str, audience: Audience | None = None) -> None:
    """Families of a ward who may be written to and want to hear of its events, thousands at once."""
    now, wanted = Clock().now(), set(chats)
    everywhere = {"language": "vi", "reachable": True, "hushed": False, "created_at": now, "seen_at": now, "ward": ward}
    who = {**everywhere, "audience": None if audience is None else audience.value}
    async with database.transaction() as tx:
        for some in _lots(list(chats), 500):
            rows = [{"chat_key": database.vault.indexes(chat)[0], "chat": chat, **who} for chat in some]
            await tx.execute(insert(PersonRow), rows)
        people = [row.id for row in (await tx.execute(select(PersonRow))).scalars() if row.chat in wanted]
        for some in _lots(people, 500):
            wants = [{"person_id": person, "ward": ward, "topic": "events", "at": now} for person in some]
            await tx.execute(insert(SubscriptionRow), wants)


def _lots(many: list[Any], size: int) -> list[list[Any]]:
    return [many[start : start + size] for start in range(0, len(many), size)]


def main() -> int:
    """Runs it and prints the table. 0 when nobody was told twice, nothing was refused and the pace was held."""
    parser = argparse.ArgumentParser(prog="crowd", description=__doc__)
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--cries", type=int, default=5)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--seed", type=int, default=111)
    given = parser.parse_args()
    storm = Storm(given.seed, given.families, given.kills, given.cries)
    address = given_server()
    server = Server() if address is None else None
    try:
        results = asyncio.run(_on(given.engine or ENGINES, server.url if server is not None else str(address), storm))
    finally:
        if server is not None:
            server.stop()
    sys.stdout.write(f"seed {given.seed}\n" + "  ".join(f"{name:>12}" for name in HEAD) + "\n")
    for engine, r in results.items():
        figures = (
            *(engine, storm.families, r.told, r.doubled, r.never, r.kills, r.too_many),
            *(f"{r.held:.1%}", f"{r.waited:.2f} s"),
        )
        sys.stdout.write("  ".join(f"{figure:>12}" for figure in figures) + "\n")
    broken = [f"{engine}: {why}" for engine, r in results.items() for why in r.wrong]
    broken += [f"{engine}: the pace was not held" for engine, r in results.items() if r.held < 0.99]
    sys.stdout.write("".join(f"{line}\n" for line in broken))
    return 1 if broken else 0


async def _on(engines: Any, address: str, storm: Storm) -> dict[str, Result]:
    """One engine after the other: side by side they would only measure each other."""
    results = {}
    for engine in engines:
        with tempfile.TemporaryDirectory(prefix="treem-crowd-") as folder:
            databases = Databases(address, Path(folder))
            async with databases.fresh(engine) as database:
                results[engine] = await live_through(database, Path(folder), storm)
            await databases.close()
    return results


if __name__ == "__main__":
    raise SystemExit(main())
