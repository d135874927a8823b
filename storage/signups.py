"""Sign-ups and their children as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from random import SystemRandom

from sqlalchemy import ColumnElement, Select, delete, func, or_, select

from domain.events import Event
from domain.events import State as EventState
from domain.people import AgeBand
from domain.signups import COUNTED, Child, ChildEntry, Purpose, Route, State, Ticket, new_code
from domain.texts import NoMore, Text
from storage import consents, events, guardians, links
from storage.database import Transaction, wake
from storage.tables import CollectorRow, ConsentRow, EventRow, SignupChildRow, SignupGuardianRow, SignupRow

RANDOM = SystemRandom()
FREED = "offers"  # wakes whoever passes free seats on


def child_of(row: SignupChildRow) -> Child:
    """The row as the rules know it."""
    return Child(
        id=row.id,
        nickname=row.nickname,
        age_band=AgeBand(row.age_band),
        needs=row.needs or "",
        parent_photo=row.photo,
        child_yes=row.child_yes_at is not None,
        parent_yes=row.parent_yes_at is not None,
        child_photo=row.photo_yes_at is not None,
    )


async def children(tx: Transaction, signup: int) -> list[SignupChildRow]:
    """The children of a sign-up in the order they were named."""
    query = select(SignupChildRow).where(SignupChildRow.signup_id == signup).order_by(SignupChildRow.id)
    return list((await tx.execute(query)).scalars())


async def tickets(tx: Transaction, rows: Sequence[SignupRow]) -> list[Ticket]:
    """These sign-ups with their children, in the same order."""
    ids = [row.id for row in rows]
    query = select(SignupChildRow).where(SignupChildRow.signup_id.in_(ids)).order_by(SignupChildRow.id)
    families: dict[int, list[Child]] = defaultdict(list)
    for child in (await tx.execute(query)).scalars() if ids else ():
        families[child.signup_id].append(child_of(child))
    return [_ticket(row, families[row.id], await _rank(tx, row)) for row in rows]


async def ticket(tx: Transaction, row: SignupRow) -> Ticket:
    """This sign-up with its children."""
    return _ticket(row, [child_of(child) for child in await children(tx, row.id)], await _rank(tx, row))


async def add(
    tx: Transaction,
    *,
    event: int,
    person: int,
    seats: int,
    adult_seat: bool,
    adult: str | None,
    update_id: int | None,
    now: datetime,
) -> SignupRow:
    """A new sign-up with a code nobody has; so far interest, without a seat."""
    code = new_code(RANDOM)
    while (await tx.execute(select(SignupRow.id).where(SignupRow.code == code))).first():
        code = new_code(RANDOM)
    row = SignupRow(
        event_id=event,
        person_id=person,
        code=code,
        state=State.INTEREST.value,
        seats=seats,
        adult_seat=adult_seat,
        adult=adult,
        at=now,
        update_id=update_id,
    )
    tx.add(row)
    await tx.flush()
    return row


async def add_child(
    tx: Transaction, signup: int, child: ChildEntry, *, child_yes: datetime | None, parent_yes: datetime | None
) -> SignupChildRow:
    """A child of a sign-up."""
    row = SignupChildRow(
        signup_id=signup,
        nickname=child.nickname,
        age_band=child.age_band.value,
        needs=child.needs or None,
        photo=child.photo,
        child_yes_at=child_yes,
        parent_yes_at=parent_yes,
    )
    tx.add(row)
    await tx.flush()
    return row


async def taken(tx: Transaction, event_ids: Iterable[int]) -> dict[int, int]:
    """Seats given away or kept for an offer, by event; those held back (storage/quota.py) are not among them."""
    query = (
        select(SignupRow.event_id, func.sum(SignupRow.seats))
        .where(SignupRow.event_id.in_(list(event_ids)), SignupRow.state.in_(COUNTED))
        .where(SignupRow.from_quota.is_(False))
        .group_by(SignupRow.event_id)
    )
    return {event: int(seats) for event, seats in await tx.execute(query)}


async def of_update(tx: Transaction, update_id: int | None) -> SignupRow | None:
    """The sign-up an update already made: a replay changes nothing."""
    if update_id is None:
        return None
    return (await tx.execute(select(SignupRow).where(SignupRow.update_id == update_id))).scalar()


async def lock(tx: Transaction, signup: int) -> SignupRow | None:
    """The sign-up, locked."""
    return await tx.get(SignupRow, signup, with_for_update={"key_share": True})


async def lock_with_event(tx: Transaction, signup: int | None, gone: Text) -> tuple[Event, SignupRow]:
    """A sign-up and its event, both locked, the event first: seats are given and taken behind its lock.

    Raises NoMore(gone) where either is not there.
    """
    event = (await tx.execute(select(SignupRow.event_id).where(SignupRow.id == signup))).scalar()
    found = None if event is None else await events.lock(tx, event)
    row = None if found is None or signup is None else await lock(tx, signup)
    if found is None or row is None:
        raise NoMore(gone)
    return events.event_of(found), row


async def lock_of(tx: Transaction, event: int, person: int) -> SignupRow | None:
    """The sign-up of a person for an event that is not cancelled, locked."""
    return (await tx.execute(_of(event, person).with_for_update(key_share=True))).scalar()


async def get_of(tx: Transaction, event: int, person: int) -> SignupRow | None:
    """The same, to look at."""
    return (await tx.execute(_of(event, person))).scalar()


async def of_child(tx: Transaction, child: int) -> int | None:
    """The sign-up a child belongs to."""
    return (await tx.execute(select(SignupChildRow.signup_id).where(SignupChildRow.id == child))).scalar()


async def at_the_same_time(tx: Transaction, person: int, event: EventRow) -> list[EventRow]:
    """Events that overlap this one and for which the person is signed up or waits, soonest first."""
    query = (
        select(EventRow)
        .join(SignupRow, SignupRow.event_id == EventRow.id)
        .where(_belongs_to(person), SignupRow.state != State.CANCELLED, EventRow.id != event.id)
        .where(EventRow.state != EventState.CANCELLED)
        .where(EventRow.starts_at < event.ends_at, EventRow.ends_at > event.starts_at)
        .order_by(EventRow.starts_at)
    )
    return list((await tx.execute(query)).scalars())


async def drop_child(tx: Transaction, row: SignupRow, child: int, now: datetime) -> None:
    """One of several children does not come: its seat is free, its name gone, its yes taken back."""
    await tx.execute(delete(SignupChildRow).where(SignupChildRow.id == child))
    await consents.withdraw_child(tx, row.id, child, now)
    row.seats -= 1
    wake(tx, FREED)


async def lock_by_child(tx: Transaction, child: int) -> SignupRow | None:
    """The sign-up this child belongs to, locked."""
    signup = select(SignupChildRow.signup_id).where(SignupChildRow.id == child).scalar_subquery()
    return (await tx.execute(select(SignupRow).where(SignupRow.id == signup).with_for_update(key_share=True))).scalar()


async def by_link(tx: Transaction, token: str) -> int | None:
    """The sign-up that a parent's link was made for."""
    return (await tx.execute(select(SignupRow.id).where(SignupRow.link == links.key_of(token)))).scalar()


