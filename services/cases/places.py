"""Where it happened decides who is rung: an open case moves, a taken one is offered as a hand-over."""

from __future__ import annotations

from datetime import datetime

from domain.cases import State
from domain.people import Role
from services.cases import clocks, handover, holding, ladder, offers, waiting
from services.cases.opening import SenderSide
from storage import cases, journal
from storage.database import Transaction
from storage.tables import CaseRow


class Placing(SenderSide):
    """What moves a case from ward to ward, inside a transaction."""

    async def _place(self, tx: Transaction, row: CaseRow, ward: str, now: datetime) -> None:
        """The place decides who is rung: an open case moves, a taken one is offered as a hand-over."""
        before, known, row.place_known = row.ward, row.place_known, True
        theirs = await _ward_of_holder(tx, row)
        if ward == before and (known or theirs in (None, ward)):
            return
        row.ward = ward
        if before is None and cases.YET_TO_COME in row.avoids:
            row.avoids = [ward if each == cases.YET_TO_COME else each for each in row.avoids]
        journal.write(tx, now, "placed", case=row.id, ward=ward)
        if row.state == State.OPEN:
            await ladder.settle_alerts(tx, row, now, by=None, why="moved")
            await ladder.start(tx, row, now, self._timing)
        elif row.state == State.WAITING:
            await ladder.settle_alerts(tx, row, now, by=None, why="moved")
            await waiting.put_on_duty_list(tx, row, now)
        elif theirs in row.avoids:
            await ladder.settle_alerts(tx, row, now, by=None, why="moved")
            await self._leave_ward(tx, row, now)
        elif theirs == ward:  # its holder works there: nobody else is asked any more
            await offers.withdraw(tx, row, now, by=None, why="withdrawn")
        else:
            await handover.offer_to_ward(tx, row, now, self._timing)

    async def _place_all(self, tx: Transaction, row: CaseRow, ward: str, now: datetime) -> None:
        """The place holds for a case that was split off, too, while nothing else is known of that one."""
        others = [each for each in await cases.others_open(tx, row) if not each.place_known]
        for each in [row, *others]:
            await self._place(tx, each, ward, now)

    async def _leave_ward(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        if await _ward_of_holder(tx, row) in row.avoids:
            await self._note_holder(tx, row, "moved", now)
            row.state, row.holder_id, row.taken_at, row.acted_at = State.OPEN, None, None, None
        if row.state == State.OPEN:
            await clocks.became_urgent(tx, row, now)
            ladder.owe_the_truth(row, now, self._timing)
            await ladder.start(tx, row, now, self._timing)
        elif row.state == State.WAITING:
            await waiting.put_on_duty_list(tx, row, now)


async def _ward_of_holder(tx: Transaction, row: CaseRow) -> str | None:
    """The ward of the officer who has it; None while nobody has, and for a coordinator, who has all wards."""
    holder = await holding.holder_of(tx, row)
    return None if holder is None or holder.role is not Role.OFFICER else holder.ward
