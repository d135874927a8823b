"""The officer's desk in the chat: take, read, write back, close."""

from __future__ import annotations

import re
from datetime import timedelta

from channels import cards, desk_cards
from channels.buttons import (
    CloseCase,
    CloseWith,
    FalseAlarm,
    OpenCase,
    ReadCase,
    ReplyTo,
    SensitiveImage,
    ShowMedia,
    TakeCase,
)
from channels.cards import Act, Card
from domain.cases import Outcome, State
from domain.outbox import Delivered
from domain.people import CASE_ROLES
from domain.texts import Refusal, Text
from handlers.context import BotContext
from services.cases.holding import Shown, card_of

CODE = re.compile(r"LB-[A-Z0-9]{6}")
WRITING = "write_back"
WRITING_LASTS = timedelta(minutes=15)
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


async def listing(context: BotContext) -> None:
    """/vuviec: what matters first."""
    shown = await context.services.desk.listing(context.person)
    if not shown:
        await context.say(Text("No open cases. Thank you for being there."))
        return
    marks = {State.OPEN: "🔴", State.WAITING: "🕓", State.TAKEN: "🟢"}
    rows = [
        [
            Act(
                Text(
                    "{mark} {code} · {ward}",
                    mark=marks[s.case.state],
                    code=s.case.code,
                    ward=cards.ward_name(s.case.ward),
                ),
                OpenCase(s.case.id),
            )
        ]
        for s in shown[:30]
    ]
    await context.say(Text("Open cases: {count}. Red: nobody has it yet.", count=len(shown)), rows=rows)


async def open_case(context: BotContext, button: OpenCase) -> None:
    """The card of a case; its words open only for its holder."""
    shown = await context.services.desk.look(context.person, button.case)
    if shown.case.state is State.TAKEN and not shown.mine:
        raise Refusal(Text("{name} already has case {code}. Thank you.", name=shown.holder or "", code=shown.case.code))
    await _show_card(context, cards.card(card_of(shown)), button.case)


async def open_link(context: BotContext) -> bool:
    """/start behind the link of a second road: the case's card. True when it was one."""
    code = context.incoming.argument
    if not CODE.fullmatch(code):
        return False
    await open_case(context, OpenCase(await context.services.desk.find(context.person, code)))
    return True


async def read(context: BotContext, button: ReadCase) -> None:
    """The sender's words again."""
    for words in (await context.services.desk.read(context.person, button.case))[-20:]:
        await context.show(cards.card(words))


async def reply_to(context: BotContext, button: ReplyTo) -> None:
    """*Nhắn lại*: the officer's next message goes to the sender."""
    shown = await _mine(context, button.case)
    await context.services.people.begin(context.person, WRITING, button.case)
    await context.say(
        Text(
            "Write now: your next message goes to the sender of {code}. They do not see who you are.",
            code=shown.case.code,
        )
    )


async def _mine(context: BotContext, case: int) -> Shown:
    """A case in this officer's hands. Raises Refusal for any other."""
    shown = await context.services.desk.look(context.person, case)
    if not shown.mine:
        raise Refusal(Text("This case is not yours at the moment. Open /vuviec to see who has it."))
    return shown


async def writes(context: BotContext) -> bool:
    """Whether this message of an officer is meant for a sender; then it was passed on."""
    staff = context.person.staff
    if staff is None or staff.role not in CASE_ROLES or context.incoming.edited:
        return False
    case = await _case_meant(context)
    if case is None:
        return False
    heard = context.heard
    sent = await context.services.desk.write_back(context.person, case, heard)
    await context.services.people.finish(context.person)
    await context.say(
        Text("Sent to the sender of {code}. Telegram does not tell whether it was read.", code=sent.code),
        rows=[[Act(Text("💬 Write back"), ReplyTo(case))]],
    )
    return True


async def warn_not_sent(context: BotContext) -> None:
    """An officer with cases who just wrote: no sender got it, and they must know."""
    staff = context.person.staff
    if staff is None or staff.role not in CASE_ROLES:
        return
    mine = [shown.case for shown in await context.services.desk.listing(context.person) if shown.mine]
    if not mine:
        return
    await context.say(
        Text(
            "This was not sent to anybody. To write to a sender, tap “Write back” below, or reply to the card of the case."
        ),
        rows=[[Act(Text("💬 Write back · {code}", code=case.code), ReplyTo(case.id))] for case in mine[:5]],
    )


async def _case_meant(context: BotContext) -> int | None:
    reply_to = context.incoming.reply_to
    if reply_to is not None:
        return await context.services.people.case_of_post(context.person, reply_to)
    midway = await context.services.people.midway(context.person)
    if midway is None or midway[0] != WRITING:
        return None
    _, case, since = midway
    return case if context.incoming.received_at - since < WRITING_LASTS else None


async def false_alarm(context: BotContext, button: FalseAlarm) -> None:
    """*Báo nhầm*: asks once."""
    await _mine(context, button.case)
    await context.say(
        Text("Close as a false alarm? The sender is told that no help is needed now, and can always come back."),
        rows=[[Act(Text("🔕 Yes, false alarm"), CloseWith(button.case, Outcome.FALSE_ALARM.value))]],
    )


async def close(context: BotContext, button: CloseCase) -> None:
    """*Kết thúc*: with which outcome?"""
    await _mine(context, button.case)
    rows = [[Act(text, CloseWith(button.case, outcome.value))] for outcome, text in OUTCOMES.items()]
    await context.say(Text("How did it end? The sender is told the outcome you choose."), rows=rows)


async def close_with(context: BotContext, button: CloseWith) -> None:
    """The case ends; its words leave this phone."""
    if button.outcome not in {o.value for o in Outcome}:
        raise Refusal(Text("This button is too old. Please open the case again with /vuviec."))
    case = await context.services.desk.close(context.person, button.case, Outcome(button.outcome))
    await context.change(
        Card(
            [
                Text("{code} is closed. What the sender wrote is being removed from this phone.", code=case.code),
                Text("Such cases are heavy. Talk about it with your coordinator or a colleague you trust."),
            ],
            protected=True,
        )
    )


async def show_media(context: BotContext, button: ShowMedia) -> None:
    """A picture, voice or film, on a tap, protected."""
    content = await context.services.desk.media(context.person, button.entry)
    await context.show(desk_cards.media_card(button.entry, content))


async def sensitive(context: BotContext, button: SensitiveImage) -> None:
    """*Hình ảnh nhạy cảm*: our reference goes."""
    await context.services.desk.sensitive(context.person, button.entry)
    if context.incoming.message is not None:
        await context.telegram.remove(context.incoming.chat, [context.incoming.message])
    await context.say(
        Text("Removed here. Please pass nothing on and keep no copy."),
        Text(
            "Ask the sender to keep the phone and the messages as they are (evidence, Decree 56, Article 31), and call the police: 113."
        ),
    )


async def _show_card(context: BotContext, card: Card, case: int) -> None:
    outcome = await context.telegram.show(context.incoming.chat, card, context.voice)
    if isinstance(outcome, Delivered):
        await context.services.people.remember_card(context.person, outcome.message, case)
