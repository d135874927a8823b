"""Reads the phrases that are heard as danger from content/vi/understanding."""

from __future__ import annotations

import tomllib
from pathlib import Path

from domain.triage import Phrases


class ContentError(Exception):
    """Content that cannot be used; the message names the file, the line and the cure."""


def read_phrases(content: Path) -> Phrases:
    """The lexicon. Raises ContentError when the file is missing or is not what it should be."""
    path = content / "understanding" / "danger.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return Phrases(
            urgent={category: tuple(many) for category, many in found["urgent"].items()},
            concern=tuple(found["concern"]),
            harmless=tuple(found["harmless"]),
            general=tuple(found["general"]),
        )
    except FileNotFoundError:
        raise ContentError(f"{path.name} is missing: put back content/vi/understanding/{path.name}.") from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}. Mend that line.") from None
    except KeyError as error:
        raise ContentError(f"{path.name}: the list {error} is missing. Add it, even if it is empty.") from None
