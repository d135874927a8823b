"""The sender's side of a case: the cry, further words, its state, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import Case, Origin, State
from domain.learning import PASSED_OVER, month_name
from domain.news import LetterOpened
from domain.news_desk import Told
from domain.outbox import Lane, Notice
from domain.people import Person
from domain.wards import Called
from services.cases import conversation, ladder, recontact, standing, waiting
from services.cases.opening import Heard
from services.cases.places import Placing
from storage import cases, entries, journal, misses, outbox, people
from storage.database import Transaction
from storage.tables import CaseRow

MOST_SHOWN = 5


class Cases(Placing):
    """What a sender can do. Every method is one transaction; a replayed update changes nothing."""

    async def cry(
        self,
        person: Person,
        heard: Heard,
        origin: Origin,
        before: Sequence[Heard] = (),
        page: tuple[str, str] = ("", ""),
    ) -> Case:
        """An urgent message: a case is opened and rings, or it joins the one that is already open.

        Within ten quiet minutes it is one case and one ring; later, or in a taken case, it rings again. What they
        wrote `before` it, taken for a question then, stands before it. `page`: slug and title of an article to
        read meanwhile; it is offered where a case is opened.
        """
        now = self._clock.now()
        async with self._database.transaction(urgent=True) as tx:
            if (known := await cases.of_update(tx, heard.update_id)) is not None:
                return cases.case_of(known)
            await people.row(tx, person.id)
            row = await cases.lock_open_of(tx, person.id)
            said = {each.update_id: each for each in before if each.update_id != heard.update_id}  # each was said once
            before = [each for each in said.values() if await cases.of_update(tx, each.update_id) is None]
            if row is None:
                row = await self._open(tx, person, heard, origin, now, before, page)
                if before and origin is not Origin.WORDS:
                    await misses.corrected(tx, month_name(now), PASSED_OVER)
            else:
                await self._cry_again(tx, row, heard, now, before)
                await self._place_mentioned(tx, row, [*before, heard], now)
            await recontact.came_back(tx, person.id, heard.update_id, now)
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
            await self._place_mentioned(tx, row, [heard], now)
            return cases.case_of(row)

    async def talk(self, person: Person, origin: Origin, update_id: int, question: Heard | None = None) -> Case:
        """*Hỏi cán bộ phường*: a case that does not ring, with a promised time, and what they had just asked."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await people.row(tx, person.id)
            row = await cases.of_update(tx, update_id) or await cases.lock_open_of(tx, person.id)
            if row is None:
                row = await self._open_waiting(tx, person, origin, update_id, now)
            if question is not None and await cases.of_update(tx, question.update_id) is None:
                await self._add_entry(tx, row, question, now)
            return cases.case_of(row)

    async def newest_of(self, person: Person) -> Case | None:
        """The case this person is in now, else the last one that ended."""
        async with self._database.reading() as tx:
            row = await cases.open_of(tx, person.id) or await cases.newest_of(tx, person.id)
            return None if row is None else cases.case_of(row)

    async def is_back(self, person: Person, case: int) -> None:
        """They write or tap again: what waited for that comes now."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            await cases.lock_all_open_of(tx, person.id)
            row = await cases.lock(tx, case)
            if row is not None and row.sender_id == person.id:
                row.last_heard_at = max(row.last_heard_at, now)  # they are here: what waited is an answer now
                await recontact.heard_again(tx, row, now)

    async def reads(self, person: Person, case: int, update_id: int) -> None:
        """The sender opened their own case: what officers wrote last, and all they have not seen yet, comes now.

        Nothing else of it has to be sent any more; a letter is sent when Telegram took it, not before.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await cases.lock(tx, case)
            if row is None or row.sender_id != person.id:
                return
            await recontact.has_read(tx, row, now)
            rows = await entries.of_case(tx, row.id, ("staff",))
            said = [entry for entry in rows if entry.told != Told.STRUCK]
            said = [e for e in said if e in said[-MOST_SHOWN:] or e.told in (None, Told.KEPT, Told.WAITS)]
            notices = [
                Notice(person.id, letter, Lane.REPLY, f"opened:{letter.entry}:{update_id}", case=row.id)
                for entry in said
                for letter in [LetterOpened(row.id, row.code, entries.content_of(entry), entry.id)]
            ]
            await outbox.write(tx, notices, now)

    async def call_me(self, person: Person, case: int) -> bool:
        """Short code 1: whoever has it or was rung hears so. Gives whether a number was sent already."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            written = await entries.of_case(tx, row.id, ("sender",))
            for each in conversation.one_a_holder([row, *await cases.others_open(tx, row)]):
                await self._tell_wish(tx, each, "call_me", now)
            await recontact.heard_again(tx, row, now)
            return any(entries.content_of(entry).phone for entry in written)

    async def later(self, person: Person, case: int) -> None:
        """Short code 2: nothing comes until they write again; whoever has it sees that."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            rows = [row, *await cases.others_open(tx, row)]
            for each in rows:
                cases.keep_wish(each, later=True)
            for each in conversation.one_a_holder(rows):
                await self._tell_wish(tx, each, "later", now)

    async def of(self, person: Person, case: int) -> Case | None:
        """The sender's own case by its number, ended or not; else the one they are in now."""
        async with self._database.reading() as tx:
            row = await cases.get(tx, case)
            if row is None or row.sender_id != person.id:
                row = await cases.open_of(tx, person.id)
            return None if row is None else cases.case_of(row)

    async def called(self, case: Case) -> Called:
        """Who is called for this case now; read afresh, since hours and the roster change while it rings."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            row = await cases.get(tx, case.id)
            return Called.NOBODY if row is None else (await standing.ladder_of(tx, row, now)).called(row.rung)

    async def by_code(self, person: Person, code: str) -> Case | None:
        """The sender's own case by its code; anybody else's is not there."""
        async with self._database.reading() as tx:
            row = await cases.by_code(tx, code)
            return None if row is None or row.sender_id != person.id else cases.case_of(row)

    async def retract(self, person: Person, case: int) -> Case:
        """*Gõ nhầm*: the ring stops, but only a person closes the case; it stays on the duty list."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            for each in [row, *await cases.others_open(tx, row)]:
                if not each.retracted:
                    await self._retract(tx, each, now)
            return cases.case_of(row)

    async def _retract(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        row.retracted = True
        journal.write(tx, now, "retracted", case=row.id)
        await self._note_holder(tx, row, "retracted", now)
        if row.state == State.OPEN:
            await ladder.settle_alerts(tx, row, now, by=None, why="retracted")
            await waiting.put_on_duty_list(tx, row, now)

    async def avoid_ward(self, person: Person, case: int) -> Case:
        """*Không gửi cán bộ phường này*: that ward's officers lose the case for good, the coordinator is rung.

        Said before any ward is known, it is about the first one that will be.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            ward = row.ward or cases.YET_TO_COME
            for each in [row, *await cases.others_open(tx, row)]:
                if ward not in each.avoids and each.ward == row.ward:
                    each.avoids = [*each.avoids, ward]
                    journal.write(tx, now, "ward_avoided", case=each.id)
                    await ladder.settle_alerts(tx, each, now, by=None, why="moved")
                    await self._leave_ward(tx, each, now)
            return cases.case_of(row)
