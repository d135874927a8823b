"""Which way a notice leaves: by Telegram, or by a second road."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.settings import Settings
from channels.roads import Roads
from channels.saying import speak
from channels.telegram import Telegram
from channels.texts import Catalogue, Voice
from domain.news import SecondRoad
from domain.outbox import Lane, Outcome, TryLater
from services.people import People
from storage.relay import Claimed

log = structlog.get_logger()
CROWD = "crowd"
LANES = {
    "urgent": [Lane.URGENT],
    "rest": [Lane.REPLY, Lane.SERVICE],
    CROWD: [Lane.ANNOUNCEMENT],  # apart, so that nothing else waits behind thousands
    "roads": [Lane.ROAD],  # apart, so that dead mail servers take no room from Telegram
}


class Speaker:
    """Says what the relays hand over."""

    def __init__(self, telegram: Telegram, catalogue: Catalogue, people: People, settings: Settings) -> None:
        self._telegram = telegram
        self._roads = Roads(catalogue)
        self._people = people
        self._settings = settings

    async def say(self, notice: Claimed) -> Outcome:
        """What became of one notice."""
        voice = Voice(notice.language, notice.is_child, notice.opening)
        if isinstance(notice.news, SecondRoad):
            return await self._by_road(notice, notice.news, voice)
        return await speak(self._telegram, notice.chat, voice, notice.news, notice.edits)

    async def _by_road(self, notice: Claimed, news: SecondRoad, voice: Voice) -> Outcome:
        """The addresses are looked up now, so that one that was taken away is not used."""
        roads: Sequence[str] = self._settings.roads
        if news.staff is not None:
            roads = await self._people.roads(news.staff)
        outcome = await self._roads.tell(
            roads, news, self._telegram.bot_name, voice if news.staff is not None else Voice()
        )
        if isinstance(outcome, TryLater):
            log.warning("second_road_closed", notice=notice.id, staff=news.staff, attempts=notice.attempts)
        return outcome
