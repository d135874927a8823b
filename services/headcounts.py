"""After an event its staff say how many children came who stood on no list; they may correct it later."""

from __future__ import annotations

from domain.arrivals import TYPED_WITHIN
from domain.headcounts import WRITING, Headcount, check_counted, check_heads, check_part
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.texts import Text
from services.clock import Clock
from storage import afterwards, dialogs, events, journal
from storage.database import Database, Transaction
from storage.tables import EventRow


class Headcounts:
    """Every method is one transaction, for the staff who hold the event. Raises Refusal."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, person: Person, event: int) -> Headcount:
        """What was counted so far."""
        async with self._database.transaction() as tx:
            row, _ = await _held(tx, person, event)
            check_counted(events.event_of(row), self._clock.now())
            return await _headcount(tx, row)

    async def begin(self, person: Person, event: int, part: str) -> Headcount:
        """What they type next is how many children of this part there were."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, _ = await _held(tx, person, event)
            check_counted(events.event_of(row), now)
            await dialogs.keep(tx, person.id, WRITING, event, {"part": check_part(part)}, now)
            return await _headcount(tx, row)

    async def tap(self, person: Person, event: int, part: str, count: int, update_id: int) -> Headcount:
        """So many, by a button; the later number counts."""
        async with self._database.transaction() as tx:
            return await self._enter(tx, person, event, part, str(count), update_id)

    async def enter(self, person: Person, typed: str, update_id: int) -> Headcount | None:
        """So many, typed. None: nobody asked for it."""
        async with self._database.transaction() as tx:
            talk = await dialogs.current(tx, person.id)
            if talk is None or talk.name != WRITING or talk.about is None:
                return None
            if self._clock.now() - talk.begun_at > TYPED_WITHIN:
                return None
            return await self._enter(tx, person, talk.about, str(talk.answers.get("part")), typed, update_id)

    async def _enter(
        self, tx: Transaction, person: Person, event: int, part: str, typed: str, update_id: int
    ) -> Headcount:
        now = self._clock.now()
        row, staff = await _held(tx, person, event)
        check_counted(events.event_of(row), now)
        part, count = check_part(part), check_heads(typed)
        before = (await afterwards.heads(tx, event)).get(part)
        await afterwards.count_heads(tx, event, part, count)
        talk = await dialogs.current(tx, person.id)
        if talk is not None and talk.name == WRITING:
            await dialogs.end(tx, person.id)
        journal.write(
            tx,
            now,
            "heads_counted",
            staff=staff.id,
            update=update_id,
            event=event,
            part=part,
            count=count,
            before=before,
        )
        return await _headcount(tx, row)


async def _held(tx: Transaction, person: Person, event: int) -> tuple[EventRow, Staff]:
    """The event, locked: two who count at once do so one after the other."""
    staff, row = require_staff(person, EVENT_ROLES), await events.lock(tx, event)
    if row is None or not staff.may_publish_in(row.ward):
        raise StaffOnly(Text("The list of this event is for the staff who hold it."))
    return row, staff


async def _headcount(tx: Transaction, row: EventRow) -> Headcount:
    await tx.flush()
    return Headcount(events.event_of(row), await afterwards.heads(tx, row.id))
