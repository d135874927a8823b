"""After a restore: deletions happen again, nothing is said twice, and what nobody had taken rings from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.cases import Origin, Timing, tell_due_at, tells_passed
from domain.news import Remove
from services import erasing
from services.cases import ladder
from storage import invites, journal, outbox, restoring
from storage.database import Transaction
from storage.vault import Vault

HARMLESS = (Remove.__name__,)  # a message that is taken away twice is away


@dataclass(frozen=True, slots=True)
class SetRight:
    """What became of what stood in a backup: how many each."""

    erased: int = 0
    not_compared: int = 0
    ringing: int = 0
    as_said: int = 0
    letters: int = 0
    stopped: int = 0
    held: int = 0
    ended: int = 0
    invitations: int = 0


async def set_right(
    tx: Transaction, vault: Vault, erased: Mapping[str, datetime], since: datetime, now: datetime, timing: Timing
) -> SetRight:
    """Inside the restore's transaction. `erased`: when whom we deleted, by mark; nothing is known of `since` to `now`.

    Reasons: docs/decisions/0040-….
    """
    gone, closed = await _erase_again(tx, vault, erased, now)
    as_said = await restoring.settle_notices(tx, now, HARMLESS)
    stopped, held = await restoring.stop_announcements(tx, now)
    done = SetRight(
        erased=gone,
        not_compared=closed,
        as_said=as_said,
        letters=await restoring.keep_letters(tx),
        stopped=stopped,
        held=held,
        ended=await restoring.end_dialogs(tx),
        invitations=await invites.end_all(tx, now),
        ringing=await _ring_again(tx, since, now, timing),
    )
    await restoring.drop_calls(tx)
    await restoring.hush(tx, [origin.value for origin in Origin if origin.rings])
    await restoring.lives_from(tx, now)
    journal.write(tx, now, "restored", since=since.isoformat(), erased=gone)
    await tx.flush()
    return done


async def _erase_again(tx: Transaction, vault: Vault, erased: Mapping[str, datetime], now: datetime) -> tuple[int, int]:
    """Whoever was known before the day they were deleted on goes as they went then."""
    known, closed = await restoring.everybody(tx, vault)
    count = 0
    for person, chat, created_at in known:
        if any(created_at <= erased[mark] for mark in vault.erased_marks(chat) if mark in erased):
            await erasing.erase(tx, person, now)
            count += 1
    return count, closed


async def _ring_again(tx: Transaction, since: datetime, now: datetime, timing: Timing) -> int:
    """The ladder begins anew; the sender hears the truth again after one wait at the earliest."""
    found = [row for row in await restoring.ringing(tx) if not ladder.is_quiet(row)]
    for row in found:
        journal.write(tx, now, "restored", case=row.id, since=since.isoformat())
        await outbox.drop_case(tx, row.id, [*ladder.ASKING, "SecondRoad"], now)
        await ladder.start(tx, row, now, timing)
        row.told = tells_passed(row.opened_at, row.told, now + timing.tell_sender, timing)
        row.tell_at = tell_due_at(row.opened_at, row.told, timing)
    return len(found)
