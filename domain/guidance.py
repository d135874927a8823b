"""The guidance library (cẩm nang): reviewed articles in a version for each audience, their sources, their screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.people import Audience


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from, as shown under an answer: `Luật Trẻ em 2016, Điều 51`."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One article in the words of one audience. `body` and `next` are Markdown; `next` may be empty."""

    audience: Audience
    title: str
    body: str
    next: str = ""

    @property
    def size(self) -> int:
        """Signs a reader sees on one phone screen."""
        return len(self.body) + len(self.next)


@dataclass(frozen=True, slots=True)
class Article:
    """A reviewed article. `related` are slugs of other articles or screens."""

    slug: str
    title: str
    child_title: str
    keywords: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    review_due: date
    versions: Mapping[Audience, Version]

    def version_for(self, audience: Audience | None) -> Version:
        """The version for this reader. Caregivers without their own, and people unknown, read the parent's."""
        if audience is not None and audience in self.versions:
            return self.versions[audience]
        return self.versions[Audience.PARENT]

    def title_for(self, audience: Audience | None) -> str:
        """The title in the reader's words."""
        return self.child_title if audience is Audience.CHILD else self.title

    def is_overdue(self, today: date) -> bool:
        """Whether a person should have read it again before `today`."""
        return today > self.review_due

    @property
    def titles(self) -> tuple[str, ...]:
        """What it is called, for grown-ups and for children."""
        return (self.title, self.child_title)

    @property
    def text(self) -> str:
        """All versions one after the other, for searching."""
        return "\n".join(f"{version.body}\n{version.next}" for version in self.versions.values())


@dataclass(frozen=True, slots=True)
class Screen:
    """A place in the bot that answers better than an article: sign-up, the wards, the events."""

    slug: str
    title: str
    keywords: tuple[str, ...]

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
class WardContact:
    """Where a ward's committee can be found, by a verified source."""

    what: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class WardPage:
    """What the library says about one of the four wards of today."""

    id: str
    name: str
    old_names: tuple[str, ...]
    contacts: tuple[WardContact, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything in content/vi that answers a question. Slugs of articles and screens never meet."""

    articles: Mapping[str, Article]
    screens: Mapping[str, Screen]
    hotlines: tuple[Hotline, ...]
    wards: tuple[WardPage, ...]

    def findable(self) -> tuple[Article | Screen, ...]:
        """Everything a question can mean."""
        return (*self.articles.values(), *self.screens.values())

    def title(self, slug: str, audience: Audience | None) -> str | None:
        """What a button to this place says; None for a place that is not there."""
        if slug in self.articles:
            return self.articles[slug].title_for(audience)
        return self.screens[slug].title if slug in self.screens else None
