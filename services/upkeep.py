"""Retention (product.md §5): what has had its day goes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from domain.keeping import UNUSED_KEPT
from domain.lessons import PROGRESS_KEPT
from domain.own_data import ERASURES_KEPT, FAMILIES_KEPT, PROOF_KEPT
from services.clock import Clock
from storage import (
    broadcasts_retention,
    dialogs,
    drills,
    duty_groups,
    event_pictures,
    inbox,
    invites,
    keeping,
    labels,
    lessons,
    misses,
    outbox,
    retention,
    roster,
    signups_retention,
)
from storage.database import Database
from storage.erasures import Erasures


class Upkeep:
    """Every method is one transaction; `tidy` ends forms in one of its own, before."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        keep_cases: timedelta = timedelta(days=90),
        erasures: Erasures | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._keep_cases = keep_cases
        self._erasures = erasures

    async def checkpoint(self) -> None:
        """Moves what was committed to where it stays, while nobody waits for it."""
        await self._database.checkpoint()

    async def vouch(self) -> None:
        """Says beside the database that nobody who was deleted until now is missing there. Raises OSError."""
        if self._erasures is not None:
            await asyncio.to_thread(self._erasures.vouch, self._clock.now())

    async def end_forms(self) -> None:
        """Whatever somebody has begun to tell us and left lying is over, and goes."""
        now = self._clock.now()
        async with self._database.reading() as tx:  # most looks find nothing, and keep no writer waiting
            if not await dialogs.any_over(tx, now):
                return
        async with self._database.transaction() as tx:
            await dialogs.drop_over(tx, now)

    async def tidy(self) -> None:
        """Deletes what has had its day; running it twice changes nothing."""
        await self.end_forms()
        now = self._clock.now()
        async with self._database.transaction() as tx:
            week = timedelta(days=7)
            await inbox.empty(tx, handled_before=now - timedelta(days=2), aside_before=now - week)
            await outbox.empty(tx, now - week)
            await labels.empty(tx, now)
            await retention.empty_cases(tx, now - self._keep_cases, now)
            await retention.drop_old(tx, journal_before=now - timedelta(days=730), posts_before=now - timedelta(days=3))
            await signups_retention.empty(tx, ended_before=now - FAMILIES_KEPT, consents_before=now - PROOF_KEPT)
            await keeping.empty(tx, now - UNUSED_KEPT)
            await broadcasts_retention.empty(
                tx, ended_before=now - timedelta(days=90), drafted_before=now - timedelta(days=30)
            )
            await event_pictures.empty(tx, now)
            await lessons.empty(tx, now - PROGRESS_KEPT)
            await invites.empty(tx, now - timedelta(days=30))
            await duty_groups.empty(tx, left_before=now - timedelta(days=30), opened_before=now - timedelta(days=2))
            await drills.empty(tx, now - timedelta(days=730))
            await misses.empty(tx, (now - timedelta(days=730)).date(), (now - timedelta(days=90)).date())
            await roster.drop_old_leave(tx, (now - timedelta(days=30)).date())
            await retention.forget_unused(tx, now - timedelta(days=730))
        if self._erasures is not None:
            await asyncio.to_thread(self._erasures.forget, now - ERASURES_KEPT)
