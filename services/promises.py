"""Promises that a handler could not keep at once: they go into the outbox."""

from __future__ import annotations

from domain.news import Spoken
from domain.outbox import Lane, Notice
from domain.people import Person
from services.clock import Clock
from storage import outbox
from storage.database import Database


class Promises:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def write(self, notice: Notice) -> None:
        """Keeps one notice."""
        async with self._database.transaction() as tx:
            await outbox.write(tx, [notice], self._clock.now())

    async def repeat(self, person: Person, spoken: Spoken, update_id: int, which: int) -> None:
        """An answer that could not be spoken: the same message, as soon as it is possible again."""
        await self.write(Notice(person.id, spoken, Lane.REPLY, f"repeat:{update_id}:{which}"))
