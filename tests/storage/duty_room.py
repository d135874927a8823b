"""A duty room for the tests of storage and services: the real ladder, desk and relay; phones are lists, time stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count

from sqlalchemy import select

from domain.cases import Case, Content, Origin, Timing
from domain.news import Alert, AlertSettled, FromSender, News, Remove
from domain.outbox import Delivered, Lane, Outcome, Unreachable
from domain.people import Person, Role
from services.cases import Cases, Climb, Desk, live
from services.cases.sender import Heard
from services.outbox import Relay
from storage import people
from storage.database import Database
from storage.relay import Claimed
from storage.tables import CaseRow, JournalRow, NoticeRow
from tests.storage.ward import Still

URGENT, ALL = (Lane.URGENT,), tuple(Lane)


@dataclass(frozen=True, slots=True)
class Said:
    """One message that stands, or stood, on a phone."""

    message: int
    news: News
    edits: int | None = None


async def nothing(notice: Claimed) -> None:
    """Nothing happens while a notice is on its way."""


class DutyRoom:
    """Services over one database. `on_the_wire` is awaited for each notice before it reaches the phone."""

    def __init__(self, database: Database, clock: Still | None = None) -> None:
        self.database, self.clock = database, clock or Still()
        database.before_commit(live.keep_up)  # as bot/services.py does
        timing = Timing()
        self.cases = Cases(database, self.clock, timing)
        self.desk = Desk(database, self.clock, timing)
        self.climb = Climb(database, self.clock, timing)
        self.relays = {
            lanes: Relay(database, self.clock, self._speak, timing, lanes, asyncio.Event()) for lanes in (URGENT, ALL)
        }
        self.phones: dict[int, list[Said]] = {}
        self.out_of_reach: set[int] = set()
        self.refuses_edits = False  # what should be changed is said anew, as Telegram.show does
        self.on_the_wire: Callable[[Claimed], Awaitable[None]] = nothing
        self._numbers = count(1)

    def as_seen_by(self, other: Database) -> DutyRoom:
        """The same room as a second process sees it: other services and another relay, the same people and time."""
        room = DutyRoom(other, self.clock)
        room.phones, room.out_of_reach, room._numbers = self.phones, self.out_of_reach, self._numbers
        return room

    async def officer(self, name: str, ward: str | None = "bo-de", rung: int = 1) -> Person:
        """An officer of a ward who pressed START; without a ward a coordinator."""
        now = self.clock.now()
        async with self.database.transaction() as tx:
            met = await people.meet(tx, self.database.vault, next(self._numbers), now, reachable=True)
            role = Role.COORDINATOR if ward is None else Role.OFFICER
            staff = await people.keep_staff(tx, met.id, name, role, ward, rung, [], now)
        return replace(met, staff=staff)

    async def sender(self, ward: str = "bo-de") -> Person:
        """Somebody of a ward who never wrote before."""
        async with self.database.transaction() as tx:
            met = await people.meet(tx, self.database.vault, next(self._numbers), self.clock.now(), reachable=True)
        return replace(met, ward=ward)

    def heard(self, words: str = "cứu em với") -> Heard:
        """A message that arrives now."""
        now, number = self.clock.now(), next(self._numbers)
        return Heard(Content(text=words), number, number, now, now)

    async def cries(self, sender: Person) -> Case:
        """The sender cries for help."""
        return await self.cases.cry(sender, self.heard(), Origin.WORDS)

    async def sends(self, lanes: tuple[Lane, ...] = ALL) -> None:
        """The relay sends everything that is due."""
        while (await self.relays[lanes].step()).claimed:
            await self.relays[lanes].rest()

    async def rings(self) -> None:
        """The relay sends what is urgent and due; the rest waits."""
        await self.sends(URGENT)

    @asynccontextmanager
    async def ringing_on(self) -> AsyncIterator[None]:
        """Meanwhile the relay goes on sending what is urgent, until nothing is left."""
        over = asyncio.Event()

        async def rings_on() -> None:
            while not over.is_set():
                await self.rings()

        ringing = asyncio.create_task(rings_on())
        yield
        over.set()
        await ringing
        await self.rings()

    def told(self, person: Person, kind: type[News]) -> list[Said]:
        """What of a kind reached a phone, in order."""
        return [said for said in self.phones.get(person.id, []) if isinstance(said.news, kind)]

    def stands(self, person: Person, kind: type[News]) -> list[Said]:
        """What of a kind is on a phone now: neither edited nor taken away since."""
        all_said = self.phones.get(person.id, [])
        edited = {said.edits for said in all_said if isinstance(said.news, AlertSettled)}
        gone = {m for said in all_said if isinstance(said.news, Remove) for m in said.news.messages}
        return [said for said in self.told(person, kind) if said.message not in edited | gone]

    def ringing(self, *phones: Person) -> list[Said]:
        """Alerts that still ask these people to come."""
        return [said for person in phones for said in self.stands(person, Alert)]

    def words_on(self, person: Person) -> list[Said]:
        """The sender's words on a phone now."""
        return self.stands(person, FromSender)

    async def journal(self, verb: str) -> list[JournalRow]:
        """Lines of the journal with this verb."""
        async with self.database.reading() as tx:
            return list((await tx.execute(select(JournalRow).where(JournalRow.verb == verb))).scalars())

    async def row(self, case: int) -> CaseRow:
        """A case as it stands."""
        async with self.database.reading() as tx:
            return await tx.get_one(CaseRow, case)

    async def due(self, kind: type[News]) -> list[int]:
        """Whom a notice of this kind still waits for."""
        query = select(NoticeRow.person_id).where(NoticeRow.state == "due", NoticeRow.kind == kind.__name__)
        async with self.database.reading() as tx:
            return list((await tx.execute(query)).scalars())

    async def _speak(self, notice: Claimed) -> Outcome:
        await self.on_the_wire(notice)
        if notice.to in self.out_of_reach:
            return Unreachable()
        said = Said(next(self._numbers), notice.news, notice.edits)
        self.phones.setdefault(notice.to, []).append(said)
        changed = None if self.refuses_edits else notice.edits
        return Delivered(changed or said.message)
