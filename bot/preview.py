"""`treem preview`: an article as it will look on a phone, before the bot has it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.exits import OK, SAID_NO, Stop, say
from bot.settings import ContentSettings
from channels.cards import Card
from channels.handbook import article_card, law_card, more_card
from channels.parts import plain
from channels.texts import Catalogue, Voice
from domain.guidance import Article, Edition
from domain.texts import Text
from storage.content import read_one, titles_in
from storage.content.articles import FOLDER

LINE = "─" * 40


def add_to(commands: Any) -> None:
    """The sub-command `preview`."""
    preview = commands.add_parser("preview", help="show an article as it will look, and what is wrong with it")
    preview.add_argument("article", help="its slug, or a file that is not in the content folder yet")
    preview.add_argument(
        "--for", dest="edition", choices=[edition.value for edition in Edition], help="one version only"
    )
    preview.set_defaults(does=show)


def show(given: argparse.Namespace) -> int:
    """Every version with its buttons; what is wrong goes to standard error, and the exit code says so."""
    content = ContentSettings().content_dir
    path = Path(given.article)
    path = path if path.suffix == ".md" else content / FOLDER / f"{given.article}.md"
    article, troubles = read_one(content, path)
    if article is not None:
        _shown(content, article, given.edition)
    for trouble in troubles:
        sys.stderr.write(f"{trouble}\n")
    return SAID_NO if troubles else OK


def _shown(content: Path, article: Article, wanted: str | None) -> None:
    catalogue = Catalogue(content / "LC_MESSAGES" / "bot.po")
    chosen = [edition for edition in article.versions if wanted in (None, edition.value)]
    if not chosen:
        raise Stop(f"{article.slug} has no version “{wanted}”.")
    for edition in chosen:
        titles = titles_in(content, to_child=edition.is_for_children)
        related = [(slug, titles[slug]) for slug in article.related if slug in titles]
        first = article_card(article, edition, related)
        pages = [replace(first, picture=article.picture) if edition.is_for_children else first]
        if article.versions[edition].more:
            pages.append(more_card(article, edition))
        if edition.is_for_children and article.has_law(edition):
            pages.append(law_card(article, edition))
        for card in pages:
            say("\n".join((f"{LINE} {edition.value}", *_on_a_phone(card, catalogue, edition), "")))


def _on_a_phone(card: Card, catalogue: Catalogue, edition: Edition) -> Iterable[str]:
    voice = Voice(to_child=edition.is_for_children)

    def said(words: Text | str) -> str:
        return plain(words if isinstance(words, str) else catalogue.say(words, voice))

    if card.picture is not None:
        yield f"[ {card.picture.path.name} ]"
    yield "\n\n".join(said(each) for each in card.paragraphs)
    yield ""
    for row in card.rows:
        yield "  ".join(f"[ {said(act.label)} ]" for act in row)
