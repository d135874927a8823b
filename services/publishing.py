"""Who may announce where, and who is asked for the second yes. Inside a transaction."""

from __future__ import annotations

from datetime import datetime

from domain.broadcasts import Reach
from domain.events import Event
from domain.events import State as EventState
from domain.news_events import AnnouncementWaits
from domain.outbox import Lane, Notice
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.texts import Refusal, Text
from storage import broadcasts, events, outbox, people
from storage.database import Transaction
from storage.tables import AnnouncementRow

GONE = Text("This announcement no longer exists.")
NOT_OPEN = Text("Only a published event that has not begun can be announced.")


def publisher(person: Person | None, reach: Reach) -> Staff | None:
    """The staff entry of somebody who may publish for all of these; None is the operator. Raises Refusal."""
    if person is None:
        return None
    staff = require_staff(person, EVENT_ROLES)
    if not may_publish(staff, reach):
        raise StaffOnly(Text("You can publish for your own ward only. A coordinator or an editor can help."))
    return staff


def may_publish(staff: Staff, reach: Reach) -> bool:
    """Whether all of it is theirs to publish for."""
    return all(staff.may_publish_in(ward) for ward in reach.wards or (None,))


async def locked(tx: Transaction, person: Person | None, announcement: int) -> tuple[AnnouncementRow, Staff | None]:
    """The announcement, locked, and who is at it. Raises Refusal."""
    row = await broadcasts.lock(tx, announcement)
    if row is None:
        if person is not None:
            require_staff(person, EVENT_ROLES)
        raise Refusal(GONE)
    return row, publisher(person, broadcasts.reach_of(row))


async def open_event(tx: Transaction, event: int | None, now: datetime) -> Event | None:
    """The event of an announcement; None for a free one. Raises Refusal for one that cannot be announced any more."""
    if event is None:
        return None
    row = await events.lock(tx, event)
    if row is None:
        raise Refusal(Text("This event no longer exists."))
    shown = events.event_of(row)
    if shown.state is not EventState.PUBLISHED or shown.starts_at <= now:
        raise Refusal(NOT_OPEN)
    return shown


async def ask_others(tx: Transaction, row: AnnouncementRow, now: datetime) -> None:
    """Everybody else who may publish there is asked for the second yes."""
    author = None if row.asked_by is None else await people.staff(tx, row.asked_by)
    if author is None:
        return
    reach = broadcasts.reach_of(row)
    others = [
        c.staff
        for c in await people.contacts(tx)
        if c.staff.id != author.id and c.staff.role in EVENT_ROLES and may_publish(c.staff, reach)
    ]
    heading = (await broadcasts.progress(tx, row)).heading
    news = AnnouncementWaits(row.id, row.event_id, heading, author.name, row.expected)
    notices = [Notice(s.person, news, Lane.SERVICE, f"approve:{row.id}:{s.person}") for s in others]
    await outbox.write(tx, notices, now)
