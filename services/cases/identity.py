"""*Ai gửi?*: who a sender is, for a reason that stands in the journal."""

from __future__ import annotations

from dataclasses import dataclass

from domain.cases import Case, State
from domain.identity import LONGEST_REASON, Known, Reason
from domain.people import CASE_ROLES, Person, Staff, require_staff
from domain.texts import Refusal, Text
from services.cases import holding, live
from services.cases.opening import Heard
from services.clock import Clock
from storage import cases, entries, journal, people
from storage.database import Database, Transaction
from storage.tables import CaseRow

STANDS = "SenderKnown"


@dataclass(frozen=True, slots=True)
class Answer:
    """Who sent a case, as far as we know."""

    case: Case
    known: Known


class Identity:
    """Every method is one transaction. Raises Refusal, with a line in the journal, for whoever may not ask."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def may_ask(self, person: Person, case: int) -> Case:
        """The case about which this person may ask."""
        async with self._database.transaction() as tx:
            return cases.case_of((await self._asked(tx, person, case))[1])

    async def ask(self, person: Person, case: int, reason: Reason) -> Answer:
        """Who sent it; the journal keeps who asked, when, and why."""
        async with self._database.transaction() as tx:
            staff, row = await self._asked(tx, person, case)
            journal.write(
                tx, self._clock.now(), "identity_read", case=row.id, staff=staff.id, reason=Reason(reason).value
            )
            return await _answer(tx, row)

    async def ask_because(self, person: Person, case: int, heard: Heard) -> Answer:
        """Who sent it, for a reason in the asker's own words: sealed beside the case, the journal names the entry.

        An update that comes twice is one line. Raises Refusal for no words, or too many.
        """
        words = heard.content.text.strip()
        if heard.content.kind != "text" or not words or len(words) > LONGEST_REASON:
            raise Refusal(Text("A reason is a few words. Nothing was opened; please tap “Who sent it?” once more."))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await self._asked(tx, person, case)
            if await cases.of_update(tx, heard.update_id) is None:
                entry = await entries.add(
                    tx,
                    row.id,
                    "reason",
                    heard.content,
                    sent_at=heard.sent_at,
                    received_at=heard.received_at,
                    update_id=heard.update_id,
                    staff=staff.id,
                )
                journal.write(
                    tx, now, "identity_read", case=row.id, staff=staff.id, reason=Reason.OTHER.value, entry=entry.id
                )
                if heard.message is not None:  # what they typed stands on their phone, too
                    await people.add_post(
                        tx, staff.person, heard.message, now, ours=False, kind="OwnWords", case=row.id
                    )
            return await _answer(tx, row)

    async def stands(self, person: Person, message: int, case: int) -> None:
        """It stands on this phone now: taken away when the case is closed, or no longer theirs to ask about."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await people.row(tx, person.id)
            row = await cases.lock(tx, case)
            await people.add_post(tx, person.id, message, now, ours=True, kind=STANDS, case=case)
            if row is not None:
                await live.tidy(tx, row, now)

    async def _asked(self, tx: Transaction, person: Person, case: int) -> tuple[Staff, CaseRow]:
        staff = require_staff(person, CASE_ROLES)
        row = await cases.lock(tx, case)
        if row is None or not holding.may_know(staff, row):
            known = None if row is None else row.id
            journal.write(tx, self._clock.now(), "refused", case=known, staff=staff.id, asked="identity")
            await tx.commit()  # the line in the journal outlives the refusal
            raise Refusal(Text("Who sent it is for the officers of this ward and the coordinator. Nothing was opened."))
        if row.state == State.CLOSED:
            raise Refusal(Text("Case {code} is closed.", code=row.code))
        return staff, row


async def _answer(tx: Transaction, row: CaseRow) -> Answer:
    sender = None if row.sender_id is None else await people.get(tx, row.sender_id)
    if sender is None:
        raise Refusal(Text("Who sent {code} is no longer kept.", code=row.code))
    said = [entries.content_of(entry).phone for entry in await entries.of_case(tx, row.id, ("sender",))]
    phones = tuple(dict.fromkeys(phone for phone in said if phone))
    return Answer(cases.case_of(row), Known(sender.chat, sender.audience, sender.age_band, sender.ward, phones))
