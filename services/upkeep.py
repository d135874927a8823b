"""Retention (product.md §5), and the figures that /metrics and /readyz show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services.clock import Clock
from storage import inbox, misses, outbox, retention, signups_retention
from storage.database import Database

LATE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits. `late_urgent` above zero for a minute means: somebody should look now."""

    inbox_new: int
    inbox_aside: int
    late_urgent: int
    open_cases: int


class Upkeep:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, keep_cases: timedelta = timedelta(days=90)) -> None:
        self._database = database
        self._clock = clock
        self._keep_cases = keep_cases

    async def tidy(self) -> None:
        """Deletes what has had its day; running it twice changes nothing."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            week = timedelta(days=7)
            await inbox.empty(tx, handled_before=now - timedelta(days=2), aside_before=now - week)
            await outbox.empty(tx, now - week)
            await retention.empty_cases(tx, now - self._keep_cases, now)
            await retention.drop_old(tx, journal_before=now - timedelta(days=730), posts_before=now - timedelta(days=3))
            await signups_retention.empty(
                tx, ended_before=now - timedelta(days=30), consents_before=now - timedelta(days=730)
            )
            await misses.empty(tx, (now - timedelta(days=730)).date())
            await retention.forget_unused(tx, now - timedelta(days=730))

    async def figures(self) -> Figures:
        """Raises whatever the database raises: then we cannot store, and are not ready."""
        async with self._database.reading() as tx:
            waiting = await inbox.waiting(tx)
            return Figures(
                inbox_new=waiting.get("new", 0),
                inbox_aside=waiting.get("aside", 0),
                late_urgent=await outbox.late_urgent(tx, self._clock.now() - LATE),
                open_cases=await retention.open_cases(tx),
            )
