"""*Tách vụ*: two children in one case become two cases."""

from __future__ import annotations

from channels import split_cards
from channels.buttons import AskSplit, PickForSplit, SplitCase
from domain.splitting import Plan
from handlers.context import BotContext


async def ask(context: BotContext, button: AskSplit) -> None:
    """Which messages go along?"""
    found = await context.services.splitting.look(context.person, button.case)
    await context.show(split_cards.choice_card(found.case, found.code, found.messages, found.plan))


async def pick(context: BotContext, button: PickForSplit) -> None:
    """One message is taken out, or put back."""
    plan = Plan(button.nth, button.upto, button.without)
    found = await context.services.splitting.look(context.person, button.case, plan)
    await context.change(split_cards.choice_card(found.case, found.code, found.messages, found.plan))


async def split(context: BotContext, button: SplitCase) -> None:
    """The second case is made; a second tap finds it."""
    case = await context.services.desk.mine(context.person, button.case)
    plan = Plan(button.nth, button.upto, button.without)
    new = await context.services.splitting.split(context.person, button.case, plan)
    await context.change(split_cards.done_card(case.code, new.code))
