"""After an event: how it was, for families who came; who came, for its staff."""

from __future__ import annotations

from channels import after_cards
from channels.buttons import Feel, ShowAfterwards, WriteLine
from channels.cards import HOME
from domain.afterwards import WRITING
from domain.texts import Text
from handlers.context import BotContext


async def feel(context: BotContext, button: Feel) -> None:
    """One of the three faces."""
    await context.services.after.felt(context.person, button.event, button.face)
    await context.change(after_cards.thanks_card(button.event))


async def write_line(context: BotContext, button: WriteLine) -> None:
    """What is typed next is a line about the event."""
    await context.services.after.begin_line(context.person, button.event)
    await context.say(
        Text("Write it in one message. The helpers read it without your name; it is deleted 30 days after the event.")
    )


async def typed(context: BotContext) -> bool:
    """The line, where one was asked for."""
    content = context.incoming.content
    if context.incoming.edited or content is None or content.kind != "text":
        return False
    talk = context.talk
    if talk is None or talk.name is not WRITING or not await context.services.after.line(context.person, content.text):
        return False
    await context.say(Text("Thank you, it is kept for the helpers."), rows=[[HOME]])
    return True


async def show(context: BotContext, button: ShowAfterwards) -> None:
    """The numbers, for staff."""
    await context.show(after_cards.afterwards_card(await context.services.after.of(context.person, button.event)))
