"""The year's fixed days come by themselves, as drafts for whoever writes."""

from __future__ import annotations

from datetime import datetime, time

from domain.events import FixedDay, Plan
from domain.news_events import FixedDayDrafted
from domain.outbox import Lane, Notice
from domain.people import Role
from domain.working_time import HANOI
from storage import events, journal, outbox, people
from storage.database import Transaction


async def draft(tx: Transaction, day: FixedDay, now: datetime) -> None:
    """The draft of a fixed day, without words: editors and coordinators are told that it waits for them."""
    if await events.is_known(tx, day.slug):
        return
    starts_at = datetime.combine(day.first, time(), HANOI)
    ends_at = datetime.combine(day.last, time(23, 59), HANOI)
    plan = Plan(kind=day.kind, title="", ward=None, starts_at=starts_at, ends_at=ends_at)
    row = await events.add(tx, day.slug, plan, made_by=None, now=now)
    if row is None:
        return
    journal.write(tx, now, "event_drafted", event=row.id)
    writers = [c.staff for c in await people.contacts(tx) if c.staff.role in (Role.EDITOR, Role.COORDINATOR)]
    news = FixedDayDrafted(row.id, day.kind, day.first)
    notices = [Notice(s.person, news, Lane.SERVICE, f"fixed-day:{row.id}:{s.person}") for s in writers]
    await outbox.write(tx, notices, now)
