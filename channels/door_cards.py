"""The handbook as a child meets it: a picture, doors in a child's words, and what stands behind one."""

from __future__ import annotations

import html
from collections.abc import Sequence

from channels.buttons import Browse, OpenArticle, OpenChapter, ShowTopic
from channels.cards import HOME, SOS, Act, Card, Row
from channels.handbook import READERS
from domain.guidance import Article, Chapter, Library
from domain.people import Audience
from domain.texts import Text

HALF = 18  # signs a phone shows on one of two buttons side by side
CHILD = Audience.CHILD


def doors_card(library: Library, lessons: Sequence[Act] = (), *, own: bool) -> Card:
    """The doors. `own`: a child looks; grown-ups who look at it find the way back to their shelf."""
    doors = [
        (door.title, Act(Text("{title}", title=door.title), OpenChapter(CHILD.value, door.id)))
        for door in library.doors
    ]
    others = [Act(READERS[audience], Browse(audience.value)) for audience in READERS if audience is not CHILD]
    last: list[Row] = [others, [HOME]]
    if own:
        last = [[Act(Text("👪 Pages for grown-ups"), Browse(Audience.PARENT.value))], [SOS, HOME]]
    return Card(
        [
            Text("📖 <b>Handbook</b> · {reader}", reader=READERS[CHILD]),
            Text("Which door would you like to open? You can also just write your question."),
        ],
        rows=[*_side_by_side(doors), *([lessons] if lessons else []), *last],
        picture=library.cover,
    )


def door_card(door: Chapter, articles: Sequence[Article], *, own: bool) -> Card:
    """What stands behind one door. `own`: a child looks."""
    titles: list[Row] = []
    for article in articles:
        if (edition := article.edition_for(CHILD)) is not None:
            opens = ShowTopic(article.slug) if own else OpenArticle(article.slug, edition.value)
            titles.append([Act(Text("{title}", title=article.title_for(CHILD)), opens)])
    back = Act(Text("‹ All doors"), Browse(CHILD.value))
    return Card(
        [f"<b>{html.escape(door.title, quote=False)}</b>", Text("What would you like to read? Tap it.")],
        rows=[*titles, [back, SOS if own else HOME]],
        picture=door.picture,
    )


def _side_by_side(titled: Sequence[tuple[str, Act]]) -> list[Row]:
    """Two short ones in a row, a long one alone; the order stays."""
    rows: list[list[Act]] = []
    room = False
    for title, act in titled:
        is_short = len(title) <= HALF
        if room and is_short:
            rows[-1].append(act)
            room = False
        else:
            rows.append([act])
            room = is_short
    return [*rows]
