"""What a restore from a backup has lost: messages of that time still stand in chats, with numbers given anew since."""

from __future__ import annotations

from datetime import datetime

from storage import journal
from storage.database import Database


class LostTimes:
    """Read once: nothing is restored while a bot runs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._spans: list[tuple[datetime, datetime]] | None = None

    async def holds(self, moment: datetime | None) -> bool:
        """Whether what was done at this moment (Telegram's: whole seconds) is lost; None, not known when: it may be."""
        if self._spans is None:
            async with self._database.reading() as tx:
                self._spans = await journal.restores(tx)
        return any(moment is None or since.replace(microsecond=0) <= moment < until for since, until in self._spans)
