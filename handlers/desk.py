"""The officer's desk in the chat: the list, the card of a case, taking and closing it."""

from __future__ import annotations

import re

from channels import cards, label_cards
from channels.buttons import CloseCase, CloseWith, FalseAlarm, OpenCase, StandIn, TakeCase
from channels.cards import Act, Card
from domain.cases import Outcome, State
from domain.outbox import Delivered
from domain.people import Forged
from domain.texts import Refusal, Text
from handlers.context import BotContext
from services.cases.holding import card_of

CODE = re.compile(r"LB-[A-Z0-9]{6}")
OUTCOMES = {
    Outcome.SAFE: Text("Checked, help was given"),
    Outcome.REFERRED: Text("Passed on to others who help"),
    Outcome.ADVISED: Text("Answered and advised"),
    Outcome.OUTSIDE: Text("Outside the four wards"),
}


async def take(context: BotContext, button: TakeCase) -> None:
    """*Tôi nhận*."""
    case = await context.services.desk.take(context.person, button.case)
    await context.toast(Text("Thank you. {code} is yours.", code=case.code))


async def stand_in(context: BotContext, button: StandIn) -> None:
    """*Tôi nhận thay*: below a reminder of a case whose holder is not on duty."""
    case = await context.services.desk.stand_in(context.person, button.case, button.holder)
    await context.toast(Text("Thank you. {code} is yours.", code=case.code))


async def open_case(context: BotContext, button: OpenCase) -> None:
    """The card of a case, which keeps itself current; its words open only for its holder."""
    shown = await context.services.desk.look(context.person, button.case)
    if shown.case.state is State.TAKEN and not shown.mine and not shown.oversees:
        raise Refusal(Text("{name} already has case {code}. Thank you.", name=shown.holder or "", code=shown.case.code))
    news = card_of(shown)
    outcome = await context.telegram.show(context.incoming.chat, cards.card(news), context.voice)
    if isinstance(outcome, Delivered):
        older = await context.services.desk.card_stands(context.person, outcome.message, news)
        await context.telegram.remove(context.incoming.chat, older)
        if outcome.also:  # the first parts of a long card do not keep themselves current; they go with the words
            await context.services.desk_words.stands(context.person, outcome.also, "FromDesk", button.case, None)
    else:
        await context.toast(Text("Telegram is slow at the moment. Please tap once more."))


async def open_link(context: BotContext) -> bool:
    """/start behind the link of a second road: the case's card. True when it was one."""
    code = context.incoming.argument
    if not CODE.fullmatch(code):
        return False
    await open_case(context, OpenCase(await context.services.desk.find(context.person, code)))
    return True


async def false_alarm(context: BotContext, button: FalseAlarm) -> None:
    """*Báo nhầm*: asks once."""
    await context.services.desk.mine(context.person, button.case)
    await context.say(
        Text("Close as a false alarm? The sender is told that no help is needed now, and can always come back."),
        rows=[[Act(Text("🔕 Yes, false alarm"), CloseWith(button.case, Outcome.FALSE_ALARM.value))]],
    )


async def close(context: BotContext, button: CloseCase) -> None:
    """*Kết thúc*: with which outcome?"""
    await context.services.desk.mine(context.person, button.case)
    rows = [[Act(text, CloseWith(button.case, outcome.value))] for outcome, text in OUTCOMES.items()]
    await context.say(Text("How did it end? The sender is told the outcome you choose."), rows=rows)


async def close_with(context: BotContext, button: CloseWith) -> None:
    """The case ends; its words leave this phone."""
    if button.outcome not in {o.value for o in Outcome}:
        raise Forged(Text("This button is too old. Please open the case again with /vuviec."))
    outcome = Outcome(button.outcome)
    case = await context.services.desk.close(context.person, button.case, outcome)
    asks = outcome is Outcome.FALSE_ALARM
    await context.change(
        Card(
            [
                Text("{code} is closed. What the sender wrote is being removed from this phone.", code=case.code),
                Text("Such cases are heavy. Talk about it with your coordinator or a colleague you trust."),
                *([label_cards.QUESTION] if asks else []),
            ],
            rows=label_cards.choices(case.id) if asks else [],
            protected=True,
        )
    )
