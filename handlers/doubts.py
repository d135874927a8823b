"""Worrying, but not clear: the gentle question, and its answer."""

from __future__ import annotations

import asyncio

from channels.buttons import AnswerDoubt
from channels.cards import LEAVE, SOS, Act, Card
from channels.sender_cards import came_late
from domain.texts import Text
from handlers.context import BotContext


async def gentle_question(context: BotContext) -> None:
    """Worrying but not clear: one gentle question; unanswered, it stands on the duty list after ten minutes."""
    doubt = await context.services.doubts.ask(context.person, context.heard)
    heard = context.heard
    await context.say(
        Text("Maybe you are worried about your own safety or a child’s, is that right?"),
        Text("In danger: <b>111</b> (free, day and night), <b>113</b>, <b>115</b>."),
        *([came_late(heard.sent_at, heard.received_at)] if heard.is_late else []),
        rows=[
            [Act(Text("🆘 Need help now"), AnswerDoubt(doubt, "help"))],
            [Act(Text("💬 I want to talk"), AnswerDoubt(doubt, "talk"))],
            [Act(Text("ℹ️ Only information"), AnswerDoubt(doubt, "info"))],
            [LEAVE],
        ],
    )


async def answer_doubt(context: BotContext, button: AnswerDoubt) -> str:
    """The answer to the gentle question. Gives the words it was about; often none."""
    card = asyncio.create_task(context.safety_card()) if button.answer == "help" else None
    try:
        if card is not None:
            await context.come_back()
        asked = await context.services.doubts.words(context.person, button.doubt)
        await context.services.doubts.answer(context.person, button.doubt, button.answer, context.incoming.update_id)
    finally:
        if card is not None:
            await card
    if button.answer == "info":
        await context.change(
            Card([Text("All right. You can also just write what you want to know.")], rows=[[SOS], [LEAVE]])
        )
    else:
        await context.change(Card([Text("Thank you for telling us.")], rows=[[LEAVE]]))
    return asked


async def wordless(context: BotContext) -> None:
    """A picture or voice outside a case: 111, and the gentle question."""
    await gentle_question(context)
