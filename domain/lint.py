"""What must not stand in an article: an editor's rules about words, and numbers nobody may call. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import regex

from domain.beforehand import may_stand, must_hold
from domain.clauses import ENDLESS, Clauses
from domain.guidance import Edition

# hòa and hoà, thủy and thuỷ are one word: the mark is read on the second vowel
_TONES = {
    f"{first}{second}": f"{plain}{marked}"
    for plain, firsts, seconds in (("o", "òóỏõọ", "a"), ("o", "òóỏõọ", "e"), ("u", "ùúủũụ", "y"))
    for second in seconds
    for first, marked in zip(firsts, {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[second], strict=True)
}
_TONE = re.compile("|".join(_TONES))
_FIGURE = re.compile(r"\{[^{}]*\}")
_NUMBER = r"\d(?:[ .]?\d)+"
_DIALLED = re.compile(  # (024) 3827-1234, and no day
    r"(?<![\w./–-])(?!\d\d?[.–-]\d\d?[.–-]\d{4}\b)(?:\+ ?84|\(? ?0\d|1[89]00)[\d ().–-]{5,}\d(?![\d/])"
)
_LONG = re.compile(rf"(?<![\d.,/–-])\+?{_NUMBER}(?![\d/]|[.,]\d)")
_BOLD = re.compile(rf"\*\*({_NUMBER})\*\*")
_EMERGENCY = re.compile(r"(?<![\d.,/–-])11\d(?![\d/]|[.,]\d)")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # signs without a width
_SPACES = re.compile(r"\s+")
_AS_USUAL = regex.IGNORECASE | regex.UNICODE | regex.VERSION0
_SHORTEST, _A_PHONE = 3, 8  # digits of a number one calls; of one that can be nothing else


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that are refused in a paragraph, and what to write instead.

    `unless`: not where this stands in the same clause, or in the line that opens the list («Đừng»). `unless_line`: not
    where this stands anywhere in the paragraph. `only_if`: only where this does. `spare`: these words are passed over.
    `readers`, `about` (slugs), `parts`: only there; empty: everywhere. `everywhere`: beside articles and lessons, too.
    """

    id: str
    find: regex.Pattern[str]
    why: str
    cure: str
    unless: regex.Pattern[str] | None = None
    unless_line: regex.Pattern[str] | None = None
    only_if: regex.Pattern[str] | None = None
    spare: regex.Pattern[str] | None = None
    readers: frozenset[Edition] = frozenset()
    about: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    everywhere: bool = False
    _held: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        is_plain = not self.find.flags & ~_AS_USUAL
        object.__setattr__(self, "_held", must_hold(self.find.pattern) if is_plain else ())

    def concerns(self, slug: str, edition: Edition, part: str) -> bool:
        """Whether it is a rule for this place."""
        here = (slug, self.about), (edition, self.readers), (part, self.parts)
        return all(not wanted or each in wanted for each, wanted in here)

    def found_in(self, words: str, clauses: Clauses, lead: str = "") -> tuple[int, str] | None:
        """Where the words it refuses begin in a plain paragraph, and they; `lead`: what opens the list it is in.

        Raises TimeoutError where an expression does not come to an end.
        """
        if not may_stand(words, self._held) or not _stands(self.find, words):  # as nearly always
            return None
        if self.only_if is not None and not _stands(self.only_if, words):
            return None
        if self.unless_line is not None and _stands(self.unless_line, words):
            return None
        if self.spare is not None:
            words = self.spare.sub(lambda each: "·" * len(each[0]), words, timeout=ENDLESS, concurrent=True)
        for found in self.find.finditer(words, timeout=ENDLESS, concurrent=True):
            if self.unless is None or not self._excused(self.unless, words, clauses, lead, found.span()):
                return found.start() + len(found[0]) - len(found[0].lstrip()), found[0].strip()
        return None

    def _excused(
        self, unless: regex.Pattern[str], words: str, clauses: Clauses, lead: str, span: tuple[int, int]
    ) -> bool:
        return _stands(unless, clauses.of_lead(lead)) or _stands(unless, clauses.around(words, *span))


def _stands(pattern: regex.Pattern[str], words: str) -> bool:
    """Whether it is found; others think on meanwhile (the lock of the interpreter is given away)."""
    return pattern.search(words, timeout=ENDLESS, concurrent=True) is not None


def pattern(source: str) -> regex.Pattern[str]:
    """A rule's expression, blind to capitals and to where a tone is written. Raises regex.error."""
    try:
        return regex.compile(_spelt(source), regex.IGNORECASE)
    except regex.error:
        raise
    except RecursionError:
        raise regex.error("too many brackets in brackets") from None
    except Exception as fault:  # two versions in one expression: ValueError; whatever it is, it cannot be used
        raise regex.error(str(fault) or type(fault).__name__) from None


def word_pattern(words: str) -> regex.Pattern[str]:
    """These words as whole words."""
    return pattern(rf"(?<!\w){re.escape(plain(words))}(?!\w)")


def plain(line: str) -> str:
    """A line as rules read it: small letters, one way to write tones and spaces, without bold and figures' names."""
    return _spelt(bare(_FIGURE.sub("{}", line))).lower()


def bare(line: str) -> str:
    """A line as people see it: without bold and signs nobody sees, every space an ordinary one."""
    return _seen(line).replace("*", "")


def _seen(line: str) -> str:
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", line)))


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers that may be called (digits only), and how one knows a number that is called from another."""

    known: frozenset[str]
    called: re.Pattern[str]

    @staticmethod
    def of(known: Collection[str], before: Sequence[str], after: Sequence[str]) -> Phones:
        """`before`: words before a number that is called; `after`: words that show a house, not a telephone."""
        said = "|".join(re.escape(plain(word)) for word in before)
        house = "".join(rf"| {re.escape(plain(word))}\b" for word in after)
        called = rf"\b(?:{said})(?: [^\W\d]+){{0,2}} ({_NUMBER})(?![\d/–-]|[.,]\d{house})"
        return Phones(frozenset(map(_digits, known)), re.compile(called))

    def strange(self, line: str) -> Iterator[str]:
        """Numbers to call on this line that are not among the known ones."""
        words = plain(line)
        told = [*self.called.findall(words), *_EMERGENCY.findall(words), *_BOLD.findall(_FIGURE.sub("{}", _seen(line)))]
        told += [
            found for found in (*_LONG.findall(words), *_DIALLED.findall(words)) if len(_digits(found)) >= _A_PHONE
        ]
        for number in dict.fromkeys(map(_digits, told)):
            if len(number) >= _SHORTEST and number not in self.known:
                yield number


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _spelt(text: str) -> str:
    return _TONE.sub(lambda found: _TONES[found[0]], unicodedata.normalize("NFC", text))
