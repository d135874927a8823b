"""Acts and articles named in sentences: what «Điều 51 và 100 của Luật Trẻ em» points at. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.sources import Act, Cited, LawArticle, Sources

_YEAR = r"(?:19|20)\d\d"
_SENTENCE = re.compile(r"[.!?…](?=\s)")
_LONGEST_RANGE = 100


@dataclass(frozen=True, slots=True)
class Words:
    """What people name acts and articles with. `numbered`: kinds called by their number, each with its short form."""

    numbered: Mapping[str, str]
    law: Sequence[str]
    others: Sequence[str]
    no_act: Sequence[str]
    number: str
    year: str
    article: str
    clause: str
    to: Sequence[str]
    also: Sequence[str]
    of: Sequence[str]
    counted: Sequence[str]
    past: Sequence[str]


class Naming:
    """The same words, as expressions."""

    def __init__(self, words: Words) -> None:
        self.article = words.article.capitalize()
        self.short = {short: kind for kind, short in words.numbered.items()}
        kinds, signs = _any([*words.numbered, *self.short]), _any([*self.short, "qh"])
        one, to, also = words.article, rf"(?:{_any(words.to)}|[–-])", _any(words.also)
        of, counted, past, law = map(_any, (words.of, words.counted, words.past, words.law))
        self.called = _compiled(
            rf"(?<!\w)(?P<kind>{kinds})(?: {words.number})? 0*(?P<digits>\d+)(?P<rest>/[\w/-]*)?"
            rf"(?: {words.year} (?P<year>{_YEAR}))?(?=(?P<things> {counted}\b(?! \d))?)"
        )
        self.signed = _compiled(rf"(?<![\w/])0*(?P<digits>\d+)/(?:(?P<year>{_YEAR})/)?(?P<kind>{signs})(?:\d+|-[\w-]+)")
        self.law = _compiled(rf"(?<!\w){law}(?!\w)")
        self.whole_law = _compiled(rf"(?P<name>{law} .+?)(?: (?P<year>{_YEAR}))?")
        self.others = re.compile(rf"(?<!\w){_any(words.others)}(?!\w)")
        self.no_act = re.compile(rf"{_any(words.no_act)}\b")
        self.a_year = _compiled(rf"(?: {words.year})? (?P<year>{_YEAR})\b")
        self.articles = _compiled(
            rf"(?<!\w){one} (?P<first>\d+)(?P<more>(?:"
            rf"\s?{to}\s?(?:{one} )?\d+"
            rf"|,? {also} (?:{one} )?\d++(?! {counted}\b)"
            rf"|, (?:{one} )?\d+(?=[,;:.)](?!\d)| (?:{also}|{to}|{of}|{law}|{kinds})(?!\w)|$)"
            rf"|, {one} \d+)*)"
        )
        self.next = _compiled(rf"(?P<to>{to})?\s?(?:{one} )?(?P<digits>\d+)")
        self.clause = _compiled(rf",? {words.clause} \d+")
        self.of = _compiled(rf"(?:,? {of}|,)? \(?")
        self.past = _compiled(rf"(?<!\w){past}(?!\w)")
        self.own_number = _compiled(rf"{one} (\d+)(?:–(\d+))?")


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


class Why(StrEnum):
    """Why something cannot be named on a page."""

    UNKNOWN = "unknown"
    NO_ACT = "no act"
    NO_ARTICLE = "no article"
    NOT_IN_FORCE = "not in force"
    NOT_AMONG = "not among the sources"


@dataclass(frozen=True, slots=True)
class Named:
    """An act named in a text: which ones it may be; none where nobody knows it."""

    begins: int
    ends: int
    words: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A place of a text, what is named there, and why it cannot stand; `add`: the id that would mend it."""

    place: int
    words: str
    why: Why
    add: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """Every act (and decree among the other sources) by the names people call it."""

    sources: Sources
    naming: Naming
    _laws: Mapping[str, tuple[str, int]]  # the name of a law, in small letters: its id and year
    _numbered: Sequence[tuple[str, int, int | None, str]]  # kind, number, year, id

    @staticmethod
    def of(sources: Sources, naming: Naming) -> Acts:
        """All that may be named."""
        laws: dict[str, tuple[str, int]] = {}
        numbered: list[tuple[str, int, int | None, str]] = []
        for key, cited in sources.cited.items():
            if isinstance(cited, LawArticle):
                continue
            name = cited.whole
            if isinstance(cited, Act) and (law := naming.whole_law.fullmatch(name)):
                laws[law["name"].lower()] = key, int(law["year"] or 0)
                if number := re.match(rf"(\d+)/({_YEAR})/QH", cited.number):
                    numbered.append(("qh", int(number[1]), int(number[2]), key))
            elif called := naming.called.match(name):
                kind = called["kind"].lower()
                numbered.append((naming.short.get(kind, kind), int(called["digits"]), _year_of(called, cited), key))
            elif other := naming.others.match(name):
                laws[other[0].lower()] = key, 0
        return Acts(sources, naming, laws, numbered)

    def wrong(self, text: str, cited: Collection[str], reviewed: date) -> Iterator[Wrong]:
        """What a text names that is not there, does not hold on that day, or is not among the sources."""
        named = sorted(self._named(text), key=lambda each: each.begins)
        for each in named:
            if (why := self._why_not(each, text, cited, reviewed)) is not None:
                yield Wrong(each.begins, each.words, why, each.ids[0] if each.ids else "")
        for found in self.naming.articles.finditer(text):
            act = self._act_of(found, named, text)
            if act is None:
                yield Wrong(found.start(), found[0], Why.NO_ACT)
            elif act.ids and (self._holds(act, reviewed) or not self._is_past(text, act)):
                yield from self._articles(found, act, cited, reviewed)

    def _named(self, text: str) -> Iterator[Named]:
        taken: list[tuple[int, int]] = []
        for found in [*self.naming.called.finditer(text), *self.naming.signed.finditer(text)]:
            if any(begins < found.end() and found.start() < ends for begins, ends in taken):
                continue
            if "rest" in found.groupdict() and not found["rest"] and _counts(found):
                continue
            taken.append(found.span())
            kind = found["kind"].lower()
            ids = self._by_number(self.naming.short.get(kind, kind), int(found["digits"]), _year_of(found, None))
            yield Named(*found.span(), found[0], tuple(ids))
        for found in self.naming.law.finditer(text):
            if (named := self._law(text, found)) is not None:
                yield named
        for found in self.naming.others.finditer(text):
            ids_of = self._laws.get(found[0].lower())
            yield Named(*found.span(), found[0], () if ids_of is None else (ids_of[0],))

    def _by_number(self, kind: str, number: int, year: int | None) -> Iterator[str]:
        for of_kind, its, its_year, key in self._numbered:
            if (of_kind, its) == (kind, number) and (year is None or its_year is None or year == its_year):
                yield key

    def _law(self, text: str, found: re.Match[str]) -> Named | None:
        """The law whose name begins here; none where no name does («the law of the house»)."""
        rest = text[found.start() :]
        begins = len(found[0]) + 1
        if not rest[begins : begins + 1].isupper() or self.naming.no_act.match(rest[begins:]):
            return None
        known = [name for name in self._laws if re.match(rf"{re.escape(name)}(?!\w)", rest.lower())]
        if not known:
            if found[0].islower():
                return None
            words = " ".join(rest.split()[:5])
            return Named(found.start(), found.start() + len(words), words, ())
        name = max(known, key=len)
        key, its_year = self._laws[name]
        said = self.naming.a_year.match(rest[len(name) :])
        ends = len(name) + (said.end() if said else 0)
        right = said is None or not its_year or int(said["year"]) == its_year
        return Named(found.start(), found.start() + ends, rest[:ends], (key,) if right else ())

    def _why_not(self, named: Named, text: str, cited: Collection[str], reviewed: date) -> Why | None:
        if not named.ids:
            return Why.UNKNOWN
        if not self._holds(named, reviewed):
            return None if self._is_past(text, named) else Why.NOT_IN_FORCE
        if not any(key in named.ids or _whole(self.sources.cited.get(key)) in named.ids for key in cited):
            return Why.NOT_AMONG
        return None

    def _holds(self, named: Named, day: date) -> bool:
        return any(self.sources.cited[key].holds_on(day) for key in named.ids)

    def _articles(self, found: re.Match[str], act: Named, cited: Collection[str], reviewed: date) -> Iterator[Wrong]:
        among = [key for key in act.ids if any(_whole(self.sources.cited.get(name)) == key for name in cited)]
        acts = set(among or act.ids)
        own = [each for each in self.sources.cited.values() if isinstance(each, LawArticle) and each.act.id in acts]
        for number in self._numbers(found):
            those = [each for each in own if self._covers(each, number)]
            words = f"{act.words}, {self.naming.article} {number}"
            if not those:
                yield Wrong(found.start(), words, Why.NO_ARTICLE)
            elif not any(each.holds_on(reviewed) for each in those):
                yield Wrong(found.start(), words, Why.NOT_IN_FORCE)
            elif not any(each.id in cited for each in those):
                yield Wrong(found.start(), words, Why.NOT_AMONG, those[0].id)

    def _act_of(self, found: re.Match[str], named: Iterable[Named], text: str) -> Named | None:
        """The act right behind the article, or else the one named last before it."""
        ends = found.end()
        if clause := self.naming.clause.match(text, ends):
            ends = clause.end()
        between = self.naming.of.match(text, ends)
        behind = ends if between is None else between.end()
        before: Named | None = None
        for each in named:
            if each.begins == behind:
                return each
            if each.begins < found.start():
                before = each
        return before

    def _numbers(self, found: re.Match[str]) -> list[int]:
        """Every article of a list with ranges in it."""
        numbers = [int(found["first"])]
        for each in self.naming.next.finditer(found["more"]):
            number = int(each["digits"])
            if each["to"] and numbers[-1] < number <= numbers[-1] + _LONGEST_RANGE:
                numbers += range(numbers[-1] + 1, number)
            numbers.append(number)
        return numbers

    def _covers(self, article: LawArticle, number: int) -> bool:
        if (own := self.naming.own_number.match(article.number)) is None:
            return False
        return int(own[1]) <= number <= int(own[2] or own[1])

    def _is_past(self, text: str, named: Named) -> bool:
        """Whether its sentence says that it was."""
        begins = max((stop.end() for stop in _SENTENCE.finditer(text, 0, named.begins)), default=0)
        stop = _SENTENCE.search(text, named.ends)
        return self.naming.past.search(text, begins, stop.start() if stop else len(text)) is not None


def _counts(called: re.Match[str]) -> bool:
    """Whether its number is of other things: «to decide 2 questions», «Plan 3 steps»."""
    return called[0][0].islower() or (called["things"] is not None and len(called["digits"]) == 1)


def _year_of(found: re.Match[str], cited: Cited | None) -> int | None:
    groups = found.groupdict()
    inside = re.match(rf"/({_YEAR})(?!\d)", groups.get("rest") or "")
    said = groups.get("year") or (inside[1] if inside else None)
    if said is None and isinstance(cited, Act):
        return cited.in_force.year
    return None if said is None else int(said)


def _whole(cited: Cited | None) -> str | None:
    """The id of the act a source is, or is an article of."""
    if isinstance(cited, LawArticle):
        return cited.act.id
    return cited.id if isinstance(cited, Act) else None
