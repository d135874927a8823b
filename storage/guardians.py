"""A second adult of a family's sign-up, as rows: who sees the ticket and may cancel beside whoever signed up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Transaction
from storage.tables import SignupGuardianRow, SignupRow


async def add(tx: Transaction, signup: int, person: int, now: datetime) -> None:
    """They belong to the sign-up from now on."""
    tx.add(SignupGuardianRow(signup_id=signup, person_id=person, at=now))
    await tx.flush()


async def of(tx: Transaction, signup: int) -> list[int]:
    """The persons who joined a sign-up, in the order in which they did."""
    query = select(SignupGuardianRow.person_id).where(SignupGuardianRow.signup_id == signup)
    return list((await tx.execute(query.order_by(SignupGuardianRow.id))).scalars())


async def of_all(tx: Transaction, signups: Collection[int]) -> list[int]:
    """The persons who joined any of these sign-ups."""
    query = select(SignupGuardianRow.person_id).where(SignupGuardianRow.signup_id.in_(signups))
    return list((await tx.execute(query.order_by(SignupGuardianRow.id))).scalars())


async def everybody(tx: Transaction, row: SignupRow) -> list[int]:
    """Everybody of a sign-up: who made it first."""
    return [row.person_id, *await of(tx, row.id)]


async def leave(tx: Transaction, person: int) -> None:
    """Somebody belongs to nobody else's sign-up any more."""
    await tx.execute(delete(SignupGuardianRow).where(SignupGuardianRow.person_id == person))


async def drop(tx: Transaction, signups: Collection[int]) -> None:
    """These sign-ups are over: nobody belongs to them."""
    await tx.execute(delete(SignupGuardianRow).where(SignupGuardianRow.signup_id.in_(signups)))
