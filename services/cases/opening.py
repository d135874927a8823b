"""How a sender's message becomes a case or joins one: the steps inside a transaction, for all of the sender's side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.cases import Content, Origin, State, Timing, joins_quietly, tell_due_at
from domain.dialogs import next_question
from domain.news import Ask, FromSender, Placed, StaffNote, Stored, WaitingPromise
from domain.outbox import Lane, Notice
from domain.people import Forged, Person
from domain.texts import Refusal, Text
from domain.wards import Called
from domain.working_time import offices_work
from services.cases import clocks, conversation, holding, ladder, recontact, standing, waiting
from services.clock import Clock
from storage import cases, entries, journal, outbox, people
from storage.database import Database, Transaction
from storage.tables import CaseRow, EntryRow


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a sender, as the intake hands it on. Times are aware UTC."""

    content: Content
    update_id: int
    message: int | None
    sent_at: datetime
    received_at: datetime
    edited: bool = False
    place: str | None = None  # the ward their words name beyond doubt

    @property
    def is_late(self) -> bool:
        """Sent long before it reached us: an outage lay between (the alert says so)."""
        return (self.received_at - self.sent_at).total_seconds() > 120


def place_of(said: Sequence[Heard]) -> str | None:
    """The ward that the last of these messages to name one names: «em ở Ngọc Lâm» often stands before the cry."""
    return next((each.place for each in reversed(said) if each.place is not None), None)


