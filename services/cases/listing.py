"""The officer's list (/vuviec): what they may see, in the order of what matters first. No words, no sender."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import Case, State, Timing
from domain.desk_list import Listed, Page, Place, line, page
from domain.people import CASE_ROLES, Person, Staff, require_staff
from services.cases import sight, standing
from services.clock import Clock
from storage import case_list, cases, legal_clocks
from storage.database import Database, Transaction
from storage.tables import CaseRow


class CaseList:
    """Every method is one reading transaction. Raises Refusal for whoever does not work on cases."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def page(self, person: Person, after: Place | None = None, *, mine_only: bool = False) -> Page:
        """The cases that follow `after` in the list as it is now; an officer's ward, for coordinators all."""
        staff = require_staff(person, CASE_ROLES)
        now = self._clock.now()
        async with self._database.reading() as tx:
            rows = await sight.in_sight(tx, staff, await case_list.open_ones(tx), now)
            listed = await _listed(tx, staff, rows, now)
        wanted = [each for each in listed if each.mine or not mine_only]
        return page((line(each, now, self._timing) for each in wanted), after, now)

    async def in_hand(self, person: Person) -> Sequence[Case]:
        """The cases this member of staff has in hand, the oldest first."""
        staff = require_staff(person, CASE_ROLES)
        async with self._database.reading() as tx:
            return [cases.case_of(row) for row in await case_list.in_hands_of(tx, staff.id)]


async def _listed(tx: Transaction, staff: Staff, rows: Sequence[CaseRow], now: datetime) -> list[Listed]:
    ids = [row.id for row in rows]
    ladders = await standing.ladders_of(tx, map(standing.sort_of, rows), now)
    clocks, names = await legal_clocks.of_cases(tx, ids), await case_list.names(tx)
    waiting = await case_list.unanswered(tx, rows)
    return [
        Listed(
            case=cases.case_of(row),
            clocks=clocks.get(row.id, ()),
            mine=row.state == State.TAKEN and row.holder_id == staff.id,
            holder=None if row.holder_id is None or row.state != State.TAKEN else names[row.holder_id],
            unanswered_since=waiting.get(row.id),
            nobody=not ladders[standing.sort_of(row)].rungs,
        )
        for row in rows
    ]
