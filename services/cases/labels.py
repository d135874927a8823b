"""Labels: the officer who closed a false alarm may say what it was. Only the bot's answers to chatter become slower."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.cases import Outcome
from domain.labels import Label, Labelled, ends_at
from domain.people import CASE_ROLES, Person, Staff, StaffOnly, require_staff
from domain.texts import Refusal, Text
from services.cases import live
from services.clock import Clock
from storage import cases, journal, labels
from storage.database import Database, Transaction
from storage.tables import CaseRow


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands on the sender of a case from now on."""

    code: str
    labelled: Labelled


class Labels:
    """Every method is one transaction. Nothing here is read on the way from a cry to its ring."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def put(self, person: Person, case: int, label: Label) -> Kept:
        """Marks the sender of a case; a second tap changes nothing, another label replaces the first.

        Raises Refusal for anybody but the officer who closed it as a false alarm, and once its seven days are over.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _closed_by(tx, person, case)
            until = ends_at(row.closed_at or now)
            if row.sender_id is None or row.outcome != Outcome.FALSE_ALARM or until <= now:
                raise Refusal(Text("This can only be marked within 7 days after a false alarm."))
            before = await labels.of_case(tx, case)
            if before is None or before.label != label:
                await labels.keep(tx, case, row.sender_id, Labelled(label, until), by=staff.id, now=now)
                journal.write(tx, now, "labelled", case=case, staff=staff.id, label=label.value)
                await _show(tx, row.sender_id, now)
            return Kept(row.code, Labelled(label, until))

    async def take_back(self, person: Person, case: int) -> str:
        """The label of a case goes at once; gives the code. Raises Refusal for whoever did not close it."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _closed_by(tx, person, case)
            before = await labels.of_case(tx, case)
            if before is not None:
                await labels.drop(tx, case)
                journal.write(tx, now, "label_taken_back", case=case, staff=staff.id)
                await _show(tx, before.person_id, now)
            return row.code

    async def slows(self, person: Person) -> datetime | None:
        """Until when somebody's chatter is answered slowly; None: as anybody's. Staff are never slowed."""
        if person.staff is not None:
            return None
        async with self._database.reading() as tx:
            found = await labels.of_person(tx, person.id, self._clock.now())
            return None if found is None else found.until


async def _closed_by(tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
    """The case, locked, for whoever has it or had it when it ended."""
    staff = require_staff(person, CASE_ROLES)
    row = await cases.lock(tx, case)
    if row is None or row.holder_id != staff.id:
        raise StaffOnly(Text("Only the officer who closed the case can mark this. Nothing was changed."))
    return staff, row


async def _show(tx: Transaction, sender: int, now: datetime) -> None:
    """Cards of their other cases that stand on phones say what is true."""
    for row in await labels.open_cases_of(tx, sender):
        await live.tidy(tx, row, now)
