"""Promises that a handler could not keep at once: they go into the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.news import SafetyCard, Spoken
from domain.outbox import Lane, Notice
from domain.people import Person
from services.clock import Clock
from storage import outbox, people
from storage.database import Database

LATER = "later:"
SLOWLY = "slowly:"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in words that was not given at once: the `which`-th to this update."""

    to: Person
    spoken: Spoken
    update_id: int
    which: int


class Promises:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def write(self, notice: Notice) -> None:
        """Keeps one notice."""
        async with self._database.transaction() as tx:
            await outbox.write(tx, [notice], self._clock.now())

    async def card(self, person: Person, update_id: int) -> None:
        """The safety card for this update, once, before everything else."""
        await self.write(Notice(person.id, SafetyCard(update_id), Lane.URGENT, f"card:{update_id}"))

    async def repeat(self, answer: Answer) -> bool:
        """It could not be spoken: the same message, as soon as it is possible again.

        False: they have just had everything deleted, and nothing is kept for them.
        """
        async with self._database.transaction() as tx:
            if not await people.is_there(tx, answer.to.id):
                return False
            once = f"repeat:{answer.update_id}:{answer.which}"
            await outbox.write(tx, [Notice(answer.to.id, answer.spoken, Lane.REPLY, once)], self._clock.now())
        return True

    async def put_off(self, answer: Answer, until: datetime, *, among: str = LATER) -> int | None:
        """It is given at `until`, and what waits `among` the same for an earlier update of theirs is not.

        Gives how many were dropped: somebody who sends a hundred messages gets the answer to the last. None: they
        have just had everything deleted, and nothing is kept for them.
        """
        mine = f"{among}{answer.update_id}:"
        async with self._database.transaction() as tx:
            if not await people.is_there(tx, answer.to.id):
                return None
            dropped = await outbox.drop_answers(tx, answer.to.id, but=mine, now=self._clock.now(), among=among)
            once = f"{mine}{answer.which}"
            notice = Notice(answer.to.id, answer.spoken, Lane.REPLY, once, due_at=until)
            await outbox.write(tx, [notice], self._clock.now())
        return dropped

    async def drop_slow(self, person: Person, update_id: int) -> None:
        """What chatter before this update still waits for is no longer answered."""
        async with self._database.transaction() as tx:
            mine = f"{SLOWLY}{update_id}:"
            await outbox.drop_answers(tx, person.id, but=mine, now=self._clock.now(), among=SLOWLY)
