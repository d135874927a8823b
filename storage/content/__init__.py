"""Reads content/vi: articles, chapters, lessons, law, figures, wards. Bad files are refused with line and cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from domain.guidance import Article, Library
from domain.lessons import Lesson
from domain.sources import Sources
from domain.texts import Text
from domain.vietnamese import tokens
from storage.content import articles, chapters, finishing, law, lessons, teaching, wards
from storage.content.around import EVERYBODY, around_troubles, event_troubles
from storage.content.articles import Draft
from storage.content.citing import Citing, read_naming
from storage.content.enclosures import Beside
from storage.content.files import BadFiles, Trouble
from storage.content.leading import stray_topics
from storage.content.lessons import LessonDraft
from storage.content.lint import Lint, read_lint
from storage.content.screens import SCREENS, hotlines_looked, hotlines_to_ring, read_hotlines, read_screens
from storage.understanding import FOLDER as UNDERSTANDING

Read = TypeVar("Read")
_TOO_EARLY = Text("this day is still to come. Write the day on which somebody looked.")


def read_library(content: Path) -> Library:
    """The whole library. Raises ContentError with every problem of every file, a line each."""
    reading, beside = _Reading(content), Beside(content)
    screens = reading.read(read_screens)
    hotlines = reading.read(read_hotlines)
    named = reading.read(wards.read_places)
    sources = reading.read(law.read_sources)
    lint = reading.read(partial(read_lint, hotlines=hotlines or ()))
    naming = reading.read(read_naming)
    drafts, taught = reading.drafts(), reading.lessons()
    if lint is not None and hotlines is not None:
        reading.found += [each for draft in drafts for each in lint.troubles(draft)]
        reading.found += [each for draft in taught for each in lint.lesson_troubles(draft)]
    if sources is not None:
        known = {*_topics(content), *SCREENS, *(draft.slug for draft in drafts)}
        reading.found += [each for draft in drafts for each in finishing.troubles_of(draft, sources, known, beside)]
        slugs = known - SCREENS
        reading.found += [each for draft in taught for each in teaching.lesson_troubles(draft, sources, slugs)]
    if sources is not None and naming is not None:
        citing = Citing.of(sources, naming)
        reading.found += [each for draft in drafts for each in citing.article_troubles(draft)]
        reading.found += [each for draft in taught for each in citing.lesson_troubles(draft)]
    reading.found += _one_title_twice(drafts)
    readable = {draft.slug for draft in drafts}
    to_child = {draft.slug for draft in drafts if any(edition.is_for_children for edition in draft.texts)}
    parts = reading.read(partial(chapters.read_chapters, readable=readable))
    doors = reading.read(partial(chapters.read_doors, readable=readable, to_child=to_child, lint=lint))
    reading.refuse()
    assert sources is not None
    assert named is not None
    behind, cover = doors or ((), None)
    return Library(
        articles={draft.slug: finishing.article_of(draft, sources, beside) for draft in drafts},
        screens=screens or {},
        hotlines=hotlines or (),
        places=named,
        lessons={draft.slug: teaching.lesson_of(draft, sources) for draft in taught},
        chapters=parts or (),
        doors=behind,
        cover=cover,
        rules=lint,
    )


def read_one_article(content: Path, path: Path) -> tuple[Article | None, list[Trouble]]:
    """One article, wherever it lies, and its troubles; no article where its shape or its sources are not right.

    Raises ContentError where the tables around it cannot be read.
    """
    reading = _Reading(content)
    sources, lint, citing = reading.tables()
    draft = reading.read(articles.read_draft, path)
    if draft is None:
        return None, reading.found
    known = {*_topics(content), *SCREENS, *_slugs(content)}
    beside = Beside(content)
    cited = citing.article_troubles(draft)
    found = sorted([*finishing.troubles_of(draft, sources, known, beside), *lint.troubles(draft), *cited])
    article = finishing.article_of(draft, sources, beside) if _knows(sources, draft) else None
    return article, found


def read_one_lesson(content: Path, path: Path) -> tuple[Lesson | None, list[Trouble]]:
    """One lesson, wherever it lies, and its troubles; no lesson where its shape or its sources are not right.

    Raises ContentError where the tables around it cannot be read.
    """
    reading = _Reading(content)
    sources, lint, citing = reading.tables()
    draft = reading.read(lessons.read_lesson, path)
    if draft is None:
        return None, reading.found
    slugs = {*_topics(content), *_slugs(content)}
    cited = citing.lesson_troubles(draft)
    found = sorted([*teaching.lesson_troubles(draft, sources, slugs), *lint.lesson_troubles(draft), *cited])
    lesson = teaching.lesson_of(draft, sources) if _knows(sources, draft) else None
    return lesson, found


def read_rules(content: Path) -> Lint:
    """The editors' rules alone. Raises ContentError where they, or the numbers to call, cannot be read."""
    return read_lint(content, read_hotlines(content))


def troubles_around(content: Path) -> list[Trouble]:
    """What must not stand beside articles and lessons. Raises ContentError where the rules cannot be read."""
    return sorted(set(around_troubles(content, read_rules(content))))


