"""The questions after the ring (safeguarding.md): one at a time, each skippable, each used at once."""

from __future__ import annotations

from datetime import datetime

from domain.cases import Content
from domain.dialogs import WARD, Question, next_question
from domain.news import StaffNote
from domain.outbox import Lane, Notice
from domain.people import Person
from services.cases.places import Placing
from storage import cases, dialogs, outbox, people
from storage.database import Transaction
from storage.tables import CaseRow

QUESTIONS = "questions"


class Questions(Placing):
    """Every method is one transaction."""

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

    # --- inside a transaction ---

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
