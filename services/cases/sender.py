"""The sender's side of a case: from the first cry to the last correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.cases import DOUBT_WAITS, Case, Content, Origin, State, Timing, joins_quietly, tell_due_at
from domain.dialogs import WARD, Question, next_question
from domain.news import Ask, FromSender, FromStaff, StaffNote, Stored, WaitingPromise
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.texts import Refusal, Text
from domain.wards import WARDS
from services.cases import ladder
from services.clock import Clock
from storage import cases, dialogs, journal, outbox, people
from storage.database import Database, Transaction, wake
from storage.tables import CaseRow, EntryRow

QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a sender, as the intake hands it on. Times are aware UTC."""

    content: Content
    update_id: int
    message: int | None
    sent_at: datetime
    received_at: datetime
    edited: bool = False

    @property
    def is_late(self) -> bool:
        """Sent long before it reached us: an outage lay between (the alert says so)."""
        return (self.received_at - self.sent_at).total_seconds() > 120


class Cases:
    """What a sender can do. Every method is one transaction; a replayed update changes nothing."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def cry(self, person: Person, heard: Heard, origin: Origin) -> Case:
        """An urgent message: a case is opened and rings, or it joins the one that is already open.

        Within ten quiet minutes it is one case and one ring; later, or in a taken case, it rings again.
        """
        now = self._clock.now()
        async with self._database.transaction(urgent=True) as tx:
            if (known := await cases.of_update(tx, heard.update_id)) is not None:
                return cases.case_of(known)
            await people.row(tx, person.id)
            row = await cases.lock_open_of(tx, person.id)
            if row is None:
                row = await self._open(tx, person, heard, origin, now)
            else:
                await self._cry_again(tx, row, heard, now)
            return cases.case_of(row)

    async def add(self, person: Person, heard: Heard) -> Case | None:
        """A further message of somebody with an open case; None when they have none."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if (known := await cases.of_update(tx, heard.update_id)) is not None:
                return cases.case_of(known)
            row = await cases.lock_open_of(tx, person.id)
            if row is None:
                return None
            await self._add_entry(tx, row, heard, now)
            return cases.case_of(row)

    async def talk(self, person: Person, origin: Origin, update_id: int) -> Case:
        """*Muốn nói chuyện*, *Hỏi cán bộ phường*: a case that does not ring, with a promised time."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await people.row(tx, person.id)
            row = await cases.of_update(tx, update_id) or await cases.lock_open_of(tx, person.id)
            if row is None:
                row = await self._open_waiting(tx, person, origin, update_id, now)
            return cases.case_of(row)

    async def open_of(self, person: Person) -> Case | None:
        """The case this person is in now."""
        async with self._database.reading() as tx:
            row = await cases.newest_open_of(tx, person.id)
            return None if row is None else cases.case_of(row)

    async def from_staff(self, person: Person, case: int) -> Sequence[FromStaff]:
        """What officers wrote in the sender's own case: after *Thoát nhanh* it opens on their tap, not by itself."""
        async with self._database.reading() as tx:
            row = await cases.get(tx, case)
            if row is None or row.sender_id != person.id:
                return ()
            rows = await cases.entries(tx, row.id, ("staff",))
            return [FromStaff(row.id, row.code, cases.content_of(entry)) for entry in rows]

    async def by_code(self, person: Person, code: str) -> Case | None:
        """The sender's own case by its code; anybody else's is not there."""
        async with self._database.reading() as tx:
            row = await cases.by_code(tx, code)
            return None if row is None or row.sender_id != person.id else cases.case_of(row)

    async def doubt(self, person: Person, heard: Heard) -> int:
        """Keeps a worrying message until the gentle question is answered; gives the doubt's number."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            wake(tx, ladder.TOPIC)
            return await cases.add_doubt(
                tx,
                person=person.id,
                update_id=heard.update_id,
                content=heard.content,
                message=heard.message,
                now=now,
                due_at=now + DOUBT_WAITS,
            )

    async def answer_doubt(self, person: Person, doubt: int, answer: str, update_id: int) -> Case | None:
        """*Cần giúp ngay* rings, *Muốn nói chuyện* waits on the duty list, *Chỉ hỏi thông tin* forgets."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if (known := await cases.of_update(tx, update_id)) is not None:
                return cases.case_of(known)
            await people.row(tx, person.id)
            asked = await cases.doubt(tx, doubt)
            asked = asked if asked is not None and asked.person_id == person.id else None
            content = Content() if asked is None else cases.content_of(asked)
            sent_at = now if asked is None else asked.asked_at
            heard = Heard(content, update_id, None if asked is None else asked.message, sent_at, now)
            row = None
            if answer == "help":
                row = await cases.lock_open_of(tx, person.id)
                if row is None:
                    row = await self._open(tx, person, heard, Origin.BUTTON, now)
                else:
                    await self._cry_again(tx, row, heard, now)
            elif answer == "talk":
                row = await cases.lock_open_of(tx, person.id) or await self._open_waiting(
                    tx, person, Origin.TALK, update_id, now
                )
                await self._add_entry(tx, row, heard, now)
            if asked is not None:
                await tx.delete(asked)
            return None if row is None else cases.case_of(row)

    async def doubted(self, person: Person, doubt: int) -> str:
        """The words a gentle question was about, so that «only information» can be answered; often none."""
        async with self._database.reading() as tx:
            asked = await cases.doubt(tx, doubt)
            return "" if asked is None or asked.person_id != person.id else cases.content_of(asked).text

    async def doubts_due(self) -> None:
        """A gentle question nobody answered in ten minutes stands on the duty list, unconfirmed."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            for asked in await cases.doubts_due(tx, now):
                person = await people.get(tx, asked.person_id)
                if person is not None:
                    row = await cases.lock_open_of(tx, person.id) or await self._open_waiting(
                        tx, person, Origin.UNANSWERED, None, now
                    )
                    heard = Heard(cases.content_of(asked), asked.update_id, asked.message, asked.asked_at, now)
                    await self._add_entry(tx, row, heard, now)
                await tx.delete(asked)

    async def answer(self, person: Person, case: int, name: str, value: str | None) -> Question | None:
        """Keeps the answer to one question (None: skipped) and gives the next question, if any is left."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            answered = await dialogs.answers(tx, person.id, QUESTIONS, row.id)
            if name in answered:
                return next_question(answered)
            answered[name] = value or ""
            await dialogs.keep(tx, person.id, QUESTIONS, row.id, answered, now)
            if value is not None:
                await self._use_answer(tx, row, name, value, now)
            return next_question(answered)

    async def retract(self, person: Person, case: int) -> Case:
        """*Gõ nhầm*: the ring stops, but only a person closes the case; it stays on the duty list."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            if not row.retracted:
                row.retracted = True
                journal.write(tx, now, "retracted", case=row.id)
                await self._note_holder(tx, row, "retracted", now)
                if row.state == State.OPEN:
                    await ladder.settle_alerts(tx, row, now, by=None, why="retracted")
                    await ladder.put_on_duty_list(tx, row, now)
            return cases.case_of(row)

    async def avoid_ward(self, person: Person, case: int) -> Case:
        """*Không gửi cán bộ phường này*: that ward's officers lose the case, the coordinator is rung."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            if not row.skip_ward:
                row.skip_ward = True
                journal.write(tx, now, "ward_avoided", case=row.id)
                await ladder.settle_alerts(tx, row, now, by=None, why="moved")
                await self._leave_ward(tx, row, now)
            return cases.case_of(row)

    # --- inside a transaction ---

    async def _open(self, tx: Transaction, person: Person, heard: Heard, origin: Origin, now: datetime) -> CaseRow:
        row = await cases.open_case(
            tx, sender=person.id, ward=person.ward, origin=origin, update_id=heard.update_id, now=now
        )
        row.tell_at = tell_due_at(now, 0, self._timing)
        journal.write(tx, now, "opened", case=row.id, update=heard.update_id, origin=origin.value)
        await self._keep_entry(tx, row, heard)
        rung = await ladder.start(tx, row, now, self._timing)
        stored = Stored(row.id, row.code, now, rung, heard.sent_at if heard.is_late else None)
        notices = [Notice(person.id, stored, Lane.REPLY, f"stored:{row.id}", case=row.id)]
        if (question := next_question(())) is not None:
            asks = Ask(row.id, question.name)
            notices.append(Notice(person.id, asks, Lane.REPLY, f"ask:{row.id}:{question.name}", case=row.id))
        await outbox.write(tx, notices, now)
        return row

    async def _open_waiting(
        self, tx: Transaction, person: Person, origin: Origin, update_id: int | None, now: datetime
    ) -> CaseRow:
        row = await cases.open_case(tx, sender=person.id, ward=person.ward, origin=origin, update_id=update_id, now=now)
        journal.write(tx, now, "opened", case=row.id, update=update_id, origin=origin.value)
        by = await ladder.put_on_duty_list(tx, row, now)
        promise = WaitingPromise(row.id, row.code, by)
        await outbox.write(tx, [Notice(person.id, promise, Lane.REPLY, f"promise:{row.id}", case=row.id)], now)
        return row

    async def _cry_again(self, tx: Transaction, row: CaseRow, heard: Heard, now: datetime) -> None:
        quiet = joins_quietly(cases.case_of(row), now)
        row.retracted = False
        await self._add_entry(tx, row, heard, now)
        if row.state == State.TAKEN:
            await ladder.ring_holder(tx, row, now, self._timing)
        elif row.state == State.WAITING or not quiet:
            row.state = State.OPEN
            row.tell_at = row.tell_at or now + self._timing.tell_sender
            await ladder.start(tx, row, now, self._timing)

    async def _keep_entry(self, tx: Transaction, row: CaseRow, heard: Heard) -> EntryRow:
        row.last_heard_at = heard.received_at
        return await cases.add_entry(
            tx,
            row.id,
            "sender",
            heard.content,
            sent_at=heard.sent_at,
            received_at=heard.received_at,
            update_id=heard.update_id,
            message=heard.message,
        )

    async def _add_entry(self, tx: Transaction, row: CaseRow, heard: Heard, now: datetime) -> None:
        entry = await self._keep_entry(tx, row, heard)
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        if row.state == State.TAKEN and holder is not None:
            news = FromSender(row.id, row.code, entry.id, heard.sent_at, heard.content, heard.edited, heard.is_late)
            once = f"from-sender:{entry.id}:{holder.id}"
            await outbox.write(tx, [Notice(holder.person, news, Lane.SERVICE, once, case=row.id)], now)

    async def _own(self, tx: Transaction, person: Person, case: int) -> CaseRow:
        row = await cases.lock(tx, case)
        if row is None or row.sender_id != person.id or row.state == State.CLOSED:
            raise Refusal(Text("That conversation has ended. If you need help now, tap “Need help now”."))
        return row

    async def _use_answer(self, tx: Transaction, row: CaseRow, name: str, value: str, now: datetime) -> None:
        await cases.add_entry(tx, row.id, "answer", Content(kind=name, text=value), sent_at=now, received_at=now)
        if name == "safe":
            row.may_write = value != "no"
        if name == WARD and value != "unknown":
            await self._place(tx, row, value, now)
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        if holder is not None:
            note = StaffNote(row.code, f"answer:{name}:{value}", now)
            once = f"answer:{row.id}:{name}:{holder.id}"
            await outbox.write(tx, [Notice(holder.person, note, Lane.SERVICE, once, case=row.id)], now)

    async def _place(self, tx: Transaction, row: CaseRow, ward: str, now: datetime) -> None:
        """The place decides who is rung: an open case moves, a taken one is offered as a hand-over."""
        before, row.place_known = row.ward, True
        if ward == before:
            return
        row.ward = ward
        journal.write(tx, now, "placed", case=row.id, ward=ward)
        if row.state == State.OPEN:
            await ladder.settle_alerts(tx, row, now, by=None, why="moved")
            await ladder.start(tx, row, now, self._timing)
        elif row.state == State.WAITING:
            await ladder.put_on_duty_list(tx, row, now)
        else:
            await self._note_holder(tx, row, "elsewhere" if ward in WARDS else "outside", now)

    async def _leave_ward(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        if holder is not None and holder.ward == row.ward:
            await self._note_holder(tx, row, "moved", now)
            row.state, row.holder_id, row.taken_at, row.acted_at = State.OPEN, None, None, None
        if row.state == State.OPEN:
            row.tell_at = row.tell_at or now + self._timing.tell_sender
            await ladder.start(tx, row, now, self._timing)
        elif row.state == State.WAITING:
            await ladder.put_on_duty_list(tx, row, now)

    async def _note_holder(self, tx: Transaction, row: CaseRow, what: str, now: datetime) -> None:
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        if holder is not None:
            once = f"note:{row.id}:{what}:{row.rings}:{holder.id}"
            note = StaffNote(row.code, what, now)
            await outbox.write(tx, [Notice(holder.person, note, Lane.SERVICE, once, case=row.id)], now)
