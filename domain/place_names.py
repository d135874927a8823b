"""Names of places as people type them: no marks, telex, teencode, one word, initials, slips of the thumb. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from domain.spelling import TEENCODE, is_syllable, meant
from domain.vietnamese import fold, marked_tokens, marks_agree

# what may stand around a name and says nothing more
_WORDS_AROUND = """
a ah ak o tai gan ben khu vuc phuong p f xa x thon to quan q huyen thanh tp hn cu moi truoc day nay gio hien
em con chau toi minh nha la thuoc ve phia chac hinh nhu voi nhe hay hoac va
"""
_AROUND = frozenset(_WORDS_AROUND.split())
_CITY = ("ha", "noi")
_CALLED = ("p", "phuong", "xa")
_PREFIXES = ("", *_CALLED)  # written together with the name
_TYPED = (("^ph", "f"), ("^gi", "j"), ("^c", "k"), ("c$", "k"), ("ng$", "g"), ("nh$", "h"), ("ie", "je"), ("y$", "j"))
_SHORT = 4  # letters: «bo de», «co bi»
_LONG = 7  # letters: a name so long may hide behind other real words («ngoc lan»)
_MOST = 12  # words of an answer that is nothing but a place
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOP = re.compile(r"([.,;!?()\n\r]+)")
_BEFORE_A_DOT = frozenset(["p", "f", "x", "q", "tp"])  # `P. Ngọc Lâm`: no stop


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as written in lower case, folded, what its keys mean; whether a clause `ends` behind it."""

    written: str
    folded: str
    keys: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A name (folded) at words `start` to `end`. `marked`: written with its marks, not only with its letters."""

    name: str
    start: int
    end: int
    marked: bool

    @property
    def is_short(self) -> bool:
        """Without marks it may be something else altogether."""
        return len(self.name) - self.name.count(" ") <= _SHORT


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    parts = _STOP.split(unicodedata.normalize("NFKC", text))
    return tuple(word for said, stop in zip_longest(parts[::2], parts[1::2]) for word in _clause(said, stop))


def _clause(said: str, stop: str | None) -> Iterator[Word]:
    words = [(each, folded) for each in marked_tokens(said) if (folded := fold(each))]
    for place, (written, folded) in enumerate(words, 1):
        ends = place == len(words) and stop is not None and not (stop == "." and folded in _BEFORE_A_DOT)
        yield Word(written, folded, meant(folded), ends)


class Spellings:
    """All ways in which these names (with their marks) are written."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {fold(name): marked_tokens(name) for name in names}
        self._ways = {part: frozenset(_ways(part)) for name in self._names for part in name.split()}
        self._begins: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            first = name.split()[0]
            for way in self._ways[first] | {prefix + name.replace(" ", "") for prefix in _PREFIXES}:
                self._begins.setdefault(way, []).append(name)

    def found(self, words: Sequence[Word]) -> list[Hit]:
        """The names in a text, the longest where two begin together. Other marks are another name (`bố đẻ`)."""
        hits: list[Hit] = []
        place = 0
        while place < len(words):
            hit = next(self._at(words, place), None)
            if hit is not None:
                hits.append(hit)
            place = place + 1 if hit is None else hit.end
        return hits

    def is_alone(self, words: Sequence[Word], hits: Sequence[Hit]) -> bool:
        """Whether these names are all that is said."""
        inside = {place for hit in hits for place in range(hit.start, hit.end)}
        return len(words) <= _MOST and all(place in inside or _is_around(words, place) for place in range(len(words)))

    def guesses(self, words: Sequence[Word]) -> tuple[str, ...]:
        """The names that fewest slips make of the whole text; several where it could be either.

        A name with another tone (`Bố Đề`) is one behind `phường` in any text.
        """
        if len(words) > _MOST:
            return self._called(words)
        best: dict[str, int] = {}
        for start, end in _cores(words):
            before, said = words[max(0, start - 1) : start], words[start:end]
            for name in self._names:
                is_it = _is_abbreviated(name, said, before) or self._is_toned(said, name)
                cost = 0 if is_it else self._cost(said, name)
                if cost is not None:
                    best[name] = min(cost, best.get(name, cost))
        return tuple(name for name, cost in best.items() if cost == min(best.values())) or self._called(words)

    def _called(self, words: Sequence[Word]) -> tuple[str, ...]:
        behind = [words[place + 1 : place + 3] for place, word in enumerate(words) if word.folded in _CALLED]
        return tuple(name for name in self._names if any(self._is_toned(said, name) for said in behind))

    def _is_toned(self, said: Sequence[Word], name: str) -> bool:
        """One syllable with another tone, all other marks as they are: `Bố Đề`, never `bố đẻ` or `cô bị`."""
        if [word.folded for word in said] != name.split():
            return False
        pairs = [(_parted(word.written), _parted(part)) for word, part in zip(said, self._names[name], strict=True)]
        other = [(one, two) for (_, one), (_, two) in pairs if one != two]
        return all(one == two for (one, _), (two, _) in pairs) and len(other) == 1 and all(other[0])

    def _at(self, words: Sequence[Word], place: int) -> Iterator[Hit]:
        first = words[place]
        for begins in dict.fromkeys((first.folded, first.keys)):
            for name in self._begins.get(begins, ()):
                parts = name.split()
                said = words[place : place + len(parts)]
                if begins.endswith(name.replace(" ", "")):
                    yield Hit(name, place, place + 1, marked=first.written != first.folded)
                elif len(said) == len(parts) and self._is(name, said):
                    yield Hit(name, place, place + len(parts), marked=any(w.written != w.folded for w in said))

    def _is(self, name: str, said: Sequence[Word]) -> bool:
        parts = zip(said, name.split(), self._names[name], strict=True)
        return not any(word.ends for word in said[:-1]) and all(
            (word.keys == part or word.folded in self._ways[part]) and marks_agree(word.written, written)
            for word, part, written in parts
        )

    def _cost(self, said: Sequence[Word], name: str) -> int | None:
        """How far the words are from a name; None where they are rather something else: other real words, the more so
        with marks of their own (`hóng biến`)."""
        whole, parts = name.replace(" ", ""), name.split()
        if len(said) > len(parts) + 1:
            return None
        ways = ([word.folded for word in said], [word.keys for word in said])
        slips = min(_slips("".join(way), whole) for way in ways)
        real = all(is_syllable(word.folded) or word.folded in TEENCODE for word in said)
        if real and slips and not all(map(marks_agree, (word.written for word in said), self._names[name])):
            return None
        most = 2 if len(whole) > _LONG and not real else 1
        return slips if slips <= most and len(whole) >= (_LONG if real else _SHORT + 2) else None


