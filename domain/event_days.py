"""Days as Vietnamese write them. What can mean two days comes back as both: it is asked, never guessed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from domain.lunar import lunar_days, moon_of
from domain.texts import Refusal, Text
from domain.vietnamese import fold, has_marks

Days = tuple[date, date]  # the first and the last, both included

FARTHEST = timedelta(days=730)
LONGEST_SPAN = timedelta(days=180)
JUST_OVER = timedelta(days=60)  # a date without a year that was a moment ago may be a slip
HOW = Text(
    "I did not understand this day. Write it like: 12/9, 12/9/2027, Saturday next week, full moon of August, 1/6-30/6."
)
PAST = Text("This day is over. Please write a day to come.")
NO_SUCH_DAY = Text("There is no such day in the calendar. Please write it again, like 12/9/2027.")
TOO_FAR = Text("This day is more than two years ahead. Please check the year.")
LAST_FIRST = Text("The last day comes before the first. Please write both again, like 1/6-30/6.")


@dataclass(frozen=True, slots=True)
class ReadDays:
    """What was understood, likeliest first. Not `sure`: somebody has to choose, also where there is one only."""

    options: tuple[Days, ...]
    sure: bool


def read_days(text: str, today: date) -> ReadDays:
    """One day or a span of days (`today` is Hà Nội's). Raises Refusal with the way to write it."""
    first, last = _span(plain(text))
    if last is None:
        options, sure = _day(first, today)
        return ReadDays(tuple((day, day) for day in _in_time(options, today)), sure and len(options) == 1)
    begins, sure = _day(first, today)
    found: list[Days] = []
    for begin in _in_time(begins, today):
        ends, sure_end = _day(last, begin)
        sure = sure and sure_end and len(ends) == 1
        found += [(begin, end) for end in ends if begin <= end <= begin + LONGEST_SPAN]
    if not found:
        raise Refusal(LAST_FIRST)
    return ReadDays(tuple(found), sure and len(found) == 1)


# --- how it is written ---

_MARKED = {
    "kìa": "kia3",
    "sáu": "6",
    "tháng sau": "tháng toi",
    "mốt": "kia2",
    "kia": "kia2",
}  # marks that tell two words apart
_NUMBERS = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_NUMBER = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"gieng": 1, "chap": 12, "bon": 4}
_WORD = "|".join(sorted(_NUMBER, key=len, reverse=True))
_WEEKDAY = {"chu nhat": 6, "cn": 6} | {
    f"{thu}{day}": number
    for number, days in enumerate((("2", "hai"), ("3", "ba"), ("4", "tu"), ("5", "nam"), ("6", "sau"), ("7", "bay")))
    for day in days
    for thu in ("thu ", "t")
}
_WEEKDAYS = "|".join(sorted(_WEEKDAY, key=len, reverse=True))
_DATE = re.compile(
    rf"(?:(?:ngay )?(?P<moon>mung|mong) )?(?P<day>\d{{1,2}}|(?:{_WORD})(?= thang))(?: ?[/.-] ?| thang )"
    rf"(?P<month>\d{{1,2}}|{_WORD})(?P<leap> nhuan)?(?:(?: ?[/.-] ?| nam )(?P<year>\d{{4}}|\d{{2}}))?"
    r"(?: (?P<calendar>am lich|am|al|duong lich|duong|dl))?"
)
_FULL = re.compile(
    rf"(?:ngay )?ram(?: thang (?P<month>\d{{1,2}}|{_WORD}|toi|nay)(?P<leap> nhuan)?)?(?: nay)?"
    r"(?: nam (?P<year>\d{4}))?(?: am lich| am)?"
)
_LATER = re.compile(r"(?P<count>\d{1,3}) (?P<unit>ngay|tuan) (?:nua|toi)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WEEK = re.compile(
    rf"(?P<day>{_WEEKDAYS}|cuoi tuan)(?: (?P<when>nay|tuan nay|tuan (?:toi|sau) nua|tuan toi|tuan sau|toi|sau))?"
)
_BESIDE = re.compile(
    rf"(?:(?P<before>{_WEEKDAYS}),? ?)?(?:ngay )?(?P<date>[^()]*?\d[^()]*?)(?: ?\((?P<after>{_WEEKDAYS})\))?"
)
_NEAR = {"hom nay": 0, "nay": 0, "mai": 1, "ngay mai": 1, "kia2": 2, "ngay kia2": 2, "kia3": 3, "ngay kia3": 3}

