"""What is left of an event, as rows: counts by age and by face while the families are kept, and after them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select, update

from domain.afterwards import Face
from domain.events import State
from domain.people import AgeBand
from domain.signups import COMING
from storage.database import Transaction
from storage.tables import EventCountRow, EventRow, PersonRow, SignupChildRow, SignupRow

SIGNED_UP, CAME, FELT = "signed_up", "came", "felt"
FROM_WARD = "from_ward"  # who came under 16, by the ward the family chose: of events of all four wards
HEADS = "heads"  # who came and stood on no list, as staff counted
Counts = dict[tuple[str, str], int]


async def to_ask(tx: Transaction, since: datetime, before: datetime) -> list[EventRow]:
    """Events that ended in this span and about which nobody was asked yet, locked."""
    query = select(EventRow).where(EventRow.state.in_((State.PUBLISHED, State.DONE)), EventRow.asked_at.is_(None))
    query = query.where(EventRow.ends_at >= since, EventRow.ends_at < before).order_by(EventRow.id)
    return list((await tx.execute(query.with_for_update(key_share=True))).scalars())


async def who_came(tx: Transaction, event: int) -> list[SignupRow]:
    """Sign-ups of which a child came."""
    came = select(SignupChildRow.signup_id).where(SignupChildRow.came_at.is_not(None))
    query = select(SignupRow).where(SignupRow.event_id == event, SignupRow.id.in_(came))
    return list((await tx.execute(query.order_by(SignupRow.id))).scalars())


async def lines(tx: Transaction, event: int) -> list[str]:
    """What families wrote, in no order that says who."""
    query = select(SignupRow).where(SignupRow.event_id == event, SignupRow.felt_words.is_not(None))
    return sorted(row.felt_words or "" for row in (await tx.execute(query)).scalars())


async def counted(tx: Transaction, row: EventRow) -> Counts:
    """How many, by what and by age or face: of the families, or once they are gone what was counted then."""
    if row.families is not None:
        kept = await tx.execute(select(EventCountRow).where(EventCountRow.event_id == row.id))
        return {(each.what, each.part): each.count for each in kept.scalars()}
    ours = (SignupRow.event_id == row.id, SignupRow.state.in_(COMING))
    children = (
        select(SignupChildRow.age_band, func.count(SignupChildRow.id), func.count(SignupChildRow.came_at))
        .join(SignupRow, SignupRow.id == SignupChildRow.signup_id)
        .where(*ours)
        .group_by(SignupChildRow.age_band)
    )
    found: Counter[tuple[str, str]] = Counter()
    for band, signed_up, came in await tx.execute(children):
        found[SIGNED_UP, band], found[CAME, band] = signed_up, came
    if row.ward is None:
        found.update({(FROM_WARD, ward): came for ward, came in await _by_ward(tx, row.id)})
    faces = select(SignupRow.felt, func.count()).where(SignupRow.felt.is_not(None), *ours).group_by(SignupRow.felt)
    for face, families in await tx.execute(faces):
        found[FELT, str(face)] = families
    return {key: count for key, count in found.items() if count}


async def _by_ward(tx: Transaction, event: int) -> list[tuple[str, int]]:
    query = (
        select(PersonRow.ward, func.count(SignupChildRow.came_at))
        .join(SignupRow, SignupRow.person_id == PersonRow.id)
        .join(SignupChildRow, SignupChildRow.signup_id == SignupRow.id)
        .where(SignupRow.event_id == event, SignupRow.state.in_(COMING), PersonRow.ward.is_not(None))
        .where(SignupChildRow.age_band != AgeBand.FROM_16.value)
        .group_by(PersonRow.ward)
    )
    return [(ward or "", came) for ward, came in await tx.execute(query)]


async def heads(tx: Transaction, event: int) -> dict[str, int]:
    """What staff counted of those on no list, by part (domain/headcounts.PARTS)."""
    query = select(EventCountRow).where(EventCountRow.event_id == event, EventCountRow.what == HEADS)
    return {row.part: row.count for row in (await tx.execute(query)).scalars()}


async def count_heads(tx: Transaction, event: int, part: str, count: int) -> None:
    """So many from now on; the event is locked."""
    await tx.merge(EventCountRow(event_id=event, what=HEADS, part=part, count=count))


async def keep_counts(tx: Transaction, row: EventRow) -> None:
    """Before the families go: their counts stay."""
    for (what, part), count in (await counted(tx, row)).items():
        tx.add(EventCountRow(event_id=row.id, what=what, part=part, count=count))


async def asked(tx: Transaction, event: int, now: datetime) -> None:
    """Whoever came was asked."""
    await tx.execute(update(EventRow).where(EventRow.id == event).values(asked_at=now))


def by_age(counts: Counts, what: str) -> dict[AgeBand, int]:
    """One kind of count by age."""
    return {band: counts[what, band.value] for band in AgeBand if (what, band.value) in counts}


def by_ward(counts: Counts) -> dict[str, int]:
    """Who came under 16 to an event of all four wards, by ward; whose ward nobody knows is not there."""
    return {part: count for (what, part), count in counts.items() if what == FROM_WARD}


def by_face(counts: Counts) -> dict[Face, int]:
    """How families found it."""
    return {face: counts[FELT, str(int(face))] for face in Face if (FELT, str(int(face))) in counts}
