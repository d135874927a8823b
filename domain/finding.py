"""At the door: a family is found by what its child or adult is called, or by a piece of its ticket's code. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.arrivals import Visit
from domain.conversations import Dialog
from domain.events import Event
from domain.signups import clean
from domain.texts import Refusal, Text
from domain.vietnamese import fold

FINDING = Dialog.FAMILY
SHOWN = 8  # as many as a page of the list
SHORTEST_CODE = 2  # signs of a code that are no accident
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list as far as one can look for it: `names` of the children and of the adult."""

    signup: int
    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The families that fit best, and how many do."""

    event: Event
    typed: str
    visits: tuple[Visit, ...]
    in_all: int


def check_wanted(typed: str) -> str:
    """What to look for, cleaned. Raises Refusal for nothing, and for a letter."""
    wanted = clean(typed)
    if not wanted or len(wanted) > LONGEST:
        raise Refusal(Text("Type a name, or some signs of the ticket’s code, to find a family."))
    return wanted


def best(wanted: str, listed: Iterable[Listed]) -> list[int]:
    """The sign-ups that fit, best first: with its marks before without (`Hoà`, `hoa`), whole names before beginnings.

    In the order of the list where they fit alike.
    """
    asked = _Asked(wanted.lower(), fold(wanted), "".join(sign for sign in wanted.upper() if sign.isalnum()))
    ranked = [(rank, line.signup) for line in listed if (rank := asked.rank(line)) is not None]
    return [signup for _, signup in sorted(ranked, key=lambda each: each[0])]


@dataclass(frozen=True, slots=True)
class _Asked:
    marked: str
    folded: str
    signs: str

    def rank(self, line: Listed) -> int | None:
        code = line.code.removeprefix("VE-")
        signs = self.signs.removeprefix("VE") if len(self.signs) > len(code) else self.signs
        if signs == code:
            return 0
        ranks = [rank for name in line.names if (rank := self._rank_of(name)) is not None]
        if len(signs) >= SHORTEST_CODE and signs in code:
            ranks.append(7)
        return min(ranks, default=None)

    def _rank_of(self, name: str) -> int | None:
        for rank, (asked, words) in enumerate(((self.marked, name.lower()), (self.folded, fold(name)))):
            if not asked:
                continue
            if asked == words:
                return 1 + rank
            if _begins_a_word(asked, words):
                return 3 + rank
            if asked in words and rank:
                return 6
        return None


def _begins_a_word(asked: str, words: str) -> bool:
    parts: Sequence[str] = words.split()
    return any(" ".join(parts[at:]).startswith(asked) for at in range(len(parts)))
