"""Somebody needs help: the cry, the gentle question, the questions afterwards, and going on writing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence

import structlog

from channels import buttons, closing_cards, sender_cards
from channels.buttons import MayWrite, NotThisWard, OpenLine, Retract
from channels.cards import LEAVE, SOS, Card
from domain.cases import Case, Content, Origin, State
from domain.recontact import hours_in
from domain.texts import Text
from domain.wards import Called
from handlers import menu
from handlers.context import BotContext
from services.cases.opening import Heard

log = structlog.get_logger()
CODE = re.compile(r"\bLB-?([A-HJKMNP-Z2-9]{6})\b", re.IGNORECASE)


async def cry(context: BotContext, origin: Origin, meanwhile: Callable[[], tuple[str, str]]) -> None:
    """The safety card at once; meanwhile the case is stored and rings.

    What they wrote just before, and nobody heard the danger in, goes with it: a child seldom says it twice.
    `meanwhile` gives slug and title of an article to read until somebody comes; asked once the card is on its way.
    """
    card = asyncio.create_task(context.safety_card())
    try:
        heard, asked = context.heard, context.manners.asked
        before = asked.before(context.person.id, heard.received_at)
        if origin is not Origin.WORDS and not _said_more(context):
            heard = Heard(Content(kind="sos"), heard.update_id, heard.message, heard.sent_at, heard.received_at)
        await context.come_back()
        case = await _opened(context, heard, origin, before, meanwhile)
    finally:
        await card
    asked.forget(context.person.id)
    await context.services.doubts.join(context.person)
    await context.overtakes()
    if case.opened_at < heard.received_at and case.last_heard_at > case.opened_at:
        await acknowledge(context, case)


async def _opened(
    context: BotContext, heard: Heard, origin: Origin, before: Sequence[Heard], meanwhile: Callable[[], tuple[str, str]]
) -> Case:
    """The case of a cry. Whatever is wrong with what goes beside it, the cry alone is tried once more."""
    cases = context.services.cases
    try:
        return await cases.cry(context.person, heard, origin, before, meanwhile())
    except Exception as error:
        log.error("cry_alone", update=heard.update_id, error=type(error).__name__)
        return await cases.cry(context.person, heard, origin)


def _said_more(context: BotContext) -> bool:
    """Whether something stands behind /sos: words are kept as they were written."""
    return context.incoming.command == "sos" and bool(context.incoming.argument)


async def acknowledge(context: BotContext, case: Case) -> None:
    """A true state, at most once a minute: stored, and where it went. Each late message hears its times."""
    if context.heard.content.phone is not None:
        thanks = Text("Thank you, the number is stored. Only people whose duty is to help see it.")
        await context.show(Card([sender_cards.QUIET_LINE, thanks], keyboard=menu.keyboard(context.person)))
        return
    heard = context.heard
    late = [sender_cards.came_late(heard.sent_at, heard.received_at)] if heard.is_late else []
    if not context.manners.may_acknowledge(context.person.id, context.incoming.received_at) and not late:
        return
    called = await context.services.cases.called(case) if case.is_ringing else Called.NOBODY
    rows = [[SOS], [LEAVE]] if case.state is State.WAITING else [[LEAVE]]
    await context.show(sender_cards.quiet_card(sender_cards.kept(case, called), *late, rows=rows))


async def mine(context: BotContext) -> Case | None:
    """The open case of whoever writes. What waited until they come back to a case that ended comes now."""
    case = await context.services.cases.newest_of(context.person)
    if case is None or case.is_open:
        return case
    if not context.person.hushed:
        await context.services.cases.is_back(context.person, case.id)
    return None


async def goes_on(context: BotContext) -> Case | None:
    """A message of somebody in an open case belongs to it: it is kept. None where there is nothing to say about it.

    After *Thoát nhanh* it is kept for the officer all the same, and answered as to anybody: whoever holds the
    phone now may only be trying what the bot knows.
    """
    case = await context.services.cases.add(context.person, context.heard)
    return None if context.person.hushed else case


async def retract(context: BotContext, button: Retract) -> None:
    """*Gõ nhầm*."""
    case = await context.services.cases.retract(context.person, button.case)
    await context.show(
        sender_cards.quiet_card(
            sender_cards.taken_back(case),
            Text("If you do need help, write again or tap 🆘. That is always fine."),
            rows=[[SOS], [LEAVE]],
        )
    )


async def not_this_ward(context: BotContext, button: NotThisWard) -> None:
    """*Không gửi cán bộ phường này*."""
    case = await context.services.cases.avoid_ward(context.person, button.case)
    await context.show(
        sender_cards.quiet_card(
            Text("Done. {code} goes to the coordinator; officers of that ward do not see it.", code=case.code),
            rows=[[LEAVE]],
        )
    )


async def may_write(context: BotContext, button: MayWrite) -> None:
    """After a case: whether and when the bot may write first."""
    update = context.incoming.update_id
    case = await context.services.closing.may_write(context.person, button.case, button.when, update)
    await context.change(closing_cards.answered(case, button.when))


async def typed_when(context: BotContext) -> bool:
    """Hours alone, typed after a case has ended, answer what its end asked. True when they did."""
    hours = hours_in(context.incoming.text)
    case = None if hours is None or context.incoming.edited else await context.services.closing.asked(context.person)
    if hours is None or case is None:
        return False
    noted = await context.services.closing.may_write(context.person, case, hours, context.incoming.update_id)
    await context.show(closing_cards.answered(noted, hours))
    return True


async def open_line(context: BotContext, button: OpenLine) -> bool:
    """Somebody comes back after *Thoát nhanh*: the state of their case, on their own tap. False: there is none."""
    await context.come_back()
    case = await context.services.cases.of(context.person, button.case)
    if case is None:
        return False
    await _opens(context, case)
    return True


async def by_code(context: BotContext) -> bool:
    """A code that somebody typed opens their own case. True when the text was a code."""
    found = CODE.search(context.incoming.text)
    if found is None or len(context.incoming.text.strip()) > 20:
        return False
    case = await context.services.cases.by_code(context.person, f"LB-{found[1].upper()}")
    if case is None:
        await context.say(Text("This code does not open anything in this chat. If you need help now: 111, or 🆘."))
        return True
    await context.come_back()
    await _opens(context, case)
    return True


async def _opens(context: BotContext, case: Case) -> None:
    """Its state, and what officers wrote in it."""
    await show_state(context, case)
    await context.services.cases.reads(context.person, case.id, context.incoming.update_id)


async def show_state(context: BotContext, case: Case) -> None:
    """Only true states."""
    called = await context.services.cases.called(case) if case.is_ringing else Called.NOBODY
    await context.show(sender_cards.quiet_card(sender_cards.state(case, called), rows=[[SOS], [LEAVE]]))


async def talk(context: BotContext, button: buttons.AskOfficer) -> None:
    """*Hỏi cán bộ phường*: a case that does not ring, with a promised time; what they just asked goes with it.

    Where that is not remembered any more they are asked to write it: an open case takes the next message.
    """
    incoming, asked = context.incoming, context.manners.asked
    question = asked.last(context.person.id, incoming.received_at)
    case = await context.services.cases.talk(context.person, Origin.ASK, incoming.update_id, question)
    asked.forget(context.person.id)
    await context.services.people.sets_aside(context.person)  # what they write next is no answer to anything else
    called = await context.services.cases.called(case) if case.is_ringing else Called.NOBODY
    context.manners.may_acknowledge(context.person.id, incoming.received_at)
    await context.show(sender_cards.talk_card(case, called, asked=question is not None))
