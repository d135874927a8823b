"""Inside a transaction: an event changes, and families signed up hear of it once for all changes in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.event_fields import differing
from domain.events import Event, Plan, State, problems, unsaid
from domain.news import News
from domain.news_events import EventChanged
from domain.outbox import Lane, Notice
from domain.pace import in_turn
from domain.people import EVENT_ROLES, Person, Staff, StaffOnly, require_staff
from domain.signups import needs_paper
from domain.texts import NoMore, Refusal, Text
from domain.working_time import HANOI
from services import following, reminders
from storage import afterwards, event_changes, events, guardians, journal, outbox, quota, signups
from storage import reminders as reminder_rows
from storage.database import Transaction, wake
from storage.tables import EventRow

GONE = Text("This event no longer exists.")
THEY_ARE_HERE = Text(
    "Children have come to this event already, so its day and its ward stay as they are. If it cannot go on, please "
    "cancel it: they stay in the list for the door."
)
OTHER_PAPERS = Text(
    "Families have signed up already, and a children's forum wants a sheet signed by a parent, which other events do "
    "not. Please make a new event of that kind and cancel this one: they are told."
)


async def refuse_fewer(tx: Transaction, event: int, held_back: int) -> None:
    """Raises Refusal where more of the seats held back are given or kept than there would be."""
    taken = await quota.given(tx, event) + await quota.kept(tx, event)
    if held_back < taken:
        raise Refusal(Text("{taken} of the seats held back are given or kept already.", taken=taken))


def may_publish(person: Person | None, ward: str | None) -> bool:
    """Whether somebody may hold events there; None is the operator at the console."""
    if person is None:
        return True
    staff = person.staff
    return staff is not None and staff.role in EVENT_ROLES and staff.may_publish_in(ward)


def publisher(person: Person | None, ward: str | None) -> Staff | None:
    """The staff entry of somebody who may publish in this ward; None is the operator. Raises Refusal."""
    staff = None if person is None else require_staff(person, EVENT_ROLES)
    if not may_publish(person, ward):
        raise StaffOnly(Text("You can publish for your own ward only. A coordinator or an editor can help."))
    return staff


async def locked(tx: Transaction, person: Person | None, event: int) -> tuple[EventRow, Staff | None]:
    """The event, locked, for somebody who may change it. Raises Refusal."""
    row = await events.lock(tx, event)
    if row is None:
        raise NoMore(GONE)
    return row, publisher(person, row.ward)


def check(plan: Plan, now: datetime) -> None:
    """Raises Refusal for what cannot be right."""
    for _, text in problems(plan):
        raise Refusal(text)
    if plan.ends_at <= now:
        raise Refusal(Text("This event lies in the past. Please check its dates."))


def refuse_ended(event: Event) -> None:
    """Raises Refusal for an event that was cancelled or is over."""
    if event.state is State.CANCELLED:
        raise NoMore(Text("This event was cancelled. Please make a new one."))
    if event.state is State.DONE:
        raise NoMore(Text("This event is over."))


async def put(tx: Transaction, row: EventRow, plan: Plan, staff: Staff | None, now: datetime) -> None:
    """The event says this now; what families signed up do not know yet is remembered (`tell`)."""
    before = events.event_of(row)
    refuse_ended(before)
    families = await signups.of_event(tx, row.id)
    await refuse_fewer(tx, row.id, plan.quota)
    if families:
        await _check_nobody_is_there(tx, before, plan)
        _check_families(before, plan, (await signups.taken(tx, [row.id])).get(row.id, 0))
    if before.state is State.PUBLISHED and (missing := unsaid(plan)) is not None:
        raise Refusal(missing)
    if _same(before, plan):
        return
    events.write_plan(row, plan)
    await note(tx, row, before, staff, now)
    if row.starts_at != before.starts_at and before.state is State.PUBLISHED:
        await reminders.move(tx, row, now)
    wake(tx, signups.FREED)  # there may be more seats
    if before.state is State.PUBLISHED and (families or await asked_only(tx, row.id)):
        event_changes.keep_untold(row, before, now)


async def note(tx: Transaction, row: EventRow, before: Event, staff: Staff | None, now: datetime) -> None:
    """One version more, with whose hand wrote which field; its announcement follows."""
    row.version += 1
    event_changes.keep_hands(row, differing(before, events.event_of(row)), staff.id if staff else None, now)
    journal.write(tx, now, "event_changed", staff=staff.id if staff else None, event=row.id)
    await following.follow(tx, row, before, staff, now)


async def tell(tx: Transaction, row: EventRow, now: datetime) -> int:
    """Everyone signed up, or who asked to be reminded, hears of what changed since they last heard; how many. Once."""
    shown = events.event_of(row)
    changed = event_changes.untold(row)
    row.told = row.untold_at = None
    if not changed or shown.state is not State.PUBLISHED:
        return 0
    families = await signups.of_event(tx, row.id)
    joined = await guardians.of_all(tx, [family.id for family in families])
    news = EventChanged(row.id, shown.title, shown.starts_at, shown.ends_at, shown.place, changed)
    said = dict.fromkeys([*(family.person_id for family in families), *joined], news)
    others = await asked_only(tx, row.id)
    said |= dict.fromkeys(others, replace(news, signed_up=False))
    await notify(tx, said, f"event-changed:{row.id}:{row.version}", now)
    return len(families) + len(others)


async def asked_only(tx: Transaction, event: int) -> Sequence[int]:
    """Who asked to be reminded of an event and belongs to no sign-up for it."""
    families = await signups.of_event(tx, event)
    signed_up = {*(each.person_id for each in families), *await guardians.of_all(tx, [each.id for each in families])}
    return [person for person in await reminder_rows.askers(tx, event) if person not in signed_up]


async def notify(tx: Transaction, said: Mapping[int, News], once: str, now: datetime) -> None:
    """Each of these persons hears this of an event, the first ones first; so many a second (domain.pace.in_turn)."""
    notices = [
        Notice(person, news, Lane.SERVICE, f"{once}:{person}", due_at=now + in_turn(number))
        for number, (person, news) in enumerate(said.items())
    ]
    await outbox.write(tx, notices, now)


def _same(event: Event, plan: Plan) -> bool:
    return all(getattr(event, name) == getattr(plan, name) for name in Plan.__dataclass_fields__)


async def _check_nobody_is_there(tx: Transaction, before: Event, plan: Plan) -> None:
    """Raises Refusal where helpers would lose children who have come: their list goes with the ward and the day."""
    days = {each.starts_at.astimezone(HANOI).date() for each in (before, plan)}
    if plan.ward == before.ward and len(days) == 1:
        return
    await signups.lock_of_event(tx, before.id)  # what the door writes down meanwhile is there before or comes after
    if await afterwards.who_came(tx, before.id):
        raise Refusal(THEY_ARE_HERE)


def _check_families(before: Event, plan: Plan, taken: int) -> None:
    if plan.accompanied != before.accompanied:
        raise Refusal(Text("Families have signed up already: whether children come accompanied stays as it is."))
    if needs_paper(plan.kind) != needs_paper(before.kind):
        raise Refusal(OTHER_PAPERS)
    if plan.open_seats is None or plan.open_seats < taken:
        raise Refusal(Text("{taken} seats are taken already; there cannot be fewer.", taken=taken))
