"""The safety card when the database is slow or away, or when a cry must wait behind its own chat: nothing holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import structlog

from channels import cards
from channels.telegram import Telegram
from channels.texts import Voice
from domain.news import SafetyCard
from domain.outbox import Delivered
from handlers.incoming import Incoming
from handlers.manners import Manners
from handlers.use_cases import Services

log = structlog.get_logger()


class FirstAid:
    """Gives the card once an update. `cries` gives what an update means, when it is a cry for help."""

    def __init__(
        self,
        telegram: Telegram,
        services: Services,
        manners: Manners,
        cries: Callable[[dict[str, Any]], Incoming | None],
    ) -> None:
        self._telegram = telegram
        self._services = services
        self._manners = manners
        self._cries = cries

    async def give(self, raw: Sequence[dict[str, Any]]) -> None:
        """The card for each cry among these updates that has not got it yet."""
        for each in raw:
            if (incoming := self._cries(each)) is not None and self._manners.may_card(incoming.update_id):
                await self._card(incoming)

    async def _card(self, incoming: Incoming) -> None:
        outcome = await self._telegram.show(incoming.chat, cards.card(SafetyCard(incoming.update_id)), Voice())
        if isinstance(outcome, Delivered):
            self._manners.card_stands(incoming.update_id, outcome.message)
        elif not await self._promised(incoming):
            self._manners.card_failed(incoming.update_id)
        log.warning("card_at_once", update=incoming.update_id, spoken=isinstance(outcome, Delivered))

    async def _promised(self, incoming: Incoming) -> bool:
        """The card could not be spoken: it goes through the outbox. False while the database is away."""
        try:
            person = await self._services.people.meet(incoming.chat)
            await self._services.promises.card(person, incoming.update_id)
        except Exception as error:
            log.error("card_not_promised", update=incoming.update_id, error=type(error).__name__)
            return False
        return True
