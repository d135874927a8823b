"""Questions get a reviewed answer, up to three choices, or an honest no; what nobody answers is counted by topic."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.guidance import Library
from domain.search import Found, Hit, Search
from domain.working_time import HANOI
from services.clock import Clock
from storage import misses
from storage.database import Database

UNKNOWN = "unknown"


class Guidance:
    """The library, its search, and what it could not answer. `topics` gives what a question is about, best first."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        library: Library,
        search: Search,
        topics: Callable[[str], Sequence[str]],
    ) -> None:
        self._database = database
        self._clock = clock
        self.library = library
        self._search = search
        self._topics = topics

    async def ask(self, question: str) -> Found:
        """The answer, a choice, or nothing: then it is counted for the editor by its nearest topic."""
        found, topics = self._search.find(question), self._topics(question)
        if not found.sure:
            found = self._about(topics)
        if not found.hits:
            nearest = [hit.slug for hit in self._search.ranked(question)[:1]]
            await self._count((*topics, *nearest, UNKNOWN)[0])
        return found

    def _about(self, topics: Sequence[str]) -> Found:
        """What was learned from questions, «I do not know» included, beats words that happen to stand in an article."""
        if not topics or topics[0] not in self._places():
            return Found((), sure=False)
        hits = tuple(Hit(slug, 1.0) for slug in topics if slug in self._places())
        return Found(hits, sure=len(topics) == 1)

    def _places(self) -> frozenset[str]:
        return frozenset((*self.library.articles, *self.library.screens))

    async def missed(self, topic: str) -> None:
        """Somebody did not find what they looked for near this topic. Only the count is kept."""
        await self._count(topic if topic in self._places() else UNKNOWN)

    async def _count(self, topic: str) -> None:
        async with self._database.transaction() as tx:
            await misses.count(tx, self._clock.now().astimezone(HANOI).date(), topic)
