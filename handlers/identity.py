"""*Ai gửi?*: who sent a case, behind a reason, in the private chat of whoever asked."""

from __future__ import annotations

from datetime import timedelta

from channels import identity_cards
from channels.buttons import AskReason, AskWho
from domain.conversations import Dialog
from domain.identity import Reason
from domain.outbox import Delivered
from domain.people import Forged
from domain.texts import Text
from handlers.context import BotContext
from services.cases.identity import Answer

BECAUSE = Dialog.REASON
LASTS = timedelta(minutes=15)


async def ask(context: BotContext, button: AskReason) -> None:
    """Why?"""
    case = await context.services.identity.may_ask(context.person, button.case)
    await context.show(identity_cards.reasons_card(case.id, case.code))


async def ask_who(context: BotContext, button: AskWho) -> None:
    """A reason was tapped; one in their own words is written next."""
    if button.reason not in {reason.value for reason in Reason}:
        raise Forged(Text("This button is too old. Please open the case again with /vuviec."))
    if button.reason == Reason.OTHER:
        case = await context.services.identity.may_ask(context.person, button.case)
        await context.services.people.begin(context.person, BECAUSE, case.id)
        await context.say(
            Text("Write the reason now, in a few words. Nobody but the journal gets it; no names, please.")
        )
        return
    answer = await context.services.identity.ask(context.person, button.case, Reason(button.reason))
    if not await _tell(context, answer):
        await context.toast(Text("Telegram is slow at the moment. Please tap once more."))


async def reasons(context: BotContext) -> bool:
    """Whether this message is the reason of somebody who asked who sent a case. It is never read as a cry."""
    if context.person.staff is None or context.incoming.edited:
        return False
    talk = context.talk
    if talk is None or talk.name is not BECAUSE or context.incoming.received_at - talk.since >= LASTS:
        return False
    await context.services.people.finish(context.person)
    answer = await context.services.identity.ask_because(context.person, talk.about or 0, context.heard)
    if not await _tell(context, answer):
        await context.say(Text("Telegram is slow at the moment. Please tap “Who sent it?” once more."))
    return True


async def _tell(context: BotContext, answer: Answer) -> bool:
    profile = await context.telegram.profile(answer.known.chat)
    card = identity_cards.known_card(answer.case.code, answer.known, profile)
    outcome = await context.telegram.show(context.incoming.chat, card, context.voice)
    if not isinstance(outcome, Delivered):
        return False
    await context.services.identity.stands(context.person, outcome.message, answer.case.id)
    return True