class SenderSide:
    """What every use case of the sender's side is made of."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def _open(
        self,
        tx: Transaction,
        person: Person,
        heard: Heard,
        origin: Origin,
        now: datetime,
        before: Sequence[Heard] = (),
        page: tuple[str, str] = ("", ""),
    ) -> CaseRow:
        row = await cases.open_case(
            tx,
            sender=person.id,
            ward=place_of([*before, heard]) or person.ward,
            origin=origin,
            update_id=heard.update_id,
            now=now,
            received_at=heard.received_at,
        )
        with tx.no_autoflush:  # everything about a new case is written at once: the alert waits for it
            called = await self._ring_new(tx, row, [*before, heard], now)
        sent, received = (heard.sent_at, heard.received_at) if heard.is_late else (None, None)
        on_duty, resting = called is Called.ON_DUTY, called is Called.RESTING
        stored = Stored(row.id, row.code, now, on_duty, sent, received, resting, *page)
        notices = [Notice(person.id, stored, Lane.REPLY, f"stored:{row.id}", case=row.id)]
        if (place := place_of([*before, heard])) is not None:
            notices.append(self._placed(row, place, now))
        if (question := next_question({})) is not None:
            asks = Ask(row.id, question.name)
            notices.append(Notice(person.id, asks, Lane.REPLY, f"ask:{row.id}:{question.name}", case=row.id))
        await outbox.write(tx, notices, now)
        return row

    async def _ring_new(self, tx: Transaction, row: CaseRow, said: Sequence[Heard], now: datetime) -> Called:
        heard = said[-1]
        row.place_known = place_of(said) is not None
        row.tell_at = tell_due_at(now, 0, self._timing)
        journal.write(tx, now, "opened", case=row.id, update=heard.update_id, origin=row.origin)
        for each in said:
            await self._keep_entry(tx, row, each, numbered=False)
        return await ladder.start(tx, row, now, self._timing)

    @staticmethod
    def _placed(row: CaseRow, ward: str, now: datetime) -> Notice:
        """The sender hears which ward we understood, each time, and can correct it."""
        once = f"placed:{row.id}:{ward}:{int(now.timestamp())}"
        return Notice(row.sender_id or 0, Placed(row.id, ward), Lane.REPLY, once, case=row.id)

    async def _open_waiting(
        self, tx: Transaction, person: Person, origin: Origin, update_id: int | None, now: datetime
    ) -> CaseRow:
        row = await cases.open_case(tx, sender=person.id, ward=person.ward, origin=origin, update_id=update_id, now=now)
        journal.write(tx, now, "opened", case=row.id, update=update_id, origin=origin.value)
        by = await waiting.put_on_duty_list(tx, row, now)
        promise = WaitingPromise(row.id, row.code, by, closed=not offices_work(now))
        await outbox.write(tx, [Notice(person.id, promise, Lane.REPLY, f"promise:{row.id}", case=row.id)], now)
        return row

    async def _cry_again(
        self, tx: Transaction, row: CaseRow, heard: Heard, now: datetime, before: Sequence[Heard] = ()
    ) -> None:
        """`before`: what they wrote before it that nobody here has read; it makes the case no less quiet."""
        rows = [row, *await cases.others_open(tx, row)]
        quiet = {each.id for each in rows if joins_quietly(cases.case_of(each), now)}
        taken_back = {each.id for each in rows if each.retracted}
        for each in rows:
            each.retracted = False
            await clocks.became_urgent(tx, each, heard.received_at)
        for said in (*before, heard):
            await self._add_entry(tx, row, said, now)
        for each in conversation.one_a_holder(rows):
            if each.id in taken_back and each.state == State.TAKEN:
                each.rung = 0  # the ring of before was taken back: this one is new
            await self._ring_again(tx, each, now, quiet=each.id in quiet)

    async def _ring_again(self, tx: Transaction, row: CaseRow, now: datetime, *, quiet: bool) -> None:
        if row.state == State.TAKEN:
            await ladder.ring_holder(tx, row, now, self._timing)
        elif row.state == State.WAITING or not quiet:
            row.state = State.OPEN
            ladder.owe_the_truth(row, now, self._timing)
            await ladder.start(tx, row, now, self._timing)

    async def _keep_entry(self, tx: Transaction, row: CaseRow, heard: Heard, *, numbered: bool = True) -> EntryRow:
        row.last_heard_at = max(row.last_heard_at, heard.received_at)
        return await entries.add(
            tx,
            row.id,
            "sender",
            heard.content,
            sent_at=heard.sent_at,
            received_at=heard.received_at,
            update_id=heard.update_id,
            message=heard.message,
            numbered=numbered,
        )

    async def _add_entry(self, tx: Transaction, row: CaseRow, heard: Heard, now: datetime) -> None:
        heard = await self._without_removed(tx, row, heard)
        entry = await self._keep_entry(tx, row, heard)
        await recontact.heard_again(tx, row, now)
        news = FromSender(row.id, row.code, entry.id, heard.sent_at, heard.content, heard.edited, heard.is_late)
        await conversation.pass_on(tx, row, entry, news, now)

    @staticmethod
    async def _without_removed(tx: Transaction, row: CaseRow, heard: Heard) -> Heard:
        """A picture an officer removed as sensitive does not come back with a change of its words."""
        if not heard.edited or heard.message is None:
            return heard
        before = await entries.by_message(tx, row.id, heard.message)
        gone = before is not None and entries.content_of(before).kind == "removed"
        return replace(heard, content=heard.content.without_file()) if gone else heard

    async def _own(self, tx: Transaction, person: Person, case: int) -> CaseRow:
        row = next((each for each in await cases.lock_all_open_of(tx, person.id) if each.id == case), None)
        if row is None:
            raise await over_or_not_theirs(tx, person, case)
        return row

    async def _tell_wish(self, tx: Transaction, row: CaseRow, wish: str, now: datetime) -> None:
        """What the sender asks for by a short code: into the case, and to its holder or whoever was rung for it."""
        content = Content(kind="wish", text=wish)
        entry = await entries.add(tx, row.id, "answer", content, sent_at=now, received_at=now)
        holder = await holding.holder_of(tx, row)
        rungs = (await standing.ladder_of(tx, row, now)).rungs
        rung = [staff for each in rungs if each.level <= max(row.rung, rungs[0].level) for staff in each.staff]
        for staff in rung if holder is None else [holder]:
            await holding.note_once(tx, row, staff, StaffNote(row.code, wish, now), f"wish:{entry.id}")

    @staticmethod
    async def _note_holder(tx: Transaction, row: CaseRow, what: str, now: datetime) -> None:
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        if holder is not None:
            once = f"note:{row.id}:{what}:{row.rings}:{holder.id}"
            note = StaffNote(row.code, what, now)
            await outbox.write(tx, [Notice(holder.person, note, Lane.SERVICE, once, case=row.id)], now)


async def over_or_not_theirs(tx: Transaction, person: Person, case: int) -> Refusal:
    """The same sentence for a case that ended and for somebody else's, whose button was never theirs to press."""
    row = await cases.get(tx, case)
    theirs = row is None or row.sender_id in (None, person.id)
    kind = Refusal if theirs else Forged
    return kind(Text("That conversation has ended. If you need help now, tap “Need help now”."))
