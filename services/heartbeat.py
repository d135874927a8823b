"""Signs of life: when each loop last went round, and (kept) when the bot was last in touch with Telegram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.watch import TELEGRAM_KEEPS
from services.clock import Clock
from storage import heartbeat
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Vitals:
    """What a process knows without its database: updates it stored, and how long ago each loop went round.

    `hung`: the loops that neither went round nor failed for longer than they may; only a new start helps them.
    """

    received: int
    loops: Mapping[str, timedelta]
    hung: frozenset[str] = frozenset()


class Pulse:
    """The loops of one process by name. One that never went round is as old as the process."""

    def __init__(self, clock: Clock, *loops: str) -> None:
        self._clock = clock
        self._last = dict.fromkeys(loops, clock.now())
        self._went_round: set[str] = set()
        self._moved: dict[str, datetime] = {}

    def begin(self, loop: str) -> None:
        """This loop runs from now on."""
        self._moved[loop] = self._clock.now()

    def failed(self, loop: str) -> None:
        """This loop did not get round, and tries again: it is late, but it moves."""
        self._moved[loop] = self._clock.now()

    def beat(self, loop: str) -> None:
        """This loop went round once more; one that was not named at the beginning is not counted."""
        if loop in self._last:
            self._last[loop] = self._moved[loop] = self._clock.now()
            self._went_round.add(loop)

    def ages(self) -> dict[str, timedelta]:
        """By loop: how long ago it last went round."""
        now = self._clock.now()
        return {loop: max(now - last, timedelta()) for loop, last in self._last.items()}

    def hung(self, silence: Mapping[str, timedelta]) -> frozenset[str]:
        """The loops that run and did not move for longer than their `silence`."""
        now = self._clock.now()
        return frozenset(loop for loop, moved in self._moved.items() if now - moved > silence[loop])

    def is_young(self, loop: str, within: timedelta) -> bool:
        """Whether this loop went round at all, and not longer ago than `within`."""
        return loop in self._went_round and self._clock.now() - self._last[loop] <= within


class Heartbeat:
    """Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def beat(self) -> None:
        """We are in touch with Telegram now; a longer silence before it than Telegram keeps updates is remembered."""
        async with self._database.transaction() as tx:
            await heartbeat.beat(tx, self._clock.now(), TELEGRAM_KEEPS)
