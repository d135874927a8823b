"""Splitting a case (two children): a second case of the same sender in the same hands (docs/decisions/0011)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.cases import Case, Timing
from domain.legal_clocks import Kind, acting
from domain.news import SplitNews
from domain.outbox import Lane, Notice
from domain.people import Forged, Person, Staff
from domain.splitting import SHARED_ANSWERS, Plan, Said, counts_from, going_along
from domain.texts import Text
from services.cases import holding, ladder
from services.clock import Clock
from storage import cases, entries, journal, legal_clocks, outbox, splits
from storage.database import Database, Transaction, wake
from storage.tables import CaseRow, EntryRow


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen before a case is split: its messages, oldest first, and the choice so far."""

    case: int
    code: str
    messages: tuple[Said, ...]
    plan: Plan


class Splitting:
    """For the holder of a case alone; every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def look(self, person: Person, case: int, plan: Plan | None = None) -> Choice:
        """The messages of a case in this officer's hands, and what is chosen. Raises Refusal for any other case."""
        async with self._database.reading() as tx:
            _, row = await holding.held_to_look(tx, person, case)
            said = tuple(_said(entry) for entry in await entries.of_case(tx, row.id, ("sender",)))
            upto = said[-1].entry if said else 0
            return Choice(row.id, row.code, said, plan or Plan(await splits.count(tx, row.id) + 1, upto))

    async def split(self, person: Person, case: int, plan: Plan) -> Case:
        """*Tách vụ*: a new case with its own code, first-action clock and limits; the sender hears both codes.

        The same choice twice is one case. Raises Refusal for an old choice and for whoever does not hold the case.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, case)
            if (known := await splits.child(tx, row.id, plan.nth)) is not None:
                return cases.case_of(known)
            if plan.nth != await splits.count(tx, row.id) + 1:
                raise Forged(Text("This button is too old. Please open the case again with /vuviec."))
            written = await entries.of_case(tx, row.id, ("sender", "answer"))
            along = going_along([_said(entry) for entry in written if entry.side == "sender"], plan)
            new = await self._split_off(tx, row, plan.nth, along, now)
            for entry in written:
                if _goes_along(entry, along):
                    await splits.copy(tx, entry, new.id)
            await _tell(tx, row, new, staff, now)
            return cases.case_of(new)

    async def _split_off(self, tx: Transaction, row: CaseRow, nth: int, along: list[Said], now: datetime) -> CaseRow:
        act = (await legal_clocks.of_case(tx, row.id)).get(Kind.ACT)
        since = counts_from(row.opened_at if act is None else act.since, along)
        new = await splits.split_off(tx, row, nth, since, now)
        if act is not None:
            own = acting(since)
            new.due_at = own.due_at
            await legal_clocks.keep(tx, new.id, {Kind.ACT: own})
        new.climb_at = now + self._timing.first_action
        wake(tx, ladder.TOPIC)
        journal.write(tx, now, "split", case=row.id, staff=row.holder_id, to=new.id)
        journal.write(tx, now, "split_off", case=new.id, staff=row.holder_id, of=row.id)
        return new


def _said(entry: EntryRow) -> Said:
    return Said(entry.id, entry.sent_at, entry.received_at, entries.content_of(entry).kind)


def _goes_along(entry: EntryRow, along: list[Said]) -> bool:
    if entry.side == "answer":
        return entries.content_of(entry).kind in SHARED_ANSWERS
    return entry.id in {each.entry for each in along}


async def _tell(tx: Transaction, row: CaseRow, new: CaseRow, staff: Staff, now: datetime) -> None:
    card = holding.card_of(await holding.shown(tx, new, staff, now))
    notices = [Notice(staff.person, card, Lane.REPLY, f"card:{new.id}:{staff.id}:split", case=new.id)]
    if row.sender_id is not None:
        news = SplitNews(row.id, row.code, new.code)
        notices.append(Notice(row.sender_id, news, Lane.SERVICE, f"split:{new.id}", case=row.id))
    await outbox.write(tx, notices, now)
