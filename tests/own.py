"""The product's own content, each part of it read once in a process."""

from __future__ import annotations

from functools import cache

from bot.content import Content
from bot.settings import CONTENT
from channels.texts import Catalogue
from domain.guidance import Library
from domain.reader import Model, Reader
from domain.triage import Triage
from services.guidance import Shelf
from storage.content import read_library
from storage.replies import read_replies
from storage.understanding import read_model, read_phrases


@cache
def catalogue() -> Catalogue:
    """Every sentence of the bot."""
    return Catalogue(CONTENT / "LC_MESSAGES" / "bot.po")


@cache
def model() -> Model:
    """What training wrote."""
    return read_model(CONTENT)


@cache
def triage() -> Triage:
    """What hears danger."""
    return Triage(read_phrases(CONTENT), Reader(model()))


@cache
def library() -> Library:
    """Articles, lessons, places and whatever else the library holds."""
    return read_library(CONTENT)


@cache
def shelf() -> Shelf:
    """The library, ready to be searched."""
    return Shelf.of(library())


@cache
def content() -> Content:
    """All of it, as a bot has it."""
    return Content(catalogue=catalogue(), triage=triage(), shelf=shelf(), replies=read_replies(CONTENT))
