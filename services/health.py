"""Can we store, and what waits: behind `/readyz` and `/metrics`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.cases import State
from domain.outbox import Lane
from services.clock import Clock
from storage import health, inbox
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Due:
    """Notices that should have left by now; `oldest` is how long the first of them has waited."""

    count: int = 0
    oldest: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits, every lane and every state of an open case named."""

    inbox_waiting: int
    inbox_aside: int
    due: Mapping[Lane, Due]
    cases: Mapping[State, int]


class Health:
    """Every method is one transaction. Both raise whatever the database raises when it is away."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._newest = health.newest_revision()

    async def can_store(self) -> bool:
        """Whether the database takes writes and stands at the revision of this program."""
        async with self._database.transaction() as tx:
            return await health.revision(tx) == self._newest and await health.takes_writes(tx)

    async def figures(self) -> Figures:
        """What waits now."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            waiting = await inbox.waiting(tx)
            due = await health.due(tx, now)
            cases = await health.open_cases(tx)
        return Figures(
            inbox_waiting=waiting.get("new", 0),
            inbox_aside=waiting.get("aside", 0),
            due={lane: Due(due[lane][0], now - due[lane][1]) if lane in due else Due() for lane in Lane},
            cases={state: cases.get(state, 0) for state in State if state is not State.CLOSED},
        )
