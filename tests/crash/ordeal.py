"""A seeded run: people cry for help, officers answer, Telegram falters, and the bot is killed again and again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from domain.people import Role
from domain.wards import WARDS
from sandbox import Message, Phone, Sandbox
from services.clock import Clock
from services.people import NewStaff, People
from storage import inbox
from storage.database import Database
from storage.tables import CaseRow, EntryRow, JournalRow, NoticeRow, PersonRow
from tests import warm
from tests.crash.process import Bot, mark_migrated

CRIES = ("cứu em với", "bố đánh em", "chồng tôi đang đánh con", "có người đang cầm dao", "em bị nhốt")
FAULTS = ("error", "reset_before", "reset_after", "too_many", "duplicate")
STORM = 30  # 429 in a row
STUCK = 1.5  # seconds somebody else holds the whole of SQLite
UP_WITHIN = 30.0
STARTS = 0.8 if warm.POSSIBLE else 2.5  # seconds; later deaths are of one that has started
ALL_WITHIN = 150.0  # a slow machine is not a lost message; it returns as soon as everybody is helped
CALM_EVERY = 10  # kills; officers and their chats can only take so many alerts a minute
CALM_IN_CROWDS = 3
CODE = re.compile(r"LB-[A-Z0-9]{6}")
TAKEN = re.compile(r"nhận lúc \d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be lived through. `die` kills the database server and starts it again; None: its connections end."""

    seed: int
    kills: int
    messages: int = 0  # at least so many cries, in crowds
    die: Callable[[], None] | None = None
    lived: Callable[[Tally], None] = lambda _: None  # told after each death: a long run is watched


