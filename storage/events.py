"""Events as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.events import Event, Kind, Plan, State
from domain.people import Audience
from storage.database import Transaction
from storage.tables import EventRow


def event_of(row: EventRow) -> Event:
    """The row as the rules know it."""
    point = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
    return Event(
        id=row.id,
        slug=row.slug,
        state=State(row.state),
        version=row.version,
        kind=Kind(row.kind),
        title=row.title,
        ward=row.ward,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        purpose=row.purpose,
        programme=row.programme,
        form=row.form,
        in_charge=row.in_charge,
        seats=row.seats,
        accompanied=row.accompanied,
        audience=Audience(row.audience) if row.audience else None,
        point=point,
        ages=None if row.youngest is None or row.oldest is None else (row.youngest, row.oldest),
        quota=row.quota,
        food=row.food,
        health=row.health,
        cost=row.cost,
        picture=row.picture,
        picture_of=row.picture_of,
        why=row.why,
    )


async def add(tx: Transaction, slug: str, plan: Plan, *, made_by: int | None, now: datetime) -> EventRow | None:
    """A new draft; None when an event of this name is there already."""
    insert = (sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql).insert
    values = {
        **_values(plan),
        "slug": slug,
        "state": State.DRAFT.value,
        "version": 1,
        "made_by": made_by,
        "made_at": now,
    }
    made = insert(EventRow).values(values).on_conflict_do_nothing().returning(EventRow.id)
    number = (await tx.execute(made)).scalar()
    return None if number is None else await lock(tx, number)


def write_plan(row: EventRow, plan: Plan) -> None:
    """The event says this now."""
    for name, value in _values(plan).items():
        setattr(row, name, value)


async def lock(tx: Transaction, event: int) -> EventRow | None:
    """The event, locked until this transaction ends: seats are counted and given behind this lock."""
    return await tx.get(EventRow, event, with_for_update={"key_share": True})


async def get(tx: Transaction, event: int) -> EventRow | None:
    """The event, to look at."""
    return await tx.get(EventRow, event)


async def lock_by_slug(tx: Transaction, slug: str) -> EventRow | None:
    """The event of this name, locked."""
    query = select(EventRow).where(EventRow.slug == slug).with_for_update(key_share=True)
    return (await tx.execute(query)).scalar()


async def is_known(tx: Transaction, slug: str) -> bool:
    """Whether there is an event of this name, in whatever state."""
    return (await tx.execute(select(EventRow.id).where(EventRow.slug == slug))).first() is not None


async def editable(tx: Transaction, ward: str | None, now: datetime) -> list[EventRow]:
    """Drafts and published events that are not over, of one ward alone; of everybody for None."""
    states = (State.DRAFT.value, State.PUBLISHED.value)
    query = select(EventRow).where(EventRow.state.in_(states), EventRow.ends_at > now)
    if ward is not None:
        query = query.where(EventRow.ward == ward)
    return list((await tx.execute(query.order_by(EventRow.starts_at, EventRow.id))).scalars())


async def upcoming(tx: Transaction, ward: str | None, now: datetime) -> list[EventRow]:
    """Published events that are not over, of a ward and of all wards; of every ward for None."""
    query = select(EventRow).where(EventRow.state == State.PUBLISHED, EventRow.ends_at > now)
    if ward is not None:
        query = query.where(or_(EventRow.ward == ward, EventRow.ward.is_(None)))
    return list((await tx.execute(query.order_by(EventRow.starts_at, EventRow.id))).scalars())


async def listing(tx: Transaction, ward: str | None, since: datetime) -> list[EventRow]:
    """Events in every state that end after `since`, of a ward and of all wards; of every ward for None."""
    query = select(EventRow).where(EventRow.ends_at > since)
    if ward is not None:
        query = query.where(or_(EventRow.ward == ward, EventRow.ward.is_(None)))
    return list((await tx.execute(query.order_by(EventRow.starts_at, EventRow.id))).scalars())


async def signed_up_for(tx: Transaction, since: datetime, before: datetime) -> list[EventRow]:
    """Published events one signs up for that begin in this span, soonest first."""
    query = select(EventRow).where(EventRow.state == State.PUBLISHED, EventRow.seats.is_not(None))
    query = query.where(EventRow.starts_at >= since, EventRow.starts_at < before)
    return list((await tx.execute(query.order_by(EventRow.starts_at, EventRow.id))).scalars())


async def over(tx: Transaction, now: datetime) -> Sequence[EventRow]:
    """Published events that have ended, locked."""
    query = select(EventRow).where(EventRow.state == State.PUBLISHED, EventRow.ends_at <= now)
    return (await tx.execute(query.limit(50).with_for_update(key_share=True, skip_locked=True))).scalars().all()


def _values(plan: Plan) -> dict[str, Any]:
    latitude, longitude = plan.point or (None, None)
    youngest, oldest = plan.ages or (None, None)
    return {
        "kind": plan.kind.value,
        "title": plan.title,
        "ward": plan.ward,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "place": plan.place,
        "purpose": plan.purpose,
        "programme": plan.programme,
        "form": plan.form,
        "in_charge": plan.in_charge,
        "seats": plan.seats,
        "accompanied": plan.accompanied,
        "audience": plan.audience.value if plan.audience else None,
        "latitude": latitude,
        "longitude": longitude,
        "youngest": youngest,
        "oldest": oldest,
        "quota": plan.quota,
        "food": plan.food,
        "health": plan.health,
        "cost": plan.cost,
    }
