"""The ledger of consents: who said yes to which wording, when, by which route."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from domain.signups import WORDING, Purpose, Route
from storage.database import Transaction
from storage.tables import ConsentRow


def give(
    tx: Transaction,
    person: int,
    purpose: Purpose,
    route: Route,
    *,
    signup: int | None,
    now: datetime,
    child: int | None = None,
    update_id: int | None = None,
    noted_by: int | None = None,
) -> None:
    """Adds a yes to the ledger, with the wording of today. `noted_by`: the member of staff who wrote it down."""
    tx.add(
        ConsentRow(
            person_id=person,
            purpose=purpose.value,
            about=signup,
            child=child,
            wording=WORDING,
            route=route.value,
            noted_by=noted_by,
            update_id=update_id,
            at=now,
        )
    )


async def said_by_link(tx: Transaction, person: int, signup: int) -> bool:
    """Whether they are the parent who agreed to this sign-up through the child's link, and still do."""
    query = select(ConsentRow.id).where(ConsentRow.person_id == person, ConsentRow.about == signup)
    query = query.where(ConsentRow.purpose == Purpose.SIGNUP, ConsentRow.route == Route.LINK)
    return (await tx.execute(query.where(ConsentRow.withdrawn_at.is_(None)))).first() is not None


async def withdraw(tx: Transaction, signups: Sequence[int], purposes: Sequence[Purpose], now: datetime) -> None:
    """The yes was taken back; that it was given stays as proof."""
    query = update(ConsentRow).where(ConsentRow.about.in_(list(signups)), ConsentRow.withdrawn_at.is_(None))
    await tx.execute(query.where(ConsentRow.purpose.in_(list(purposes))).values(withdrawn_at=now))


async def withdraw_child(
    tx: Transaction, signup: int, child: int, now: datetime, *, purposes: Sequence[Purpose] = tuple(Purpose)
) -> None:
    """Every yes of a sign-up about one child was taken back; what is kept for next time is another thing."""
    query = update(ConsentRow).where(ConsentRow.about == signup, ConsentRow.child == child)
    query = query.where(ConsentRow.purpose.in_(purposes), ConsentRow.withdrawn_at.is_(None))
    await tx.execute(query.values(withdrawn_at=now))


async def withdraw_kept(tx: Transaction, person: int, children: Sequence[int], now: datetime) -> None:
    """Nobody wants these children to be found again at the next sign-up."""
    query = update(ConsentRow).where(ConsentRow.person_id == person, ConsentRow.child.in_(children))
    query = query.where(ConsentRow.purpose.in_((Purpose.KEEP, Purpose.CHILD_KEEP)), ConsentRow.withdrawn_at.is_(None))
    await tx.execute(query.values(withdrawn_at=now))


async def stands(tx: Transaction, purpose: Purpose, *, signup: int | None, child: int | None = None) -> bool:
    """Whether such a yes was given and not taken back."""
    query = select(ConsentRow.id).where(ConsentRow.purpose == purpose, ConsentRow.withdrawn_at.is_(None))
    query = query.where(ConsentRow.about.is_(None) if signup is None else ConsentRow.about == signup)
    query = query.where(ConsentRow.child.is_(None) if child is None else ConsentRow.child == child)
    return (await tx.execute(query.limit(1))).first() is not None


async def of_signup(tx: Transaction, signup: int) -> list[ConsentRow]:
    """Every yes about one sign-up, oldest first."""
    query = select(ConsentRow).where(ConsentRow.about == signup).order_by(ConsentRow.id)
    return list((await tx.execute(query)).scalars())


async def given_by(tx: Transaction, person: int) -> list[ConsentRow]:
    """Everything this person said yes to, oldest first."""
    query = select(ConsentRow).where(ConsentRow.person_id == person).order_by(ConsentRow.id)
    return list((await tx.execute(query)).scalars())


async def parent_by_link(tx: Transaction, signup: int) -> int | None:
    """The parent who agreed on their own phone to what a child asked for."""
    query = select(ConsentRow.person_id).where(ConsentRow.about == signup, ConsentRow.purpose == Purpose.SIGNUP)
    query = query.where(ConsentRow.route == Route.LINK, ConsentRow.withdrawn_at.is_(None))
    return (await tx.execute(query.order_by(ConsentRow.id.desc()).limit(1))).scalar()
