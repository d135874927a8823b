"""Duty groups: who lets a group hear of alerts, of which ward, and what ends it."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from domain.duty_groups import LASTS, Asked, DutyGroup, link_of, read_link
from domain.news_groups import GroupAlert, GroupGone, GroupOff, GroupSet, GroupSilenced
from domain.outbox import Lane, Notice
from domain.people import Forged, Person, require_staff
from domain.texts import Refusal, Text
from domain.wards import WARDS
from services.cases import groups
from services.clock import Clock
from services.drill_calls import roster_keepers
from services.roster import PLANNERS
from storage import duty_groups, journal, outbox, people
from storage.database import Database, Transaction
from storage.tables import DutyGroupRow, PersonRow

TO_GROUPS = tuple(kind.__name__ for kind in (GroupAlert, GroupOff, GroupSet, GroupSilenced))


class DutyGroups:
    """For coordinators and administrators, as the roster is. Every method but `link` is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def link(self, chat: int, person: Person) -> str:
        """What stands behind `start=` in a group's answer to /truc; it opens for who typed that, for 48 hours."""
        asked = Asked.at(chat, self._clock.now())
        return link_of(asked, self._mark(asked, person))

    async def open(self, person: Person, payload: str) -> DutyGroup:
        """The group behind a link. Nothing is kept of a group before somebody with the right opened its link.

        Raises Refusal for a link that is old or came of another person's /truc: who registers a group sits in it.
        """
        staff = require_staff(person, PLANNERS)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            asked = self._asked(payload, person, now)
            if asked is None:
                journal.write(tx, now, "link_refused", staff=staff.id)
                await tx.commit()  # the line in the journal outlives the refusal
                raise Refusal(
                    Text("This link opens for whoever typed /truc in the group, for 48 hours. Please type it there.")
                )
            met = await people.meet(tx, self._database.vault, asked.chat, now, reachable=None)
            row = await duty_groups.open_for(tx, met.id, staff.id, now)
            return DutyGroup(row.id, met.chat, row.ward, duty_groups.is_on(row))

    async def listing(self, person: Person) -> Sequence[DutyGroup]:
        """Every group that hears of alerts."""
        require_staff(person, PLANNERS)
        async with self._database.reading() as tx:
            return await duty_groups.shown(tx)

    async def look(self, person: Person, group: int) -> DutyGroup:
        """One group. Raises Refusal for one that is not there."""
        async with self._database.transaction() as tx:
            return duty_groups.group_of(*await self._may_change(tx, person, group))

    async def keep(self, person: Person, group: int, ward: str | None) -> DutyGroup:
        """The group hears of this ward's alerts (None: of all) from now on, and is told so. Twice is fine."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, chat = await self._may_change(tx, person, group)
            staff = require_staff(person, PLANNERS)
            if ward is not None and ward not in WARDS:
                raise Forged(Text("This button is too old. Please open the menu with /start."))
            if not duty_groups.is_on(row) or row.ward != ward:
                await groups.silence(tx, row.person_id, now)
                row.ward, row.registered_by, row.registered_at, row.left_at = ward, staff.id, now, None
                journal.write(tx, now, "duty_group_set", staff=staff.id, group=row.id, ward=ward)
                await _tell_group(tx, row, GroupSet(ward), now)
            return duty_groups.group_of(row, chat)

    async def drop(self, person: Person, group: int) -> DutyGroup:
        """The group hears of no alerts any more, and is told so. Twice is fine."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row, chat = await self._may_change(tx, person, group)
            if duty_groups.is_on(row):
                row.left_at = now
                await groups.silence(tx, row.person_id, now)
                journal.write(tx, now, "duty_group_off", staff=require_staff(person, PLANNERS).id, group=row.id)
                await _tell_group(tx, row, GroupOff(), now)
            return duty_groups.group_of(row, chat)

    async def left(self, chat: int) -> None:
        """The bot was sent out of a group."""
        async with self._database.transaction() as tx:
            person = await people.find(tx, self._database.vault, chat)
            if person is not None:
                await gone(tx, person.id, self._clock.now())

    # --- inside a transaction ---

    async def _may_change(self, tx: Transaction, person: Person, group: int) -> tuple[DutyGroupRow, PersonRow]:
        """A group that is on, or that they opened just now: what is off is registered from within."""
        staff = require_staff(person, PLANNERS)
        found = await duty_groups.lock(tx, group)
        if found is not None:
            row, _ = found
            fresh = row.opened_by == staff.id and self._clock.now() - row.opened_at <= LASTS
            if fresh or duty_groups.is_on(row):
                return found
        raise Refusal(Text("This group is not on the list any more. Please type /truc in the group once more."))

    def _asked(self, payload: str, person: Person, now: datetime) -> Asked | None:
        found = read_link(payload)
        if found is None:
            return None
        asked, mark = found
        return asked if hmac.compare_digest(mark, self._mark(asked, person)) and not asked.is_over(now) else None

    def _mark(self, asked: Asked, person: Person) -> bytes:
        return self._database.vault.mark(asked.said_by(person.id))


async def gone(tx: Transaction, person: int, now: datetime) -> None:
    """The bot cannot write to this chat: a duty group is taken off; who looks after the roster hears so once."""
    row = await duty_groups.of_person(tx, person)
    if row is None or not duty_groups.is_on(row):
        return
    row.left_at = now
    journal.write(tx, now, "duty_group_off", group=row.id, why="gone")
    await outbox.drop_for(tx, person, TO_GROUPS, now)
    registrar = None if row.registered_by is None else await people.active_staff(tx, row.registered_by)
    told = [*roster_keepers(await people.contacts(tx)), *([] if registrar is None else [registrar])]
    once = f"group-gone:{row.id}:{_stamp(now)}"
    notices = [
        Notice(to, GroupGone(row.ward), Lane.SERVICE, f"{once}:{to}") for to in dict.fromkeys(s.person for s in told)
    ]
    await outbox.write(tx, notices, now)


async def _tell_group(tx: Transaction, row: DutyGroupRow, news: GroupSet | GroupOff, now: datetime) -> None:
    once = f"duty-group:{row.id}:{_stamp(now)}"
    await outbox.write(tx, [Notice(row.person_id, news, Lane.REPLY, once)], now)


def _stamp(now: datetime) -> int:
    return int(now.timestamp() * 1000)
