"""Ages as parents and children type them: «8», «8 tuổi», «bé tám tuổi ạ», «6 tháng». Pure."""

from __future__ import annotations

import re

from domain.people import AgeBand
from domain.vietnamese import tokens

LONGEST = 60  # signs
OLDEST = 130  # whatever is more is no age
_UNITS = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_SAID = {word: number for number, word in enumerate(_UNITS)} | {"tu": 4, "lam": 5, "nham": 5}
_BESIDE = frozenset(["be", "con", "chau", "em", "no", "la", "duoc", "roi", "a", "da", "vang", "u", "thi", "tuoi", "t"])
_JOINED = re.compile(r"(\d+)(tuoi|t|thang)")


def age_of(text: str) -> int | None:
    """Whole years, where a text says one age and nothing else; months are 0."""
    if len(text) > LONGEST:
        return None
    words = [part for word in tokens(text) for part in _apart(word)]
    months = "thang" in words
    numbers = [word for word in words if word not in _BESIDE and word != "thang"]
    age = _number(numbers)
    if age is None or age > OLDEST:
        return None
    return 0 if months else age


def band_of(age: int) -> AgeBand | None:
    """The band of an age in years; None from 18 on."""
    return next((band for band in AgeBand if band.years[0] <= age <= band.years[1]), None)


def _apart(word: str) -> tuple[str, ...]:
    """«8t», «8tuổi»: a number and what is counted."""
    joined = _JOINED.fullmatch(word)
    return (word,) if joined is None else joined.groups()


def _number(words: list[str]) -> int | None:
    match words:
        case [digits] if digits.isdecimal():
            return int(digits) if len(digits) <= len(str(OLDEST)) else None
        case ["muoi"]:
            return 10
        case [unit]:
            return _SAID.get(unit)
        case ["muoi", unit] if unit in _SAID:
            return 10 + _SAID[unit]
    return None
