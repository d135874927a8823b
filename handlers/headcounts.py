"""Children who came and stood on no list: staff of the event type or tap how many, and correct it."""

from __future__ import annotations

from channels import headcount_cards
from channels.figure_buttons import CountHeads, CountHeadsOf, TapHeads
from domain.headcounts import WRITING
from domain.texts import Text
from handlers.context import BotContext


async def show(context: BotContext, button: CountHeads) -> None:
    """What was counted so far."""
    await context.show(
        headcount_cards.headcount_card(await context.services.headcounts.of(context.person, button.event))
    )


async def ask(context: BotContext, button: CountHeadsOf) -> None:
    """What is typed next is the number."""
    counted = await context.services.headcounts.begin(context.person, button.event, button.part)
    await context.change(headcount_cards.how_many_card(counted, button.part))


async def tap(context: BotContext, button: TapHeads) -> None:
    """The number was tapped."""
    counted = await context.services.headcounts.tap(
        context.person, button.event, button.part, button.count, context.incoming.update_id
    )
    await context.toast(Text("✅ Written down."))
    await context.change(headcount_cards.headcount_card(counted))


async def typed(context: BotContext) -> bool:
    """The number, where one was asked for."""
    content, talk = context.incoming.content, context.talk
    if context.incoming.edited or content is None or content.kind != "text" or talk is None or talk.name is not WRITING:
        return False
    counted = await context.services.headcounts.enter(context.person, content.text, context.incoming.update_id)
    if counted is not None:
        await context.show(headcount_cards.headcount_card(counted))
    return counted is not None
