"""`treem check`: settings, content, catalogue, database; everything that is wrong at once, a sentence each."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po
from sqlalchemy.engine import make_url

from bot.catalogue import CATALOGUE, catalogue_problems, told, told_of
from bot.database import lost_key, newer, place, the_database
from bot.exits import OK, SAID_NO, Stop, say
from bot.settings import BadSettings, ContentSettings, Settings, read
from domain.working_time import HANOI, unpublished_soon
from services.clock import Clock
from storage import health
from storage.content import (
    before_today,
    due_today,
    read_library,
    troubles_around,
    troubles_of_topics,
    troubles_of_words,
)
from storage.content.around import gaps_around
from storage.erasures import Erasures
from storage.replies import read_replies
from storage.understanding import ContentError, read_model, read_phrases

ANSWERS_WITHIN = 10.0
_TAG = re.compile(r"</?\w+>")


@dataclass
class Found:
    """What `treem check` says: problems make it say no, warnings and facts do not."""

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `check`."""
    command.set_defaults(does=check)


def check(_given: argparse.Namespace) -> int:
    """Says everything that is wrong at once."""
    found = look()
    for fact in found.facts:
        say(fact)
    for line in (*(f"warning: {warning}" for warning in found.warnings), *found.problems):
        sys.stderr.write(f"{line}\n")
    if found.problems:
        return SAID_NO
    say("Settings, content, catalogue and database are fine.")
    return OK


def look() -> Found:
    """Looks at everything there is; changes and makes nothing."""
    found = Found()
    settings = _settings(found)
    try:
        content = ContentSettings().content_dir
    except ValueError:  # told by the settings already
        content = Settings.model_fields["content_dir"].default
    found.problems += [*content_problems(content), *catalogue_problems(content / CATALOGUE)]
    today = Clock().now().astimezone(HANOI).date()
    found.problems += [*words_problems(content), *topics_problems(content), *content_days(content, today)]
    found.warnings += [*days_off_warnings(today), *content_warnings(content, today)]
    if settings is not None:
        _database(settings, found)
    return found


def days_off_warnings(today: date) -> list[str]:
    """Told two months before the last year ends whose days off are known, and from then on."""
    year = unpublished_soon(today)
    if year is None:
        return []
    return [
        f"days off: those of {year} are not in this program yet: till then legal limits in it are estimates. "
        "The cure: docs/adding.md, “The Government publishes next year's days off”."
    ]


def content_warnings(content: Path, today: date) -> list[str]:
    """An article or a figure that somebody should look at again, an event that leaves its cost out. It never stops
    the bot."""
    try:
        return told(content, [*due_today(content, today), *gaps_around(content)])
    except ContentError:  # told as a problem
        return []


def words_problems(content: Path) -> list[str]:
    """Words that must stand nowhere: on buttons, in ready sentences, consents, events, and in what the bot says."""
    try:
        around = troubles_around(content)
        own = troubles_of_words(content, CATALOGUE.name, _said(content / CATALOGUE))
    except ContentError:  # told as a problem
        return []
    return told(content, [*around, *own])


def topics_problems(content: Path) -> list[str]:
    """Pages that whoever tells of danger is to be led to, and that do not exist. They stop `treem check` alone."""
    try:
        _phrases(content)
        return told(content, troubles_of_topics(content))
    except ContentError:  # told as a problem
        return []


def _said(po_file: Path) -> Iterator[tuple[int, str]]:
    """Every sentence of the bot with the line of its entry, without tags; nothing where it cannot be read."""
    try:
        with po_file.open("rb") as file:
            catalogue = read_po(file, locale="vi", abort_invalid=True)
    except (PoFileError, OSError, UnicodeDecodeError):
        return
    for message in catalogue:
        if message.id:
            yield message.lineno or 1, _TAG.sub("", str(message.string))


def content_days(content: Path, today: date) -> list[str]:
    """Looks that were not had yet. They stop `treem check`, not the bot: its clock may be wrong."""
    try:
        return told(content, before_today(content, today))
    except ContentError:  # told as a problem
        return []


def _settings(found: Found) -> Settings | None:
    try:
        settings = read()
    except BadSettings as bad:
        found.problems += bad.problems
        found.warnings.append("The database was not looked at: mend the settings first.")
        return None
    for name, why in (
        ("operator", "the privacy notice cannot say who runs the bot"),
        ("privacy_contact", "the privacy notice cannot say whom families ask about their data"),
    ):
        if not getattr(settings, name):
            found.warnings.append(f"settings: TREEM_{name.upper()} is not set: {why}.")
    return settings


def content_problems(content: Path) -> list[str]:
    """What keeps the content from being used."""
    found: list[str] = []
    for reads in (_phrases, read_model, read_library, read_replies):
        try:
            reads(content)
        except ContentError as error:
            found += told_of(content, error)
    return found


def _phrases(content: Path) -> None:
    try:
        read_phrases(content)
    except (AttributeError, TypeError, UnicodeDecodeError):
        raise ContentError(
            "danger.toml: every list holds phrases in quotes, in UTF-8. Compare with the file as it came."
        ) from None


def _database(settings: Settings, found: Found) -> None:
    url = settings.database_url
    file = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and not (file and Path(file).exists()):
        found.facts.append(f"{place(url)} does not exist yet: it is made at the first start.")
        return
    if settings.key_is_lost():
        found.problems.append(f"database: {lost_key(url)}")
    try:
        with the_database(url):
            there = asyncio.run(asyncio.wait_for(health.revision_at(url), ANSWERS_WITHIN))
    except Stop as stop:
        found.problems.append(f"database: {stop.sentence}")
        return
    if (why := Erasures(settings.erasures()).trouble()) is not None:
        found.problems.append(
            f"deletions: {settings.erasures()} cannot be written ({why}): /xoa fails until it can. "
            "Mend its rights, or set TREEM_ERASED_FILE."
        )
    if there is None:
        found.facts.append(f"{place(url)} is empty: it is laid at the first start.")
    elif there not in health.revisions():
        found.problems.append(f"database: {newer(url)}")
    elif there != health.newest_revision():
        found.problems.append(f"database: {place(url)} is of an older version ({there}). Run `treem migrate`.")
