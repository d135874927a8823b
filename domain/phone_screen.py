"""How many lines of a phone a page of the handbook takes, as it is shown and not as it is written. Pure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache

from domain.guidance import Version
from domain.sources import Cited, names, shown

WIDTH = 39  # signs of one line: 38 to 40 in Telegram's usual letters on a phone of 6.1 inches
FOLDED = 3  # lines of a folded quote that Telegram shows; the rest opens on a tap
SHORT = 2  # lines of sources that are not worth folding
SOURCE = "x" * 6  # as long as the word before the sources, with its colon
LINES = 4096  # that are not counted anew: twice as many as the library shows
_ITEM = re.compile(r"\s*(?:[-*+]|(\d+)[.)])\s+(.*)")


def rows(words: str) -> int:
    """Lines these plain words take; an empty line between two paragraphs is one, too."""
    return sum(map(_rows_of_line, words.split("\n")))


@lru_cache(LINES)
def _rows_of_line(line: str) -> int:
    return len(textwrap.wrap(line, WIDTH, break_on_hyphens=False)) or 1


def is_long(said: str) -> bool:
    """Whether sources, as one string, are folded away."""
    return rows(f"{SOURCE} {said}.") > SHORT


def plain(markdown: str) -> str:
    """The words as they stand on a phone: a break inside a paragraph is a space, below a list is an empty line."""
    blocks: list[list[str]] = []
    in_list, fresh = False, True
    for line in markdown.split("\n"):
        item = _ITEM.match(line)
        if not line.strip():
            fresh = True
        elif item:
            if not in_list and (fresh or not blocks):
                blocks.append([])
            blocks[-1].append(f"{f'{item[1]}.' if item[1] else '•'} {item[2].strip()}")
            in_list, fresh = True, False
        elif fresh:
            blocks.append([line.strip()])
            in_list = fresh = False
        else:
            blocks[-1][-1] += f" {line.strip()}"
    return "\n\n".join("\n".join(lines) for lines in blocks).replace("*", "")


def first_screen(version: Version, sources: Sequence[Cited]) -> int:
    """Lines of the first screen: title, text, law (not for children), next step, days, what shows of the sources."""
    paragraphs = [version.title, *_words(version)]
    said = names(sources) if version.edition.is_for_children else shown(sources)
    return rows("\n\n".join(paragraphs)) + 1 + _foot(version, said)


def _words(version: Version) -> list[str]:
    paragraphs = [plain(version.body)]
    if version.law and not version.edition.is_for_children:
        paragraphs.append(f"⚖️ {plain(version.law)}")
    if version.next:
        paragraphs.append(f"👉 {plain(version.next)}")
    return paragraphs


def _foot(version: Version, said: str) -> int:
    """The day it was checked, in a second line that of its figures, then the sources."""
    days = 1 if version.as_of is None else 2
    return days + (min(rows(f"{SOURCE} {said}."), FOLDED) if said else 0)
