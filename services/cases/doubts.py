"""The gentle question: worrying words are kept until it is answered, and nobody's silence loses them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.cases import DOUBT_WAITS, Case, Content, Origin, Timing
from domain.learning import ANSWERS, month_name
from domain.people import Person
from services.cases import ladder, recontact
from services.cases.opening import Heard
from services.cases.places import Placing
from services.clock import Clock
from services.each_alone import each_alone
from storage import cases, doubts, entries, misses, people
from storage.database import Database, Transaction, wake
from storage.tables import CaseRow, DoubtRow


class Doubts(Placing):
    """Every method but `come_due` is one transaction; a replayed update changes nothing.

    `place_in`: the ward that words name beyond doubt; it raises nothing.
    """

    def __init__(self, database: Database, clock: Clock, timing: Timing, place_in: Callable[[str], str | None]) -> None:
        super().__init__(database, clock, timing)
        self._place_in = place_in

    async def ask(self, person: Person, heard: Heard) -> int:
        """Keeps a worrying message until the gentle question is answered; gives the doubt's number."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            wake(tx, ladder.TOPIC)
            return await doubts.add(
                tx,
                person=person.id,
                update_id=heard.update_id,
                content=heard.content,
                message=heard.message,
                sent_at=heard.sent_at,
                received_at=heard.received_at,
                now=now,
                due_at=now + DOUBT_WAITS,
            )

    async def answer(self, person: Person, doubt: int, answer: str, update_id: int) -> Case | None:
        """*Cần giúp ngay* rings, *Muốn nói chuyện* waits on the duty list, *Chỉ hỏi thông tin* forgets."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            if (known := await cases.of_update(tx, update_id)) is not None:
                return cases.case_of(known)
            await people.row(tx, person.id)
            asked = await doubts.lock(tx, doubt)
            asked = asked if asked is not None and asked.person_id == person.id else None
            heard = Heard(Content(), update_id, None, now, now) if asked is None else self._heard(asked, update_id)
            row = None
            if answer == "help":
                row = await cases.lock_open_of(tx, person.id)
                if row is None:
                    row = await self._open(tx, person, heard, Origin.BUTTON, now)
                else:
                    await self._cry_again(tx, row, heard, now)
                    await self._place_mentioned(tx, row, [heard], now)
                await recontact.came_back(tx, person.id, update_id, now)
            elif answer == "talk":
                row = await cases.lock_open_of(tx, person.id) or await self._open_waiting(
                    tx, person, Origin.TALK, update_id, now
                )
                await self._add_entry(tx, row, heard, now)
                await self._place_mentioned(tx, row, [heard], now)
            if row is not None:
                row.last_heard_at = now  # the message may be older: it is the tap that was heard now
            if asked is not None:
                await tx.delete(asked)
                if answer in ANSWERS and heard.content.text.strip():  # a picture was not misread
                    await misses.corrected(tx, month_name(now), ANSWERS[answer])
            return None if row is None else cases.case_of(row)

    async def join(self, person: Person) -> None:
        """They cried for help: what they were asked about just before goes to their case, and waits for no answer."""
        async with self._database.reading() as tx:
            if not await doubts.are_asked(tx, person.id):
                return
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await people.row(tx, person.id)
            waiting = await doubts.of_person(tx, person.id)  # before the case, as everybody locks
            row = await cases.lock_open_of(tx, person.id)
            if row is None:
                return
            for asked in waiting:
                await self._goes_to(tx, row, asked, now)

    async def asked_about(self, person: Person, doubt: int, update_id: int) -> Heard | None:
        """The message a gentle question was about, so that it can be answered; often none.

        A tap that comes again finds it in the case it opened then.
        """
        async with self._database.reading() as tx:
            asked = await doubts.lock(tx, doubt)
            if asked is not None:
                return _as_heard(asked, asked.update_id) if asked.person_id == person.id else None
            row, entry = await cases.of_update(tx, update_id), await entries.of_update(tx, update_id)
            if row is None or entry is None or row.sender_id != person.id:
                return None
            return Heard(entries.content_of(entry), update_id, entry.message, entry.sent_at, entry.received_at)

    async def come_due(self) -> datetime | None:
        """A gentle question nobody answered in ten minutes stands on the duty list, unconfirmed.

        Gives the moment of the next.
        """
        now = self._clock.now()
        async with self._database.reading() as tx:  # most looks find nothing, and keep no writer waiting
            due_at = await doubts.next_due_at(tx)
        if due_at is None or due_at > now:
            return due_at
        async with self._database.reading() as tx:
            due = await doubts.due(tx, now)
        await each_alone("doubt", due, partial(self._came_due, now))
        async with self._database.reading() as tx:
            return await doubts.next_due_at(tx)

    async def _came_due(self, now: datetime, doubt: int) -> None:
        async with self._database.transaction() as tx:
            if (asked := await doubts.still_due(tx, doubt, now)) is None:
                return
            person = await people.get(tx, asked.person_id)
            if person is None or await cases.of_update(tx, asked.update_id) is not None:
                await tx.delete(asked)  # nobody is left to ask, or a case has it already
                return
            row = await cases.lock_open_of(tx, person.id)
            if row is None:
                row = await self._open_waiting(tx, person, Origin.UNANSWERED, None, now)
            await self._goes_to(tx, row, asked, now)

    async def _goes_to(self, tx: Transaction, row: CaseRow, asked: DoubtRow, now: datetime) -> None:
        """What they were asked about belongs to this case; what is in a case already is said once."""
        if await cases.of_update(tx, asked.update_id) is None:
            heard = self._heard(asked, asked.update_id)
            await self._add_entry(tx, row, heard, now)
            await self._place_mentioned(tx, row, [heard], now)
        await tx.delete(asked)

    def _heard(self, asked: DoubtRow, update_id: int) -> Heard:
        heard = _as_heard(asked, update_id)
        return replace(heard, place=self._place_in(heard.content.text))


def _as_heard(asked: DoubtRow, update_id: int) -> Heard:
    """The message as it came, whenever the question is answered: whether it was late is a fact of that time."""
    return Heard(entries.content_of(asked), update_id, asked.message, asked.sent_at, asked.received_at)