@dataclass(slots=True)
class Tally:
    """What came of it. `lost` and `wrong` are sentences; both are empty when the promise was kept."""

    kills: int = 0
    messages: int = 0
    senders: int = 0
    faults: int = 0
    away: int = 0  # how often the database was gone
    jumps: int = 0  # of the bot's clock
    slowest: int = 0  # seconds from a sender's first cry to the first alert, with all the deaths in between
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Ordeal:
    """The same seed draws the same messages, faults and moments; what the machine does in between differs."""

    def __init__(self, sandbox: Sandbox, database: Database, bot: Bot, plan: Plan) -> None:
        self.sandbox, self.database, self.bot, self.plan = sandbox, database, bot, plan
        self.tally = Tally()
        self._people = People(database, Clock())
        self._draw = random.Random(plan.seed)
        self._draw_away = random.Random(f"{plan.seed} away")
        self._losing: asyncio.Task[None] | None = None
        self._officers: list[Phone] = []
        self._cries: dict[int, list[str]] = {}
        self._senders: list[Phone] = []
        self._waiting: list[Phone] = []
        self._rung: dict[str, int] = {}
        self._ours = asyncio.Lock()  # our own look into the database is not what is tried here
        self._off = 0.0
        self._crowd, self._hesitates, self._calm_every = 2, 0.5, CALM_EVERY
        sandbox.queue.mix = self._mix

    async def run(self) -> Tally:
        """Lives through so many kills, waits until everybody has been helped, and counts.

        Where many cries are planned, Telegram bears them.
        """
        kills, messages = self.plan.kills, self.plan.messages
        if messages:
            self._crowd = max(2, -(-messages // kills) * 2 - 2)
            self._hesitates, self._calm_every = 0.2, CALM_IN_CROWDS
            limits = self.sandbox.limits
            limits.burst = limits.per_second = limits.bulk_per_second = 1000
        await self._settle_in()
        answering = [asyncio.create_task(self._answers(officer)) for officer in self._officers]
        try:
            while self.tally.kills < kills or self.tally.messages < messages:
                await self._one_life()
                await self.bot.kill()
                self.tally.kills += 1
                self.plan.lived(self.tally)
                if self.tally.kills % self._calm_every == 0 or self.tally.kills >= kills:
                    await self._a_calm_life()
                else:
                    await self.bot.start()
        finally:
            for task in answering:
                task.cancel()
            await asyncio.gather(*answering, return_exceptions=True)
        if (code := await self.bot.stop()) != 0:
            self.tally.wrong.append(f"a polite stop ended with {code}")
        await self._count()
        return self.tally

    # --- people ---

    async def _settle_in(self) -> None:
        for ward in (*WARDS, None):
            officer = self.sandbox.person(f"Officer of {ward or 'all wards'}")
            role = Role.COORDINATOR if ward is None else Role.OFFICER
            await self._people.add_staff(NewStaff(officer.id, officer.first_name, role, ward))
            self._officers.append(officer)
        await self.bot.start(fresh=True)  # and killed: once as it is in the world
        for officer in self._officers:
            await officer.starts()
        for officer in self._officers:
            await officer.until(lambda o=officer: any("kết nối" in m.text for m in o.chat), UP_WITHIN)

    async def _one_life(self) -> None:
        """Somebody cries for help, and the moment to die comes: starting, answering, or just after it."""
        await self._falters()
        match self._draw.choice(("starting", "answering", "hearing")):
            case "starting":
                await self._cry_out()
                await _a_moment(self._draw, STARTS)
            case "answering":
                phones = [*await self._cry_out(), *self._officers]
                seen = sum(len(p.chat) for p in phones)
                await self._waits(lambda: sum(len(p.chat) for p in phones) > seen, UP_WITHIN)
                await _a_moment(self._draw, 0.15)
            case _:
                await self._somebody_is_answered()
                await self._cry_out()
                await _a_moment(self._draw, 0.3)

    async def _cry_out(self) -> list[Phone]:
        """New senders, one or two or a crowd, and now and then old ones again."""
        crying = [await self._new_sender() for _ in range(self._draw.randint(1, self._crowd))]
        crying += [self._draw.choice(self._senders) for _ in crying if self._draw.random() < 0.3]
        for phone in crying:
            words = f"{self._draw.choice(CRIES)} {self.tally.messages}"
            self.tally.messages += 1
            self._cries[phone.id].append(words)
            await phone.says(words)
        if self._draw.random() < 0.3:
            self.sandbox.repeat(self._draw.randint(1, 5))
        return crying

    async def _new_sender(self) -> Phone:
        """Most have chosen their ward before; the others are the coordinator's."""
        phone = self.sandbox.person(f"Sender {len(self._senders)}")
        if (ward := self._draw.choice((*WARDS, None))) is not None:
            async with self._ours:
                await self._people.choose_ward(await self._people.meet(phone.id), ward)
        self._senders.append(phone)
        self._waiting.append(phone)
        self._cries[phone.id] = []
        self.tally.senders += 1
        return phone

    async def _answers(self, officer: Phone) -> None:
        """An officer takes whatever rings, after a moment; a tap that nothing came of is tapped again."""
        seen = 0  # messages before this one ring no more
        draw = random.Random(f"{self.plan.seed} {officer.id}")

        def ringing() -> Message | None:
            nonlocal seen
            while seen < len(officer.messages):
                message = officer.messages[seen]
                if "KHẨN" in message.text and message.button("Tôi nhận"):
                    return message
                seen += 1
            return None

        while True:
            await self.sandbox.wait(ringing)
            message = ringing()
            assert message is not None
            for code in CODE.findall(message.text):
                self._rung[code] = min(message.date, self._rung.get(code, message.date))
            await _a_moment(draw, self._hesitates)
            with contextlib.suppress(TimeoutError):
                with contextlib.suppress(LookupError):  # somebody else was faster, the button is gone
                    await officer.taps("Tôi nhận", message=message)
                seen += 1

    async def _somebody_is_answered(self) -> None:
        neighbour = self.sandbox.person("Neighbour")
        await neighbour.says("xin chào")
        await self._waits(lambda: neighbour.chat[-1].from_bot, UP_WITHIN)

    async def _falters(self) -> None:
        if self._draw.random() < 0.35:
            faults = self._draw.choices(FAULTS, k=self._draw.randint(1, 3))
            faults += ["too_many"] * STORM if self._draw.random() < 0.1 else []
            self.sandbox.fails.extend(faults)
            self.tally.faults += len(faults)
        if self._draw.random() < 0.15:  # forwards by up to a minute, or a little backwards
            self._off += self._draw.choice((self._draw.uniform(1, 60), -self._draw.uniform(0, min(self._off, 3))))
            self.bot.turn(self._off)
            self.tally.jumps += 1
        if self._draw.random() < 0.15:
            self.tally.away += 1
            self._losing = asyncio.create_task(self._loses_the_database())

    async def _loses_the_database(self) -> None:
        """PostgreSQL dies and comes back, or ends every connection; SQLite's file is held by somebody else."""
        await _a_moment(self._draw_away, 1)
        url = self.database.url
        if self.database.is_sqlite:
            await asyncio.to_thread(_holds, str(url.database))
            return
        if self.plan.die is not None:
            async with self._ours:
                await self.database.engine.dispose()
                await asyncio.to_thread(self.plan.die)
            return
        engine = create_async_engine(url.set(database="postgres"))
        async with self._ours, engine.connect() as connection:
            await self.database.engine.dispose()
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            await connection.execute(text(ends), {"name": url.database})
        await engine.dispose()

    def _mix(self, updates: list[dict[str, Any]]) -> None:
        """Telegram promises no order between chats; the bot must not need one."""
        if self._draw_away.random() < 0.3:
            self._draw_away.shuffle(updates)

    async def _waits(self, check: Callable[[], object], within: float) -> bool:
        try:
            await asyncio.wait_for(self.sandbox.wait(check), within)
        except TimeoutError:
            return False
        return True

    async def _a_calm_life(self) -> None:
        """It starts a minute after the last death, when what the dead held is free again, and everybody is helped."""
        if self._losing is not None:
            await self._losing
        async with self.database.transaction() as tx:
            held = update(NoticeRow).where(NoticeRow.held_until.is_not(None))
            await tx.execute(held.values(held_until=Clock().now() - timedelta(seconds=1)))
        self.sandbox.fails.clear()
        await self.bot.start()
        await self._everybody_is_helped()

    # --- what is promised ---

    async def _everybody_is_helped(self) -> None:
        waiting, self._waiting = self._waiting, []
        left = list(waiting)

        def all_helped() -> bool:
            while left and not self._lacks(left[-1]):
                left.pop()
            return not left

        await self._waits(all_helped, ALL_WITHIN + len(waiting) / 2)
        for sender in waiting:
            self.tally.lost += [f"{sender.first_name} {lack}" for lack in self._lacks(sender)]
            rung = [self._rung[code] for code in _codes(sender) if code in self._rung]
            self.tally.slowest = max(self.tally.slowest, min(rung, default=0) - sender.chat[0].date)

    def _lacks(self, sender: Phone) -> list[str]:
        """What the promise still owes this sender."""
        texts = [m.text for m in sender.chat if m.from_bot]
        owed = {
            "got no safety card": any("111" in text and "113" in text for text in texts),
            "never heard that an officer took it": any(TAKEN.search(text) for text in texts),
            "rang nobody": bool(_codes(sender) & self._rung.keys()),
        }
        return [lack for lack, is_there in owed.items() if not is_there]

    async def _count(self) -> None:
        """What the database says, once the bot is gone."""
        async with self.database.reading() as tx:
            waiting = await inbox.waiting(tx)
            chats = {row.id: row.chat for row in await tx.execute(select(PersonRow.id, PersonRow.chat))}
            cases = {row.id: chats[row.sender_id] for row in (await tx.execute(select(CaseRow))).scalars()}
            entries = (await tx.execute(select(EntryRow).where(EntryRow.side == "sender"))).scalars()
            kept = Counter((cases[row.case_id], row.content["text"]) for row in entries)
            journal = await tx.execute(select(JournalRow.case_id, JournalRow.verb))
            steps = Counter((line.case_id, line.verb) for line in journal)
        self.tally.wrong += [f"{many} updates are still {state}" for state, many in waiting.items()]
        for chat, all_words in self._cries.items():
            self.tally.lost += [f"«{words}» is in no case" for words in all_words if not kept[chat, words]]
            self.tally.wrong += [f"«{words}» is kept twice" for words in all_words if kept[chat, words] > 1]
        for sender in self._senders:
            if len(codes := _codes(sender)) > 1:
                self.tally.wrong.append(f"{sender.first_name} was given {len(codes)} codes")
        mine = Counter(cases.values())
        self.tally.wrong += [f"{mine[chat]} cases for one sender" for chat in self._cries if mine[chat] != 1]
        for case in cases:
            if not 1 <= steps[case, "taken"] <= 1 + steps[case, "fell_back"]:
                self.tally.wrong.append(f"a case was taken {steps[case, 'taken']} times")


async def live_through(database: Database, folder: Path, plan: Plan) -> Tally:
    """A whole ordeal around one fresh database; `folder` takes what the bot writes. The last words of a bot with
    something wrong stand in `Tally.wrong`."""
    await mark_migrated(database)
    sandbox = Sandbox()
    await sandbox.start()
    bot = Bot(sandbox, database, folder, turns=True, ladder_step_seconds=300 if plan.messages else 15)
    try:
        tally = await Ordeal(sandbox, database, bot, plan).run()
    finally:
        await bot.kill()
        await sandbox.stop()
    if tally.lost or tally.wrong:
        tally.wrong.append(f"the bot wrote: {bot.wrote[-2000:]}")
    return tally


def _holds(file: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        time.sleep(STUCK)
        holder.execute("ROLLBACK")


async def _a_moment(draw: random.Random, longest: float) -> None:
    await asyncio.sleep(draw.uniform(0, longest))  # the moment itself is the point, nothing is awaited


def _codes(sender: Phone) -> set[str]:
    return {code for m in sender.chat if m.from_bot for code in CODE.findall(m.text)}
