"""/chuabiet: what people ask and the bot does not know, and where it was mistaken; counts only."""

from __future__ import annotations

from domain.figures import month_of
from domain.learning import Misses, misses_of, month_name
from domain.people import LIBRARY_ROLES, Person, require_staff
from services.clock import Clock
from storage import misses
from storage.database import Database


class Learning:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def misses(self, person: Person) -> Misses:
        """What was counted since the beginning of last month. For editors and administrators."""
        require_staff(person, LIBRARY_ROLES)
        begins, (this, _) = month_of(self._clock.now(), 1)[0], month_of(self._clock.now())
        async with self._database.reading() as tx:
            return misses_of(
                await misses.unanswered(tx, begins.date()),
                await misses.phrases(tx, begins.date()),
                await misses.corrections(tx, [month_name(begins), month_name(this)]),
                await misses.rang(tx, begins),
            )
