"""Subscriptions and announcements as rows: for whom one was written already, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.broadcasts import Progress, State, Topic
from domain.events import Event
from domain.outbox import Lane
from storage.database import Transaction
from storage.tables import AnnouncedRow, AnnouncementRow, NoticeRow, PersonRow, SubscriptionRow


async def subscribe(tx: Transaction, person: int, ward: str, topic: Topic, now: datetime) -> None:
    """They want to hear; twice is once."""
    values = {"person_id": person, "ward": ward, "topic": topic.value, "at": now}
    await tx.execute(_insert(tx)(SubscriptionRow).values(values).on_conflict_do_nothing())


async def unsubscribe(tx: Transaction, person: int, ward: str | None, topic: Topic) -> None:
    """They no longer want to hear; None: of no ward."""
    query = delete(SubscriptionRow).where(SubscriptionRow.person_id == person, SubscriptionRow.topic == topic.value)
    await tx.execute(query if ward is None else query.where(SubscriptionRow.ward == ward))


async def subscriptions(tx: Transaction, person: int) -> list[tuple[str, Topic]]:
    """The wards and topics somebody wants to hear about."""
    query = select(SubscriptionRow).where(SubscriptionRow.person_id == person).order_by(SubscriptionRow.id)
    return [(row.ward, Topic(row.topic)) for row in (await tx.execute(query)).scalars()]


async def expected(tx: Transaction, event: Event) -> int:
    """How many people an announcement of this event is for."""
    people = _recipients(event).subquery()
    return (await tx.execute(select(func.count()).select_from(people))).scalar() or 0


async def recipients(tx: Transaction, event: Event, after: int, limit: int) -> list[int]:
    """The next people an announcement of this event is for, above person `after`."""
    query = _recipients(event).where(PersonRow.id > after).order_by(PersonRow.id).limit(limit)
    return list((await tx.execute(query)).scalars())


async def add(
    tx: Transaction, event: Event, state: State, expected: int, *, asked_by: int | None, now: datetime
) -> AnnouncementRow | None:
    """The announcement of an event; None when it has one already."""
    values = {
        "event_id": event.id,
        "ward": event.ward,
        "state": state.value,
        "cursor": 0,
        "expected": expected,
        "asked_by": asked_by,
        "at": now,
    }
    made = _insert(tx)(AnnouncementRow).values(values).on_conflict_do_nothing().returning(AnnouncementRow.id)
    number = (await tx.execute(made)).scalar()
    return None if number is None else await tx.get(AnnouncementRow, number)


async def lock(tx: Transaction, announcement: int) -> AnnouncementRow | None:
    """The announcement, locked."""
    return await tx.get(AnnouncementRow, announcement, with_for_update={"key_share": True})


async def lock_of_event(tx: Transaction, event: int) -> AnnouncementRow | None:
    """The announcement of an event, locked."""
    query = select(AnnouncementRow).where(AnnouncementRow.event_id == event)
    return (await tx.execute(query.with_for_update(key_share=True))).scalar()


async def of_event(tx: Transaction, event: int) -> AnnouncementRow | None:
    """The announcement of an event, to look at."""
    return (await tx.execute(select(AnnouncementRow).where(AnnouncementRow.event_id == event))).scalar()


async def lock_running(tx: Transaction) -> AnnouncementRow | None:
    """The oldest running announcement that no other worker is at, locked."""
    query = select(AnnouncementRow).where(AnnouncementRow.state == State.RUNNING).order_by(AnnouncementRow.id)
    query = query.limit(1).with_for_update(key_share=True, skip_locked=True)
    return (await tx.execute(query)).scalar()


async def mark(tx: Transaction, announcement: int, people: Sequence[int]) -> set[int]:
    """Notes that it is being written for these people; gives those it was never written for before."""
    if not people:
        return set()
    rows = [{"announcement_id": announcement, "person_id": person} for person in people]
    insert = _insert(tx)(AnnouncedRow).on_conflict_do_nothing().returning(AnnouncedRow.person_id)
    return set((await tx.execute(insert, rows)).scalars())


def once(announcement: int, person: int) -> str:
    """The name of the one notice of an announcement for a person."""
    return f"{_prefix(announcement)}{person}"


async def waiting(tx: Transaction) -> int:
    """Announcement notices that have not left yet."""
    query = select(func.count()).where(NoticeRow.state == "due", NoticeRow.lane == int(Lane.ANNOUNCEMENT))
    return (await tx.execute(query)).scalar() or 0


async def stop(tx: Transaction, row: AnnouncementRow, now: datetime) -> None:
    """Nothing more is written, and what has not left is dropped."""
    row.state, row.ended_at = State.STOPPED.value, now
    query = update(NoticeRow).where(NoticeRow.state == "due", NoticeRow.once.startswith(_prefix(row.id)))
    await tx.execute(query.values(state="dropped", news=None, settled_at=now))


async def progress(tx: Transaction, row: AnnouncementRow) -> Progress:
    """How far it is."""
    written = select(func.count()).where(AnnouncedRow.announcement_id == row.id)
    sent = select(func.count()).where(NoticeRow.state == "sent", NoticeRow.once.startswith(_prefix(row.id)))
    return Progress(
        id=row.id,
        event=row.event_id,
        state=State(row.state),
        expected=row.expected,
        written=(await tx.execute(written)).scalar() or 0,
        sent=(await tx.execute(sent)).scalar() or 0,
    )


def _prefix(announcement: int) -> str:
    return f"announced:{announcement}:"


def _recipients(event: Event) -> Select[int]:
    """Subscribers of the ward whom it concerns, who can be reached and did not leave quickly."""
    wants = select(SubscriptionRow.person_id).where(SubscriptionRow.topic == Topic.EVENTS.value)
    if event.ward is not None:
        wants = wants.where(SubscriptionRow.ward == event.ward)
    query = select(PersonRow.id).where(
        PersonRow.id.in_(wants), PersonRow.reachable.is_not(False), PersonRow.hushed.is_(False)
    )
    if event.audience is None:
        return query
    return query.where(or_(PersonRow.audience.is_(None), PersonRow.audience == event.audience.value))


def _insert(tx: Transaction) -> Any:
    return (sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql).insert