Options = tuple[list[date], bool]


def plain(text: str) -> str:
    """Lower case without marks, its punctuation kept; words that only their marks tell apart stay apart."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf").lower()
    if has_marks(seen):
        for word, becomes in _MARKED.items():
            seen = re.sub(rf"\b{word}\b", becomes, seen)
    bare = "".join(fold(sign) or sign for sign in seen)
    return " ".join(re.sub(r"[–—−]", "-", bare).split()).strip(" .,;!")


def _span(plain: str) -> tuple[str, str | None]:
    """The words for the first and the last day; None where it is one day."""
    if found := re.fullmatch(r"(?:tu )?(?:ngay )?(\d{1,2}) ?(?:-|den) ?(\d{1,2})((?:/| thang ).+)", plain):
        return f"{found[1]}{found[3]}", f"{found[2]}{found[3]}"
    parts = re.split(r" den (?:het )?| ?- ?(?=\d{1,2}/)| - ", plain.removeprefix("tu "))
    if len(parts) > 2:
        raise Refusal(HOW)
    return parts[0], parts[1] if len(parts) == 2 else None


# --- what it means ---


def _day(plain: str, today: date) -> Options:
    ways: Sequence[Callable[[str, date], Options | None]] = (_near, _week, _named, _moon, _dated, _beside)
    found = next((options for way in ways if (options := way(plain, today)) is not None), None)
    if found is None:
        raise Refusal(HOW)
    return found


def _in_time(days: Iterable[date], today: date) -> list[date]:
    kept = list(days)
    if all(day < today for day in kept):
        raise Refusal(PAST)
    if all(day - today > FARTHEST for day in kept):
        raise Refusal(TOO_FAR)
    return [day for day in kept if today <= day <= today + FARTHEST]


def _near(plain: str, today: date) -> Options | None:
    if plain in ("kia", "ngay kia"):  # without its mark: the day after tomorrow, or the one after that
        return [today + timedelta(days=2), today + timedelta(days=3)], False
    if plain in ("mot", "ngay mot"):
        return [today + timedelta(days=2)], True
    if plain in _NEAR:
        return [today + timedelta(days=_NEAR[plain])], True
    if (found := _LATER.fullmatch(plain)) is not None:
        return [today + int(found["count"]) * timedelta(days=7 if found["unit"] == "tuan" else 1)], True
    return None


def _week(plain: str, today: date) -> Options | None:
    """«Thứ bảy» alone is the next one; on a Saturday it may be today. «Thứ bảy tới» may be this week's or the next."""
    found = _WEEK.fullmatch(plain.removeprefix("ngay "))
    if found is None:
        return None
    monday = today - timedelta(days=today.weekday())
    wanted = (5, 6) if found["day"] == "cuoi tuan" else (_WEEKDAY[found["day"]],)
    weeks = {None: (0, 1), "nay": (0,), "tuan nay": (0,), "toi": (0, 1), "sau": (0, 1)}
    weeks |= {"tuan toi nua": (2,), "tuan sau nua": (2,)}
    when = "tuan sau" if (found["day"], found["when"]) == ("cuoi tuan", "sau") else found["when"]
    days = [monday + timedelta(days=7 * week + day) for week in weeks.get(when, (1,)) for day in wanted]
    if when in ("nay", "tuan nay"):
        return [day for day in days if day >= today] or days, len(days) == 1
    if when is None:
        days = [day for day in days if day >= today]
        days = [day for day in days if day == today or day <= today + timedelta(days=7)]
        return (days[:2], False) if len(wanted) > 1 or days[0] == today else (days[:1], True)
    if when in ("toi", "sau"):
        days = [day for day in days if day > today]
    return days, len(days) == 1


