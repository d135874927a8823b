"""The information sheet of a case: asked for by its holder or, behind a reason, by a coordinator."""

from __future__ import annotations

from datetime import datetime

from domain import sheet
from domain.cases import Case, State
from domain.outbox import Lane, Notice
from domain.people import Person, Staff
from domain.sheet import Known, Said, Sheet, Step
from domain.texts import Refusal, Text
from services.cases import holding
from services.clock import Clock
from storage import cases, entries, journal, legal_clocks, outbox, people
from storage.database import Database, Transaction
from storage.tables import CaseRow, EntryRow


class Sheets:
    """Every method is one transaction. A refusal is one kind sentence, and stands in the journal."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def look(self, person: Person, case: int) -> tuple[Case, bool]:
        """The case, and whether this colleague has to say what they need the sheet for."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _allowed(tx, person, case, now)
            return cases.case_of(row), sheet.needs_reason(staff, cases.case_of(row))

    async def ask(self, person: Person, case: int, reason: str | None, update_id: int) -> Case:
        """Promises the sheet; the promise holds no word of it. Raises Refusal without a reason where one is needed."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await _allowed(tx, person, case, now)
            sheet.check_reason(staff, cases.case_of(row), reason)
            why = reason if sheet.needs_reason(staff, cases.case_of(row)) else "holder"
            journal.write(tx, now, "sheet_made", case=row.id, staff=staff.id, update=update_id, reason=why)
            once = f"sheet:{row.id}:{staff.id}:{update_id}"
            notice = Notice(staff.person, Sheet(row.id, row.code), Lane.SERVICE, once, case=row.id)
            await outbox.write(tx, [notice], now)
            return cases.case_of(row)


async def as_it_is_now(tx: Transaction, to: int, news: Sheet, now: datetime) -> Sheet | None:
    """The sheet with what the case knows at this moment; None for whoever may not have it any more."""
    row, staff = await cases.get(tx, news.case), await people.staff_of_person(tx, to)
    if row is None or staff is None or not sheet.may_have(staff, cases.case_of(row)):
        return None
    return Sheet(row.id, row.code, await _known(tx, row, staff, now))


async def may_keep(tx: Transaction, row: CaseRow, person: int) -> bool:
    """Whether a sheet of this case may stand on this phone."""
    staff = await people.staff_of_person(tx, person)
    return staff is not None and sheet.may_have(staff, cases.case_of(row))


async def _allowed(tx: Transaction, person: Person, case: int, now: datetime) -> tuple[Staff, CaseRow]:
    staff, row = await holding.seen(tx, person, case, now)
    if row.state == State.CLOSED:
        raise Refusal(Text("Case {code} is closed. A sheet is made only while it is open.", code=row.code))
    if not sheet.may_have(staff, cases.case_of(row)):
        journal.write(tx, now, "refused", case=row.id, staff=staff.id)
        await tx.commit()  # the line in the journal outlives the refusal
        raise Refusal(Text("This case is not yours at the moment. Open /vuviec to see who has it."))
    return staff, row


async def _known(tx: Transaction, row: CaseRow, staff: Staff, now: datetime) -> Known:
    holder = await holding.holder_of(tx, row)
    written = await entries.of_case(tx, row.id, ("sender", "staff", "answer"))
    heard = [entry.received_at for entry in written if entry.side == "sender"]
    answers = [entries.content_of(entry) for entry in written if entry.side == "answer"]
    return Known(
        ward=row.ward,
        place_known=row.place_known,
        origin=row.origin,
        received_at=min([row.opened_at, *heard]),
        holder="" if holder is None else holder.name,
        taken_at=row.taken_at,
        made_by=staff.name,
        made_at=now,
        clocks=tuple((await legal_clocks.of_case(tx, row.id)).values()),
        answers=tuple({answer.kind: answer.text for answer in answers if answer.kind != "gone"}.items()),
        said=tuple(_said(entry) for entry in written if entry.side != "answer"),
        steps=await _steps(tx, row),
    )


def _said(entry: EntryRow) -> Said:
    """The words alone: a number that was shared says who somebody is, and is opened in the chat."""
    content = entries.content_of(entry)
    words = "" if content.kind == "contact" else content.text
    return Said(entry.sent_at, entry.side == "staff", content.kind, words)


async def _steps(tx: Transaction, row: CaseRow) -> tuple[Step, ...]:
    names: dict[int | None, str] = {None: ""}
    steps = []
    for line in await journal.of_case(tx, row.id):
        if line.staff_id not in names:
            colleague = None if line.staff_id is None else await people.staff(tx, line.staff_id)
            names[line.staff_id] = "" if colleague is None else colleague.name
        steps.append(Step(line.at, line.verb, names[line.staff_id]))
    return tuple(steps)
