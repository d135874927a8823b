"""/baocao: figures for coordinators and administrators."""

from __future__ import annotations

from channels import drill_cards
from handlers.context import BotContext


async def report(context: BotContext) -> None:
    """How long it took until somebody answered, by ward."""
    await context.show(drill_cards.figures_card(await context.services.figures.months(context.person)))
