"""Words staff type in the chat, held against the editors' rules for everything people read: a warning, never a wall."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from domain.broadcasts import Reach
from domain.event_fields import Field
from domain.events import Event
from domain.guidance import Edition, Library
from domain.news_events import EventAnnounced, FamilyNews
from domain.people import Audience
from domain.texts import Text
from storage.content.around import ADULTS, CHILDREN, EVERYBODY, OF_AN_EVENT

Doubt = tuple[Field, Text]  # where it stands in an event, and what is wrong with it and what to do


class Wording:
    """Reads the rules as they are at this moment; nothing is kept. Looked at beside the loop: a cry never waits."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library

    async def of_event(self, event: Event) -> Sequence[Doubt]:
        """What should not stand in an event, field by field: everybody reads it, whomever it is told to."""
        said = [(Field(name), words) for name in OF_AN_EVENT if (words := str(getattr(event, name)))]
        return await asyncio.to_thread(self._doubts, said)

    async def of_words(self, words: str) -> Sequence[Text]:
        """The same of words that stand alone."""
        return await asyncio.to_thread(self._told, words, EVERYBODY)

    async def of_announcement(self, news: EventAnnounced | FamilyNews, reach: Reach) -> Sequence[Text]:
        """The same of an announcement, for those it goes to."""
        words = news.words if isinstance(news, FamilyNews) else "\n\n".join((news.title, news.place, news.cost))
        return await asyncio.to_thread(self._told, words, _readers(reach.audience))

    def _doubts(self, said: Sequence[tuple[Field, str]]) -> Sequence[Doubt]:
        return [(field, told) for field, words in said for told in self._told(words, EVERYBODY)]

    def _told(self, words: str, readers: Sequence[Edition]) -> Sequence[Text]:
        rules = self._library().rules
        return [] if rules is None else rules.told(words, *readers)


def _readers(audience: Audience | None) -> Sequence[Edition]:
    if audience is None:
        return EVERYBODY
    return CHILDREN if audience is Audience.CHILD else ADULTS
