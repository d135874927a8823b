"""Who came to an event and who took them home, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, delete, func, select

from domain.arrivals import FAMILIES_A_PAGE, Guest, Visit
from domain.events import Event
from domain.finding import Listed
from domain.signups import COMING
from storage import people, signups
from storage.database import Transaction
from storage.tables import CollectorRow, SignupChildRow, SignupRow


async def by_code(tx: Transaction, code: str) -> SignupRow | None:
    """The sign-up of this ticket, to look at."""
    return (await tx.execute(select(SignupRow).where(SignupRow.code == code))).scalar()


async def children(tx: Transaction, rows: Sequence[SignupRow]) -> list[SignupChildRow]:
    """The children of these sign-ups in the order they were named."""
    ids = [row.id for row in rows]
    query = select(SignupChildRow).where(SignupChildRow.signup_id.in_(ids)).order_by(SignupChildRow.id)
    return list((await tx.execute(query)).scalars()) if ids else []


async def visits(tx: Transaction, event: Event, rows: Sequence[SignupRow]) -> list[Visit]:
    """These sign-ups as the door sees them, in the same order."""
    found = await children(tx, rows)
    names = await _names(tx, {by for child in found for by in (child.came_by, child.gone_by) if by is not None})
    tickets = await signups.tickets(tx, rows)
    guests: dict[int, list[Guest]] = defaultdict(list)
    for child in found:
        guests[child.signup_id].append(_guest(child, names))
    named: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for each in await collectors(tx, rows):
        named[each.signup_id].append((each.id, each.name))
    return [
        Visit(event, ticket, tuple(guests[row.id]), tuple(named[row.id]))
        for row, ticket in zip(rows, tickets, strict=True)
    ]


async def collectors(tx: Transaction, rows: Sequence[SignupRow]) -> list[CollectorRow]:
    """Who may take the children of these sign-ups home, in the order they were named."""
    ids = [row.id for row in rows]
    query = select(CollectorRow).where(CollectorRow.signup_id.in_(ids)).order_by(CollectorRow.id)
    return list((await tx.execute(query)).scalars()) if ids else []


async def forget_collectors(tx: Transaction, signup: int) -> None:
    """Nobody is named any more."""
    await tx.execute(delete(CollectorRow).where(CollectorRow.signup_id == signup))


async def visit(tx: Transaction, event: Event, row: SignupRow) -> Visit:
    """One sign-up as the door sees it."""
    return (await visits(tx, event, [row]))[0]


async def page(tx: Transaction, event: int, number: int) -> list[SignupRow]:
    """The sign-ups of one page of the list, in the order they came."""
    query = _of(event).order_by(SignupRow.id).offset((number - 1) * FAMILIES_A_PAGE).limit(FAMILIES_A_PAGE)
    return list((await tx.execute(query)).scalars())


async def all_of(tx: Transaction, event: int) -> list[SignupRow]:
    """Every sign-up of the list, in the order they came."""
    return list((await tx.execute(_of(event).order_by(SignupRow.id))).scalars())


async def listed(tx: Transaction, event: int) -> list[Listed]:
    """Every line of the list as far as one can look for it, in the order they came; no more is opened of each."""
    signed_up = await tx.execute(_of(event).with_only_columns(SignupRow.id, SignupRow.code, SignupRow.adult))
    known = {number: (code, [adult] if adult else []) for number, code, adult in signed_up}
    children = select(SignupChildRow.signup_id, SignupChildRow.nickname).join(SignupRow)
    children = children.where(SignupRow.event_id == event).order_by(SignupChildRow.id)
    for signup, nickname in await tx.execute(children):
        if signup in known:  # else it has just been made
            known[signup][1].append(nickname)
    return [Listed(number, code, tuple(names)) for number, (code, names) in sorted(known.items())]


async def these(tx: Transaction, ids: Sequence[int]) -> list[SignupRow]:
    """These sign-ups, in this order."""
    rows = {row.id: row for row in (await tx.execute(select(SignupRow).where(SignupRow.id.in_(ids)))).scalars()}
    return [rows[number] for number in ids if number in rows]


async def counts(tx: Transaction, event: int) -> tuple[int, int, int]:
    """Families, children, and children who came."""
    ours = _of(event).with_only_columns(SignupRow.id)
    families = (await tx.execute(select(func.count()).select_from(ours.subquery()))).scalar() or 0
    counted = select(func.count(SignupChildRow.id), func.count(SignupChildRow.came_at))
    all_of_them, came = (await tx.execute(counted.where(SignupChildRow.signup_id.in_(ours)))).one()
    return families, all_of_them, came


async def here(tx: Transaction, event: int) -> dict[int, int]:
    """How many children of a sign-up came and were not taken home yet, by sign-up; none: not in it."""
    query = (
        select(SignupChildRow.signup_id, func.count())
        .join(SignupRow, SignupRow.id == SignupChildRow.signup_id)
        .where(SignupRow.event_id == event, SignupRow.state.in_(COMING))
        .where(SignupChildRow.came_at.is_not(None), SignupChildRow.gone_at.is_(None))
        .group_by(SignupChildRow.signup_id)
    )
    return {signup: int(many) for signup, many in await tx.execute(query)}


async def without_photos(tx: Transaction, event: int) -> list[tuple[str, str]]:
    """Ticket and nickname of every child nobody may take a picture of, in the order they signed up."""
    query = (
        select(SignupRow.code, SignupChildRow)
        .join(SignupRow, SignupRow.id == SignupChildRow.signup_id)
        .where(SignupRow.event_id == event, SignupRow.state.in_(COMING))
        .order_by(SignupChildRow.id)
    )
    found = [(code, signups.child_of(child)) for code, child in await tx.execute(query)]
    return [(code, child.nickname) for code, child in found if not child.photo]


def _of(event: int) -> Select[SignupRow]:
    return select(SignupRow).where(SignupRow.event_id == event, SignupRow.state.in_(COMING))


async def _names(tx: Transaction, ids: set[int]) -> dict[int | None, str]:
    names: dict[int | None, str] = {None: ""}
    for number in ids:
        staff = await people.staff(tx, number)
        names[number] = "" if staff is None else staff.name
    return names


def _guest(row: SignupChildRow, names: dict[int | None, str]) -> Guest:
    return Guest(
        signups.child_of(row),
        row.came_at,
        names[row.came_by],
        row.gone_at,
        names[row.gone_by],
        row.gone_with or "",
        row.came_by,
    )
