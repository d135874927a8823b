"""Where it happened decides who is rung: an open case moves, a taken one is offered as a hand-over."""

from __future__ import annotations

from datetime import datetime

from domain.cases import State
from domain.wards import WARDS
from services.cases import handover, ladder, waiting
from services.cases.opening import SenderSide
from storage import cases, journal, people
from storage.database import Transaction
from storage.tables import CaseRow


class Placing(SenderSide):
    """What moves a case from ward to ward, inside a transaction."""

    async def _place(self, tx: Transaction, row: CaseRow, ward: str, now: datetime) -> None:
        """The place decides who is rung: an open case moves, a taken one is offered as a hand-over."""
        before, row.place_known = row.ward, True
        if ward == before:
            return
        row.ward = ward
        journal.write(tx, now, "placed", case=row.id, ward=ward)
        if row.state == State.OPEN:
            await ladder.settle_alerts(tx, row, now, by=None, why="moved")
            await ladder.start(tx, row, now, self._timing)
        elif row.state == State.WAITING:
            await waiting.put_on_duty_list(tx, row, now)
        elif ward in WARDS:
            await handover.offer_to_ward(tx, row, now, self._timing)
        else:
            await self._note_holder(tx, row, "outside", now)

    async def _place_all(self, tx: Transaction, row: CaseRow, ward: str, now: datetime) -> None:
        """The place holds for a case that was split off, too, while nothing else is known of that one."""
        others = [each for each in await cases.others_open(tx, row) if not each.place_known]
        for each in [row, *others]:
            await self._place(tx, each, ward, now)

    async def _leave_ward(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        holder = None if row.holder_id is None else await people.staff(tx, row.holder_id)
        if holder is not None and holder.ward == row.ward:
            await self._note_holder(tx, row, "moved", now)
            row.state, row.holder_id, row.taken_at, row.acted_at = State.OPEN, None, None, None
        if row.state == State.OPEN:
            ladder.owe_the_truth(row, now, self._timing)
            await ladder.start(tx, row, now, self._timing)
        elif row.state == State.WAITING:
            await waiting.put_on_duty_list(tx, row, now)