def _ways(part: str) -> Iterator[str]:
    """How pupils write one word of a name: `phuc` → `phuk`, `fuc`, `fuk`; never what is a word of its own."""
    ways = {part}
    for pattern, short in _TYPED:
        ways |= {re.sub(pattern, short, way) for way in ways}
    yield from (way for way in ways if way == part or not (is_syllable(way) or way in TEENCODE))


def _is_abbreviated(name: str, said: Sequence[Word], before: Sequence[Word]) -> bool:
    """`n lam`, `nl`; what is teencode (`ck`) only where it is called a ward."""
    parts, folded = name.split(), [word.folded for word in said]
    if len(parts) != 2 or folded not in ([parts[0][0] + parts[1][0]], [parts[0][0], parts[1]]):
        return False
    return len(folded) > 1 or folded[0] not in TEENCODE or any(word.folded in _CALLED for word in before)


def _cores(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where the name may stand: the text without words around it, more or fewer of them."""
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            yield start, end
            if not _is_around(words, end - 1):
                break
        if not _is_around(words, start):
            return


def _is_around(words: Sequence[Word], place: int) -> bool:
    here = words[place]
    city = (
        [word.folded for word in words[place : place + 2]],
        [word.folded for word in words[max(0, place - 1) : place + 1]],
    )
    return here.keys in _AROUND or here.folded in _AROUND or list(_CITY) in city


def _parted(written: str) -> tuple[str, str]:
    """The letters of a word with their other marks, and its tone."""
    apart = unicodedata.normalize("NFD", written)
    return "".join(s for s in apart if s not in _TONES), "".join(s for s in apart if s in _TONES)


def _slips(typed: str, meant_: str) -> int:
    """Letters lost, added, changed, or swapped with the next one (optimal string alignment); above 2 is far."""
    if abs(len(typed) - len(meant_)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(meant_) + 1))
    for i, one in enumerate(typed, 1):
        previous, before, row = before, row, [i]
        for j, other in enumerate(meant_, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (one != other))
            if i > 1 and j > 1 and one == meant_[j - 2] and typed[i - 2] == other:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return row[-1]
