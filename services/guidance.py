"""Questions get a reviewed answer, up to three choices, or an honest no; what nobody answers is counted by topic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import structlog

from domain.concepts import Concepts, Written
from domain.guidance import Article, Library
from domain.learning import Correction, month_name, phrase_of
from domain.news import News
from domain.news_library import LibraryRefused, LibraryTaken
from domain.outbox import Lane, Notice
from domain.people import LIBRARY_ROLES
from domain.search import Found, Search
from domain.working_time import HANOI
from services.clock import Clock
from storage import journal, misses, outbox, people
from storage.database import Database, Transaction

log = structlog.get_logger()

UNKNOWN = "unknown"
SHOWN = 8  # troubles an editor reads in the chat; `treem check` names all


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library and its search; always of one reading. Built beside the loop: it takes a while."""

    library: Library
    search: Search
    first_aid: Concepts

    @classmethod
    def of(cls, library: Library) -> Shelf:
        """With the search it needs."""
        named = {slug: article.first_aid for slug, article in library.articles.items()}
        return cls(library, Search(library.findable()), Concepts(named))


class Guidance:
    """The library, its search, and what it could not answer.

    `topics` gives what a question is about, best first; one where that is clear.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        shelf: Shelf,
        topics: Callable[[str], Sequence[str]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._topics = topics
        self.put(shelf)

    @property
    def library(self) -> Library:
        """What is read at this moment."""
        return self._shelf.library

    def first_aid(self, message: Written, danger: str | None) -> list[Article]:
        """What to do until help comes, where the words of a message name what has happened."""
        return self.library.first_aid((each.name for each in self._shelf.first_aid.seen(message)), danger)

    def place_in(self, text: str) -> str | None:
        """The ward of ours that words name beyond doubt. It never costs a ring: what cannot be read names none."""
        try:
            return self.library.places.mentioned(text)
        except Exception as error:
            log.error("place_unread", error=type(error).__name__)
            return None

    def put(self, shelf: Shelf) -> None:
        """From now on this library answers: all of it at once."""
        self._shelf = shelf

    def today(self) -> date:
        """The day in Hà Nội."""
        return self._clock.now().astimezone(HANOI).date()

    async def refused(self, state: str, troubles: Sequence[str]) -> None:
        """Changed files that cannot be used: who writes the library is told once for each state of the files."""
        news = LibraryRefused(tuple(troubles[:SHOWN]), max(0, len(troubles) - SHOWN))
        async with self._database.transaction() as tx:
            first = troubles[0].split(": ")[0]
            journal.write(tx, self._clock.now(), "library_refused", troubles=len(troubles), first=first)
            await self._tell_writers(tx, news, state)

    async def taken(self, state: str) -> None:
        """After a refusal: who was told of it hears that the files are used now."""
        async with self._database.transaction() as tx:
            await self._tell_writers(tx, LibraryTaken(len(self.library.articles)), state)

    async def _tell_writers(self, tx: Transaction, news: News, state: str) -> None:
        writers = [each.staff for each in await people.contacts(tx) if each.staff.role in LIBRARY_ROLES]
        notices = [Notice(each.person, news, Lane.SERVICE, f"library:{state[:16]}:{each.person}") for each in writers]
        await outbox.write(tx, notices, self._clock.now())

    async def ask(self, question: str, person: int | None = None) -> Found:
        """The answer, a choice, or nothing: then it is counted for the editor by its nearest topic.

        `person`: who asks, where the phrase may be shown to the editor once five people have used it.
        """
        topics = self._topics(question)
        titled = self._shelf.search.titled(question)
        found = self._about(topics) if titled is None else Found((titled,), sure=True)
        if not found.slugs:
            nearest = self._shelf.search.nearest(question)
            await self._count((*topics, nearest or UNKNOWN)[0], None if person is None else phrase_of(question), person)
        return found

    def _about(self, topics: Sequence[str]) -> Found:
        """What was learned from questions, «I do not know» included: words that stand in an article say less."""
        places = self._places()
        if not topics or topics[0] not in places:
            return Found((), sure=False)
        return Found(tuple(slug for slug in topics if slug in places), sure=len(topics) == 1)

    def _places(self) -> frozenset[str]:
        return frozenset((*self.library.articles, *self.library.screens))

    async def missed(self, topic: str) -> None:
        """Somebody did not find what they looked for near this topic. Only the count is kept."""
        await self._count(topic if topic in self._places() else UNKNOWN)

    async def meant(self, taken_for: str, topic: str) -> None:
        """Somebody was shown one topic and turned to another. Only the count is kept."""
        places = self._places()
        if taken_for in places and topic in places:
            now = self._clock.now()
            async with self._database.transaction() as tx:
                await misses.corrected(tx, month_name(now), Correction(taken_for, topic))

    async def _count(self, topic: str, phrase: str | None = None, person: int | None = None) -> None:
        today = self.today()
        async with self._database.transaction() as tx:
            await misses.count(tx, today, topic)
            if phrase is not None and person is not None:
                await misses.mark(tx, self._database.vault, phrase, person, today)
