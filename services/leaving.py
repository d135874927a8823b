"""Staff who leave, and phones that are lost: rights end at once, cases go on, words leave the phone."""

from __future__ import annotations

from datetime import datetime

from domain.news import Spoken, StaffNote
from domain.news_arrivals import FamilyErased, LostChild, PickupDoubt, StillHere
from domain.people import Person, Role, Staff, require_staff
from domain.texts import Refusal, Text
from services import menus
from services.cases import holding, ladder, phones
from services.clock import Clock
from storage import dialogs, journal, offers, outbox, people, roster
from storage.database import Database, Transaction, wake
from storage.tables import CaseRow, StaffRow

# of the day of an event, and answers that wait: none may come to a phone that is lost
NOT_FOR_STRANGERS = frozenset(each.__name__ for each in (FamilyErased, LostChild, PickupDoubt, Spoken, StillHere))
MAY_REPORT = frozenset({Role.COORDINATOR, Role.ADMIN})


class Leaving:
    """Every method is one transaction.

    Their name stays in the journal. Cases they had in hand are rung again at once. What stands about cases in their
    chat is removed as far as 48 hours allow. `treem staff add` brings somebody back.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def remove(self, chat: int) -> Staff:
        """Somebody no longer works here. Raises Refusal when nobody with this Telegram id does."""
        async with self._database.transaction() as tx:
            return await self._off(tx, await self._of_chat(tx, chat), "staff_removed", None)

    async def lose_phone(self, chat: int) -> Staff:
        """A phone is in strange hands. Raises Refusal when nobody with this Telegram id works here."""
        async with self._database.transaction() as tx:
            return await self._off(tx, await self._of_chat(tx, chat), "phone_lost", None)

    async def report_lost(self, by: Person, staff: int) -> Staff:
        """A coordinator or administrator says that a colleague's phone is lost. Raises Refusal for anybody else."""
        reporter = require_staff(by, MAY_REPORT)
        async with self._database.transaction() as tx:
            found = await people.active_staff(tx, staff)
            row = None if found is None else await people.staff_row(tx, found.person)
            if row is None:
                raise Refusal(Text("This colleague no longer works here."))
            return await self._off(tx, row, "phone_lost", reporter.id)

    async def _of_chat(self, tx: Transaction, chat: int) -> StaffRow:
        person = await people.find(tx, self._database.vault, chat)
        row = None if person is None else await people.staff_row(tx, person.id)
        if row is None or row.removed_at is not None:
            raise Refusal(Text("Nobody with this Telegram id works here."))
        return row

    async def _off(self, tx: Transaction, row: StaffRow, verb: str, by: int | None) -> Staff:
        now = self._clock.now()
        row.removed_at = now
        journal.write(tx, now, verb, staff=row.id, by=by)
        await dialogs.end(tx, row.person_id)
        for case in await people.held_by(tx, row.id):
            case.climb_at, case.acted_at = now, None  # the climb finds it: back to the ladder, and the sender hears so
        for case in await people.offered_to(tx, row.id):
            await self._offer_ends(tx, case, row, now)
        await tx.flush()
        wake(tx, ladder.TOPIC)
        wake(tx, roster.TOPIC)
        await phones.take_all_down(tx, row.person_id, now)
        await outbox.drop_for(tx, row.person_id, NOT_FOR_STRANGERS, now)
        await menus.ends(tx, people.staff_of(row), now)
        return people.staff_of(row)

    @staticmethod
    async def _offer_ends(tx: Transaction, case: CaseRow, row: StaffRow, now: datetime) -> None:
        await offers.drop(tx, case.id, [row.id])
        if not await offers.of_case(tx, case.id):
            case.nudge_at = None
            await offers.forget(tx, case.id)
        holder = await holding.holder_of(tx, case)
        journal.write(tx, now, "declined", case=case.id, staff=row.id)
        await holding.note(tx, case, holder, StaffNote(case.code, "declined", now, row.name))
