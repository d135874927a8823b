"""Handing a case over in the chat: to whom, and the answer of the one who was asked."""

from __future__ import annotations

from channels.buttons import AcceptCase, DeclineCase, HandOver, HandOverTo
from channels.cards import Act, Card
from domain.texts import Refusal, Text
from handlers.context import BotContext


async def hand_over(context: BotContext, button: HandOver) -> None:
    """*Chuyển*: to whom?"""
    colleagues = await context.services.handovers.colleagues(context.person, button.case)
    if not colleagues:
        raise Refusal(Text("No colleague can be reached now. The case stays with you."))
    rows = [[Act(Text("{name}", name=c.name), HandOverTo(button.case, c.id))] for c in colleagues[:20]]
    await context.say(Text("Who should take it over? They are asked; until they accept, it is yours."), rows=rows)


async def hand_over_to(context: BotContext, button: HandOverTo) -> None:
    """The offer goes out."""
    case = await context.services.handovers.offer(context.person, button.case, button.staff)
    await context.change(Card([Text("Asked. {code} stays yours until it is accepted.", code=case.code)]))


async def accept(context: BotContext, button: AcceptCase) -> None:
    """The offered officer accepts."""
    case = await context.services.handovers.accept(context.person, button.case)
    await context.change(Card([Text("Thank you. {code} is yours.", code=case.code)], protected=True))


async def decline(context: BotContext, button: DeclineCase) -> None:
    """The offered officer cannot."""
    case = await context.services.handovers.decline(context.person, button.case)
    await context.change(Card([Text("All right. {code} stays with your colleague.", code=case.code)], protected=True))
