"""What the bot did not understand: counts by topic, what people corrected, and phrases that many people used.

Words are kept only of a phrase that five people used. Until then a phrase and whoever used it are one keyed mark
each, which nobody can read back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import Insert as PgInsert
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from domain.cases import Origin, Outcome
from domain.learning import MANY, Correction, Rang
from storage.database import Transaction
from storage.tables import CaseRow, CorrectionRow, MissRow, PhraseMarkRow, PhraseRow
from storage.vault import Vault

Upsert = PgInsert | SqliteInsert


async def count(tx: Transaction, day: date, topic: str) -> None:
    """One more question about this topic that was not answered."""
    row = _insert(tx)(MissRow).values(day=day.isoformat(), topic=topic, times=1)
    await tx.execute(row.on_conflict_do_update(index_elements=["day", "topic"], set_={"times": MissRow.times + 1}))


async def corrected(tx: Transaction, month: str, correction: Correction) -> None:
    """Somebody meant something else than we took their words for."""
    keys = {"month": month, "taken_for": correction.taken_for, "meant": correction.meant}
    row = _insert(tx)(CorrectionRow).values(**keys, times=1)
    await tx.execute(row.on_conflict_do_update(index_elements=[*keys], set_={"times": CorrectionRow.times + 1}))


async def mark(tx: Transaction, vault: Vault, phrase: str, person: int, day: date) -> None:
    """This person used this phrase. From the fifth person on its words are kept, with how many people used it."""
    key, who = vault.mark(phrase), vault.mark(f"{phrase} {person}")
    await tx.execute(
        _insert(tx)(PhraseMarkRow).values(phrase=key, who=who, day=day.isoformat()).on_conflict_do_nothing()
    )
    query = select(func.count()).where(PhraseMarkRow.phrase == key)
    people = (await tx.execute(query)).scalar_one()
    if people < MANY:
        return
    known = await tx.get(PhraseRow, key)
    if known is None:
        tx.add(PhraseRow(phrase=key, words=phrase, people=people, day=day.isoformat()))
    else:
        known.people, known.day = people, day.isoformat()


async def unanswered(tx: Transaction, since: date) -> Sequence[tuple[str, int]]:
    """Questions without an answer, by topic."""
    times = func.sum(MissRow.times)
    query = select(MissRow.topic, times).where(MissRow.day >= since.isoformat()).group_by(MissRow.topic)
    return [(topic, int(total)) for topic, total in await tx.execute(query)]


async def phrases(tx: Transaction, since: date) -> Sequence[tuple[str, int]]:
    """Phrases without an answer that at least five people used."""
    query = select(PhraseRow.words, PhraseRow.people).where(PhraseRow.day >= since.isoformat())
    return [(words, people) for words, people in await tx.execute(query)]


async def corrections(tx: Transaction, months: Sequence[str]) -> Sequence[tuple[Correction, int]]:
    """What people corrected in these months."""
    rows = (await tx.execute(select(CorrectionRow).where(CorrectionRow.month.in_(months)))).scalars()
    return [(Correction(row.taken_for, row.meant), row.times) for row in rows]


async def rang(tx: Transaction, begins: datetime) -> Rang:
    """What became of the cases that words alone opened."""
    query = select(CaseRow.retracted, CaseRow.outcome).where(
        CaseRow.opened_at >= begins, CaseRow.origin == Origin.WORDS
    )
    found = list(await tx.execute(query))
    back = sum(retracted for retracted, _ in found)
    return Rang(len(found), back, sum(outcome == Outcome.FALSE_ALARM for _, outcome in found))


async def empty(tx: Transaction, before: date, marks_before: date) -> None:
    """Old counts go, and old marks."""
    await tx.execute(delete(MissRow).where(MissRow.day < before.isoformat()))
    await tx.execute(delete(CorrectionRow).where(CorrectionRow.month < f"{before:%Y-%m}"))
    await tx.execute(delete(PhraseRow).where(PhraseRow.day < before.isoformat()))
    await tx.execute(delete(PhraseMarkRow).where(PhraseMarkRow.day < marks_before.isoformat()))


def _insert(tx: Transaction) -> Callable[..., Upsert]:
    return sqlite_insert if tx.get_bind().dialect.name == "sqlite" else pg_insert
