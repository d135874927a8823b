"""Makes articles of drafts: figures put in, sources and neighbours looked up, everything counted against the screen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from domain.guidance import Article, Edition, Version
from domain.phone_screen import first_screen
from domain.sources import BRACES, Filled, Sources, fill, oldest
from domain.texts import Text
from storage.content.articles import HEADING, Draft, Part
from storage.content.enclosures import Beside, voices_of
from storage.content.files import Trouble

# lines of a phone (docs/decisions/0036); two more for grown-ups, whose sources are folded: these may stick out
FIRST_SCREEN = {Edition.PARENT: 34, Edition.CAREGIVER: 34, Edition.CHILD: 32, Edition.YOUNGER: 30}
FIRST_AID = 17  # half a screen more for a page that comes by itself in an accident: nobody looks for a button then
BEHIND = 3200  # signs behind *Xem thêm*: with title and sources one message of Telegram (4,096)
CHILDS_LAW = 600  # signs behind a child's *Luật nói gì*; where the law says so stands below them
A_YEAR = timedelta(days=366)


class Dated(Protocol):
    """What the names of everything reviewed hold."""

    @property
    def sources(self) -> list[str]: ...

    @property
    def reviewed(self) -> date: ...

    @property
    def review_due(self) -> date: ...


class Written(Protocol):
    """An article or a lesson as it was written."""

    @property
    def slug(self) -> str: ...

    @property
    def front(self) -> Dated: ...

    def trouble(self, key: str, says: Text) -> Trouble: ...


def article_of(draft: Draft, sources: Sources, beside: Beside) -> Article:
    """The article as it is shown. The draft must have no troubles."""
    front = draft.front
    return Article(
        slug=draft.slug,
        title=front.title,
        child_title=front.child_title,
        related=tuple(front.related),
        sources=tuple(sources.cited[name] for name in front.sources),
        reviewed=front.reviewed,
        review_due=front.review_due,
        dangers=tuple(front.dangers),
        first_aid=tuple(front.first_aid),
        versions={edition: _heard(draft, edition, sources, beside) for edition in HEADING if edition in draft.texts},
        picture=beside.picture(front.picture),
    )


def troubles_of(draft: Draft, sources: Sources, neighbours: Collection[str], beside: Beside) -> Iterator[Trouble]:
    """What keeps this draft from being shown. `neighbours`: all slugs that may be named as related."""
    yield from _front_troubles(draft, neighbours)
    yield from beside.troubles(draft)
    yield from cited_troubles(draft, sources)
    yield from figure_troubles(draft.file, _lines(draft), sources)
    yield from _sizes(draft, sources)


def due(draft: Written, sources: Sources, today: date) -> Iterator[Trouble]:
    """What only the calendar brings: this does not stop the bot, it asks an editor to look."""
    if today > draft.front.review_due:
        says = Text(
            "“{slug}” was to be reviewed by {day}. Compare it with its sources again.",
            slug=draft.slug,
            day=draft.front.review_due,
        )
        yield draft.trouble("review_due", says)
    for name in draft.front.sources:
        if (cited := sources.cited.get(name)) is not None and not cited.holds_on(today):
            yield draft.trouble(
                "sources", Text("“{name}” is no longer in force. Look up what replaced it, and review.", name=name)
            )


def _heard(draft: Draft, edition: Edition, sources: Sources, beside: Beside) -> Version:
    return replace(_version(draft, edition, sources), voice=beside.voice(voices_of(draft).get(edition)))


def _version(draft: Draft, edition: Edition, sources: Sources) -> Version:
    parts = {part: _filled(draft, edition, part, sources) for part in Part}
    shown = (Part.BODY, Part.NEXT) if edition.is_for_children else (Part.BODY, Part.LAW, Part.NEXT)
    title = draft.front.child_title if edition.is_for_children else draft.front.title
    return Version(
        edition,
        title or draft.front.title,
        body=parts[Part.BODY].text,
        law=parts[Part.LAW].text,
        next=parts[Part.NEXT].text,
        more=parts[Part.MORE].text,
        as_of=oldest(parts[part].as_of for part in shown),
        more_as_of=parts[Part.MORE].as_of,
        law_as_of=parts[Part.LAW].as_of,
    )


def _filled(draft: Draft, edition: Edition, part: Part, sources: Sources) -> Filled:
    return fill(draft.text(edition, part), sources.figures)


def _front_troubles(draft: Draft, neighbours: Collection[str]) -> Iterator[Trouble]:
    front = draft.front
    if front.child_title is None and any(edition.is_for_children for edition in draft.texts):
        yield draft.trouble("child_title", Text("there is a version for children: it needs a “child_title”. Add it."))
    for slug in front.related:
        if slug == draft.slug or front.related.count(slug) > 1:
            yield draft.trouble(
                "related", Text("related “{slug}” is this article, or stands there twice. Remove it.", slug=slug)
            )
        elif slug not in neighbours:
            says = Text(
                "related “{slug}” is neither an article, nor a screen, nor a topic. Mend or remove it.", slug=slug
            )
            yield draft.trouble("related", says)


def cited_troubles(draft: Written, sources: Sources) -> Iterator[Trouble]:
    """What is wrong with the days of the review and with what is named as a source."""
    front = draft.front
    if front.review_due <= front.reviewed or front.review_due > front.reviewed + A_YEAR:
        yield draft.trouble("review_due", Text("the next review comes after “reviewed”, within a year. Mend the day."))
    for name in draft.front.sources:
        cited = sources.cited.get(name)
        if cited is None:
            says = Text(
                "source “{name}” is neither in law.toml nor in sources.toml. Add it there, or mend the name.", name=name
            )
            yield draft.trouble("sources", says)
        elif not cited.holds_on(draft.front.reviewed):
            says = Text(
                "source “{name}” was not in force on {day}. Cite what was, and review again.",
                name=name,
                day=draft.front.reviewed,
            )
            yield draft.trouble("sources", says)


def figure_troubles(file: str, lines: Iterable[tuple[int, str]], sources: Sources) -> Iterator[Trouble]:
    """Figures that are not there, and braces that stand alone."""
    for number, words in lines:
        for name in BRACES.findall(words):
            if name not in sources.figures:
                yield Trouble(
                    file,
                    number,
                    Text("there is no figure “{name}” in figures.toml. Add it, or mend the name.", name=name),
                )
        if re.search(r"[{}]", BRACES.sub("", words)):
            yield Trouble(
                file, number, Text("a brace stands alone. Braces only stand around a figure, as in {{tuoi}}.")
            )


def _sizes(draft: Draft, sources: Sources) -> Iterator[Trouble]:
    cited = [sources.cited[name] for name in draft.front.sources if name in sources.cited]
    for edition, begins in draft.begins.items():
        version = _version(draft, edition, sources)
        lines, most = first_screen(version, cited), FIRST_SCREEN[edition] + (FIRST_AID if draft.front.first_aid else 0)
        if lines > most:
            says = Text(
                "the first screen of “# {heading}” takes {lines} lines of a phone, {most} are there. "
                "Move what comes second behind “## {part}”, never what to do in danger.",
                heading=HEADING[edition],
                lines=lines,
                most=most,
                part=Part.MORE,
            )
            yield Trouble(draft.file, begins, says)
        sizes = [(len(version.more), BEHIND, f"“## {Part.MORE}”")]
        if edition.is_for_children:
            sizes.append((len(version.law), CHILDS_LAW, f"“## {Part.LAW}”"))
        for size, most, what in sizes:
            if size > most:
                says = Text(
                    "{what} of “# {heading}” has {size} signs. Shorten it to {most}.",
                    what=what,
                    heading=HEADING[edition],
                    size=size,
                    most=most,
                )
                yield Trouble(draft.file, begins, says)


def _lines(draft: Draft) -> Iterator[tuple[int, str]]:
    for parts in draft.texts.values():
        for lines in parts.values():
            yield from lines
