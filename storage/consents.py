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
    signup: int,
    now: datetime,
    child: int | None = None,
    update_id: int | None = None,
) -> None:
    """Adds a yes to the ledger, with the wording of today."""
    tx.add(
        ConsentRow(
            person_id=person,
            purpose=purpose.value,
            about=signup,
            child=child,
            wording=WORDING,
            route=route.value,
            update_id=update_id,
            at=now,
        )
    )


async def withdraw(tx: Transaction, signups: Sequence[int], purposes: Sequence[Purpose], now: datetime) -> None:
    """The yes was taken back; that it was given stays as proof."""
    query = update(ConsentRow).where(ConsentRow.about.in_(list(signups)), ConsentRow.withdrawn_at.is_(None))
    await tx.execute(query.where(ConsentRow.purpose.in_(list(purposes))).values(withdrawn_at=now))


async def withdraw_child(tx: Transaction, child: int, now: datetime) -> None:
    """Every yes about one child was taken back."""
    query = update(ConsentRow).where(ConsentRow.child == child, ConsentRow.withdrawn_at.is_(None))
    await tx.execute(query.values(withdrawn_at=now))


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
