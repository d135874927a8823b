"""An announcement on its way to one family: is it still wanted, what does it say now, what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.broadcasts import Outcome, State
from domain.events import Event
from domain.events import State as EventState
from domain.news_events import EventAnnounced, FamilyNews
from domain.outbox import Delivered, Refused, TryLater, Unreachable
from domain.outbox import Outcome as Became
from services import following
from storage import broadcasts, events, relay
from storage.database import Transaction
from storage.relay import Claimed
from storage.tables import AnnouncementRow

SOON = timedelta(seconds=30)


def news_of_event(event: Event, announcement: int = 0) -> EventAnnounced:
    """An event as families hear of it."""
    return EventAnnounced(
        *(event.id, event.kind, event.title, event.ward, event.starts_at, event.ends_at, event.place),
        signup=event.seats is not None,
        announcement=announcement,
        ages=event.ages,
        cost=event.cost,
    )


async def as_it_is_now(tx: Transaction, notice: Claimed, now: datetime) -> Claimed | None:
    """What it says at this moment; None (settled or held) where it was paused or stopped, or is not wanted any more."""
    row = await _row(tx, notice)
    if row is not None and row.state in (State.PAUSED, State.WAITING):
        held = await broadcasts.is_held(tx, row.id)
        await relay.put_off(tx, notice.id, broadcasts.HELD if held else now)
        return None
    if row is not None and not await following.may_leave(tx, row):  # changed this very moment
        await relay.put_off(tx, notice.id, now + SOON)
        return None
    over = row is None or row.state == State.STOPPED or not await broadcasts.is_wanted(tx, row, notice.to)
    said = None if over or row is None else await _said(tx, row, notice, now)
    if said is None:
        await relay.settle(tx, notice.id, now, "dropped")
        if row is not None:
            await broadcasts.became(tx, row.id, notice.to, Outcome.SKIPPED)
    return said


async def settled(tx: Transaction, notice: Claimed, became: Became) -> None:
    """What became of it is kept."""
    match became:
        case Delivered():
            outcome = Outcome.SENT
        case Unreachable():
            outcome = Outcome.BLOCKED
        case Refused() | TryLater(after=None):
            outcome = Outcome.FAILED
        case _:
            return
    if isinstance(notice.news, EventAnnounced | FamilyNews):  # as it was sent: it names its announcement
        await broadcasts.became(tx, notice.news.announcement, notice.to, outcome)


async def _row(tx: Transaction, notice: Claimed) -> AnnouncementRow | None:
    match notice.news:
        case EventAnnounced(event=event, announcement=0):  # of a version that did not say
            return await broadcasts.of_event(tx, event)
        case EventAnnounced(announcement=number) | FamilyNews(announcement=number):
            return await broadcasts.get(tx, number)
    return None


async def _said(tx: Transaction, row: AnnouncementRow, notice: Claimed, now: datetime) -> Claimed | None:
    if row.event_id is None:
        return notice.with_news(FamilyNews(row.id, row.topic, row.words or "", row.picture))
    found = await events.get(tx, row.event_id)
    event = None if found is None else events.event_of(found)
    if event is None or event.state is not EventState.PUBLISHED or event.starts_at <= now:
        return None
    return notice.with_news(news_of_event(event, row.id))
