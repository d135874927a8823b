"""After a case has ended: whether its sender may be written to again, and when."""

from __future__ import annotations

from dataclasses import replace

from domain.cases import Case, State
from domain.news import Closed, StaffNote
from domain.people import Forged, Person
from domain.recontact import ANY, NEVER, asked_at_the_end, is_when
from domain.texts import Text
from services.cases import holding
from services.cases.opening import over_or_not_theirs
from services.clock import Clock
from storage import cases, journal, people
from storage.database import Database, Transaction
from storage.relay import Claimed
from storage.tables import CaseRow

NOTES = {ANY: "again_any", NEVER: "again_never"}


class Closing:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def may_write(self, person: Person, case: int, when: str, update_id: int) -> Case:
        """The sender of an ended case says when the bot may write first about it: about this case, and no other.

        The last answer counts; whoever had the case hears it. Raises Refusal where nothing is asked: a case of
        somebody else, one that goes on, one without words any more, or a phone on which they left quickly.
        """
        if not is_when(when):
            raise Forged(Text("This button is too old. You can just write what you want to say."))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await cases.lock(tx, case)
            if row is None or row.sender_id != person.id or not _may_be_asked(row, person):
                raise await over_or_not_theirs(tx, person, case)
            cases.keep_wish(row, when=when)
            journal.write(tx, now, "said_when", case=row.id, update=update_id)
            note = StaffNote(row.code, NOTES.get(when, "again_hours"), now, when)
            await holding.note_once(tx, row, await holding.holder_of(tx, row), note, f"again:{row.id}:{update_id}")
            return cases.case_of(row)

    async def asked(self, person: Person) -> int | None:
        """The case whose end asked them when we may write: the last one they were in, while it is still kept."""
        async with self._database.reading() as tx:
            row = await cases.newest_of(tx, person.id)
            if row is None or await cases.open_of(tx, person.id) is not None or not _may_be_asked(row, person):
                return None
            return row.id


def _may_be_asked(row: CaseRow, person: Person) -> bool:
    return row.state == State.CLOSED and bool(asked_at_the_end(cases.wish_of(row, left=person.hushed)))


async def as_it_is_now(tx: Transaction, notice: Claimed, news: Closed) -> Closed:
    """The end of a case with the answers that fit its sender now; not asked while another case of theirs goes on."""
    row, person = await cases.get(tx, news.case), await people.get(tx, notice.to)
    if row is None or person is None or await cases.open_of(tx, notice.to) is not None:
        return replace(news, asks=())
    return replace(news, asks=asked_at_the_end(cases.wish_of(row, left=person.hushed)))
