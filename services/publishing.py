"""Who may announce where, and what. Inside a transaction."""

from __future__ import annotations

from datetime import datetime

from domain.broadcasts import Reach, State
from domain.events import Event
from domain.events import State as EventState
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.texts import NoMore, Refusal, Text
from storage import broadcasts, events
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


def may_agree(staff: Staff, reach: Reach) -> bool:
    """Whether they can be the second person for all of it."""
    return staff.role in EVENT_ROLES and may_publish(staff, reach)


async def locked(tx: Transaction, person: Person | None, announcement: int) -> tuple[AnnouncementRow, Staff | None]:
    """The announcement, locked, and who is at it. Raises Refusal."""
    number = await broadcasts.event_of(tx, announcement)
    event = None if number is None else await events.lock(tx, number)  # whoever changes an event holds it first, too
    row = await broadcasts.lock(tx, announcement)
    if row is None:
        if person is not None:
            require_staff(person, EVENT_ROLES)
        raise NoMore(GONE)
    if event is not None and row.state == State.DRAFT:
        align(row, events.event_of(event))
    return row, publisher(person, broadcasts.reach_of(row))


def align(row: AnnouncementRow, event: Event) -> None:
    """It is for whom the event is. Whoever heard it does not hear it again: the ledger knows them."""
    reach = Reach.of_event(event)
    if reach != broadcasts.reach_of(row):
        broadcasts.write_reach(row, reach)
        row.cursor = 0


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