def _named(plain: str, today: date) -> Options | None:
    if plain in ("trung thu", "tet trung thu", "ram trung thu"):
        return _lunar(15, 8, None, today)
    return _solar(1, 6, None, today) if plain in ("quoc te thieu nhi", "tet thieu nhi") else None


def _moon(plain: str, today: date) -> Options | None:
    """Rằm: the 15th of a lunar month, the next one where none is named."""
    found = _FULL.fullmatch(plain)
    if found is None:
        return None
    month, year = found["month"], found["year"]
    if month in (None, "nay", "toi", "sau"):
        coming = list(islice((d for n in range(80) if moon_of(d := today + timedelta(days=n)).day == 15), 2))
        this_month = moon_of(coming[0]).month == moon_of(today).month
        if month != "sau":
            return [coming[1] if month == "toi" and this_month else coming[0]], True
        named, _ = _lunar(15, 6, None, today)
        return [coming[1], *named], False  # without marks: next month's, or that of the sixth
    return _lunar(15, _month(month), int(year) if year else None, today, leap=bool(found["leap"]))


def _dated(plain: str, today: date) -> Options | None:
    if (iso := _ISO.fullmatch(plain)) is not None:
        return _solar(int(iso[3]), int(iso[2]), int(iso[1]), today)
    found = _DATE.fullmatch(plain.removeprefix("ngay "))
    if found is None:
        return None
    day = int(found["day"]) if found["day"].isdigit() else _NUMBER[found["day"]]
    month, said = _month(found["month"]), found["year"]
    year = None if said is None else int(said) + (2000 if len(said) == 2 else 0)
    calendar = found["calendar"] or ""
    if calendar.startswith("a") or found["leap"] or found["month"] in ("gieng", "chap"):
        return _lunar(day, month, year, today, leap=bool(found["leap"]))
    solar = _solar(day, month, year, today)
    if found["moon"] and not calendar:  # «mùng 1 tháng 6» is said of both calendars
        return [*solar[0], *_lunar(day, month, year, today)[0]], False
    return solar


def _beside(plain: str, today: date) -> Options | None:
    """A weekday beside a date: where the two do not agree it is asked."""
    found = _BESIDE.fullmatch(plain)
    if found is None or not (found["before"] or found["after"]):
        return None
    options = _dated(found["date"].strip(" ,"), today)
    if options is None:
        return None
    named = {_WEEKDAY[day] for day in (found["before"], found["after"]) if day}
    return options[0], options[1] and {day.weekday() for day in options[0]} == named


def _solar(day: int, month: int, year: int | None, today: date) -> Options:
    if year is not None:
        if (meant := _date(day, month, year)) is None:
            raise Refusal(NO_SUCH_DAY)
        return [meant], True
    years = (_date(day, month, each) for each in range(today.year, today.year + 5))
    known = [each for each in years if each is not None]
    if not known:
        raise Refusal(NO_SUCH_DAY)
    coming = next(each for each in known if each >= today)
    slip = known[0] < today and today - known[0] <= JUST_OVER
    return [coming], not slip and coming.year <= today.year + 1


def _lunar(day: int, month: int, year: int | None, today: date, *, leap: bool = False) -> Options:
    if not (1 <= day <= 30 and 1 <= month <= 12):
        raise Refusal(NO_SUCH_DAY)
    this = moon_of(today).year
    for each in (year,) if year else range(this, this + 3):
        days = [d for d in lunar_days(day, month, each) if (year or d >= today) and (not leap or moon_of(d).leap)]
        if days:
            return days, len(days) == 1
    raise Refusal(NO_SUCH_DAY)


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBER[word]
