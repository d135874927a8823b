"""Prank, silent, abusive contacts: the officer's note after a false alarm, and slower answers to chatter."""

from __future__ import annotations

from channels import label_cards
from channels.buttons import PutLabel, TakeLabelBack
from domain.labels import Label
from domain.people import Forged
from domain.texts import Text
from handlers.context import BotContext


async def put(context: BotContext, button: PutLabel) -> None:
    """What the false alarm was: one tap."""
    if button.label not in {label.value for label in Label}:
        raise Forged(Text("This button is too old. Please open the case again with /vuviec."))
    kept = await context.services.labels.put(context.person, button.case, Label(button.label))
    await context.change(label_cards.noted(button.case, kept.code, kept.labelled))


async def take_back(context: BotContext, button: TakeLabelBack) -> None:
    """The note goes; another choice is open."""
    code = await context.services.labels.take_back(context.person, button.case)
    await context.change(label_cards.taken_back(button.case, code))


async def slow_down(context: BotContext) -> None:
    """Chatter of somebody who was labelled: one warm word, then at most one answer a minute.

    Taps, commands, forms, a case and everything heard as danger or worry never come here.
    """
    until = await context.services.labels.slows(context.person)
    if until is None:
        return
    if context.manners.may_say(context.person.id, f"labelled until {until.isoformat()}"):
        await context.say(label_cards.WELCOME)
    context.not_before = context.manners.slowly.next_at(context.incoming.chat, context.incoming.received_at)