async def lock_by_link(tx: Transaction, token: str, now: datetime) -> SignupRow | None:
    """The sign-up that a parent's link still opens, locked."""
    query = select(SignupRow).where(
        SignupRow.link == links.key_of(token), SignupRow.link_until > now, SignupRow.state != State.CANCELLED
    )
    return (await tx.execute(query.with_for_update(key_share=True))).scalar()


async def agreed_to(tx: Transaction, person: int, ends_after: datetime) -> list[SignupRow]:
    """Sign-ups of children to which this person said yes by link without belonging to them, soonest first."""
    said = select(ConsentRow.about).where(ConsentRow.person_id == person, ConsentRow.withdrawn_at.is_(None))
    said = said.where(ConsentRow.purpose == Purpose.SIGNUP, ConsentRow.route == Route.LINK)
    query = (
        select(SignupRow)
        .join(EventRow, EventRow.id == SignupRow.event_id)
        .where(SignupRow.id.in_(said), ~_belongs_to(person), SignupRow.state != State.CANCELLED)
        .where(EventRow.ends_at > ends_after)
        .order_by(EventRow.starts_at, SignupRow.id)
    )
    return list((await tx.execute(query)).scalars())


async def without_another_yes(tx: Transaction, person: int) -> list[SignupRow]:
    """Sign-ups of children to which this parent, and no other, said yes by link; also for events that are over."""
    standing = (ConsentRow.purpose == Purpose.SIGNUP, ConsentRow.withdrawn_at.is_(None))
    said = select(ConsentRow.about).where(ConsentRow.person_id == person, ConsentRow.route == Route.LINK, *standing)
    other = select(ConsentRow.id).where(ConsentRow.about == SignupRow.id, ConsentRow.person_id != person, *standing)
    query = select(SignupRow).where(SignupRow.id.in_(said), SignupRow.person_id != person, ~other.exists())
    query = query.where(SignupRow.state != State.CANCELLED).order_by(SignupRow.id)
    return list((await tx.execute(query)).scalars())


