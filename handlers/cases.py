"""Somebody needs help: the cry, the gentle question, the questions afterwards, and going on writing."""

from __future__ import annotations

import asyncio
import re

from channels import buttons, cards, sender_cards
from channels.buttons import AnswerDoubt, AnswerQuestion, NotThisWard, OpenLine, Retract, Sos
from channels.cards import LEAVE, SOS, Act, Card
from domain.cases import Case, Content, Origin, State
from domain.texts import Text
from handlers.context import BotContext
from services.cases.opening import Heard

CODE = re.compile(r"\bLB-?([A-HJKMNP-Z2-9]{6})\b", re.IGNORECASE)
DELETE_ALL = "3"  # the short code of safeguarding.md: 1 call me, 2 later, 3 delete this


async def cry(context: BotContext, origin: Origin = Origin.WORDS) -> None:
    """The safety card at once; meanwhile the case is stored and rings."""
    heard = context.heard
    if origin is not Origin.WORDS:
        heard = Heard(Content(kind="sos"), heard.update_id, heard.message, heard.sent_at, heard.received_at)
    card = asyncio.create_task(context.safety_card())
    try:
        await context.come_back()
        case = await context.services.cases.cry(context.person, heard, origin)
    finally:
        await card
    if case.opened_at < heard.received_at and case.last_heard_at > case.opened_at:
        await acknowledge(context, case)


async def sos(context: BotContext) -> None:
    """/sos and the red key of the keyboard."""
    await cry(context, Origin.COMMAND)


async def sos_button(context: BotContext, button: Sos) -> None:
    """The red button below a message."""
    await cry(context, Origin.BUTTON)


async def acknowledge(context: BotContext, case: Case) -> None:
    """A true state, at most once a minute: stored, and where it went."""
    if not context.manners.may_acknowledge(context.person.id, context.incoming.received_at):
        return
    said = {
        State.TAKEN: Text("Stored and passed to the officer ({code}).", code=case.code),
        State.OPEN: Text("Stored ({code}). We are still calling the officer on duty.", code=case.code),
        State.WAITING: Text("Stored ({code}). It stands on the officers’ list.", code=case.code),
    }
    await context.say(said[case.state], rows=[[SOS], [LEAVE]] if case.state is State.WAITING else [[LEAVE]])


async def goes_on(context: BotContext) -> bool:
    """A message of somebody in an open case belongs to it. True when it was added and answered.

    After *Thoát nhanh* it is kept for the officer all the same, and answered as to anybody: whoever holds the
    phone now may only be trying what the bot knows.
    """
    case = await context.services.cases.add(context.person, context.heard)
    if case is None or context.person.hushed:
        return False
    await acknowledge(context, case)
    return True


async def wants_to_leave(context: BotContext) -> bool:
    """The short code «delete all this», from somebody who cannot write safely."""
    if context.incoming.text.strip() != DELETE_ALL:
        return False
    case = await context.services.cases.open_of(context.person)
    return case is not None and not case.may_write


async def gentle_question(context: BotContext) -> None:
    """Worrying but not clear: one gentle question; unanswered, it stands on the duty list after ten minutes."""
    doubt = await context.services.doubts.ask(context.person, context.heard)
    await context.say(
        Text("Maybe you are worried about your own safety or a child’s, is that right?"),
        Text("In danger: <b>111</b> (free, day and night), <b>113</b>, <b>115</b>."),
        rows=[
            [Act(Text("🆘 Need help now"), AnswerDoubt(doubt, "help"))],
            [Act(Text("💬 I want to talk"), AnswerDoubt(doubt, "talk"))],
            [Act(Text("ℹ️ Only information"), AnswerDoubt(doubt, "info"))],
            [LEAVE],
        ],
    )


async def answer_doubt(context: BotContext, button: AnswerDoubt) -> None:
    """The answer to the gentle question."""
    card = asyncio.create_task(context.safety_card()) if button.answer == "help" else None
    try:
        if card is not None:
            await context.come_back()
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


async def wordless(context: BotContext) -> None:
    """A picture or voice outside a case: 111, and the gentle question."""
    await gentle_question(context)


async def answer_question(context: BotContext, button: AnswerQuestion) -> None:
    """One answer (or skip); then the next question in the same message."""
    following = await context.services.questions.answer(context.person, button.case, button.question, button.answer)
    if button.question == "hurt" and button.answer == "yes":
        await context.say(Text("Please call <b>115</b> (ambulance) first, or ask somebody to call."))
    if button.question == "safe" and button.answer == "no":
        await context.say(
            Text("All right. You need not write more."),
            Text("You can answer with a single sign: <b>1</b> call me · <b>2</b> later · <b>3</b> delete all this."),
            rows=[[LEAVE]],
        )
    if following is None:
        await context.change(Card([Text("Thank you, that is all. You can go on writing here.")], rows=[[LEAVE]]))
        return
    await context.change(sender_cards.question_card(button.case, following.name))


async def retract(context: BotContext, button: Retract) -> None:
    """*Gõ nhầm*."""
    case = await context.services.cases.retract(context.person, button.case)
    await context.say(
        Text("All right, {code} no longer rings. An officer may still ask how you are.", code=case.code),
        Text("If you do need help, write again or tap 🆘. That is always fine."),
        rows=[[SOS], [LEAVE]],
    )


async def not_this_ward(context: BotContext, button: NotThisWard) -> None:
    """*Không gửi cán bộ phường này*."""
    case = await context.services.cases.avoid_ward(context.person, button.case)
    await context.say(
        Text("Done. {code} goes to the coordinator; officers of that ward do not see it.", code=case.code),
        rows=[[LEAVE]],
    )


async def open_line(context: BotContext, button: OpenLine) -> bool:
    """Somebody comes back after *Thoát nhanh*: the state of their case, on their own tap. False: there is none."""
    await context.come_back()
    case = await context.services.cases.of(context.person, button.case)
    if case is None:
        return False
    await show_state(context, case)
    for words in (await context.services.cases.from_staff(context.person, case.id))[-5:]:
        await context.show(cards.card(words))
    return True


async def by_code(context: BotContext) -> bool:
    """A code that somebody typed: the state of their own case. True when the text was a code."""
    found = CODE.search(context.incoming.text)
    if found is None or len(context.incoming.text.strip()) > 20:
        return False
    case = await context.services.cases.by_code(context.person, f"LB-{found[1].upper()}")
    if case is None:
        await context.say(Text("This code does not open anything in this chat. If you need help now: 111, or 🆘."))
        return True
    await context.come_back()
    await show_state(context, case)
    return True


async def show_state(context: BotContext, case: Case) -> None:
    """Only true states."""
    said = {
        State.OPEN: Text(
            "<code>{code}</code>: stored and sent to the officer on duty; nobody has taken it yet. You can call <b>111</b>.",
            code=case.code,
        ),
        State.WAITING: Text("<code>{code}</code>: stored; it stands on the officers’ list.", code=case.code),
        State.TAKEN: Text(
            "<code>{code}</code>: an officer took it, received at {at}. It is being handled.",
            code=case.code,
            at=case.taken_at,
        ),
        State.CLOSED: Text("<code>{code}</code>: ended.", code=case.code),
    }
    await context.say(said[case.state], rows=[[SOS], [LEAVE]])


async def talk(context: BotContext, button: buttons.AskOfficer) -> None:
    """*Hỏi cán bộ phường*: a case that does not ring, with a promised time."""
    case = await context.services.cases.talk(context.person, Origin.ASK, context.incoming.update_id)
    await acknowledge(context, case)
