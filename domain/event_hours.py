"""Hours as Vietnamese write them: 19h30, 7 rưỡi tối, 18h-20h30. «7h» may be morning or evening: it is asked. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time

from domain.texts import Refusal, Text
from domain.vietnamese import fold

Hours = tuple[time, time | None]  # None: only the beginning was said

HOW = Text("I did not understand these hours. Write them like: 18h-20h30, 19h30, or half past 7 in the evening.")
ENDS_FIRST = Text("The event ends before it starts. Please write both times again, like 18h-20h30.")
NOON = 12 * 60
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class ReadHours:
    """What was understood, likeliest first. Not `sure`: somebody has to choose, also where there is one only."""

    options: tuple[Hours, ...]
    sure: bool


_NUMBERS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_NUMBER = {word: number for number, word in enumerate(_NUMBERS, 1)}
_WORD = "|".join(sorted(_NUMBER, key=len, reverse=True))
_LESS = {"nam": 5, "muoi": 10, "muoi lam": 15, "hai muoi": 20, "hai lam": 25}
_PARTS: dict[str, tuple[int, int, int]] = {  # the first and last hour on a clock of twelve, and what is added to it
    "sang": (1, 11, 0),
    "am": (1, 11, 0),
    "trua": (1, 1, 12),
    "chieu": (1, 6, 12),
    "toi": (5, 11, 12),
    "dem": (7, 11, 12),
    "pm": (1, 11, 12),
}
_WHOLE: dict[str, tuple[int, int]] = {  # the hours of a clock of twenty-four that bear this name
    "sang": (0, 11),
    "am": (0, 11),
    "trua": (11, 13),
    "chieu": (12, 18),
    "toi": (17, 23),
    "dem": (19, 23),
    "pm": (12, 23),
}
_FEW = "|".join(sorted(_LESS, key=len, reverse=True))
_CLOCK = (
    rf"(?P<hour{{0}}>\d{{{{1,2}}}}|{_WORD}) ?"
    r"(?:[:.] ?(?P<colon{0}>\d{{2}})"
    rf"|(?P<h{{0}}>h|g|gio)? ?(?:(?P<half{{0}}>ruoi)|kem (?P<less{{0}}>\d{{{{1,2}}}}|{_FEW})"
    r"|(?P<minute{0}>(?<=[hgo ])\d{{2}}) ?(?:p|ph|phut)?)?)"
    r" ?(?P<part{0}>sang|trua|chieu|toi|dem|am|pm)?"
)
_ONE = re.compile(_CLOCK.format(1))
_TWO = re.compile(rf"{_CLOCK.format(1)}(?: ?- ?| den | toi (?=\d)){_CLOCK.format(2)}")


_PART = r"(?:sang|trua|chieu|toi|dem)"
_PLAINLY = rf"(?:\d{{1,2}} ?(?:h|g|gio|:)(?: ?\d{{2}})?(?: ?ruoi)?(?: ?{_PART})?|\d{{1,2}}(?: ruoi)? {_PART})"
_INSIDE = re.compile(rf"(?:^|[ ,])(?:luc |tu |vao )?({_PLAINLY}(?: ?(?:-|den) ?{_PLAINLY})?)(?=[ ,]|$)")


def apart(plain: str) -> tuple[str, str] | None:
    """A day and its hours, where somebody wrote both at once («19h30 thứ bảy tuần sau»), without marks; else None."""
    found = _INSIDE.search(plain)
    rest = "" if found is None else " ".join(f"{plain[: found.start()]} {plain[found.end() :]}".split()).strip(" ,")
    return None if found is None or not rest else (rest, found[1])


@dataclass(frozen=True, slots=True)
class _Said:
    """One moment as it was written. `plain`: nothing says that it is a time, it is a bare number."""

    minutes: tuple[int, ...]
    part: str | None
    hour: int
    minute: int
    plain: bool


def read_hours(text: str) -> ReadHours:
    """From when, and to when if it was said. Raises Refusal with the way to write it."""
    plain = _plain(text)
    if (found := _ONE.fullmatch(plain)) is not None:
        said = _said(found, 1)
        if said.plain:
            raise Refusal(HOW)
        return ReadHours(tuple((_time(minutes), None) for minutes in said.minutes), len(said.minutes) == 1)
    if (found := _TWO.fullmatch(plain)) is None:
        raise Refusal(HOW)
    first, last = _said(found, 1), _said(found, 2)
    if first.plain and last.plain:
        raise Refusal(HOW)
    return _pair(first, last)


def _plain(text: str) -> str:
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf").lower()
    seen = re.sub(r"\btới\b", "-", seen)  # «tới» is until, «tối» the evening
    plain = "".join(fold(sign) or sign for sign in seen)
    plain = re.sub(r"[–—−→]", "-", plain)
    return re.sub(r"^(tu|luc|vao) ", "", " ".join(plain.split()).strip(" ,;!"))


def _said(found: re.Match[str], which: int) -> _Said:
    of = {name: found[f"{name}{which}"] for name in ("hour", "colon", "h", "half", "less", "minute", "part")}
    written = of["hour"]
    hour = int(written) if written.isdigit() else _NUMBER[written]
    minute = 30 if of["half"] else int(of["colon"] or of["minute"] or 0)
    if of["less"]:
        less = int(of["less"]) if of["less"].isdigit() else _LESS[of["less"]]
        hour, minute = hour - 1, 60 - less
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        raise Refusal(HOW)
    hours = _hours(hour, of["part"], exact=written.startswith("0"))
    if not hours:
        raise Refusal(HOW)
    plain = not (of["colon"] or of["h"] or of["half"] or of["less"] or of["part"])
    return _Said(tuple(each * 60 + minute for each in hours), of["part"], hour, minute, plain)


def _hours(hour: int, part: str | None, *, exact: bool) -> list[int]:
    """The hours of the day that may be meant; none where the hour has no such part of the day."""
    if part is None:
        return [hour] if exact or hour >= 12 or hour == 0 else [hour, hour + 12]
    low, high, added = _PARTS[part]
    if low <= hour <= high:
        return [hour + added]
    low, high = _WHOLE[part]
    return [hour] if low <= hour <= high else []


def _pair(first: _Said, last: _Said) -> ReadHours:
    begins = first.minutes
    if first.part is None and last.part is not None and len(begins) > 1:  # «6h-8h30 tối»: both in the evening
        same = [hour * 60 + first.minute for hour in _hours(first.hour, last.part, exact=False)]
        begins = tuple(each for each in same if each < last.minutes[0]) or begins
    pairs = [(begin, end) for begin in begins if (end := _after(begin, last.minutes)) is not None]
    if not pairs:
        raise Refusal(ENDS_FIRST)
    if len(last.minutes) == 1 and len(pairs) > 1:
        pairs = [pair for pair in pairs if pair[1] - pair[0] < NOON] or pairs
    slip = len(last.minutes) > 1 and len(begins) == 1 and first.part is None and begins[0] > NOON
    long = any(end - begin >= NOON for begin, end in pairs)
    options = tuple((_time(begin), _time(end)) for begin, end in pairs)
    return ReadHours(options, len(options) == 1 and not slip and not long)


def _after(begin: int, ends: tuple[int, ...]) -> int | None:
    """The first of these moments after the beginning."""
    return next((end for end in ends if end > begin), None)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
