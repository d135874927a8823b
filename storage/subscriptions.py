"""What families want to hear about by itself, as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.broadcasts import Reach, Topic
from storage.database import Transaction
from storage.tables import SubscriptionRow


async def add(tx: Transaction, person: int, ward: str, topic: Topic, now: datetime) -> None:
    """They want to hear; twice is once."""
    insert: Any = (sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql).insert
    values = {"person_id": person, "ward": ward, "topic": topic.value, "at": now}
    await tx.execute(insert(SubscriptionRow).values(values).on_conflict_do_nothing())


async def end(tx: Transaction, person: int, ward: str | None, topic: Topic | None) -> None:
    """They no longer want to hear; None: of no ward, of nothing."""
    query = delete(SubscriptionRow).where(SubscriptionRow.person_id == person)
    if topic is not None:
        query = query.where(SubscriptionRow.topic == topic.value)
    await tx.execute(query if ward is None else query.where(SubscriptionRow.ward == ward))


async def of_person(tx: Transaction, person: int) -> list[tuple[str, Topic]]:
    """The wards and topics somebody wants to hear about."""
    query = select(SubscriptionRow).where(SubscriptionRow.person_id == person).order_by(SubscriptionRow.id)
    return [(row.ward, Topic(row.topic)) for row in (await tx.execute(query)).scalars()]


def wanting(reach: Reach) -> Select[int]:
    """Whoever wants to hear of this topic in one of these wards."""
    query = select(SubscriptionRow.person_id).where(SubscriptionRow.topic == reach.topic.value)
    return query.where(SubscriptionRow.ward.in_(reach.wards)) if reach.wards else query
