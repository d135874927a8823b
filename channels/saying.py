"""Says any news in a chat: the one door of the outbox to Telegram."""

from __future__ import annotations

from asyncio import get_running_loop, to_thread
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from channels import (
    calendar_file,
    cards,
    certificate,
    consent_pdf,
    door_paper,
    door_pdf,
    door_sheet,
    lesson_cards,
    menus,
    participation_cards,
    sheet_document,
    ticket_picture,
)
from channels.cards import Attached
from channels.telegram import Telegram
from channels.texts import Voice
from domain.arrivals import link_of
from domain.consent_papers import ConsentSheet
from domain.door_papers import SHEET, DoorPaper
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
            paper = partial(sheet_document.attached, news, known, lambda text: telegram.say(text, ON_PAPER))
            return await telegram.attach(chat, sheet_document.caption(news, known), await to_thread(paper), voice)
        case Certificate():
            draw = partial(certificate.attached, news, lambda text: telegram.say(text, voice))
            drawn = await _drawn(draw)
            return await telegram.picture(chat, lesson_cards.caption(news), drawn, voice)
        case SignupConfirmed(code=code):
            draw = partial(ticket_picture.drawn, telegram.address(link_of(code)), code)
            drawn = await _drawn(draw)
            outcome = await telegram.picture(chat, cards.card(news), drawn, voice)
            return outcome if not isinstance(outcome, Refused) else await telegram.show(chat, cards.card(news), voice)
        case DoorPaper(kind=kind, roll=roll) if roll is not None:
            make = door_sheet.attached if kind == SHEET else door_pdf.attached
            file = await to_thread(partial(make, roll, lambda text: telegram.say(text, ON_PAPER)))
            return await telegram.attach(chat, door_paper.caption(roll, kind), file, voice)
        case YearFile(kind=kind, year=year, lines=lines):
            draws = participation_cards.sheet if kind == "xlsx" else participation_cards.chart
            drawn = await _drawn(partial(draws, year, lines, lambda text: telegram.say(text, voice)))
            send = telegram.attach if kind == "xlsx" else telegram.picture
            return await send(chat, participation_cards.caption(year), drawn, voice)
        case CalendarFile(entry=entry, made_at=made_at) if entry is not None and made_at is not None:
            file = calendar_file.attached(entry, made_at, telegram.bot_name, lambda text: telegram.say(text, voice))
            return await telegram.attach(chat, calendar_file.caption(entry), file, voice)
        case ConsentSheet(paper=paper) if paper is not None:
            draw = partial(consent_pdf.attached, paper, lambda text: telegram.say(text, ON_PAPER))
            return await telegram.attach(chat, consent_pdf.caption(paper), await _drawn(draw), voice)
        case Menu(role):
            return await telegram.menu(chat, None if role is None else menus.commands_of(Role(role)), voice)
        case _:
            return await telegram.show(chat, cards.card(news), voice, edits=edits)


async def _drawn(draw: Callable[[], Attached]) -> Attached:
    return await get_running_loop().run_in_executor(_DRAWING, draw)