def troubles_of_event(content: Path, path: Path) -> list[Trouble]:
    """What must not stand in an event's file. Raises ContentError where the rules cannot be read."""
    return sorted(set(event_troubles(path, read_rules(content))))


def troubles_of_words(content: Path, file: str, said: Iterable[tuple[int, str]]) -> list[Trouble]:
    """What must not stand in words from elsewhere, each with its line. Raises ContentError as above."""
    rules = read_rules(content)
    return sorted({each for line, words in said for each in rules.beside_troubles(file, line, words, *EVERYBODY)})


def troubles_of_topics(content: Path) -> list[Trouble]:
    """What danger leads to and is not there. Raises ContentError where danger.toml cannot be read."""
    return sorted(stray_topics(content, {*_slugs(content), *SCREENS}))


def titles_in(content: Path, *, to_child: bool) -> dict[str, str]:
    """What buttons to screens and to articles that can be read say."""
    reading = _Reading(content)
    screens = reading.read(read_screens) or {}
    titles = {slug: screen.title for slug, screen in screens.items()}
    fronts = {draft.slug: draft.front for draft in reading.drafts()}
    return titles | {slug: (to_child and front.child_title) or front.title for slug, front in fronts.items()}


def due_today(content: Path, today: date) -> list[Trouble]:
    """What only the calendar brings: reviews and figures that are due, acts that ended. It never stops the bot.

    Raises ContentError where the library cannot be read.
    """
    reading = _Reading(content)
    sources = reading.read(law.read_sources)
    drafts: list[finishing.Written] = [*reading.drafts(), *reading.lessons()]
    reading.refuse()
    assert sources is not None
    found = [trouble for draft in drafts for trouble in finishing.due(draft, sources, today)]
    found += [*law.outdated_figures(content, sources, today), *hotlines_to_ring(content, today)]
    return sorted(found)


def before_today(content: Path, today: date) -> list[Trouble]:
    """Looks that were not had yet: nobody reviewed a page, read a law, rang a number tomorrow.

    Raises ContentError where the library cannot be read.
    """
    reading = _Reading(content)
    drafts: list[finishing.Written] = [*reading.drafts(), *reading.lessons()]
    reading.refuse()
    found = [draft.trouble("reviewed", _TOO_EARLY) for draft in drafts if draft.front.reviewed > today]
    for row, key, day in (*law.days_looked(content), *hotlines_looked(content)):
        if day > today:
            found.append(row.trouble(key, _TOO_EARLY))
    return sorted(found)


@dataclass(slots=True)
class _Reading:
    """One look at the folder; a file that cannot be read keeps nobody from looking at the others."""

    content: Path
    found: list[Trouble] = field(default_factory=list)

    def read(self, reads: Callable[[Path], Read], path: Path | None = None) -> Read | None:
        """What `reads` gives, or nothing and its problems."""
        try:
            return reads(path or self.content)
        except BadFiles as bad:
            self.found += bad.troubles
            return None

    def drafts(self) -> list[Draft]:
        """Every article that can be read, by slug."""
        return self._each(articles.FOLDER, articles.read_draft)

    def lessons(self) -> list[LessonDraft]:
        """Every lesson that can be read, by slug."""
        return self._each(lessons.FOLDER, lessons.read_lesson)

    def _each(self, folder: str, reads: Callable[[Path], Read]) -> list[Read]:
        read = [self.read(reads, path) for path in sorted((self.content / folder).glob("*.md"))]
        return [draft for draft in read if draft is not None]

    def tables(self) -> tuple[Sources, Lint, Citing]:
        """What every page is held against. Raises ContentError where they cannot be read."""
        sources = self.read(law.read_sources)
        hotlines = self.read(read_hotlines)
        lint = self.read(partial(read_lint, hotlines=hotlines or ()))
        naming = self.read(read_naming)
        self.refuse()
        assert sources is not None
        assert lint is not None
        assert naming is not None
        return sources, lint, Citing.of(sources, naming)

    def refuse(self) -> None:
        """Raises ContentError when anything was found."""
        if self.found:
            raise BadFiles(self.found)


def _one_title_twice(drafts: Iterable[Draft]) -> Iterator[Trouble]:
    """A title that is typed as it stands opens its article: it may mean one only."""
    seen: dict[tuple[str, ...], str] = {}
    for draft in drafts:
        for key, title in (("title", draft.front.title), ("child_title", draft.front.child_title)):
            if title is not None and (first := seen.setdefault(tokens(title), draft.slug)) != draft.slug:
                yield draft.trouble(
                    key,
                    Text(
                        "“{title}” is called so in {first}.md already. Give each its own title.",
                        title=title,
                        first=str(first),
                    ),
                )


def _knows(sources: Sources, draft: finishing.Written) -> bool:
    return all(name in sources.cited for name in draft.front.sources)


def _slugs(content: Path) -> set[str]:
    return {path.stem for path in (content / articles.FOLDER).glob("*.md")}


def _topics(content: Path) -> set[str]:
    """What people ask about, whether or not its article is written yet."""
    files = (content / UNDERSTANDING / "questions").glob("*.toml")
    return {re.sub(r"-\d+$", "", path.stem) for path in files}
