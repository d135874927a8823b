"""Sign-ups that have had their day: what goes with a person, and 30 days after an event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from domain.signups import Purpose, Route, State
from storage import afterwards, guardians, keeping, signups
from storage.database import Transaction
from storage.tables import ConsentRow, EventRow, SignupChildRow, SignupRow, SubscriptionRow


async def lock(tx: Transaction, person: int, now: datetime) -> list[SignupRow]:
    """Their sign-ups and those to which they said a yes, locked; before them the events that are not over.

    Both in order of their numbers. Whoever locks several sign-ups of an event in another order (the waiting list) holds
    the event; events that are over give no seats, and retention locks them in whatever order.
    """
    said = select(ConsentRow.about).where(ConsentRow.person_id == person)
    theirs = (SignupRow.person_id == person) | SignupRow.id.in_(said)
    held = select(EventRow.id).where(EventRow.id.in_(select(SignupRow.event_id).where(theirs)), EventRow.ends_at > now)
    await tx.execute(held.order_by(EventRow.id).with_for_update(key_share=True))
    query = select(SignupRow).where(theirs).order_by(SignupRow.id)
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list((await tx.execute(query)).scalars())


async def forget(tx: Transaction, person: int, now: datetime) -> None:
    """/xoa: sign-ups, children and subscriptions go, seats are free; the ledger says withdrawn."""
    await tx.flush()
    found = await lock(tx, person, now)
    rows = [row for row in found if row.person_id == person]
    link = select(ConsentRow.about).where(ConsentRow.person_id == person, ConsentRow.route == Route.LINK)
    by_link = set((await tx.execute(link)).scalars())
    for row in found:
        if row.person_id == person or row.id in by_link:
            row.adult = None  # also a parent's own name on a child's sign-up
    await signups.cancel(tx, [row for row in rows if row.state != State.CANCELLED], now, withdrawn=True)
    await tx.flush()
    await tx.execute(delete(SignupRow).where(SignupRow.person_id == person))
    await guardians.leave(tx, person)
    await keeping.drop(tx, person)
    await tx.execute(delete(SubscriptionRow).where(SubscriptionRow.person_id == person))
    await _allow_no_more_pictures(tx, person)
    ledger = update(ConsentRow).where(ConsentRow.person_id == person, ConsentRow.withdrawn_at.is_(None))
    await tx.execute(ledger.values(withdrawn_at=now))


async def _allow_no_more_pictures(tx: Transaction, person: int) -> None:
    """Their yes to pictures goes with them, unless another parent's stands: it is for all children of a sign-up."""
    standing = (ConsentRow.purpose == Purpose.PHOTO, ConsentRow.withdrawn_at.is_(None))
    theirs = select(ConsentRow.about).where(ConsentRow.person_id == person, *standing)
    others = select(ConsentRow.id).where(ConsentRow.about == SignupChildRow.signup_id, ConsentRow.person_id != person)
    pictured = update(SignupChildRow).where(SignupChildRow.signup_id.in_(theirs))
    await tx.execute(pictured.where(~others.where(*standing).exists()).values(photo=False))


async def empty(tx: Transaction, *, ended_before: datetime, consents_before: datetime) -> None:
    """Retention (product.md §5): counts stay with the event, families go; old proofs of consent go."""
    query = select(EventRow).where(EventRow.ends_at < ended_before, EventRow.families.is_(None))
    for event in (await tx.execute(query.with_for_update(key_share=True))).scalars():
        await afterwards.keep_counts(tx, event)
        came = (SignupRow.event_id == event.id, SignupRow.state == State.CONFIRMED)
        event.families = (await tx.execute(select(func.count(SignupRow.id)).where(*came))).scalar() or 0
        children = select(func.count(SignupChildRow.id)).join(SignupRow).where(*came)
        event.children = (await tx.execute(children)).scalar() or 0
        await tx.execute(delete(SignupRow).where(SignupRow.event_id == event.id))
    await tx.execute(delete(ConsentRow).where(ConsentRow.at < consents_before))
