"""Typed words that something waits for: each goes where it was meant to go, and words of danger are never only that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from channels import danger_cards
from domain.cases import Content
from domain.conversations import GUARDS, Dialog, Guard, may_be_a_cry
from domain.people import Forged, StaffOnly
from domain.signup_form import LIVES, Step, open_step
from domain.texts import NoMore, Refusal, Text
from domain.triage import Level
from handlers import (
    afterwards,
    arrivals,
    broadcasts,
    cases,
    desk_words,
    doubts,
    event_editor,
    figures,
    headcounts,
    identity,
    invites,
    lessons,
    roster,
    signups,
)
from handlers.context import BotContext
from services.cases.opening import Heard

Takes = Callable[[BotContext], Awaitable[bool]]
Cries = Callable[[BotContext], Awaitable[None]]
OVER = Text("This question is closed. Please open it once more and write it again.")


async def _named(context: BotContext) -> bool:
    asked = await lessons.asks_for_name(context)
    if asked:
        await lessons.named(context)
    return asked


ANSWERS: Mapping[Dialog, Takes] = {  # of every conversation that `waiting` knows
    Dialog.SIGNUP: signups.typed,
    Dialog.ADULT: signups.names_adult,
    Dialog.COLLECTOR: arrivals.typed,
    Dialog.PICKUP: arrivals.typed,
    Dialog.FAMILY: arrivals.looks_for,
    Dialog.HOW_WAS_IT: afterwards.typed,
    Dialog.CERTIFICATE: _named,
    Dialog.INVITE: invites.typed,
    Dialog.ANNOUNCEMENT_TIME: broadcasts.typed_time,
    Dialog.EVENT: event_editor.typed,
    Dialog.HOURS: roster.typed,
    Dialog.LEAVE: roster.typed,
    Dialog.CHILDREN: figures.typed,
    Dialog.HEADCOUNT: headcounts.typed,
}
# Who has an open case writes to it. An answer they tapped for since is taken all the same, within JUST_NOW; what the
# bot asked of itself goes to the case:
#   CERTIFICATE  asked of itself, behind the last page of a lesson
#   ADULT        asked of itself, after the yes by link; its button says so to who has a case (services/parent_links.py)
#   COLLECTOR    the first name was tapped for; that one more may follow was not
#   INVITE       they opened the link; it waits for a name as long as the link works, so a case goes first after JUST_NOW
#   all others   tapped for: a form (SIGNUP), a line (HOW_WAS_IT), and what staff type at their work
# A cry, 🆘 and «Hỏi cán bộ» end whatever was asked before them (handlers/words.py).
ASKED_OF_ITSELF = frozenset({Dialog.CERTIFICATE, Dialog.ADULT})
JUST_NOW = LIVES
NEVER_AGAIN = (NoMore, StaffOnly, Forged)  # it is gone, or no longer theirs: an answer of any kind comes to nothing


async def passed_on(context: BotContext, level: Level) -> bool:
    """Whether these words of staff are for a sender, a case, or about a lost child: somebody who must act has them.

    Where they sound like danger the numbers and 🆘 stand below, also when they could not be passed on.
    """
    try:
        taken = await desk_words.writes(context) or await identity.reasons(context)
        if not taken and (taken := await _taken(context, arrivals.tells_lost_child)):
            _remember(context)  # these words are in no case yet: 🆘 takes them along
    except Refusal:
        await _numbers_beside(context, level)
        raise
    if taken:
        await _numbers_beside(context, level)
    return taken


async def drafted(context: BotContext, level: Level, cry: Cries) -> bool:
    """Whether these words are an announcement now: kept as a draft, which goes nowhere by itself, whatever it says.

    What sounds like danger may be a text that warns families of it, or a cry: short words ring as well.
    """
    try:
        drafted = await broadcasts.typed(context)
    except Refusal:
        await _beside_a_draft(context, level, cry)
        raise
    if drafted:
        await _beside_a_draft(context, level, cry)
    return drafted


async def _beside_a_draft(context: BotContext, level: Level, cry: Cries) -> None:
    if level is Level.URGENT and may_be_a_cry(context.incoming.text):
        await cry(context)
    elif level is not Level.NONE:
        await doubts.gentle_question(context, Dialog.ANNOUNCEMENT, urgent=level is Level.URGENT)


async def answers(context: BotContext) -> bool:
    """Whether these words answer something we asked. They may be the first piece of a cry all the same."""
    dialog = waiting(context)
    if dialog is None or context.incoming.edited:
        return False
    if dialog is Dialog.CERTIFICATE and not await lessons.asks_for_name(context):
        return False
    if _a_case_goes_first(context) and await cases.mine(context) is not None:
        return False
    if dialog is not Dialog.PICKUP:  # a family's secret
        _remember(context)
    return await _taken(context, ANSWERS[dialog])


async def _taken(context: BotContext, takes: Takes) -> bool:
    """Whether these words were the answer. Raises Refusal; what can never be answered any more is over with it.

    Else whatever they write for an hour, a question too, would only be told once more that it is gone.
    """
    try:
        return await takes(context)
    except NEVER_AGAIN:
        await context.services.people.finish(context.person)
        raise


def _a_case_goes_first(context: BotContext) -> bool:
    """Whether nobody tapped for what waits, or not just now: then what they write belongs to their case, if any."""
    talk, incoming = context.talk, context.incoming
    if talk is None or talk.name in ASKED_OF_ITSELF or incoming.received_at - talk.since > JUST_NOW:
        return True
    another = talk.answers.get("update") not in (None, incoming.update_id)
    return talk.name is Dialog.COLLECTOR and another


def waiting(context: BotContext) -> Dialog | None:
    """What waits for an answer in their words, however long already. The questions of a case are not of that kind."""
    talk = context.talk
    if talk is None or talk.name is Dialog.QUESTIONS or GUARDS[talk.name] not in (Guard.CRY, Guard.FIELD):
        return None
    return talk.name


def tells_of_health(context: BotContext) -> bool:
    """Whether these words tell of a child's health, as the form of a sign-up has just asked for."""
    talk = context.talk
    if talk is None or waiting(context) is not Dialog.SIGNUP or context.incoming.edited:
        return False
    step = open_step(talk.answers, by_child=context.person.is_child, accompanied=True)
    return step is Step.NEEDS and context.triage.tells_of_health(context.incoming.text)


def may_be_meant(context: BotContext) -> Dialog | None:
    """What worrying words, just typed, may have been the answer to."""
    incoming = context.incoming
    talk = context.talk
    if incoming.edited or not incoming.text.strip() or talk is None or incoming.received_at - talk.since > LIVES:
        return None
    return waiting(context)


async def meant(context: BotContext, dialog: str, heard: Heard | None) -> None:
    """They tapped that worrying words were only the answer to what was asked: it is taken now. Raises Refusal."""
    talk = context.talk
    if heard is None or talk is None or talk.name != dialog or talk.since > heard.received_at:
        raise Refusal(OVER)
    context.incoming = replace(context.incoming, content=heard.content)
    if not await _taken(context, ANSWERS[talk.name]):
        raise Refusal(OVER)


def _remember(context: BotContext) -> None:
    if context.incoming.text.strip():
        heard = replace(context.heard, content=Content(text=context.incoming.text))
        context.manners.asked.keep_piece(context.person.id, heard, context.incoming.received_at)


async def _numbers_beside(context: BotContext, level: Level) -> None:
    if level is Level.URGENT:
        await context.show(danger_cards.beside_card())
