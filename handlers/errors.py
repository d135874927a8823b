"""What a person hears when something was refused or went wrong: one kind sentence, and 111 when it was our fault."""

from __future__ import annotations

from domain.texts import Refusal, Text
from handlers.context import BotContext

OUR_FAULT = Text("Something went wrong on our side; we will try again by ourselves. If it is urgent, please call 111.")


async def refused(context: BotContext, refusal: Refusal) -> None:
    """An expected no: as a toast to a tap, else as an answer."""
    if context.incoming.query is not None and len(context.telegram.say(refusal.text, context.voice)) <= 190:
        await context.toast(refusal.text)
        return
    await context.say(refusal.text)


async def broken(context: BotContext) -> None:
    """The unexpected: the person is not left without a number."""
    await context.say(OUR_FAULT)
