"""/vuviec: the officer's list, page by page."""

from __future__ import annotations

from channels import list_cards
from channels.buttons import ListCases
from handlers.context import BotContext


async def listing(context: BotContext) -> None:
    """/vuviec: what matters first."""
    found = await context.services.case_list.page(context.person)
    await context.show(list_cards.list_card(found, mine_only=False))


async def turn(context: BotContext, button: ListCases) -> None:
    """Another page, or another view, in the same message."""
    mine_only = button.mine == 1
    found = await context.services.case_list.page(context.person, list_cards.place_of(button), mine_only=mine_only)
    await context.change(list_cards.list_card(found, mine_only=mine_only))
