"""Where it happened decides who is rung: an open case moves, a taken one is offered as a hand-over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import State
from domain.people import Role
from services.cases import clocks, handover, holding, ladder, offers, waiting
from services.cases.opening import Heard, SenderSide, place_of
from storage import cases, journal, outbox, people
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
        if row.state in (State.OPEN, State.WAITING):
            await self._call_anew(tx, row, now)
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

    async def _place_unknown(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        """They do not know the place we took from their words: who is called is who was called without it. A case
        somebody has taken stays with them."""
        home = None if (sender := await people.get(tx, row.sender_id or 0)) is None else sender.ward
        others = [each for each in await cases.others_open(tx, row) if each.place_known and each.ward == row.ward]
        for each in [row, *others]:
            if each.state not in (State.OPEN, State.WAITING):
                continue
            before, each.ward, each.place_known = each.ward, home, False
            if before == home:
                continue
            if home is None and before in each.avoids:  # it was about the first ward that becomes known
                each.avoids = [cases.YET_TO_COME if ward == before else ward for ward in each.avoids]
            journal.write(tx, now, "place_unsure", case=each.id, ward=home)
            await self._call_anew(tx, each, now)

    async def _call_anew(self, tx: Transaction, row: CaseRow, now: datetime) -> None:
        await ladder.settle_alerts(tx, row, now, by=None, why="moved")
        if row.state == State.OPEN:
            await ladder.start(tx, row, now, self._timing)
        else:
            await waiting.put_on_duty_list(tx, row, now)

    async def _place_mentioned(self, tx: Transaction, row: CaseRow, said: Sequence[Heard], now: datetime) -> None:
        if (ward := place_of(said)) is not None and not row.place_known:
            await self._place_all(tx, row, ward, now)
            await outbox.write(tx, [self._placed(row, ward, now)], now)

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
