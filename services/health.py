"""Can we store, and what waits: behind `/readyz` and `/metrics`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cases import State
from domain.outbox import Lane
from services.clock import Clock
from storage import health, heartbeat, inbox, journal
from storage.database import Database

NEWS_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Notices that should have left by now; `oldest` is how long the first of them has waited."""

    count: int = 0
    oldest: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits, every lane and every state of an open case named; `absence`: see storage/heartbeat.py.

    `lost`: from when until when a restore of the last day has lost everything.
    """

    inbox_waiting: int
    inbox_aside: int
    due: Mapping[Lane, Due]
    refused: Mapping[Lane, int]
    cases: Mapping[State, int]
    absence: timedelta
    lost: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class Administrator:
    """Whom the watcher tells: the chat (None: START was never pressed, or the bot is blocked) and second roads."""

    chat: int | None
    language: str
    also: tuple[str, ...]


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
            refused = await health.refused(tx)
            absence = await heartbeat.last_absence(tx)
            lost = await journal.restores(tx, now - NEWS_FOR)
        return Figures(
            inbox_waiting=waiting.get("new", 0),
            inbox_aside=waiting.get("aside", 0),
            due={lane: Due(due[lane][0], now - due[lane][1]) if lane in due else Due() for lane in Lane},
            refused={lane: refused.get(lane, 0) for lane in Lane},
            cases={state: cases.get(state, 0) for state in State if state is not State.CLOSED},
            absence=_still_news(absence, now),
            lost=max(lost, key=lambda each: each[1], default=None),
        )

    async def administrators(self) -> list[Administrator]:
        """Everybody with the role of an administrator. Raises VaultError where the data keys do not open the rows."""
        async with self._database.reading() as tx:
            found = await health.administrators(tx)
        return [Administrator(chat if can_be else None, language, also) for chat, can_be, language, also in found]


def _still_news(absence: tuple[datetime, datetime] | None, now: datetime) -> timedelta:
    """How long the bot was away; zero once it has been back for a day."""
    if absence is None or now - absence[1] > NEWS_FOR:
        return timedelta()
    return absence[1] - absence[0]
