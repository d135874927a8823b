"""What a restore from a backup has lost: messages of that time still stand in chats, with numbers given anew since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.people import DELETABLE
from storage import journal
from storage.database import Database


class LostTimes:
    """Read once: nothing is restored while a bot runs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._spans: list[tuple[datetime, datetime]] | None = None

    async def holds(self, moment: datetime | None) -> bool:
        """Whether what was done at this moment (Telegram's: whole seconds) is lost; None, not known when: it may be."""
        spans = await self._known()
        return any(moment is None or since.replace(microsecond=0) <= moment < until for since, until in spans)

    async def of_late(self, now: datetime) -> tuple[datetime, datetime] | None:
        """From when until when chats hold messages that could still be taken away, if somebody knew their numbers."""
        spans = [each for each in await self._known() if each[1] > now - DELETABLE]
        return (min(since for since, _ in spans), max(until for _, until in spans)) if spans else None

    async def _known(self) -> Sequence[tuple[datetime, datetime]]:
        if self._spans is None:
            async with self._database.reading() as tx:
                self._spans = await journal.restores(tx)
        return self._spans
