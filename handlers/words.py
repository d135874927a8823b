"""Free text: is a child in danger? A case that goes on? A question? The one place that routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from channels.buttons import AnswerDoubt, AskOfficer, Home, OpenArticle, OpenLine, ShowTopic, Sos
from channels.cards import Link, Row, ToPrivate
from channels.danger_cards import MEANT
from domain.cases import Content, Origin
from domain.conversations import Dialog, may_be_a_cry
from domain.texts import Text
from domain.triage import Level
from handlers import (
    arrivals,
    cases,
    conversations,
    desk_words,
    doubts,
    emergency,
    events,
    guidance,
    labels,
    own_data,
    people,
    questions,
    signups,
    wards,
)
from handlers.asked import ONE_SENTENCE, TO_A_PERSON
from handlers.context import BotContext

OLD_AND_NEW = "wards-merger"  # the article about what became of the old wards
PIECE = 6  # words: what is longer is no piece of a sentence


async def message(context: BotContext) -> None:
    """Any message in a private chat that is neither a command nor a key of the keyboard."""
    if await desk_words.changes(context):
        return
    level = emergency.level_of(context.incoming.text, context.triage)
    if await conversations.passed_on(context, level) or await conversations.drafted(context, level, cry):
        return
    if level is Level.URGENT and await _is_for_many(context):
        await doubts.gentle_question(context, Dialog.EVENT, urgent=True)
    elif level is Level.URGENT and conversations.tells_of_health(context):
        await doubts.gentle_question(context, Dialog.SIGNUP, urgent=True)
    elif level is Level.URGENT or _goes_on_to_cry(context):
        await cry(context)
        await desk_words.warn_of_own_case(context)
    elif await cases.by_code(context) or await arrivals.by_code(context) or await _typed(context, level):
        return
    elif await goes_on(context, level):
        await desk_words.warn_of_own_case(context)
    elif context.incoming.edited:
        await desk_words.warn_not_sent(context)
    elif level is Level.CONCERN or not context.incoming.text.strip():
        await desk_words.warn_not_sent(context)
        await doubts.gentle_question(context, conversations.may_be_meant(context))
        await guidance.first_aid(context, context.incoming.text)
    elif not await desk_words.warn_not_sent(context):
        await labels.slow_down(context)
        await question(context, context.incoming.text)


def _goes_on_to_cry(context: BotContext) -> bool:
    """Whether what they wrote bit by bit is danger when it is read together: «bố con» / «đánh con»."""
    together = _together(context)
    return bool(together) and context.triage.read(together).level is Level.URGENT


def _together(context: BotContext) -> str:
    """This message and the pieces before it; nothing where they are whole sentences: each was read by itself.

    Nor where it says when or how old, and that was asked.
    """
    incoming = context.incoming
    if conversations.waiting(context) is not None and context.triage.is_mere_answer(incoming.text):
        return ""
    said = context.manners.asked.before(context.person.id, incoming.received_at, ONE_SENTENCE)
    if not said or not incoming.text.strip() or incoming.edited:
        return ""
    pieces = [*(heard.content.text for heard in said), incoming.text]
    return "" if any(len(piece.split()) > PIECE for piece in pieces) else "\n".join(pieces)


async def cry(context: BotContext) -> None:
    """Words that are heard as danger. What follows belongs to the case, not to a form."""
    await _cries(context, Origin.WORDS, _together(context) or context.incoming.text)


async def sos(context: BotContext) -> None:
    """/sos and the red key of the keyboard."""
    await _cries(context, Origin.COMMAND, context.incoming.argument)


async def sos_button(context: BotContext, button: Sos) -> None:
    """The red button below a message."""
    await _cries(context, Origin.BUTTON, "")


async def _cries(context: BotContext, origin: Origin, said: str) -> None:
    """The card, the ring, and then first aid, where these words name what has happened; else those just before.

    Whatever else was asked is over: an SOS they tapped in the middle of a form is told about in their own words next.
    """
    before = context.manners.asked.before(context.person.id, context.incoming.received_at)
    said = said if said.strip() else "\n".join(heard.content.text for heard in before)
    await cases.cry(context, origin, lambda: guidance.beside_a_case(context, said))
    await context.services.people.sets_aside(context.person)
    await guidance.first_aid(context, said)


async def _is_for_many(context: BotContext) -> bool:
    """Whether a field of an event waits, which families will read, and this is too long for a cry."""
    long = not context.incoming.edited and not may_be_a_cry(context.incoming.text)
    return long and conversations.waiting(context) is Dialog.EVENT


async def _typed(context: BotContext, level: Level) -> bool:
    """An answer to something we asked. Hours and nothing else are one, whatever they sound like, and so is what a
    child has to live with where that was asked."""
    calm = level is Level.NONE or conversations.tells_of_health(context)
    return (calm and await conversations.answers(context)) or await cases.typed_when(context)


async def goes_on(context: BotContext, level: Level) -> bool:
    """Whether this belongs to the open case of whoever writes; the short codes of a case are understood here."""
    case = await cases.mine(context)
    if case is None:
        return False
    typed = not context.incoming.edited
    if typed and not case.may_write and context.incoming.text.strip() == questions.DELETE_ALL:
        await people.leave(context)
        return True
    if typed and not case.may_write and await questions.short_code(context, case):
        return True
    if context.person.hushed and (level is Level.CONCERN or not context.incoming.text.strip()):
        return False  # the gentle question keeps it; unanswered it reaches the case by itself
    if typed and level is Level.NONE and await questions.own_words(context, case):
        return True
    case = await cases.goes_on(context)
    if case is None:
        return False
    if not typed or not await questions.understood(context, case):
        await cases.acknowledge(context, case)
    await guidance.first_aid(context, context.incoming.text)
    return True


async def home(context: BotContext, button: Home) -> None:
    """Back to the menu: a child's are the doors of the handbook, too, but not after they left quickly."""
    await people.home(context)
    if context.person.is_child and not context.person.hushed:
        await guidance.browse(context)


