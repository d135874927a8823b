"""One sender, several open cases: every word stands in each of them, and comes to each holder once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.cases import State
from domain.news import FromSender
from domain.outbox import Lane, Notice
from domain.people import Staff
from services.cases import holding
from storage import cases, outbox, splits
from storage.database import Transaction
from storage.tables import CaseRow, EntryRow

Standing = tuple[CaseRow, EntryRow]


async def pass_on(tx: Transaction, row: CaseRow, entry: EntryRow, news: FromSender, now: datetime) -> None:
    """A message kept in one case stands in the sender's other open cases, too; each holder gets it once."""
    stands: list[Standing] = [(row, entry)]
    for other in await cases.others_open(tx, row):
        other.last_heard_at = max(other.last_heard_at, entry.received_at)
        stands.append((other, await splits.copy(tx, entry, other.id)))
    holders: dict[int, tuple[Staff, list[Standing]]] = {}
    for each, copied in stands:
        holder = await holding.holder_of(tx, each) if each.state == State.TAKEN else None
        if holder is not None:
            holders.setdefault(holder.id, (holder, []))[1].append((each, copied))
    await outbox.write(tx, [_to(holder, theirs, news) for holder, theirs in holders.values()], now)


def one_a_holder(rows: Sequence[CaseRow]) -> list[CaseRow]:
    """Of several cases one a holder, and every one that nobody has in hand: nobody hears the same twice."""
    held: dict[int, CaseRow] = {}
    for row in rows:
        held.setdefault(row.id if row.holder_id is None else -row.holder_id, row)
    return list(held.values())


def _to(holder: Staff, theirs: Sequence[Standing], news: FromSender) -> Notice:
    (row, entry), *others = theirs
    also = tuple(other.code for other, _ in others)
    said = replace(news, case=row.id, code=row.code, entry=entry.id, also=also)
    return Notice(holder.person, said, Lane.SERVICE, f"from-sender:{entry.id}:{holder.id}", case=row.id)
