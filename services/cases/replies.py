"""Canned replies: an officer sends a ready sentence with a few taps, by the way that typed words go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain import replies
from domain.cases import Case
from domain.people import Person
from domain.replies import Page, Reply
from domain.texts import Refusal, Text
from services.cases import holding, letters
from services.cases.opening import Heard
from services.clock import Clock
from storage import cases, entries, people
from storage.database import Database, Transaction
from storage.tables import CaseRow


@dataclass(frozen=True, slots=True)
class Preview:
    """A reply as it would go out on this case. `to_child`: in the voice for a child."""

    case: Case
    reply: Reply
    to_child: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What a tap sends: a reply by name, in which voice, and the mark of the words that were shown."""

    case: int
    name: str
    to_child: bool
    mark: str


class CannedReplies:
    """For the holder of a case alone; every method is one transaction. A refusal is one kind sentence."""

    def __init__(self, database: Database, clock: Clock, known: Sequence[Reply]) -> None:
        self._database = database
        self._clock = clock
        self._known = tuple(known)

    async def listing(self, person: Person, case: int, page: int) -> tuple[Case, Page]:
        """The titles to choose from."""
        async with self._database.reading() as tx:
            _, row = await holding.held_to_look(tx, person, case)
            return cases.case_of(row), replies.page(self._known, page)

    async def preview(self, person: Person, case: int, name: str, to_child: bool | None) -> Preview:
        """What would be sent. `to_child` None: as the sender said who they are, `bạn` where they did not."""
        async with self._database.reading() as tx:
            _, row = await holding.held_to_look(tx, person, case)
            if to_child is None:
                to_child = await _is_child(tx, row)
            return Preview(cases.case_of(row), self._reply(name), to_child)

    async def send(self, person: Person, choice: Choice, heard: Heard) -> bool:
        """Sends what was shown. `heard` is the tap: its message is the preview, which sends once. False: it did before.

        Raises Refusal where the words are not those of the preview any more.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            staff, row = await holding.held(tx, person, choice.case)
            reply = self._reply(choice.name)
            if choice.mark != reply.mark(to_child=choice.to_child):
                raise Refusal(Text("These words were changed meanwhile. Nothing was sent; please choose them again."))
            if await cases.of_update(tx, heard.update_id) is not None:
                return True
            if heard.message is not None and await entries.written_by_tap(tx, row.id, staff.id, heard.message):
                return False
            content = replace(heard.content, text=reply.words(to_child=choice.to_child))
            await letters.send(tx, letters.Writer(row, staff, now), replace(heard, content=content), reply=reply.id)
            return True

    def _reply(self, name: str) -> Reply:
        found = replies.find(self._known, name)
        if found is None:
            raise Refusal(Text("This ready sentence is no longer there. Please choose another."))
        return found


async def _is_child(tx: Transaction, row: CaseRow) -> bool:
    sender = None if row.sender_id is None else await people.get(tx, row.sender_id)
    return sender is not None and sender.is_child
