"""What a statement of the library rests on: acts and their articles, other sources, figures with their day. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

MOST_FOR_CHILDREN = 2
_YEAR = re.compile(r"\s(?:19|20)\d\d$")
_NUMBER = re.compile(r"\d/")
_PART = re.compile(r"(\D+?) (\d+(?:–\d+)?)(?: (\D+ \d+))?")  # Điều 6 khoản 7, Điều 12–36
BRACES = re.compile(r"\{([^{}\n]*)\}")
_BEGINS = re.compile(r"(^|[.!?…]\s+|\n\s*(?:[-*]\s+|\d+\.\s+)?)[*“\"]*$")  # a sentence begins here


class Mark(StrEnum):
    """How far a source was checked. What rests on a `secondary` one may be said, its exact wording not."""

    VERIFIED = "verified"
    HIGH = "high"
    SECONDARY = "secondary"


class Cited(Protocol):
    """Whatever an article may name as its source."""

    @property
    def whole(self) -> str:
        """What stands before the comma: the act, or the source."""
        ...

    @property
    def part(self) -> str:
        """The article of an act, or nothing."""
        ...

    def holds_on(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Act:
    """A law or decree. `until`: the first day on which it no longer holds, where that is known."""

    id: str
    name: str
    number: str
    in_force: date
    checked: date
    mark: Mark
    until: date | None = None
    link: str | None = None

    @property
    def whole(self) -> str:
        return self.name

    @property
    def part(self) -> str:
        return ""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return self.in_force <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class LawArticle:
    """An article (or clause) of an act: shown as `Luật Trẻ em 2016, Điều 51`. Days and mark only where its own."""

    id: str
    act: Act
    number: str
    title: str
    in_force: date | None = None
    until: date | None = None
    mark: Mark | None = None

    @property
    def whole(self) -> str:
        return self.act.name

    @property
    def part(self) -> str:
        return self.number

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on this day: its act is, and it is itself."""
        own = (self.in_force is None or self.in_force <= day) and (self.until is None or day < self.until)
        return own and self.act.holds_on(day)


@dataclass(frozen=True, slots=True)
class Source:
    """What is not a law: a guideline, a page of a body that knows."""

    id: str
    name: str
    owner: str
    checked: date
    mark: Mark
    link: str | None = None

    @property
    def whole(self) -> str:
        return self.name

    @property
    def part(self) -> str:
        return ""

    def holds_on(self, day: date) -> bool:
        """A source that is not a law does not expire; its article's review looks at it again."""
        return True


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount, an age limit, a deadline: `says` stands in the sentence. From `until` on a new one is asked for."""

    id: str
    says: str
    about: str
    as_of: date
    source: str
    mark: Mark
    until: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """All of it by id; ids of acts, articles and sources never meet. One reading is one object."""

    cited: Mapping[str, Cited]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its figures put in; `as_of`: the oldest of their days, None where it has none."""

    text: str
    as_of: date | None = None


def shown(sources: Sequence[Cited]) -> str:
    """What stands below an article, each act once: `Luật Trẻ em 2016, Điều 6 (khoản 7), 51; …`."""
    acts: dict[str, list[str]] = {}
    for each in sources:
        acts.setdefault(each.whole, []).append(each.part)
    return "; ".join(", ".join((whole, *_parts(filter(None, parts)))) for whole, parts in acts.items())


def _parts(parts: Iterable[str]) -> Iterator[str]:
    """The word for an article once (`Điều 6, 51`), its clauses behind it, none where the whole article is cited."""
    clauses: dict[tuple[str, str], set[str]] = {}
    for part in dict.fromkeys(parts):
        read = _PART.fullmatch(part)
        article, clause = ((read[1], read[2]), read[3] or "") if read else (("", part), "")
        clauses.setdefault(article, set()).add(clause)
    said = ""
    for (word, number), behind in sorted(clauses.items(), key=lambda each: _numbers(each[0][1])):
        begin = f"{word} " if word and word != said else ""
        yield f"{begin}{number}{'' if '' in behind else _in_brackets(behind)}"
        said = word


def _in_brackets(clauses: Iterable[str]) -> str:
    word, *_ = next(iter(clauses := sorted(clauses, key=_numbers))).split()
    return f" ({word} {', '.join(clause.removeprefix(f'{word} ') for clause in clauses)})"


def _numbers(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", words)]


def names(sources: Sequence[Cited]) -> str:
    """What stands below words for children: the two most important, no articles, no years and numbers of documents.

    `Luật Trẻ em`, and no decree, which is called by its number alone. Nothing where only such are cited.
    """
    named = (each for each in sources if not is_numbered(each))
    said = dict.fromkeys(each.whole if isinstance(each, Source) else _YEAR.sub("", each.whole) for each in named)
    return "; ".join(list(said)[:MOST_FOR_CHILDREN])


def is_numbered(cited: Cited) -> bool:
    """Whether it is called by a number: a decree, a dispatch."""
    if isinstance(cited, Source):
        return _NUMBER.search(cited.whole) is not None
    return re.search(r"\d", _YEAR.sub("", cited.whole)) is not None


def laws(sources: Sequence[Cited]) -> list[Act | LawArticle]:
    """Those that are law."""
    return [each for each in sources if isinstance(each, Act | LawArticle)]


def fill(text: str, figures: Mapping[str, Figure]) -> Filled:
    """Puts the figures in, with a capital where they begin a sentence. Braces around anything unknown stay."""
    used: list[Figure] = []

    def put(found: re.Match[str]) -> str:
        figure = figures.get(found[1])
        if figure is None:
            return found[0]
        used.append(figure)
        says = figure.says
        return says[:1].upper() + says[1:] if _BEGINS.search(text[: found.start()]) else says

    filled = BRACES.sub(put, text)
    return Filled(filled, oldest(figure.as_of for figure in used))


def oldest(days: Iterable[date | None]) -> date | None:
    """The earliest of the days that are there."""
    return min((day for day in days if day is not None), default=None)
