"""/baocao: time to an answer by ward, this month and last; figures only."""

from __future__ import annotations

from domain.drills import GROUPS
from domain.figures import UNKNOWN, Month, answers, month_of
from domain.people import FIGURE_ROLES, Person, require_staff
from domain.wards import OUTSIDE
from services.clock import Clock
from storage import figures
from storage.database import Database


class Figures:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def months(self, person: Person) -> tuple[Month, ...]:
        """This month and the last. For coordinators and administrators."""
        require_staff(person, FIGURE_ROLES)
        found = []
        async with self._database.reading() as tx:
            for back in (0, 1):
                begins, ends = month_of(self._clock.now(), back)
                real, drill = await figures.real(tx, begins, ends), await figures.drilled(tx, begins, ends)
                groups = [group for group in (*GROUPS, OUTSIDE, UNKNOWN) if group in real or group in drill]
                rows = ((g, answers(real.get(g, ())), answers(drill.get(g, ()))) for g in groups)
                found.append(Month(begins, tuple(rows)))
        return tuple(found)
