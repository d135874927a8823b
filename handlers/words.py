"""Free text: is a child in danger? A case that goes on? A question? The one place that routes."""

from __future__ import annotations

from channels.buttons import AskOfficer
from channels.cards import SOS, Act, Link
from domain.texts import Text
from domain.triage import Level
from handlers import cases, desk
from handlers.context import BotContext


async def message(context: BotContext) -> None:
    """Any message in a private chat that is neither a command nor a key of the keyboard."""
    if await desk.writes(context):
        return
    await context.come_back()
    reading = context.triage.read(context.incoming.text)
    if reading.level is Level.URGENT:
        await cases.cry(context)
    elif await cases.by_code(context) or await cases.goes_on(context) or context.incoming.edited:
        return
    elif reading.level is Level.CONCERN or not context.incoming.text.strip():
        await cases.gentle_question(context)
    else:
        await not_known(context)


async def not_known(context: BotContext) -> None:
    """What the library does not know is not invented: a person is offered."""
    await context.say(
        Text("I do not know the answer to this. I can pass your question to a ward officer."),
        Text("If a child is in danger: <b>111</b>, or tap 🆘."),
        rows=[[Act(Text("💬 Ask a ward officer"), AskOfficer())], [SOS]],
    )


async def in_group(context: BotContext) -> None:
    """In a group nothing is reported: 111, and the way to the private chat."""
    await context.say(
        Text(
            "Please do not tell about a child in a group. In danger: <b>111</b> (free, day and night), <b>113</b>, <b>115</b>."
        ),
        rows=[[Link(Text("Open the private chat"), f"https://t.me/{context.bot_name}?start=sos")]],
    )
