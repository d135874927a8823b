"""A ward for the tests of storage and services: a clock that stands, people, staff and one event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from domain.events import Event, Kind, Plan
from domain.news import News
from domain.people import Audience, Person, Role
from domain.working_time import HANOI
from services.afterwards import After
from services.arrivals import Arrivals
from services.broadcast_drafts import BroadcastDrafts
from services.broadcasts import Broadcasts
from services.clock import Clock
from services.consent_papers import ConsentPapers
from services.consents import Consents
from services.door_papers import DoorPapers
from services.events import Events
from services.guardians import Guardians
from services.headcounts import Headcounts
from services.keeping import KeptChildren
from services.lost_children import LostChildren
from services.parent_links import ParentLinks
from services.participation import Participation
from services.pickups import Pickups
from services.signups import Signups
from services.waiting import Waiting
from storage import people
from storage.database import Database
from storage.relay import adapter
from storage.tables import NoticeRow, Table

PLAN = Plan(
    kind=Kind.MID_AUTUMN,
    title="Vui Tết Trung thu",
    ward="long-bien",
    starts_at=datetime(2027, 9, 11, 18, tzinfo=HANOI),
    ends_at=datetime(2027, 9, 11, 20, 30, tzinfo=HANOI),
    place="Sân nhà văn hoá",
    purpose="Vui Trung thu",
    programme="Rước đèn",
    form="Ngoài trời",
    in_charge="Đoàn phường",
    seats=20,
    accompanied=True,
)


class Still(Clock):
    """Time stands until a test turns it."""

    def __init__(self) -> None:
        self.at = datetime(2027, 9, 1, 2, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> datetime:
        self.at += timedelta(**time)
        return self.at


class Ward:
    """Services over one database, and the people of a test."""

    def __init__(self, database: Database, clock: Still | None = None) -> None:
        self.database = database
        self.clock = clock or Still()
        self.events = Events(database, self.clock)
        self.signups = Signups(database, self.clock)
        self.arrivals = Arrivals(database, self.clock, self.signups)
        self.waiting = Waiting(database, self.clock)
        self.guardians = Guardians(database, self.clock)
        self.parent_links = ParentLinks(database, self.clock)
        self.consents = Consents(database, self.clock)
        self.kept = KeptChildren(database, self.clock)
        self.consent_papers = ConsentPapers(database, self.clock)
        self.pickups = Pickups(database, self.clock)
        self.lost_children = LostChildren(database, self.clock)
        self.after = After(database, self.clock)
        self.headcounts = Headcounts(database, self.clock)
        self.participation = Participation(database, self.clock)
        self.papers = DoorPapers(database, self.clock)
        self.broadcasts = Broadcasts(database, self.clock)
        self.drafts = BroadcastDrafts(database, self.clock)
        self._chats = 1000

    async def person(self, audience: Audience | None = Audience.PARENT, ward: str | None = "long-bien") -> Person:
        self._chats += 1
        async with self.database.transaction() as tx:
            met = await people.meet(tx, self.database.vault, self._chats, self.clock.now(), reachable=True)
            row = await people.row(tx, met.id)
            row.audience, row.ward = None if audience is None else audience.value, ward
        return replace(met, audience=audience, ward=ward)

    async def staff(self, role: Role, ward: str | None = None) -> Person:
        met = await self.person(None)
        async with self.database.transaction() as tx:
            staff = await people.keep_staff(tx, met.id, role.value, role, ward, 1, [], self.clock.now())
        return replace(met, staff=staff)

    async def event(self, **changes: Any) -> Event:
        """A published event."""
        slug = f"e{self._chats}-{len(changes)}-{changes.get('title', '')}"
        made = await self.events.add(None, slug, replace(PLAN, **changes))
        return await self.events.publish(None, made.id)

    async def told(self, kind: type[News], person: Person | None = None) -> list[Any]:
        """Notices of a kind that wait, of one person or all, as news."""
        query = select(NoticeRow).where(NoticeRow.kind == kind.__name__, NoticeRow.state == "due")
        if person is not None:
            query = query.where(NoticeRow.person_id == person.id)
        async with self.database.reading() as tx:
            rows = (await tx.execute(query.order_by(NoticeRow.id))).scalars()
            return [adapter(kind.__name__).validate_python(row.news, strict=False) for row in rows]

    async def count(self, table: type[Table]) -> int:
        async with self.database.reading() as tx:
            return (await tx.execute(select(func.count()).select_from(table))).scalar() or 0
