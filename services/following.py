"""An announcement follows its event until it is over: for whom it is, and whose yes its words have.

Inside a transaction. Whoever locks both locks the event first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.announcement_faces import face_of_event, face_of_words
from domain.broadcasts import State, needs_second
from domain.events import Event
from domain.news_events import AnnouncementShown, AnnouncementWaits
from domain.outbox import Lane, Notice
from domain.people import Staff
from services import publishing
from storage import broadcasts, events, journal, outbox, people
from storage.database import Transaction, wake
from storage.tables import AnnouncementRow, EventRow

ASKED_AFTER = timedelta(minutes=3)  # several changes in a row are asked about once


async def face(tx: Transaction, row: AnnouncementRow) -> str:
    """What families would read now, as one word (domain/announcement_faces.py)."""
    event = None if row.event_id is None else await events.get(tx, row.event_id)
    if event is None:
        return face_of_words(row.words or "", row.picture, broadcasts.reach_of(row))
    return face_of_event(events.event_of(event))


async def may_leave(tx: Transaction, row: AnnouncementRow) -> bool:
    """Whether a second person agreed to what families would read now, or nobody has to: it may have become small."""
    if not needs_second(row.expected) or row.approved_by is None or row.agreed is None:
        return True
    return row.agreed == await face(tx, row)


async def lacks_yes(tx: Transaction, row: AnnouncementRow) -> bool:
    """Whether it is for so many that a second person has to agree, and none agreed to what it says now."""
    return needs_second(row.expected) and (row.approved_by is None or not await may_leave(tx, row))


async def follow(tx: Transaction, changed: EventRow, before: Event, staff: Staff | None, now: datetime) -> None:
    """`staff` changed the event: its announcement is for others, or needs a new yes, or has its old one again."""
    row = await broadcasts.lock_of_event(tx, changed.id)
    if row is None or State(row.state).is_over:
        return
    event = events.event_of(changed)
    reach = broadcasts.reach_of(row)
    publishing.align(row, event)
    if row.state == State.DRAFT:
        return
    if reach != broadcasts.reach_of(row):
        row.expected = await broadcasts.expected(tx, broadcasts.reach_of(row))
    if row.approved_by is not None and row.agreed is None:  # agreed to by a version that did not write it down
        row.agreed = face_of_event(before)
    if not await lacks_yes(tx, row):
        await _goes_on(tx, row, now)
    elif face_of_event(before) != face_of_event(event):
        await _waits(tx, row, staff, now)


async def end(tx: Transaction, event: int, now: datetime) -> None:
    """The event is over: what waits of its announcement, for a yes or in a pause, waits no longer."""
    row = await broadcasts.lock_of_event(tx, event)
    if row is not None and not State(row.state).is_over:
        await broadcasts.stop(tx, row, now)


async def ask_others(tx: Transaction, row: AnnouncementRow, now: datetime, *, due_at: datetime | None = None) -> None:
    """Everybody else who may publish there is asked for the second yes, once for each state of the event."""
    author = None if row.asked_by is None else await people.staff(tx, row.asked_by)
    others = [
        each.staff
        for each in await people.contacts(tx)
        if each.staff.id != row.asked_by and publishing.may_agree(each.staff, broadcasts.reach_of(row))
    ]
    event = None if row.event_id is None else await events.get(tx, row.event_id)
    news = AnnouncementWaits(
        *(row.id, row.event_id, (await broadcasts.progress(tx, row)).heading),
        *("" if author is None else author.name, row.expected),
        seen=await face(tx, row),
        again=row.approved_by is not None,
    )
    once = f"approve:{row.id}:{0 if event is None else event.version}"
    notices = [Notice(each.person, news, Lane.SERVICE, f"{once}:{each.person}", due_at=due_at) for each in others]
    await outbox.write(tx, notices, now)


async def is_asked(tx: Transaction, news: AnnouncementWaits) -> bool:
    """Whether this yes is still wanted, and to these words."""
    row = await broadcasts.get(tx, news.announcement)
    if row is None or row.state != State.WAITING:
        return False
    return news.seen is None or news.seen == await face(tx, row)


async def _goes_on(tx: Transaction, row: AnnouncementRow, now: datetime) -> None:
    """It says again what was agreed to, or is for few."""
    if row.state == State.WAITING:
        await broadcasts.go_on(tx, row, now)
        row.shown_at = now


async def _waits(tx: Transaction, row: AnnouncementRow, staff: Staff | None, now: datetime) -> None:
    """Nothing more leaves before another than `staff` agrees; whoever asked for it until now sees that."""
    author = None if row.asked_by is None else await people.staff(tx, row.asked_by)
    if row.state == State.RUNNING:
        await broadcasts.hold(tx, row, State.WAITING)
        journal.write(tx, now, "announcement_asks_again", staff=staff.id if staff else None, announcement=row.id)
    if author is not None and row.message is not None:
        shown = AnnouncementShown(await broadcasts.progress(tx, row))
        once = f"progress:{row.id}:{now:%Y%m%d%H%M%S%f}"
        await outbox.write(tx, [Notice(author.person, shown, Lane.SERVICE, once, edits=row.message)], now)
        row.shown_at = broadcasts.HELD
    by = None if staff is None else staff.id
    if by != row.asked_by:
        row.asked_by, row.message = by, None
    if row.state == State.WAITING:
        await ask_others(tx, row, now, due_at=now + ASKED_AFTER)
    wake(tx, broadcasts.TOPIC)
