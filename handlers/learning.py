"""/chuabiet: what the bot does not know yet, for whoever writes the handbook."""

from __future__ import annotations

from channels import learning_cards
from handlers.context import BotContext


async def misses(context: BotContext) -> None:
    """Questions without an answer, and where words were taken for something else."""
    found = await context.services.learning.misses(context.person)
    await context.show(learning_cards.misses_card(found, context.services.guidance.library))
