"""Inside a sign-up's transaction: the family is kept with every yes, and the ticket is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from domain.events import Event
from domain.news_events import SignupConfirmed, SignupHeld
from domain.outbox import Lane, Notice
from domain.signups import ChildEntry, Purpose, Route, State, Ticket, state_of
from storage import consents, outbox, signups
from storage.database import Transaction
from storage.tables import SignupRow


async def keep_family(
    tx: Transaction, row: SignupRow, family: Sequence[ChildEntry], now: datetime, *, by_child: bool
) -> None:
    """The children and every yes that was given with them, one line in the ledger a purpose."""
    give = partial(consents.give, tx, row.person_id, signup=row.id, update_id=row.update_id, now=now)
    for entry in family:
        agrees = (entry.agrees or by_child) and entry.age_band.needs_own_consent
        child = await signups.add_child(
            tx, row.id, entry, child_yes=now if agrees else None, parent_yes=None if by_child else now
        )
        if agrees:
            route = Route.BUTTON if by_child else Route.SAME_PHONE
            give(Purpose.CHILD, route, child=child.id)
    wanted = {
        Purpose.SIGNUP: not by_child,
        Purpose.NEEDS: any(entry.needs for entry in family),
        Purpose.PHOTO: any(entry.photo for entry in family),
    }
    for purpose in (purpose for purpose, yes in wanted.items() if yes):
        give(purpose, Route.BUTTON)


async def settle(tx: Transaction, row: SignupRow, shown: Event, now: datetime) -> Ticket:
    """Confirmed once every yes is there; the family is told either way, once each."""
    ticket = await signups.ticket(tx, row)
    if row.state != State.CONFIRMED:
        row.state = state_of(ticket.children).value
        ticket = await signups.ticket(tx, row)
    news: SignupConfirmed | SignupHeld
    if ticket.state is State.CONFIRMED:
        news = confirmed(shown, ticket)
        once = f"signup-confirmed:{row.id}"
    else:
        missing = tuple(child.id for child in ticket.waits_for_child)
        news = SignupHeld(shown.id, row.id, row.code, shown.title, shown.starts_at, missing, ticket.waits_for_parent)
        once = f"signup-held:{row.id}:{len(missing)}:{int(ticket.waits_for_parent)}"
    await outbox.write(tx, [Notice(row.person_id, news, Lane.REPLY, once)], now)
    return ticket


def confirmed(shown: Event, ticket: Ticket) -> SignupConfirmed:
    """What a ticket says."""
    return SignupConfirmed(
        shown.id,
        ticket.id,
        ticket.code,
        shown.title,
        shown.starts_at,
        shown.place,
        len(ticket.children),
        ticket.adult_seat,
    )
