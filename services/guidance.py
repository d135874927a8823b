"""Questions get a reviewed answer, up to three choices, or an honest no; what nobody answers is counted by topic."""

from __future__ import annotations

from domain.guidance import Library
from domain.search import Found, Search
from domain.working_time import HANOI
from services.clock import Clock
from storage import misses
from storage.database import Database

UNKNOWN = "unknown"


class Guidance:
    """The library, its search, and what it could not answer."""

    def __init__(self, database: Database, clock: Clock, library: Library, search: Search) -> None:
        self._database = database
        self._clock = clock
        self.library = library
        self._search = search

    async def ask(self, question: str) -> Found:
        """The answer, a choice, or nothing: then it is counted for the editor by its nearest topic."""
        found = self._search.find(question)
        if not found.hits:
            nearest = self._search.ranked(question)[:1]
            await self.missed(nearest[0].slug if nearest else UNKNOWN)
        return found

    async def missed(self, topic: str) -> None:
        """Somebody did not find what they looked for near this topic. Only the count is kept."""
        topic = topic if topic in self.library.articles or topic in self.library.screens else UNKNOWN
        async with self._database.transaction() as tx:
            await misses.count(tx, self._clock.now().astimezone(HANOI).date(), topic)
