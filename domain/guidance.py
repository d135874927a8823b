"""The guidance library (cẩm nang): reviewed articles in a version for each reader, their sources, the bot's screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from domain.enclosures import Enclosure
from domain.lessons import Lesson
from domain.people import AgeBand, Audience
from domain.places import Places
from domain.sources import Cited
from domain.texts import Text


class Danger(StrEnum):
    """What danger a message tells of (labelling.md: categories of urgent messages)."""

    SEXUAL_ABUSE = "sexual_abuse"
    PHYSICAL_VIOLENCE = "physical_violence"
    DOMESTIC_VIOLENCE = "domestic_violence"
    SELF_HARM = "self_harm"
    MISSING = "missing"
    TRAFFICKING = "trafficking"
    ONLINE_GROOMING = "online_grooming"
    NEGLECT = "neglect"
    ACCIDENT = "accident_medical"
    BULLYING = "bullying"
    LABOUR = "labour"
    EMOTIONAL_ABUSE = "emotional_abuse"
    CHILD_MARRIAGE = "child_marriage"


class Edition(StrEnum):
    """For whom a version of an article is written. `CHILD`: 11 to 15, and all children where there is no other."""

    PARENT = "parent"
    CAREGIVER = "caregiver"
    CHILD = "child"
    YOUNGER = "child-7-10"

    @property
    def is_for_children(self) -> bool:
        return self in (Edition.CHILD, Edition.YOUNGER)

    @property
    def sibling(self) -> Edition | None:
        """The version for children of the other age."""
        return {Edition.CHILD: Edition.YOUNGER, Edition.YOUNGER: Edition.CHILD}.get(self)


@dataclass(frozen=True, slots=True)
class Version:
    """One article in the words of one reader, its figures put in; all parts but the body may be empty. Markdown.

    `as_of`, `more_as_of`, `law_as_of`: the oldest day of the figures on the first screen, behind *Xem thêm*, and
    behind a child's *Luật nói gì*. `voice`: somebody reads it aloud.
    """

    edition: Edition
    title: str
    body: str
    law: str = ""
    next: str = ""
    more: str = ""
    as_of: date | None = None
    more_as_of: date | None = None
    law_as_of: date | None = None
    voice: Enclosure | None = None

    @property
    def has_law_behind(self) -> bool:
        """Whether a child who asks what the law says is told so, in words that somebody wrote for children."""
        return self.edition.is_for_children and bool(self.law)


_FOR: Mapping[Audience | None, tuple[Edition, ...]] = {
    None: (Edition.PARENT,),
    Audience.PARENT: (Edition.PARENT,),
    Audience.CAREGIVER: (Edition.CAREGIVER, Edition.PARENT),
    Audience.CHILD: (Edition.CHILD,),
}


@dataclass(frozen=True, slots=True)
class Article:
    """A reviewed article. `related` are slugs of other articles or screens; there is always a parent's version.

    `dangers`: those in which it is what somebody needs besides the officer; of several the first article counts.
    `first_aid`: words that name what has happened; then it comes by itself.
    `picture` stands above the version for children, only where the article names one of its own.
    """

    slug: str
    title: str
    child_title: str | None
    related: tuple[str, ...]
    sources: tuple[Cited, ...]
    reviewed: date
    review_due: date
    versions: Mapping[Edition, Version]
    dangers: tuple[Danger, ...] = ()
    first_aid: tuple[str, ...] = ()
    picture: Enclosure | None = None

    def edition_for(self, audience: Audience | None, age: AgeBand | None = None) -> Edition | None:
        """The version for this reader. Caregivers without their own, and people unknown, read the parent's.

        None: a child, and there is no version for children. A child whose age is not known reads that of 11 to 15.
        """
        wanted = _FOR[audience]
        if audience is Audience.CHILD and age in (AgeBand.UNDER_7, AgeBand.FROM_7):
            wanted = (Edition.YOUNGER, *wanted)
        return next((edition for edition in wanted if edition in self.versions), None)

    def edition_named(self, name: str) -> Edition | None:
        """The version of this name, where there is one."""
        return next((edition for edition in self.versions if edition == name), None)

    @property
    def is_for_children(self) -> bool:
        """Whether there is a version that a child can read."""
        return any(edition.is_for_children for edition in self.versions)

    def title_for(self, audience: Audience | None) -> str:
        """The title in the reader's words."""
        return (self.child_title or self.title) if audience is Audience.CHILD else self.title

    def is_overdue(self, today: date) -> bool:
        """Whether a person should have read it again before `today`."""
        return today > self.review_due

    @property
    def titles(self) -> tuple[str, ...]:
        """What it is called, for grown-ups and for children."""
        return (self.title, *filter(None, (self.child_title,)))

    @property
    def text(self) -> str:
        """All versions one after the other, for searching."""
        return "\n".join(f"{each.body}\n{each.law}\n{each.next}\n{each.more}" for each in self.versions.values())


