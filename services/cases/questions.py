"""The questions after the ring (safeguarding.md): one at a time, each skippable, each used at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import Content, State
from domain.conversations import Dialog
from domain.dialogs import OPENING, OWN, UNKNOWN, WARD, Question, is_answer, next_question, question
from domain.news import Answered
from domain.outbox import Lane, Notice
from domain.people import Forged, Person
from domain.recontact import MOST_SIGNS
from domain.splitting import SHARED_ANSWERS
from domain.texts import Refusal, Text
from services.cases import conversation, holding, recontact
from services.cases.places import Placing
from storage import cases, dialogs, entries, journal, outbox, splits
from storage.database import Transaction
from storage.tables import CaseRow, EntryRow

QUESTIONS = Dialog.QUESTIONS


async def are_open(tx: Transaction, person: int) -> bool:
    """Whether somebody has begun to answer about a case that goes on: no other conversation takes its place."""
    talk = await dialogs.current(tx, person)
    row = None if talk is None or talk.name != QUESTIONS or talk.about is None else await cases.get(tx, talk.about)
    return row is not None and row.state != State.CLOSED


class Questions(Placing):
    """Every method is one transaction."""

    async def answer(self, person: Person, case: int, name: str, value: str | None) -> Question | None:
        """Keeps the answer to one question (None: skipped) and gives the next question, if any is left.

        The first answer counts; a place may be corrected. Raises Refusal for what is no answer to it.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            answered = await self._answered(tx, row, person)
            if question(name) is None or (value is not None and not is_answer(name, value)):
                raise Forged(Text("This button is too old. You can just write what you want to say."))
            if name in answered and (name != WARD or value is None):
                return next_question(answered)
            answered[name] = value or ""
            await dialogs.keep(tx, person.id, QUESTIONS, row.id, answered, now)
            if value is not None:
                await self._use(tx, row, name, value, now)
            await recontact.heard_again(tx, row, now)
            return next_question(answered)

    async def open_question(self, person: Person, case: int) -> str | None:
        """The name of the question that waits for an answer; OWN while the words to begin with are awaited."""
        async with self._database.reading() as tx:
            row = await cases.get(tx, case)
            if row is None or row.sender_id != person.id or row.split_from is not None:
                return None  # the questions were asked in the case it was split from
            answered = await self._answered(tx, row, person, look_only=True)
            if answered.get(OPENING) == OWN and not (row.wish or {}).get("opening"):
                return OWN
            asked = next_question(answered)
            return None if asked is None else asked.name

    async def said(self, person: Person, case: int) -> Sequence[str]:
        """The sender's own words in their case, in order."""
        async with self._database.reading() as tx:
            row = await cases.get(tx, case)
            if row is None or row.sender_id != person.id:
                return ()
            return [entries.content_of(entry).text for entry in await entries.of_case(tx, row.id, ("sender",))]

    async def begin_with(self, person: Person, case: int, words: str) -> Question | None:
        """The sender's own words to begin with. Raises Refusal for more than a short line."""
        if len(words) > MOST_SIGNS or "\n" in words or not words:
            raise Refusal(Text("Please take a short line, at most 40 signs. Or go on without it."))
        async with self._database.transaction() as tx:
            row = await self._own(tx, person, case)
            for each in [row, *await cases.others_open(tx, row)]:
                cases.keep_wish(each, opening=words)
            return next_question(await self._answered(tx, row, person))

    # --- inside a transaction ---

    @staticmethod
    async def _answered(tx: Transaction, row: CaseRow, person: Person, *, look_only: bool = False) -> dict[str, str]:
        kept = await (dialogs.seen if look_only else dialogs.answers)(tx, person.id, QUESTIONS, row.id)
        return {**kept, **({WARD: row.ward or ""} if row.place_known else {})}

    async def _use(self, tx: Transaction, row: CaseRow, name: str, value: str, now: datetime) -> None:
        others = await cases.others_open(tx, row)
        for each in [row, *others]:  # how they may be written to holds in all of them
            _wishes(each, name, value)
        if name == OPENING:  # between the sender and us: no entry, no note
            return
        if name == WARD and value != UNKNOWN:
            await self._place_all(tx, row, value, now)
        elif name == WARD and row.place_known:
            await self._place_unknown(tx, row, now)
        content = Content(kind=name, text=value)
        entry = await entries.add(tx, row.id, "answer", content, sent_at=now, received_at=now)
        told = {row.id: entry}
        for each in others if name in SHARED_ANSWERS else ():
            told[each.id] = await splits.copy(tx, entry, each.id)
        standing = [each for each in (row, *others) if each.id in told]
        for each in standing:
            journal.write(tx, now, "answered", case=each.id, question=name)
        for each in conversation.one_a_holder(standing):
            await _tell_holder(tx, each, told[each.id], now)


async def _tell_holder(tx: Transaction, row: CaseRow, entry: EntryRow, now: datetime) -> None:
    holder = await holding.holder_of(tx, row)
    if holder is not None:
        said = entries.content_of(entry)
        news = Answered(row.id, row.code, entry.id, said.kind, said.text)
        once = f"answer:{entry.id}:{holder.id}"
        await outbox.write(tx, [Notice(holder.person, news, Lane.SERVICE, once, case=row.id)], now)


def _wishes(row: CaseRow, name: str, value: str) -> None:
    match name:
        case "safe":
            row.may_write = value != "no"
        case "seen":
            cases.keep_wish(row, seen=value == "yes")
        case "when":
            cases.keep_wish(row, when=value)
        case "opening" if value != OWN:
            cases.keep_wish(row, opening=value)
