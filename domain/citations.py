"""Acts and articles named in sentences: what «Điều 51 và 100 của Luật Trẻ em» points at. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.sources import Act, Cited, LawArticle, Sources

_YEAR = r"(?:19|20)\d\d"
_SHORT = {"nđ": "nghị định", "tt": "thông tư", "qđ": "quyết định", "nq": "nghị quyết"}
_NUMBERED = r"nghị định|thông tư|quyết định|nghị quyết|công văn|công điện|chỉ thị|kế hoạch|" + "|".join(
    _SHORT
)  # called by its number
_CALLED = re.compile(
    rf"(?P<kind>{_NUMBERED})(?: số)? 0*(?P<number>\d+)(?P<rest>/[\w/-]*)?(?: năm (?P<year>{_YEAR}))?", re.I
)
_SIGNED = re.compile(
    rf"(?<![\w/])0*(?P<number>\d+)/(?:(?P<year>{_YEAR})/)?(?P<kind>NĐ|TT|QĐ|NQ|QH)(?:\d+|-[\w-]+)", re.I
)
_LAW = re.compile(r"(?<!\w)(?:bộ luật|luật)(?!\w)", re.I)
_OTHERS = re.compile(r"(?<!\w)(?:Hiến pháp|Công ước)(?!\w)")
_NO_ACT = re.compile(r"(?:Việt Nam|Hà Nội)\b")
_A_YEAR = re.compile(rf"(?: năm)? ({_YEAR})\b")
_UNIT = r"(?:người|trẻ|em|bé|con|bạn|tuổi|giờ|ngày|tháng|năm|phút|lần|số|việc|điều|nhóm|quyền)"
_ARTICLES = re.compile(
    r"(?<!\w)điều (?P<first>\d+)"
    r"(?P<more>(?:"
    r"\s?(?:đến|tới|[–-])\s?(?:điều )?\d+"
    rf"|,? (?:và|hoặc|hay) (?:điều )?\d+(?! {_UNIT}\b)"
    r"|, (?:điều )?\d+(?=[,;:.)]| (?:và|hoặc|hay|đến|tới|của)\b|$)"
    r"|, điều \d+"
    r")*)",
    re.I,
)
_NEXT = re.compile(r"(?P<to>đến|tới|[–-])?\s?(?:điều )?(?P<number>\d+)", re.I)
_CLAUSE = re.compile(r",? khoản \d+", re.I)
_OF = re.compile(r"(?:,? (?:của|thuộc|trong|theo)|,)? \(?", re.I)
_PAST = re.compile(r"(?<!\w)(?:trước đây|trước kia|cũ|thay|hết hiệu lực|bãi bỏ|không còn)(?!\w)", re.I)
_SENTENCE = re.compile(r"[.!?…](?=\s)")
_OWN_NUMBER = re.compile(r"Điều (\d+)(?:–(\d+))?")
_LONGEST_RANGE = 100


@dataclass(frozen=True, slots=True)
class Named:
    """An act named in a text: which ones it may be; none where nobody knows it."""

    begins: int
    ends: int
    words: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A place of a text, what is named there, and why it cannot stand."""

    place: int
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Acts:
    """Every act (and decree among the other sources) by the names people call it."""

    sources: Sources
    _laws: Mapping[str, tuple[str, int]]  # «luật trẻ em»: its id and year
    _numbered: Sequence[tuple[str, int, int | None, str]]  # kind, number, year, id

    @staticmethod
    def of(sources: Sources) -> Acts:
        laws: dict[str, tuple[str, int]] = {}
        numbered: list[tuple[str, int, int | None, str]] = []
        for key, cited in sources.cited.items():
            if isinstance(cited, LawArticle):
                continue
            name = cited.whole
            if isinstance(cited, Act) and (law := re.fullmatch(rf"((?:Bộ l|L)uật .+?)(?: ({_YEAR}))?", name)):
                laws[law[1].lower()] = key, int(law[2] or 0)
                if number := re.match(rf"(\d+)/({_YEAR})/QH", cited.number):
                    numbered.append(("qh", int(number[1]), int(number[2]), key))
            elif called := _CALLED.match(name):
                numbered.append((_kind(called["kind"]), int(called["number"]), _year_of(called, cited), key))
            elif other := _OTHERS.match(name):
                laws[other[0].lower()] = key, 0
        return Acts(sources, laws, numbered)

    def wrong(self, text: str, cited: Collection[str], reviewed: date) -> Iterator[Wrong]:
        """What a text names that is not there, does not hold on that day, or is not among the sources."""
        named = sorted(self._named(text), key=lambda each: each.begins)
        for each in named:
            if why := self._why_not(each, text, cited, reviewed):
                yield Wrong(each.begins, each.words, why)
        for found in _ARTICLES.finditer(text):
            act = _act_of(found, named, text)
            if act is None:
                yield Wrong(found.start(), found[0], "no act is named near it: write which, as “Luật Trẻ em, Điều 51”.")
            elif act.ids and not _is_past(text, act):
                yield from self._articles(found, act, cited, reviewed)

    def _named(self, text: str) -> Iterator[Named]:
        taken: list[tuple[int, int]] = []
        for found in [*_CALLED.finditer(text), *_SIGNED.finditer(text)]:
            kind = _kind(found["kind"])
            if any(begins < found.end() and found.start() < ends for begins, ends in taken):
                continue
            if found.re is _CALLED and found[0][0].islower() and not found["rest"]:  # «quyết định 3 việc»
                continue
            taken.append(found.span())
            year = _year_of(found, None)
            yield Named(*found.span(), found[0], tuple(self._by_number(kind, int(found["number"]), year)))
        for found in _LAW.finditer(text):
            if (named := self._law(text, found)) is not None:
                yield named
        for found in _OTHERS.finditer(text):
            ids = self._laws.get(found[0].lower())
            yield Named(*found.span(), found[0], () if ids is None else (ids[0],))

    def _by_number(self, kind: str, number: int, year: int | None) -> Iterator[str]:
        for of_kind, its, its_year, key in self._numbered:
            if (of_kind, its) == (kind, number) and (year is None or its_year is None or year == its_year):
                yield key

    def _law(self, text: str, found: re.Match[str]) -> Named | None:
        rest, low = text[found.start() :], text[found.start() :].lower()
        known = [name for name in self._laws if low.startswith(name) and not low[len(name) :][:1].isalpha()]
        begins = found.end() - found.start() + 1
        if not rest[begins : begins + 1].isupper() or _NO_ACT.match(rest[begins:]):
            return None
        if not known:
            if found[0][0].islower() and found[0][1:].islower() and not found[0].lower().startswith("bộ"):
                return None  # «luật Nhà nước»: no name of an act
            words = " ".join(rest.split()[:5])
            return Named(found.start(), found.start() + len(words), words, ())
        name = max(known, key=len)
        key, its_year = self._laws[name]
        said = _A_YEAR.match(rest[len(name) :])
        ends = len(name) + (said.end() if said else 0)
        right = said is None or not its_year or int(said[1]) == its_year
        return Named(found.start(), found.start() + ends, rest[:ends], (key,) if right else ())

    def _why_not(self, named: Named, text: str, cited: Collection[str], reviewed: date) -> str | None:
        if not named.ids:
            return "neither law.toml nor sources.toml knows it. Mend the name, or add it there once it was read."
        if _is_past(text, named):
            return None
        if not any(self.sources.cited[key].holds_on(reviewed) for key in named.ids):
            return f"it was not in force on {reviewed}. Name what was, and review again."
        if not any(key in named.ids or _whole(self.sources.cited.get(key)) in named.ids for key in cited):
            return f"it is not among the “sources” of this page. Add “{named.ids[0]}” or an article of it."
        return None

    def _articles(self, found: re.Match[str], act: Named, cited: Collection[str], reviewed: date) -> Iterator[Wrong]:
        among = [key for key in act.ids if any(_whole(self.sources.cited.get(name)) == key for name in cited)]
        acts = set(among or act.ids)
        own = [each for each in self.sources.cited.values() if isinstance(each, LawArticle) and each.act.id in acts]
        for number in _numbers(found):
            those = [each for each in own if _covers(each, number)]
            words = f"{act.words}, Điều {number}"
            if not those:
                yield Wrong(found.start(), words, "law.toml has no such article. Mend it, or add it once it was read.")
            elif not any(each.holds_on(reviewed) for each in those):
                yield Wrong(
                    found.start(), words, f"it was not in force on {reviewed}. Name what was, and review again."
                )
            elif not any(each.id in cited for each in those):
                says = f"it is not among the “sources” of this page. Add “{those[0].id}”."
                yield Wrong(found.start(), words, says)


