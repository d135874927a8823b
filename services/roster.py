"""The roster: who is on duty, and who may be rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.people import Person, Role, Staff, require_staff
from services.clock import Clock
from storage import journal, people
from storage.database import Database


class Roster:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def staff(self) -> Sequence[tuple[Staff, bool | None]]:
        """Everybody who works here, and whether Telegram lets us write to them."""
        async with self._database.reading() as tx:
            return [(c.staff, c.reachable) for c in await people.contacts(tx)]

    async def set_duty(self, person: Person, *, on: bool) -> Staff:
        """On duty or not, for oneself."""
        staff = require_staff(person, frozenset(Role))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await people.staff_row(tx, person.id)
            if row is not None:
                row.on_duty = on
                journal.write(tx, now, "duty_on" if on else "duty_off", staff=row.id)
            return replace(staff, on_duty=on)
