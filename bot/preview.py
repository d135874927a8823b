"""`treem preview`: an article or a lesson as it will look on a phone, before the bot has it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bot.catalogue import CATALOGUE, told
from bot.exits import OK, SAID_NO, Stop, say
from bot.settings import ContentSettings
from channels.cards import Card
from channels.handbook import article_card, law_card, more_card
from channels.lesson_cards import answered_card, end_card, part_card
from channels.parts import plain
from channels.texts import Catalogue, Voice
from domain.guidance import Article, Edition
from domain.lessons import Lesson, Part, Reader, Step
from domain.texts import Text
from storage.content import articles, lessons, read_one_article, read_one_lesson, titles_in
from storage.content.files import Trouble

LINE = "─" * 40


def add_to(command: argparse.ArgumentParser) -> None:
    """The sub-command `preview`."""
    command.add_argument("page", help="its slug, or a file that is not in the content folder yet")
    command.add_argument(
        "--for", dest="edition", choices=[edition.value for edition in Edition], help="one version of an article only"
    )
    command.set_defaults(does=show)


def show(given: argparse.Namespace) -> int:
    """Every screen with its buttons; what is wrong goes to standard error, and the exit code says so."""
    content = ContentSettings().content_dir
    catalogue = Catalogue(content / CATALOGUE)
    troubles: list[Trouble] = []
    for path in _files(content, given.page):
        shows = _lesson if lessons.is_lesson(path) else _article
        troubles += shows(content, path, catalogue, given.edition)
    for trouble in told(content, troubles):
        sys.stderr.write(f"{trouble}\n")
    return SAID_NO if troubles else OK


def _files(content: Path, page: str) -> list[Path]:
    """The file; of a slug that an article and a lesson share, both."""
    if Path(page).suffix == ".md":
        return [Path(page)]
    places = [content / folder / f"{page}.md" for folder in (articles.FOLDER, lessons.FOLDER)]
    return [path for path in places if path.exists()] or places[:1]


def _article(content: Path, path: Path, catalogue: Catalogue, wanted: str | None) -> list[Trouble]:
    article, troubles = read_one_article(content, path)
    if article is None:
        return troubles
    chosen = [edition for edition in article.versions if wanted in (None, edition.value)]
    if not chosen:
        raise Stop(f"{article.slug} has no version “{wanted}”.")
    for edition in chosen:
        voice = Voice(to_child=edition.is_for_children)
        for card in _pages(content, article, edition):
            _show(edition.value, card, catalogue, voice)
    return troubles


def _pages(content: Path, article: Article, edition: Edition) -> Iterator[Card]:
    titles = titles_in(content, to_child=edition.is_for_children)
    first = article_card(article, edition, [(slug, titles[slug]) for slug in article.related if slug in titles])
    yield replace(first, picture=article.picture) if edition.is_for_children else first
    if article.versions[edition].more:
        yield more_card(article, edition)
    if article.versions[edition].has_law_behind:
        yield law_card(article, edition)


def _lesson(content: Path, path: Path, catalogue: Catalogue, wanted: str | None) -> list[Trouble]:
    if wanted is not None:
        raise Stop(f"{path.stem} is a lesson: it has one version only. Leave out --for.")
    lesson, troubles = read_one_lesson(content, path)
    if lesson is not None:
        for name, card in _screens(lesson):
            _show(name, card, catalogue, Voice(to_child=lesson.reader is Reader.CHILD))
    return troubles


def _screens(lesson: Lesson) -> Iterator[tuple[str, Card]]:
    """Every part in the order of the chat, behind a question each answer as if it were chosen, and the end."""
    for number, part in enumerate(lesson.parts):
        name = f"{_kind(part)} {number + 1}"
        yield name, part_card(lesson, number)
        for which, answer in enumerate(() if isinstance(part, Step) else part.answers, 1):
            right = ", the right one" if answer.is_right else ""
            yield f"{name}, answer {which}{right}", answered_card(lesson, number, answer)
    yield "end", end_card(lesson)


def _kind(part: Part) -> str:
    if isinstance(part, Step):
        return "step"
    return "rehearsal" if part.is_rehearsal else "question"


def _show(name: str, card: Card, catalogue: Catalogue, voice: Voice) -> None:
    say("\n".join((f"{LINE} {name}", *_on_a_phone(card, catalogue, voice), "")))


def _on_a_phone(card: Card, catalogue: Catalogue, voice: Voice) -> Iterable[str]:
    def said(words: Text | str) -> str:
        return plain(words if isinstance(words, str) else catalogue.say(words, voice))

    if card.picture is not None:
        yield f"[ {card.picture.path.name} ]"
    yield "\n\n".join(said(each) for each in card.paragraphs)
    yield ""
    for row in card.rows:
        yield "  ".join(f"[ {said(act.label)} ]" for act in row)
