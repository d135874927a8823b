"""People and staff as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, bindparam, delete, insert, select, union_all

from domain.cases import State
from domain.people import AgeBand, Audience, Person, Role, Staff
from domain.wards import Contact
from storage import labels
from storage.database import Transaction
from storage.offers import DECLINED
from storage.tables import CaseRow, DoubtRow, OfferRow, PersonRow, PostRow, StaffRow
from storage.vault import Vault

# built once: putting a statement together costs as much as running it
_PEOPLE: Select[PersonRow, StaffRow | None] = select(PersonRow, StaffRow).outerjoin(
    StaffRow, (StaffRow.person_id == PersonRow.id) & StaffRow.removed_at.is_(None)
)
_BY_ID = _PEOPLE.where(PersonRow.id == bindparam("person"))
_BY_CHAT = _PEOPLE.where(PersonRow.chat_key.in_(bindparam("keys", expanding=True)))
_CONTACTS = (
    select(StaffRow, PersonRow.reachable)
    .join(PersonRow, PersonRow.id == StaffRow.person_id)
    .where(StaffRow.removed_at.is_(None))
    .order_by(StaffRow.id)
)
_WORKS_HERE = select(StaffRow).where(StaffRow.person_id == bindparam("person"), StaffRow.removed_at.is_(None))
_WORKED_HERE = select(StaffRow).where(StaffRow.person_id == bindparam("person")).with_for_update(key_share=True)
_THERE = select(PersonRow.id).where(PersonRow.id.in_(bindparam("people", expanding=True)))
_IS_THERE = _THERE.with_for_update(key_share=True, read=True)
_IN_HAND = (
    select(CaseRow)
    .where(CaseRow.state == State.TAKEN, CaseRow.holder_id == bindparam("staff"))
    .order_by(CaseRow.id)
    .with_for_update(key_share=True)
)


async def find(tx: Transaction, vault: Vault, chat: int) -> Person | None:
    """The person of a chat, or None."""
    found = await _row(tx, vault, chat)
    return None if found is None else _person(*found)


async def known(tx: Transaction, vault: Vault, chat: int, now: datetime) -> Person | None:
    """Somebody about whom nothing has to be written down now: reachable, and seen today."""
    found = await _row(tx, vault, chat)
    if found is None or not found[0].reachable or (now - found[0].seen_at).days:
        return None
    return _person(*found)


async def meet(tx: Transaction, vault: Vault, chat: int, now: datetime, *, reachable: bool | None) -> Person:
    """The person of a chat, made on first sight. `reachable` True: they just wrote to us."""
    found = await _row(tx, vault, chat)
    if found is None:
        row = PersonRow(
            chat_key=vault.indexes(chat)[0],
            chat=chat,
            reachable=reachable,
            created_at=now,
            seen_at=now,
            language="vi",
        )
        tx.add(row)
        await tx.flush()
        return _person(row, None)
    row, staff = found
    came_back = bool(reachable) and row.reachable is False
    if reachable and not row.reachable:
        row.reachable = True
    if (now - row.seen_at).days:
        row.seen_at = now
    return replace(_person(row, staff), came_back=came_back)


async def move(tx: Transaction, vault: Vault, old: int, new: int) -> tuple[int, int] | None:
    """A chat has another number. Gives who was known by the old one and who is by the new, the same person mostly.

    Somebody is known by the new number already: the old one's post goes to them. None: nobody was known by the old.
    """
    before, after = await _row(tx, vault, old), await _row(tx, vault, new)
    if before is None:
        return None
    known = await row(tx, before[0].id)
    if after is None:
        known.chat, known.chat_key = new, vault.indexes(new)[0]
        await tx.flush()
        return known.id, known.id
    known.reachable = False
    mine, theirs = await staff_row(tx, known.id), await staff_row(tx, after[0].id)
    if mine is not None and theirs is None:
        mine.person_id = after[0].id
    await tx.flush()
    return known.id, after[0].id


async def get(tx: Transaction, person: int) -> Person | None:
    """The person with this id."""
    row = (await tx.execute(_BY_ID, {"person": person})).first()
    return None if row is None else _person(row[0], row[1])


async def row(tx: Transaction, person: int) -> PersonRow:
    """The row itself, locked: whatever one person causes happens one after the other.

    FOR NO KEY UPDATE: somebody else may still write a notice to them meanwhile.
    """
    return await tx.get_one(PersonRow, person, with_for_update={"key_share": True})


async def is_hushed(tx: Transaction, person: int) -> bool:
    """Whether they left quickly and have not come back."""
    return bool(await tx.scalar(select(PersonRow.hushed).where(PersonRow.id == person)))


async def is_there(tx: Transaction, person: int) -> bool:
    """Whether somebody was not deleted; whoever deletes them waits for this transaction (FOR KEY SHARE)."""
    return (await tx.execute(_IS_THERE, {"people": [person]})).first() is not None


async def hold(tx: Transaction, person: int) -> None:
    """Locks the row, as `row` does; nothing where it is gone."""
    await tx.get(PersonRow, person, with_for_update={"key_share": True})


async def contacts(tx: Transaction) -> list[Contact]:
    """Everybody who works here, with whether they can be reached."""
    return [Contact(staff_of(staff), reachable) for staff, reachable in await tx.execute(_CONTACTS)]


async def chats_of_staff(tx: Transaction) -> dict[int, int]:
    """The Telegram id of everybody who works here, by staff id."""
    query = select(StaffRow.id, PersonRow).join(PersonRow, PersonRow.id == StaffRow.person_id)
    return {staff: person.chat for staff, person in await tx.execute(query.where(StaffRow.removed_at.is_(None)))}


async def held_by(tx: Transaction, staff_id: int) -> list[CaseRow]:
    """The cases somebody has in hand, locked."""
    return list((await tx.execute(_IN_HAND, {"staff": staff_id})).scalars())


async def offered_to(tx: Transaction, staff_id: int) -> list[CaseRow]:
    """The cases that wait for somebody's answer to a hand-over, locked."""
    asked = select(OfferRow.case_id).where(OfferRow.staff_id == staff_id, OfferRow.why != DECLINED)
    query = select(CaseRow).where(CaseRow.id.in_(asked), CaseRow.state != State.CLOSED).order_by(CaseRow.id)
    return list((await tx.execute(query.with_for_update(key_share=True))).scalars())


