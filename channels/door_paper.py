"""The list for the door on paper: the rows of both kinds of file, and what stands below them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import chain

from channels.cards import Card
from channels.event_words import BANDS, cost_in_words, day_in_words, where_of
from channels.forum_cards import for_door
from domain.arrivals import Guest, Visit
from domain.door_papers import PRINT, READ, SHEET, Roll
from domain.texts import Text

Say = Callable[[Text], str]
TAG = re.compile(r"<[^>]+>")
COLUMNS = (
    Text("Ticket"),
    Text("Child"),
    Text("Age"),
    Text("To know"),
    Text("Pictures"),
    Text("Still missing"),
    Text("Adult"),
    Text("Came"),
    Text("Went home"),
)


def caption(roll: Roll, kind: str) -> Card:
    """What stands below the file. Protected only where it is for reading: a protected file cannot be printed."""
    guard = Text("It holds children’s names: please guard it like the paper list and destroy it after the event.")
    how = {
        READ: [Text("To read on this phone, also without a network.")],
        PRINT: [Text("To print: networks fail where many people are.")],
    }.get(kind, [])
    title = Text("🧾 <b>{title}</b>: list for the door, as of {at:day}.", title=roll.event.title, at=roll.made_at)
    return Card([title, *how, guard], protected=kind == READ)


def name_of(roll: Roll, kind: str) -> str:
    """The file's name: the event's number and nobody's name."""
    return f"danh-sach-diem-danh-{roll.event.id}.{SHEET if kind == SHEET else 'pdf'}"


def heads(roll: Roll, say: Say) -> list[str]:
    """What stands above the table."""
    said = spoken(say)
    children = sum(len(visit.guests) for visit in roll.visits)
    where = Text("{place} ({where})", place=roll.event.place, where=where_of(roll.event.ward))
    counted = Text("{families} families, {children} children", families=len(roll.visits), children=children)
    as_of = Text("as of {at:day}", at=roll.made_at)
    cost = [Text("Cost: {cost}", cost=cost_in_words(roll.event.cost))] if roll.event.cost else []
    forum = [said(words) for words in for_door(roll.event, children)]
    return [roll.event.title, *map(said, (day_in_words(roll.event.starts_at), where, *cost, counted, as_of)), *forum]


def rows(roll: Roll, say: Say) -> list[list[str]]:
    """The table, its heading first: one row a child."""
    said = spoken(say)
    return [[said(column) for column in COLUMNS], *chain.from_iterable(_rows(visit, said) for visit in roll.visits)]


def spoken(say: Say) -> Say:
    """Words as paper shows them."""
    return lambda text: html.unescape(TAG.sub("", say(text)))


def _rows(visit: Visit, said: Say) -> list[list[str]]:
    names = [name for _, name in visit.collectors]
    adult = "; ".join(filter(None, (visit.ticket.adult, *names)))
    if visit.ticket.adult_seat:
        adult = said(Text("one comes along"))
    return [_row(visit, guest, adult, said) for guest in visit.guests]


def _row(visit: Visit, guest: Guest, adult: str, said: Say) -> list[str]:
    child = guest.child
    missing = [] if child.parent_yes else [said(Text("yes of a parent"))]
    if child.age_band.needs_own_consent and not child.child_yes:
        missing.append(said(Text("the child’s own yes")))
    if visit.waits_for_paper:
        missing.append(said(Text("the signed sheet")))
    if not visit.event.accompanied and not visit.ticket.adult:
        missing.append(said(Text("the responsible adult")))
    return [
        visit.ticket.code,
        child.nickname,
        said(BANDS[child.age_band]),
        child.needs,
        said(Text("yes") if child.photo else Text("NO")),
        ", ".join(missing),
        adult,
        "" if guest.came_at is None else said(Text("{at}", at=guest.came_at)),
        "" if guest.gone_at is None else said(Text("{at}", at=guest.gone_at)),
    ]
