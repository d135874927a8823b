"""The roster: who is on duty now and next, hours, leave, the switch, and what a change of shift brings with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.cases import Timing
from domain.duty import Leave, Presence, Rota, Shift
from domain.people import CASE_ROLES, Person, Role, Staff, StaffOnly, require_staff
from domain.texts import Text
from domain.wards import Contact, OnRoster
from services.cases import handover, ladder, ringing
from services.clock import Clock
from storage import cases, journal, people, roster
from storage.database import Database, Transaction, wake
from storage.tables import StaffRow

PLANNERS = frozenset({Role.COORDINATOR, Role.ADMIN})  # product.md §4: roster


class Roster:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, timing: Timing) -> None:
        self._database = database
        self._clock = clock
        self._timing = timing

    async def shown(self, person: Person) -> Sequence[OnRoster]:
        """Who is on duty now, and who is next; for staff only."""
        require_staff(person, frozenset(Role))
        now = self._clock.now()
        async with self._database.reading() as tx:
            found = await roster.rotas(tx, now)
        return [_line(contact, rota, now) for contact, rota in found if contact.staff.role in CASE_ROLES]

    async def staff(self) -> Sequence[tuple[Staff, bool | None]]:
        """Everybody who works here, and whether Telegram lets us write to them."""
        async with self._database.reading() as tx:
            return [(c.staff, c.reachable) for c in await people.contacts(tx)]

    async def of(self, person: Person, staff: int) -> OnRoster:
        """One line, for themselves and for those who plan. Raises Refusal for others."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._may_change(tx, person, staff)
            return await self._shown(tx, row, now)

    async def set_duty(self, person: Person, *, on: bool) -> Staff:
        """On duty or not, for oneself. Going off offers one's open cases to those on duty next."""
        staff = require_staff(person, frozenset(Role))
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._may_change(tx, person, staff.id)
            row.on_duty = on
            journal.write(tx, now, "duty_on" if on else "duty_off", staff=row.id)
            await self._changed(tx, row, now)
            return people.staff_of(row)

    async def set_hours(self, person: Person, staff: int, shifts: Sequence[Shift]) -> OnRoster:
        """Weekly hours, none for always. Raises Refusal for somebody who may not plan for them."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._may_change(tx, person, staff)
            roster.keep_hours(row, shifts)
            journal.write(tx, now, "hours_set", staff=row.id, by=_id(person))
            await self._changed(tx, row, now)
            return await self._shown(tx, row, now)

    async def add_leave(self, person: Person, staff: int, leave: Leave) -> OnRoster:
        """Days off. Raises Refusal for somebody who may not plan for them."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._may_change(tx, person, staff)
            await roster.add_leave(tx, row.id, leave)
            journal.write(tx, now, "leave_set", staff=row.id, by=_id(person))
            await self._changed(tx, row, now)
            return await self._shown(tx, row, now)

    async def drop_leave(self, person: Person, staff: int) -> OnRoster:
        """They are back, or never went: all days off go."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await self._may_change(tx, person, staff)
            await roster.drop_leave(tx, row.id)
            journal.write(tx, now, "leave_dropped", staff=row.id, by=_id(person))
            await self._changed(tx, row, now)
            return await self._shown(tx, row, now)

    async def blocked(self, chat: int) -> None:
        """They blocked the bot: a fact, not an error. A contact's rung that is empty now costs no time."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            person = await people.find(tx, self._database.vault, chat)
            if person is not None:
                await ladder.contact_unreachable(tx, person.id, None, now, self._timing)

    async def shifts_due(self) -> datetime | None:
        """Acts on every duty that began or ended since the last look; gives the next moment one does."""
        now = self._clock.now()
        async with self._database.reading() as tx:  # as nearly always nobody has to wait for that
            found = await roster.to_look(tx, now)
            stands = not any(_turns(*each, now) for each in found) and not await ladder.is_any_emptied(tx, now)
        if not stands:
            async with self._database.transaction() as tx:
                found = await roster.to_change(tx, now)
                await self._act_on(tx, found, now)
        moments = [moment for _, rota, _ in found if (moment := rota.changes_after(now)) is not None]
        return min(moments, default=None)

    # --- inside a transaction ---

    async def _may_change(self, tx: Transaction, person: Person, staff: int) -> StaffRow:
        me = require_staff(person, frozenset(Role))
        row = await roster.row(tx, staff) if staff == me.id or me.role in PLANNERS else None
        if row is None:
            raise StaffOnly(Text("Only the coordinator changes the hours of others."))
        return row

    async def _shown(self, tx: Transaction, row: StaffRow, now: datetime) -> OnRoster:
        rota = await roster.rota(tx, row, now)
        reachable = (await people.row(tx, row.person_id)).reachable
        return _line(Contact(people.staff_of(row), reachable, rota.presence(now)), rota, now)

    async def _changed(self, tx: Transaction, row: StaffRow, now: datetime) -> None:
        wake(tx, roster.TOPIC)
        await tx.flush()
        person = await people.get(tx, row.person_id)
        reachable = person is not None and bool(person.reachable)
        await self._act_on(tx, [(row, await roster.rota(tx, row, now), reachable)], now)

    async def _act_on(self, tx: Transaction, found: Sequence[tuple[StaffRow, Rota, bool]], now: datetime) -> None:
        """Whose duty began or ended; after that what rings finds its next rung, and rings for who came late."""
        came = [each[0].id for each in found if _turns(*each, now) and await self._turned(tx, each[0], now)]
        await ladder.skip_emptied(tx, now, self._timing)
        await ringing.ring_who_came(tx, came, now)

    async def _turned(self, tx: Transaction, row: StaffRow, now: datetime) -> bool:
        """Whether they have just come on duty; else they have just left it."""
        row.present = here = not row.present
        await tx.flush()
        staff = people.staff_of(row)
        journal.write(tx, now, "shift_began" if here else "shift_ended", staff=row.id)
        if not here:
            await handover.shift_ended(tx, staff, now, self._timing)
            return False
        await handover.shift_began(tx, staff, now)
        for case in await cases.without_anybody(tx):
            await ladder.start(tx, case, now, self._timing)
        return True


def _turns(row: StaffRow, rota: Rota, reachable: bool, now: datetime) -> bool:
    """Whether their duty has just begun or ended."""
    return row.present != (reachable and rota.presence(now) is Presence.HERE)


def _id(person: Person) -> int | None:
    return None if person.staff is None else person.staff.id


def _line(contact: Contact, rota: Rota, now: datetime) -> OnRoster:
    here = contact.presence is Presence.HERE
    return OnRoster(contact, rota, rota.changes_after(now) if here else rota.here_from(now))