async def of_person(tx: Transaction, person: int, ends_after: datetime) -> list[SignupRow]:
    """A person's sign-ups for events that end after this moment, soonest first."""
    query = (
        select(SignupRow)
        .join(EventRow, EventRow.id == SignupRow.event_id)
        .where(_belongs_to(person), SignupRow.state != State.CANCELLED, EventRow.ends_at > ends_after)
        .order_by(EventRow.starts_at, SignupRow.id)
    )
    return list((await tx.execute(query)).scalars())


async def kept_of_person(tx: Transaction, person: int) -> list[SignupRow]:
    """A person's sign-ups that are not cancelled, also for events that are over, soonest first."""
    query = (
        select(SignupRow)
        .join(EventRow, EventRow.id == SignupRow.event_id)
        .where(_belongs_to(person), SignupRow.state != State.CANCELLED)
        .order_by(EventRow.starts_at, SignupRow.id)
    )
    return list((await tx.execute(query)).scalars())


async def of_event(tx: Transaction, event: int) -> list[SignupRow]:
    """Sign-ups for an event that are not cancelled, in the order they came."""
    query = select(SignupRow).where(SignupRow.event_id == event, SignupRow.state != State.CANCELLED)
    return list((await tx.execute(query.order_by(SignupRow.id))).scalars())


async def lock_of_event(tx: Transaction, event: int) -> list[SignupRow]:
    """The same, locked: what the door writes down meanwhile is there before or comes after."""
    query = select(SignupRow).where(SignupRow.event_id == event, SignupRow.state != State.CANCELLED)
    query = query.order_by(SignupRow.id).with_for_update(key_share=True)
    return list((await tx.execute(query.execution_options(populate_existing=True))).scalars())


async def cancel(tx: Transaction, rows: Sequence[SignupRow], now: datetime, *, withdrawn: bool) -> None:
    """The seats are free again; what we knew of the children goes. `withdrawn`: the family took its yes back."""
    for row in rows:
        row.state, row.cancelled_at, row.from_quota = State.CANCELLED.value, now, False
        row.adult = row.link = row.link_until = row.queue = row.offer_until = row.pickup = row.written_at = None
        row.felt = row.felt_words = None
    ids = [row.id for row in rows]
    await tx.execute(delete(SignupChildRow).where(SignupChildRow.signup_id.in_(ids)))
    await guardians.drop(tx, ids)
    await tx.execute(delete(CollectorRow).where(CollectorRow.signup_id.in_(ids)))
    if withdrawn:
        await consents.withdraw(tx, ids, list(Purpose), now)
    wake(tx, FREED)


def _of(event: int, person: int) -> Select[SignupRow]:
    return select(SignupRow).where(SignupRow.event_id == event, _belongs_to(person), SignupRow.state != State.CANCELLED)


def _belongs_to(person: int) -> ColumnElement[bool]:
    """They signed up, or joined by a guardian's link."""
    joined = select(SignupGuardianRow.signup_id).where(SignupGuardianRow.person_id == person)
    return or_(SignupRow.person_id == person, SignupRow.id.in_(joined))


async def _rank(tx: Transaction, row: SignupRow) -> int:
    """How many families of the waiting list are served before this one, and itself; 0 where it does not wait."""
    if row.state != State.WAITING:
        return 0
    query = select(func.count()).where(
        SignupRow.event_id == row.event_id, SignupRow.state == State.WAITING, SignupRow.queue <= row.queue
    )
    return (await tx.execute(query)).scalar() or 0


def _ticket(row: SignupRow, family: Sequence[Child], rank: int) -> Ticket:
    return Ticket(
        id=row.id,
        event=row.event_id,
        code=row.code,
        state=State(row.state),
        seats=row.seats,
        adult_seat=row.adult_seat,
        adult=row.adult or "",
        at=row.at,
        children=tuple(family),
        rank=rank,
        offer_until=row.offer_until,
        written=row.written_at is not None,
        owner=row.person_id,
    )