async def open_line(context: BotContext, button: OpenLine) -> None:
    """The tap on the neutral line: the case it is about, else the menu."""
    if not await cases.open_line(context, button):
        await people.home(context)


async def answer_doubt(context: BotContext, button: AnswerDoubt) -> None:
    """The answer to the gentle question; «only information» gets the information that was asked for."""
    heard = await doubts.answer_doubt(context, button)
    asked = "" if heard is None else heard.content.text
    if button.answer in ("help", "talk"):  # there is a case now: what they write next is its
        await context.services.people.sets_aside(context.person)
    if button.answer == "help":
        await guidance.first_aid(context, asked)
    elif button.answer == "info" and asked.strip():
        await question(context, asked, worried=True)
    elif button.answer.startswith(MEANT) and button.answer != f"{MEANT}{Dialog.ANNOUNCEMENT}":
        await conversations.meant(context, button.answer.removeprefix(MEANT), heard)


async def question(context: BotContext, asked: str, *, worried: bool = False) -> None:
    """A question gets a reviewed answer, a choice, or an honest no. Of worried words no phrase is ever kept."""
    if not worried and await wards.typed(context, asked):
        _remember(context, asked, ())  # it may be the place of a cry that comes next
        return
    found = await context.services.guidance.ask(asked, None if worried else context.person.id)
    _remember(context, asked, found.slugs)
    if not found.slugs:
        if worried or not await wards.guessed(context, asked):
            await guidance.not_known(context, worried=worried)
    elif found.sure and found.slugs[0] == OLD_AND_NEW and not worried:
        if not await wards.guessed(context, asked):
            await topic(context, OLD_AND_NEW)
            await wards.named_in(context, asked)
    elif found.sure:
        await topic(context, found.slugs[0])
    else:
        await guidance.choose(context, found.slugs, worried=worried)


def _remember(context: BotContext, asked: str, topics: Sequence[str]) -> None:
    if TO_A_PERSON not in topics[:1]:
        heard = replace(context.heard, content=Content(text=asked))
        context.manners.asked.keep(context.person.id, heard, context.incoming.received_at, topics)


async def show_topic(context: BotContext, button: ShowTopic) -> None:
    """A title was tapped."""
    await _turned_to(context, button.slug)
    await topic(context, button.slug)


async def open_article(context: BotContext, button: OpenArticle) -> None:
    """A title on other readers' shelf was tapped: the article in their words."""
    await _turned_to(context, button.slug)
    article = context.services.guidance.library.articles.get(button.slug)
    edition = None if article is None else article.edition_named(button.edition)
    if article is None or edition is None:  # of a library long gone
        await guidance.browse(context)
    else:
        await guidance.show_article(context, article, edition)


async def _turned_to(context: BotContext, slug: str) -> None:
    context.manners.asked.turns_to(context.person.id, slug)
    taken_for = context.manners.guesses.turned_to(context.person.id, slug, context.incoming.received_at)
    if taken_for is not None:
        await context.services.guidance.meant(taken_for, slug)


async def topic(context: BotContext, slug: str) -> None:
    """An article, or the screen that answers better than an article."""
    article = context.services.guidance.library.articles.get(slug)
    if article is not None:
        await guidance.show_article(context, article)
    elif slug in SCREENS:
        await SCREENS[slug](context)
    else:  # of a library long gone
        await guidance.browse(context)


async def ask_officer(context: BotContext) -> None:
    """«I want to talk to a person»: the same as the button *Hỏi cán bộ phường*."""
    await cases.talk(context, AskOfficer())


async def in_group(context: BotContext) -> None:
    """In a group nothing is reported: 111, and the way to the private chat. Talk that is not for us stays alone.

    The plain link only opens the chat. Where the words were a cry or a worry a second one says what it does: it rings.
    """
    incoming = context.incoming
    for_us = incoming.command is not None or f"@{context.bot_name}".lower() in incoming.text.lower()
    worry = incoming.command == "sos" or emergency.level_of(incoming.text, context.triage) is not Level.NONE
    if not for_us and not worry:
        return
    said = [
        Text(
            "Please do not tell about a child in a group. In danger: <b>111</b> (free, day and night), <b>113</b>, <b>115</b>."
        )
    ]
    rows: list[Row] = [[Link(Text("Open the private chat"), f"https://t.me/{context.bot_name}")]]
    if worry:
        rows.insert(0, [ToPrivate(Text("🆘 Need help now (private chat)"), "sos")])
    elif incoming.command == "truc":
        said.append(
            Text(
                "Is this a group of officers on duty? Whoever has just typed /truc, and looks after the roster, chooses in the private chat of which ward’s alerts it hears. Nothing is sent here before."
            )
        )
        link = context.services.duty_groups.link(incoming.chat, context.person)
        rows.append([ToPrivate(Text("👥 Duty group"), link)])
    await context.say(*said, rows=rows)


SCREENS: dict[str, Callable[[BotContext], Awaitable[None]]] = {
    "ward-contacts": guidance.ward_contacts,
    "events-june1": events.listing,
    "events-action-month": events.listing,
    "events-mid-autumn": events.listing,
    "events-forum": events.listing,
    "events-training": events.listing,
    "signup": events.listing,
    "signup-cancel": signups.mine,
    "signup-status": signups.mine,
    "consent-privacy": own_data.my_data,
    "delete-data": own_data.erase,
    "human-contact": ask_officer,
}
