"""Says any news in a chat: the one door of the outbox to Telegram."""

from __future__ import annotations

from asyncio import get_running_loop, to_thread
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from channels import (
    cards,
    consent_cards,
    door_paper,
    event_cards,
    lesson_cards,
    menus,
    papers,
    participation_cards,
    sheet_form,
)
from channels.cards import Attached
from channels.telegram import Telegram
from channels.texts import Voice
from domain.arrivals import link_of
from domain.consent_papers import ConsentSheet
from domain.door_papers import DoorPaper
from domain.lessons import Certificate
from domain.news import Menu, News, Remove, Spoken
from domain.news_events import CalendarFile, SignupConfirmed
from domain.outbox import Outcome, Refused
from domain.participation import YearFile
from domain.people import Role
from domain.sheet import Sheet

_DRAWING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")  # a class's certificates keep nobody waiting
ON_PAPER = Voice()  # a document of the office is in Vietnamese, whatever its reader chose for the chat


async def speak(telegram: Telegram, chat: int, voice: Voice, news: News, edits: int | None) -> Outcome:
    """Says any news in a chat: the one door of the outbox to Telegram."""
    match news:
        case Spoken():
            return await telegram.repeat(chat, news)
        case Remove(messages):
            return await telegram.remove(chat, messages)
        case Sheet(known=known) if known is not None:
            paper = partial(papers.information_sheet, news, known, lambda text: telegram.say(text, ON_PAPER))
            return await telegram.attach(chat, sheet_form.caption(news, known), await to_thread(paper), voice)
        case Certificate():
            draw = partial(papers.certificate, news, lambda text: telegram.say(text, voice))
            drawn = await _drawn(draw)
            return await telegram.picture(chat, lesson_cards.caption(news), drawn, voice)
        case SignupConfirmed(code=code):
            draw = partial(papers.ticket, telegram.address(link_of(code)), code)
            drawn = await _drawn(draw)
            outcome = await telegram.picture(chat, cards.card(news), drawn, voice)
            return outcome if not isinstance(outcome, Refused) else await telegram.show(chat, cards.card(news), voice)
        case DoorPaper(kind=kind, roll=roll) if roll is not None:
            make = partial(papers.door_list, roll, kind, lambda text: telegram.say(text, ON_PAPER))
            file = await to_thread(make)
            return await telegram.attach(chat, door_paper.caption(roll, kind), file, voice)
        case YearFile(kind=kind, year=year, lines=lines):
            drawn = await _drawn(partial(papers.figures, year, lines, kind, lambda text: telegram.say(text, voice)))
            send = telegram.attach if kind == "xlsx" else telegram.picture
            return await send(chat, participation_cards.caption(year), drawn, voice)
        case CalendarFile(shown=shown, made_at=made_at) if shown is not None and made_at is not None:
            say = partial(telegram.say, voice=voice)
            file = await to_thread(partial(papers.calendar, shown, made_at, telegram.bot_name, say))
            return await telegram.attach(chat, event_cards.calendar_caption(shown), file, voice)
        case ConsentSheet(paper=paper) if paper is not None:
            draw = partial(papers.consent_sheet, paper, lambda text: telegram.say(text, ON_PAPER))
            return await telegram.attach(chat, consent_cards.sheet_caption(paper), await _drawn(draw), voice)
        case Menu(role):
            return await telegram.menu(chat, None if role is None else menus.commands_of(Role(role)), voice)
        case _:
            return await telegram.show(chat, cards.card(news), voice, edits=edits)


async def _drawn(draw: Callable[[], Attached]) -> Attached:
    return await get_running_loop().run_in_executor(_DRAWING, draw)
