"""Worrying, but not clear: the gentle question, and its answer."""

from __future__ import annotations

import asyncio

from channels import danger_cards
from channels.buttons import AnswerDoubt
from channels.cards import LEAVE, SOS, Card
from channels.danger_cards import MEANT
from channels.sender_cards import came_late
from domain.conversations import Dialog
from domain.texts import Text
from handlers.context import BotContext
from services.cases.opening import Heard


async def gentle_question(context: BotContext, dialog: Dialog | None = None, *, urgent: bool = False) -> None:
    """Worrying but not clear: one gentle question; unanswered, it stands on the duty list after ten minutes.

    `dialog`: what the words may only have been the answer to. `urgent`: the numbers stand first.
    """
    heard = context.heard
    doubt = await context.services.doubts.ask(context.person, heard)
    late = came_late(heard.sent_at, heard.received_at) if heard.is_late else None
    await context.show(danger_cards.gentle_card(doubt, dialog, urgent=urgent, late=late))


async def answer_doubt(context: BotContext, button: AnswerDoubt) -> Heard | None:
    """The answer to the gentle question. Gives the message it was about; often none is left."""
    card = asyncio.create_task(context.safety_card()) if button.answer == "help" else None
    try:
        if card is not None:
            await context.come_back()
        asked = await context.services.doubts.asked_about(context.person, button.doubt, context.incoming.update_id)
        await context.services.doubts.answer(context.person, button.doubt, button.answer, context.incoming.update_id)
    finally:
        if card is not None:
            await card
    if button.answer == "info":
        await context.change(
            Card([Text("All right. You can also just write what you want to know.")], rows=[[SOS], [LEAVE]])
        )
    elif button.answer.startswith(MEANT):
        await context.change(Card([Text("All right, it is taken as you meant it.")], rows=[[LEAVE]]))
    else:
        await context.change(Card([Text("Thank you for telling us.")], rows=[[LEAVE]]))
    return asked


async def wordless(context: BotContext) -> None:
    """A picture or voice outside a case: 111, and the gentle question."""
    await gentle_question(context)
