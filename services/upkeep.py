"""Retention (product.md §5): what has had its day goes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

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
from storage.database import Database, Transaction
from storage.erasures import Erasures


class Upkeep:
    """What goes, and what is looked after while nobody waits for it."""

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
        """Deletes what has had its day; running it twice changes nothing.

        Each kind in a transaction of its own: a cry for help waits for one of them, not for all. One that fails keeps
        none of the others from going; the first fault is raised in the end.
        """
        now, fault = self._clock.now(), None
        deletions: list[Callable[[], Awaitable[None]]] = [
            self.end_forms,
            *(partial(self._delete, each) for each in _deletions(now, now - self._keep_cases)),
            partial(self._forget_erasures, now - ERASURES_KEPT),
        ]
        for deletes in deletions:
            try:
                await deletes()
            except Exception as error:  # whatever it was, the others have had their day, too
                fault = fault or error
        if fault is not None:
            raise fault

    async def _delete(self, deletes: Callable[[Transaction], Awaitable[None]]) -> None:
        async with self._database.transaction() as tx:
            await deletes(tx)

    async def _forget_erasures(self, before: datetime) -> None:
        if self._erasures is not None:
            await asyncio.to_thread(self._erasures.forget, before)


def _deletions(now: datetime, closed_before: datetime) -> Sequence[Callable[[Transaction], Awaitable[None]]]:
    week, month, two_years = timedelta(days=7), timedelta(days=30), timedelta(days=730)
    quarter = timedelta(days=90)
    return (
        partial(inbox.empty, handled_before=now - timedelta(days=2), aside_before=now - week),
        partial(outbox.empty, before=now - week),
        partial(labels.empty, now=now),
        partial(retention.empty_cases, closed_before=closed_before, now=now),
        partial(retention.drop_old, journal_before=now - two_years, posts_before=now - timedelta(days=3)),
        partial(signups_retention.empty, ended_before=now - FAMILIES_KEPT, consents_before=now - PROOF_KEPT),
        partial(keeping.empty, unused_since=now - UNUSED_KEPT),
        partial(broadcasts_retention.empty, ended_before=now - quarter, drafted_before=now - month),
        partial(event_pictures.empty, now=now),
        partial(lessons.empty, before=now - PROGRESS_KEPT),
        partial(invites.empty, before=now - month),
        partial(duty_groups.empty, left_before=now - month, opened_before=now - timedelta(days=2)),
        partial(drills.empty, before=now - two_years),
        partial(misses.empty, before=(now - two_years).date(), marks_before=(now - quarter).date()),
        partial(roster.drop_old_leave, before=(now - month).date()),
        partial(retention.forget_unused, seen_before=now - two_years),
    )