@dataclass(frozen=True, slots=True)
class Screen:
    """A place in the bot that answers better than an article: sign-up, the wards, the events."""

    slug: str
    title: str

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.title,)

    @property
    def text(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number a family may call. Only verified numbers, and the nation's own emergency numbers, are kept."""

    number: str
    who: str
    use: str
    hours: str
    cost: str
    source: str
    checked: date
    mark: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the handbook: articles that belong together, in the order they are shown.

    One for children is called a door: fewer, in their words, with a picture.
    """

    id: str
    title: str
    articles: tuple[str, ...]
    picture: Enclosure | None = None


class Rules(Protocol):
    """The editors' rules for words, as far as they hold beside articles."""

    def told(self, words: str, *readers: Edition) -> list[Text]:
        """What must not stand in words of staff for these readers: each once, with its reason and cure."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything in content/vi that answers a question or teaches. Slugs of articles and screens never meet.

    `doors`: the chapters for children. `cover`: the picture above them. `rules`: what else people read is held
    against them, too.
    """

    articles: Mapping[str, Article]
    screens: Mapping[str, Screen]
    hotlines: tuple[Hotline, ...]
    places: Places
    chapters: tuple[Chapter, ...]
    doors: tuple[Chapter, ...] = ()
    cover: Enclosure | None = None
    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    rules: Rules | None = None

    def shelf(self, reader: Audience) -> tuple[Chapter, ...]:
        """The chapters of these readers."""
        return self.doors if reader is Audience.CHILD else self.chapters

    def in_chapter(self, chapter: Chapter, reader: Audience) -> list[Article]:
        """The articles of a chapter that have words for this reader."""
        there = (self.articles[slug] for slug in chapter.articles)
        return [article for article in there if article.edition_for(reader) is not None]

    def first_aid(self, named: Iterable[str], danger: str | None) -> list[Article]:
        """What to do until help comes, of the articles whose `first_aid` a message named.

        Whoever burnt or swallowed something needs it whatever else happened; that a child is lost must be the danger.
        """
        articles = (self.articles[slug] for slug in dict.fromkeys(named))
        return [each for each in articles if Danger.ACCIDENT in each.dangers or danger in each.dangers]

    def beside_a_case(self, danger: str | None) -> Article | None:
        """What to read while an officer is on the way. Which accident it is only the words can say."""
        return None if danger == Danger.ACCIDENT else next(iter(self._in(danger)), None)

    def _in(self, danger: str | None) -> list[Article]:
        return [article for article in self.articles.values() if danger in article.dangers]

    def findable(self) -> tuple[Article | Screen, ...]:
        """Everything a question can mean."""
        return (*self.articles.values(), *self.screens.values())

    def is_for_children(self, slug: str) -> bool:
        """Whether a child finds words of their own there: an article with their version, or any screen."""
        return self.articles[slug].is_for_children if slug in self.articles else slug in self.screens

    def title(self, slug: str, audience: Audience | None) -> str | None:
        """What a button to this place says; None for a place that is not there."""
        if slug in self.articles:
            return self.articles[slug].title_for(audience)
        return self.screens[slug].title if slug in self.screens else None
