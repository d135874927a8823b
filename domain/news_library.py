"""What is told about the library itself, to whoever writes it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.news import News


@dataclass(frozen=True, slots=True)
class LibraryRefused(News):
    """Files were changed and cannot be used: the old library stays. `troubles`: the first ones, with line and cure."""

    troubles: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class LibraryTaken(News):
    """After a refusal: the files can be used now, and are."""

    articles: int
