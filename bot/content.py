"""What the program says and knows, read at the start. The library alone changes while it runs (reload.py)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from channels.texts import Catalogue
from domain.replies import Reply
from domain.triage import Triage
from services.guidance import Shelf
from storage.content import read_library
from storage.replies import read_replies
from storage.understanding import read_triage


@dataclass(frozen=True, slots=True)
class Content:
    """The folder `content/vi`, ready to be used."""

    catalogue: Catalogue
    triage: Triage
    shelf: Shelf
    replies: tuple[Reply, ...]

    @staticmethod
    def read(folder: Path) -> Content:
        """Reads the folder. Raises ContentError with every problem at once."""
        return Content(
            catalogue=Catalogue(folder / "LC_MESSAGES" / "bot.po"),
            triage=read_triage(folder),
            shelf=Shelf.of(read_library(folder)),
            replies=read_replies(folder),
        )
