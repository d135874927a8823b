"""Announcements as rows: for whom one was written already, what became of each, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.broadcasts import Outcome, Progress, Reach, State, Topic
from domain.outbox import LEASE, Lane
from domain.people import AgeBand, Audience
from storage.database import Moment, Transaction, wake
from storage.relay import BEGUN, topic_of
from storage.subscriptions import wanting
from storage.tables import (
    AnnouncedRow,
    AnnouncementRow,
    EventRow,
    NoticeRow,
    PersonRow,
    SignupChildRow,
    SignupRow,
)

TOPIC = "announcements"  # wakes the loop that writes them
HELD = datetime(9999, 1, 1, tzinfo=UTC)  # when a notice of a paused announcement is due
HEADING = 60
_SHOWN = (AnnouncementRow.message.is_not(None), AnnouncementRow.state.not_in((State.DRAFT, State.WAITING)))


def reach_of(row: AnnouncementRow) -> Reach:
    """For whom it is."""
    return Reach(
        tuple(row.wards.split(",")) if row.wards else (),
        Audience(row.audience) if row.audience else None,
        tuple(AgeBand(band) for band in row.age_band.split(",")) if row.age_band else (),
        Topic(row.topic),
    )


def write_reach(row: AnnouncementRow, reach: Reach) -> None:
    """It is for these now."""
    for name, value in _reach(reach).items():
        setattr(row, name, value)


async def expected(tx: Transaction, reach: Reach) -> int:
    """How many people an announcement is for."""
    people = _recipients(reach).where(PersonRow.hushed.is_(False)).subquery()
    return (await tx.execute(select(func.count()).select_from(people))).scalar() or 0


async def recipients(tx: Transaction, reach: Reach, after: int, limit: int) -> list[tuple[int, bool]]:
    """The next people it is for, above person `after`, each with whether they left quickly: those are not told."""
    query = _recipients(reach).where(PersonRow.id > after).order_by(PersonRow.id).limit(limit)
    return [(person, hushed) for person, hushed in await tx.execute(query)]


async def add(tx: Transaction, reach: Reach, state: State, now: datetime, **values: Any) -> AnnouncementRow | None:
    """A new announcement; None when its event has one already, or this update made one."""
    row = {**_reach(reach), "state": state.value, "cursor": 0, "expected": 0, "at": now, **values}
    made = _insert(tx)(AnnouncementRow).values(row).on_conflict_do_nothing().returning(AnnouncementRow.id)
    number = (await tx.execute(made)).scalar()
    return None if number is None else await tx.get(AnnouncementRow, number)


async def event_of(tx: Transaction, announcement: int) -> int | None:
    """Of which event it is; None: of none. It stays so, and the event is locked before the announcement."""
    query = select(AnnouncementRow.event_id).where(AnnouncementRow.id == announcement)
    return (await tx.execute(query)).scalar()


async def is_held(tx: Transaction, announcement: int) -> bool:
    """Whether nothing of it may leave now, though it may later; locked, so that nobody lets it go on meanwhile."""
    query = select(AnnouncementRow.state).where(AnnouncementRow.id == announcement)
    return (await tx.execute(query.with_for_update(key_share=True))).scalar() in (State.PAUSED, State.WAITING)


async def lock(tx: Transaction, announcement: int) -> AnnouncementRow | None:
    """The announcement, locked."""
    return await tx.get(AnnouncementRow, announcement, with_for_update={"key_share": True})


async def get(tx: Transaction, announcement: int) -> AnnouncementRow | None:
    """The announcement, to look at."""
    return await tx.get(AnnouncementRow, announcement)


async def lock_of_event(tx: Transaction, event: int) -> AnnouncementRow | None:
    """The announcement of an event, locked."""
    query = select(AnnouncementRow).where(AnnouncementRow.event_id == event)
    return (await tx.execute(query.with_for_update(key_share=True))).scalar()


async def of_event(tx: Transaction, event: int) -> AnnouncementRow | None:
    """The announcement of an event, to look at."""
    return (await tx.execute(select(AnnouncementRow).where(AnnouncementRow.event_id == event))).scalar()


async def of_update(tx: Transaction, update_id: int) -> AnnouncementRow | None:
    """The announcement that this update made."""
    return (await tx.execute(select(AnnouncementRow).where(AnnouncementRow.update_id == update_id))).scalar()


async def newest(tx: Transaction, limit: int) -> list[AnnouncementRow]:
    """Those made last, newest first."""
    query = select(AnnouncementRow).order_by(AnnouncementRow.id.desc()).limit(limit)
    return list((await tx.execute(query)).scalars())


async def lock_running(tx: Transaction, now: datetime, after: int = 0) -> AnnouncementRow | None:
    """The oldest running announcement above `after` whose time has come and that no other worker is at, locked."""
    query = select(AnnouncementRow).where(AnnouncementRow.state == State.RUNNING, AnnouncementRow.id > after)
    query = query.where(or_(AnnouncementRow.due_at.is_(None), AnnouncementRow.due_at <= now))
    query = query.order_by(AnnouncementRow.id).limit(1).with_for_update(key_share=True, skip_locked=True)
    return (await tx.execute(query)).scalar()


async def next_due_at(tx: Transaction, shown_every: timedelta) -> datetime | None:
    """When there is something to write or to show again; None: nothing runs, and nothing is shown."""
    runs = select(func.min(func.coalesce(AnnouncementRow.due_at, AnnouncementRow.at), type_=Moment()))
    shows = select(func.min(func.coalesce(AnnouncementRow.shown_at, AnnouncementRow.at), type_=Moment()))
    due = (await tx.execute(runs.where(AnnouncementRow.state == State.RUNNING))).scalar()
    shown = (await tx.execute(shows.where(*_SHOWN))).scalar()
    return min((at for at in (due, None if shown is None else shown + shown_every) if at is not None), default=None)


async def to_show(tx: Transaction, shown_before: datetime) -> list[AnnouncementRow]:
    """Those whose progress on a phone is older than this and may have changed, locked."""
    query = select(AnnouncementRow).where(
        *_SHOWN,
        or_(AnnouncementRow.shown_at.is_(None), AnnouncementRow.shown_at <= shown_before),
    )
    query = query.order_by(AnnouncementRow.id).with_for_update(key_share=True, skip_locked=True)
    return list((await tx.execute(query)).scalars())


async def mark(tx: Transaction, announcement: int, people: Sequence[tuple[int, bool]]) -> set[int]:
    """Notes that it is being written for these people; gives those to tell, for whom it was never written before."""
    if not people:
        return set()
    left = {person for person, hushed in people if hushed}
    rows = [
        {
            "announcement_id": announcement,
            "person_id": person,
            "outcome": Outcome.SKIPPED.value if person in left else None,
        }
        for person, _ in people
    ]
    insert = _insert(tx)(AnnouncedRow).on_conflict_do_nothing().returning(AnnouncedRow.person_id)
    return set((await tx.execute(insert, rows)).scalars()) - left


async def became(tx: Transaction, announcement: int, person: int, outcome: Outcome) -> None:
    """What became of it for one person; the first word on it stands."""
    query = update(AnnouncedRow).where(
        AnnouncedRow.announcement_id == announcement, AnnouncedRow.person_id == person, AnnouncedRow.outcome.is_(None)
    )
    await tx.execute(query.values(outcome=outcome.value).execution_options(synchronize_session=False))


def once(announcement: int, person: int) -> str:
    """The name of the one notice of an announcement for a person."""
    return f"{_prefix(announcement)}{person}"


async def waiting(tx: Transaction) -> int:
    """Announcement notices that have not left yet and are not held by a pause."""
    due = (NoticeRow.state == "due", NoticeRow.lane == int(Lane.ANNOUNCEMENT), NoticeRow.due_at < HELD)
    return (await tx.execute(select(func.count()).where(*due))).scalar() or 0


async def stop(tx: Transaction, row: AnnouncementRow, now: datetime) -> None:
    """Nothing more is written, and what has not left is dropped."""
    row.state, row.ended_at, row.shown_at = State.STOPPED.value, now, None
    await tx.execute(_waiting_of(row.id).values(state="dropped", news=None, settled_at=now))
    await _settle_rest(tx, row.id, Outcome.SKIPPED, still_on_the_wire_since=datetime.min.replace(tzinfo=UTC))


async def hold(tx: Transaction, row: AnnouncementRow, state: State) -> None:
    """Paused, or a yes is missing: what has not left waits until `go_on`."""
    row.state = state.value
    await tx.execute(_waiting_of(row.id).values(due_at=HELD, first_due_at=HELD))


async def go_on(tx: Transaction, row: AnnouncementRow, due_at: datetime) -> None:
    """What was held is due."""
    row.state = State.RUNNING.value
    await tx.execute(_waiting_of(row.id).values(due_at=due_at, first_due_at=due_at))
    wake(tx, topic_of(Lane.ANNOUNCEMENT))
    wake(tx, TOPIC)


async def is_through(tx: Transaction, row: AnnouncementRow, now: datetime) -> bool:
    """Whether nothing of it waits any more. What a dead process had on the wire has failed: it is not repeated."""
    if (await tx.execute(select(func.count()).select_from(_waiting_ids(row.id).subquery()))).scalar():
        return False
    await _settle_rest(tx, row.id, Outcome.FAILED, still_on_the_wire_since=now - LEASE)
    left = select(func.count()).where(AnnouncedRow.announcement_id == row.id, AnnouncedRow.outcome.is_(None))
    return not (await tx.execute(left)).scalar()


async def progress(tx: Transaction, row: AnnouncementRow) -> Progress:
    """How far it is."""
    each = select(AnnouncedRow.outcome, func.count()).where(AnnouncedRow.announcement_id == row.id)
    counts: Counter[str | None] = Counter()
    for outcome, many in await tx.execute(each.group_by(AnnouncedRow.outcome)):
        counts[outcome] = many
    event = None if row.event_id is None else await tx.get(EventRow, row.event_id)
    words = (row.words or "") if event is None else event.title
    return Progress(
        id=row.id,
        event=row.event_id,
        state=State(row.state),
        expected=row.expected,
        written=sum(counts.values()),
        heading=words if len(words) <= HEADING else f"{words[:HEADING].rstrip()}…",
        made_at=row.at,
        due_at=row.due_at,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        sent=counts[Outcome.SENT],
        blocked=counts[Outcome.BLOCKED],
        failed=counts[Outcome.FAILED],
        skipped=counts[Outcome.SKIPPED],
        again=row.state == State.WAITING and row.approved_by is not None,
    )


async def is_wanted(tx: Transaction, row: AnnouncementRow, person: int) -> bool:
    """Whether somebody still wants to hear of its topic and has not left quickly."""
    query = select(PersonRow.id).where(PersonRow.id == person, PersonRow.hushed.is_(False))
    found = await tx.execute(query.where(PersonRow.id.in_(wanting(reach_of(row)))))
    return found.first() is not None


def _prefix(announcement: int) -> str:
    return f"announced:{announcement}:"


def _waiting_of(announcement: int) -> Any:
    return update(NoticeRow).where(NoticeRow.state == "due", NoticeRow.once.startswith(_prefix(announcement)))


def _waiting_ids(announcement: int) -> Select[int]:
    due = (NoticeRow.state == "due", NoticeRow.lane == int(Lane.ANNOUNCEMENT))
    return select(NoticeRow.id).where(*due, NoticeRow.once.startswith(_prefix(announcement)))


async def _settle_rest(
    tx: Transaction, announcement: int, outcome: Outcome, *, still_on_the_wire_since: datetime
) -> None:
    """Whoever has no outcome gets this one, but for those on the wire since then."""
    flying = select(NoticeRow.person_id).where(
        NoticeRow.state == BEGUN,
        NoticeRow.settled_at > still_on_the_wire_since,
        NoticeRow.once.startswith(_prefix(announcement)),
    )
    query = update(AnnouncedRow).where(AnnouncedRow.announcement_id == announcement, AnnouncedRow.outcome.is_(None))
    query = query.where(AnnouncedRow.person_id.not_in(flying)).values(outcome=outcome.value)
    await tx.execute(query.execution_options(synchronize_session=False))


def _recipients(reach: Reach) -> Select[int, bool]:
    """Subscribers whom it concerns and who can be reached. Who has not said what they are may be concerned."""
    query = select(PersonRow.id, PersonRow.hushed).where(
        PersonRow.id.in_(wanting(reach)), PersonRow.reachable.is_not(False)
    )
    if reach.audience is not None:
        query = query.where(or_(PersonRow.audience.is_(None), PersonRow.audience == reach.audience.value))
    if reach.age_bands:
        query = query.where(_has_child_of(reach.age_bands))
    return query


def _has_child_of(bands: Sequence[AgeBand]) -> Any:
    """They are of these ages, or a child they signed up is; or no age is known of them."""
    ages = [band.value for band in bands]
    known = select(SignupRow.person_id).join(SignupChildRow, SignupChildRow.signup_id == SignupRow.id)
    theirs = known.where(SignupChildRow.age_band.in_(ages))
    unknown = and_(PersonRow.age_band.is_(None), PersonRow.id.not_in(known))
    return or_(PersonRow.age_band.in_(ages), PersonRow.id.in_(theirs), unknown)


def _reach(reach: Reach) -> dict[str, str | None]:
    return {
        "wards": ",".join(reach.wards) or None,
        "audience": reach.audience.value if reach.audience else None,
        "age_band": ",".join(reach.age_bands) or None,
        "topic": reach.topic.value,
    }


def _insert(tx: Transaction) -> Any:
    return (sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql).insert