async def staff(tx: Transaction, staff_id: int) -> Staff | None:
    """A member of staff, removed ones too (their name stands in the journal)."""
    row = await tx.get(StaffRow, staff_id)
    return None if row is None else staff_of(row)


async def active_staff(tx: Transaction, staff_id: int) -> Staff | None:
    """A member of staff who still works here."""
    row = await tx.get(StaffRow, staff_id)
    return None if row is None or row.removed_at is not None else staff_of(row)


async def staff_of_person(tx: Transaction, person: int) -> Staff | None:
    """The staff entry of a person who works here now."""
    row = (await tx.execute(_WORKS_HERE, {"person": person})).scalar()
    return None if row is None else staff_of(row)


async def roads(tx: Transaction, staff_id: int) -> Sequence[str]:
    """The second roads of somebody who works here now."""
    row = await tx.get(StaffRow, staff_id)
    return () if row is None or row.removed_at is not None else row.also


async def staff_row(tx: Transaction, person: int) -> StaffRow | None:
    """The staff entry of a person, to be changed; removed ones too."""
    return (await tx.execute(_WORKED_HERE, {"person": person})).scalar()


def staff_of(row: StaffRow) -> Staff:
    """The row as the rules know it."""
    return Staff(row.id, row.person_id, row.name, Role(row.role), row.ward, row.rung, row.on_duty, bool(row.also))


async def forget(tx: Transaction, person: int) -> None:
    """Takes the profile away. The bare chat stays for staff, and while a case or a gentle question needs it."""
    needed = union_all(  # one look: a question that becomes a case meanwhile is seen as one of the two
        select(CaseRow.id).where(CaseRow.sender_id == person, CaseRow.emptied_at.is_(None)),
        select(DoubtRow.id).where(DoubtRow.person_id == person),
    )
    if await staff_row(tx, person) is None and (await tx.execute(needed)).first() is None:
        await tx.execute(delete(PersonRow).where(PersonRow.id == person))
        return
    kept = await row(tx, person)
    await labels.drop_all_of(tx, person)
    kept.audience = kept.age_band = kept.ward = None
    kept.language = "vi"


