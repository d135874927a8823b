"""Sign-ups that have had their day: what goes with a person, and 30 days after an event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from domain.signups import Route, State
from storage import afterwards, guardians, keeping, signups
from storage.database import Transaction
from storage.tables import ConsentRow, EventRow, SignupChildRow, SignupRow, SubscriptionRow


async def forget(tx: Transaction, person: int, now: datetime) -> None:
    """/xoa: sign-ups, children and subscriptions go, seats are free; the ledger says withdrawn."""
    by_link = select(ConsentRow.about).where(ConsentRow.person_id == person, ConsentRow.route == Route.LINK)
    named = SignupRow.id.in_(by_link) & SignupRow.adult.is_not(None)
    query = select(SignupRow).where((SignupRow.person_id == person) | named).order_by(SignupRow.id)
    found = list((await tx.execute(query.with_for_update(key_share=True))).scalars())
    rows = [row for row in found if row.person_id == person]
    for row in found:
        row.adult = None  # also a parent's own name on a child's sign-up
    await signups.cancel(tx, [row for row in rows if row.state != State.CANCELLED], now, withdrawn=True)
    await tx.flush()
    await tx.execute(delete(SignupRow).where(SignupRow.person_id == person))
    await guardians.leave(tx, person)
    await keeping.drop(tx, person)
    await tx.execute(delete(SubscriptionRow).where(SubscriptionRow.person_id == person))
    ledger = update(ConsentRow).where(ConsentRow.person_id == person, ConsentRow.withdrawn_at.is_(None))
    await tx.execute(ledger.values(withdrawn_at=now))


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