def _kind(said: str) -> str:
    return _SHORT.get(said.lower(), said.lower())


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


def _act_of(found: re.Match[str], named: Iterable[Named], text: str) -> Named | None:
    """The act right behind the article, or else the one named last before it."""
    ends = found.end()
    if clause := _CLAUSE.match(text, ends):
        ends = clause.end()
    between = _OF.match(text, ends)
    behind = ends if between is None else between.end()
    before: Named | None = None
    for each in named:
        if each.begins == behind:
            return each
        if each.begins < found.start():
            before = each
    return before


def _numbers(found: re.Match[str]) -> list[int]:
    """Every article of «Điều 12 đến 15, 20»."""
    numbers = [int(found["first"])]
    for each in _NEXT.finditer(found["more"]):
        number = int(each["number"])
        if each["to"] and numbers[-1] < number <= numbers[-1] + _LONGEST_RANGE:
            numbers += range(numbers[-1] + 1, number)
        numbers.append(number)
    return numbers


def _covers(article: LawArticle, number: int) -> bool:
    if (own := _OWN_NUMBER.match(article.number)) is None:
        return False
    return int(own[1]) <= number <= int(own[2] or own[1])


def _is_past(text: str, named: Named) -> bool:
    """Whether its sentence says that it was: «thay Nghị định 144/2013»."""
    begins = max((stop.end() for stop in _SENTENCE.finditer(text, 0, named.begins)), default=0)
    stop = _SENTENCE.search(text, named.ends)
    return _PAST.search(text, begins, stop.start() if stop else len(text)) is not None