async def add_post(
    tx: Transaction,
    person: int,
    message: int,
    at: datetime,
    *,
    ours: bool,
    kind: str | None = None,
    case: int | None = None,
    entry: int | None = None,
) -> int:
    """Remembers where a message stands; gives the number of this memory."""
    post = PostRow(person_id=person, message=message, at=at, ours=ours, kind=kind, case_id=case, entry_id=entry)
    tx.add(post)
    await tx.flush()
    return post.id


async def add_posts(tx: Transaction, messages: Sequence[tuple[int, int, bool]], at: datetime) -> None:
    """Remembers where plain messages stand: (person, message, whether it is ours); nothing for who is gone."""
    if not messages:
        return
    there = set((await tx.execute(_THERE, {"people": list({person for person, _, _ in messages})})).scalars())
    rows = [{"person_id": p, "message": m, "at": at, "ours": ours} for p, m, ours in messages if p in there]
    if rows:
        await tx.execute(insert(PostRow), rows)


async def posts(
    tx: Transaction,
    *,
    person: int | None = None,
    case: int | None = None,
    entry: int | None = None,
    kinds: Sequence[str] = (),
    since: datetime | None = None,
) -> list[PostRow]:
    """Remembered messages by person, case, entry, kind and age, oldest first."""
    query = select(PostRow).order_by(PostRow.id)
    if person is not None:
        query = query.where(PostRow.person_id == person)
    if case is not None:
        query = query.where(PostRow.case_id == case)
    if entry is not None:
        query = query.where(PostRow.entry_id == entry)
    if kinds:
        query = query.where(PostRow.kind.in_(kinds))
    if since is not None:
        query = query.where(PostRow.at >= since)
    return list((await tx.execute(query)).scalars())


async def keep_staff(
    tx: Transaction,
    person: int,
    name: str,
    role: Role,
    ward: str | None,
    rung: int,
    also: list[str],
    now: datetime,
) -> Staff:
    """Adds a member of staff, or changes (and brings back) the one there is. The next look at shifts finds them."""
    found = await staff_row(tx, person)
    if found is None:
        found = StaffRow(person_id=person, added_at=now, on_duty=True, hours=[], present=False)
        tx.add(found)
    found.name, found.role, found.ward, found.rung, found.also = name, role, ward, rung, also
    if found.removed_at is not None:  # they begin anew
        found.added_at, found.removed_at, found.present = now, None, False
    await tx.flush()
    return staff_of(found)


async def case_of_post(tx: Transaction, person: int, message: int) -> int | None:
    """The case a remembered message belongs to."""
    query = select(PostRow.case_id).where(PostRow.person_id == person, PostRow.message == message)
    return (await tx.execute(query.where(PostRow.case_id.is_not(None)).limit(1))).scalar()


async def forget_posts(tx: Transaction, person: int, messages: Sequence[int]) -> None:
    """These messages no longer stand in the chat."""
    await tx.execute(delete(PostRow).where(PostRow.person_id == person, PostRow.message.in_(messages)))


async def _row(tx: Transaction, vault: Vault, chat: int) -> tuple[PersonRow, StaffRow | None] | None:
    found = (await tx.execute(_BY_CHAT, {"keys": vault.indexes(chat)})).first()
    return None if found is None else (found[0], found[1])


def _person(row: PersonRow, staff: StaffRow | None) -> Person:
    return Person(
        id=row.id,
        chat=row.chat,
        language=row.language,
        audience=Audience(row.audience) if row.audience else None,
        age_band=AgeBand(row.age_band) if row.age_band else None,
        ward=row.ward,
        reachable=row.reachable,
        hushed=row.hushed,
        staff=None if staff is None else staff_of(staff),
    )
