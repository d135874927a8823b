"""`make readability`: how long the sentences of the library are, by reader.

Vietnamese is written in syllables, so length is counted in them; hard words are the lint's (`content/vi/lint.toml`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from statistics import mean, quantiles

from bot.content import Content
from bot.settings import CONTENT
from domain.guidance import Edition, Library
from domain.vietnamese import fold

_ENDS = re.compile(r"[.!?…:;]+(?:\s|$)|\n+")
_MARKS = re.compile(r"[*_>#]|^\s*(?:[-•]|\d+\.)\s+", re.MULTILINE)


def lengths(library: Library, edition: Edition) -> list[int]:
    """Syllables of each sentence on the first screens for these readers, and of what the law says to children."""
    pages = (article.versions[edition] for article in library.articles.values() if edition in article.versions)
    texts = (f"{page.body}\n{page.next}\n{page.law if page.has_law_behind else ''}" for page in pages)
    return [length for text in texts for length in _lengths(text)]


def nineteen_of_twenty(sentences: Sequence[int]) -> float:
    """The length that nineteen of twenty sentences do not exceed."""
    return quantiles(sentences, n=20)[-1]


def _lengths(text: str) -> Iterator[int]:
    return (length for part in _ENDS.split(_MARKS.sub("", text)) if (length := len(fold(part).split())))


def main() -> int:
    """Prints the table; always 0."""
    library = Content.read(CONTENT).shelf.library
    rows = [f"{'syllables a sentence':24}{'pages':>8}{'mean':>8}{'95 of 100':>11}{'longest':>9}"]
    for edition in Edition:
        if sentences := lengths(library, edition):
            pages = sum(edition in article.versions for article in library.articles.values())
            figures = f"{pages:>8}{mean(sentences):>8.1f}{nineteen_of_twenty(sentences):>11.0f}{max(sentences):>9}"
            rows.append(f"{edition.value:24}{figures}")
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
