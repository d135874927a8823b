"""Invitations by link: made by administrators, used once, within 48 hours; the journal says who invited whom."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.invites import FORM, LASTS, Offer, Pending, colleague_name
from domain.news_drills import InviteUsed
from domain.outbox import Lane, Notice
from domain.people import Person, Role, check_private, require_staff
from domain.texts import NoMore, Refusal, Text
from services import menus
from services.clock import Clock
from services.drill_calls import link_tested
from storage import dialogs, invites, journal, outbox, people
from storage.database import Database, Transaction
from storage.tables import InviteRow

INVITERS = frozenset({Role.ADMIN})
_OVER = Text(
    "This invitation was used, taken back or is older than 48 hours. Please ask your administrator for a new one."
)


class Invites:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pending(self, person: Person) -> Sequence[Pending]:
        """Invitations that can still be used. For administrators."""
        require_staff(person, INVITERS)
        async with self._database.reading() as tx:
            return await invites.pending(tx, self._clock.now())

    async def make(self, person: Person, offer: Offer, update_id: int) -> str:
        """The token of a new link. A replay of the update gives the same invitation a fresh token."""
        staff = require_staff(person, INVITERS)
        token, now = secrets.token_urlsafe(24), self._clock.now()
        async with self._database.transaction() as tx:
            known = await invites.of_update(tx, update_id)
            if known is not None:
                known.link = invites.link_key(token)
                return token
            row = InviteRow(
                link=invites.link_key(token),
                role=offer.role.value,
                ward=offer.ward,
                rung=offer.rung,
                made_by=staff.id,
                made_at=now,
                update_id=update_id,
                until=now + LASTS,
            )
            tx.add(row)
            await tx.flush()
            made, role, ward = row.id, row.role, row.ward
            journal.write(tx, now, "invited", staff=staff.id, update=update_id, invite=made, role=role, ward=ward)
            return token

    async def revoke(self, person: Person, invite: int) -> bool:
        """Takes an invitation back. False when it was over already."""
        staff = require_staff(person, INVITERS)
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await invites.lock(tx, invite)
            if row is None or row.ended_at is not None:
                return False
            row.ended_at = now
            journal.write(tx, now, "invite_revoked", staff=staff.id, invite=row.id)
            return True

    async def open(self, person: Person, token: str) -> Offer:
        """What a link offers; from now on it is this person's, and their next words are their name.

        Raises Refusal for a link that is over or somebody else's, and for people who work here already.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            row = await invites.lock_by_link(tx, token)
            if row is not None and person.staff is not None:
                raise Refusal(Text("You work here already. Please pass the link on to the person you invite."))
            offered = await _usable(tx, row, person, now)
            offered.opened_by = person.id
            await dialogs.keep(tx, person.id, FORM, offered.id, {}, now)
            journal.write(tx, now, "invite_opened", invite=offered.id)
            return invites.offer_of(offered)

    async def accept(self, person: Person, typed: str) -> Person | None:
        """The name for colleagues: the person works here now, and a test alert follows. None: no link is open.

        Raises Refusal for a name that cannot be, and for an invitation that is over meanwhile.
        """
        now = self._clock.now()
        async with self._database.transaction() as tx:
            dialog = await dialogs.current(tx, person.id)
            if person.staff is not None or dialog is None or dialog.name != FORM or dialog.about is None:
                return None
            if now - dialog.begun_at > LASTS:
                return None
            row = await _usable(tx, await invites.lock(tx, dialog.about), person, now)
            name, offer = colleague_name(typed), invites.offer_of(row)
            staff = await people.keep_staff(tx, person.id, name, offer.role, offer.ward, offer.rung, [], now)
            row.used_by, row.ended_at = staff.id, now
            await dialogs.end(tx, person.id)
            invite, by, role, ward = row.id, row.made_by, row.role, row.ward
            journal.write(tx, now, "staff_added", staff=staff.id, invite=invite, by=by, role=role, ward=ward)
            entry = await people.staff_row(tx, person.id)
            await menus.begins(tx, staff, now)
            await link_tested(tx, staff, now if entry is None else entry.added_at, now)
            await _tell_inviter(tx, row, InviteUsed(name, row.role, row.ward), now)
            return replace(person, staff=staff)


# --- inside a transaction ---


async def _usable(tx: Transaction, row: InviteRow | None, person: Person, now: datetime) -> InviteRow:
    """The invitation, if this person may use it now. It is worth as much as the rights of who made it."""
    check_private(person.chat)
    if row is None or row.ended_at is not None or row.until <= now or row.opened_by not in (None, person.id):
        raise NoMore(_OVER)
    inviter = await people.active_staff(tx, row.made_by)
    if inviter is None or inviter.role not in INVITERS:
        raise NoMore(_OVER)
    return row


async def _tell_inviter(tx: Transaction, row: InviteRow, news: InviteUsed, now: datetime) -> None:
    inviter = await people.active_staff(tx, row.made_by)
    if inviter is not None:
        notice = Notice(inviter.person, news, Lane.SERVICE, f"invite-used:{row.id}")
        await outbox.write(tx, [notice], now)
