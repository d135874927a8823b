"""The fields of an event as somebody edits them: one question each, and what an answer makes of the plan. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from domain.costs import cost_of
from domain.event_days import PAST, plain, read_days
from domain.event_hours import apart, read_hours
from domain.events import OPEN_END, OPEN_START, Event, Kind, Plan
from domain.people import Audience
from domain.signups import clean
from domain.texts import Refusal, Text
from domain.wards import WARDS
from domain.working_time import HANOI

ALL = "all"
NONE = "none"
LASTS = timedelta(minutes=30)  # after that a message is a message again, not a forgotten answer
QUIET = timedelta(minutes=15)  # so long after the last change families hear of it by themselves
LONGEST_REASON = 300
NIGHT = timedelta(hours=12)  # an event that ends the next day within so long is one evening, not two days


class Field(StrEnum):
    """What can be edited, in the order of the card; its value is what a button carries."""

    KIND = "kind"
    TITLE = "title"
    DAY = "day"
    HOURS = "hours"
    ENDS = "ends"  # asked after a beginning alone was said; a row of the card it is not
    PLACE = "place"
    WARD = "ward"
    PURPOSE = "purpose"
    PROGRAMME = "programme"
    FORM = "form"
    IN_CHARGE = "in_charge"
    COST = "cost"
    AUDIENCE = "audience"
    AGES = "ages"
    SEATS = "seats"
    ACCOMPANIED = "accompanied"
    QUOTA = "quota"
    FOOD = "food"
    HEALTH = "health"
    PICTURE = "picture"


ROWS = tuple(field for field in Field if field is not Field.ENDS)
LONGEST = {
    Field.TITLE: 120,
    Field.PLACE: 300,
    Field.PURPOSE: 600,
    Field.PROGRAMME: 1500,
    Field.FORM: 300,
    Field.IN_CHARGE: 300,
    Field.COST: 300,
    Field.FOOD: 300,
    Field.HEALTH: 300,
}
MAY_BE_EMPTY = frozenset({Field.COST, Field.FOOD, Field.HEALTH})
TAPPED = frozenset({Field.KIND, Field.WARD, Field.AUDIENCE, Field.ACCOMPANIED})
PLEASE_TAP = Text("Please tap one of the buttons below the question.")
NUMBER_HOW = Text("Please write a number alone, like 120.")
AGES_HOW = Text("Please write the youngest and the oldest age, like 6-11.")

_ISO_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")
_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_ISO_HOURS = re.compile(rf"{_CLOCK}/(?:{_CLOCK})?")
_BETWEEN = "@"  # days and the hours they were written with, as one button carries both
_CARRIED = re.compile(r"\??\d{4}(?:-\d{4})?(?:,\d{4}(?:-\d{4})?)*")
_AGES = re.compile(r"(?:tu )?(\d{1,2}) ?(?:-|den) ?(\d{1,2})(?: ?tuoi)?")
_COUNT = re.compile(r"(-?\d{1,9})(?: ?(?:cho|ghe))?")


@dataclass(frozen=True, slots=True)
class Choose:
    """More than one thing was understood, or one that may be a slip: values for buttons, likeliest first."""

    field: Field
    options: tuple[str, ...]


def answered(plan: Plan, field: Field, said: str, today: date) -> Plan | Choose:
    """The plan with this answer, typed or tapped. Raises Refusal for what cannot be understood or kept."""
    match field:
        case Field.KIND:
            return replace(plan, kind=Kind(_one_of(said, tuple(Kind))))
        case Field.WARD:
            ward = _one_of(said, (*WARDS, ALL))
            return replace(plan, ward=None if ward == ALL else ward)
        case Field.AUDIENCE:
            audience = _one_of(said, (*Audience, ALL))
            return replace(plan, audience=None if audience == ALL else Audience(audience))
        case Field.ACCOMPANIED:
            return replace(plan, accompanied=_one_of(said, ("yes", "no")) == "yes")
        case Field.DAY:
            return _on_days(plan, said, today)
        case Field.HOURS | Field.ENDS:
            return _at_hours(plan, field, said)
        case Field.SEATS:
            return replace(plan, seats=None, quota=0) if said == NONE else replace(plan, seats=_count(said))
        case Field.QUOTA:
            return replace(plan, quota=0 if said == NONE else _count(said))
        case Field.AGES:
            return replace(plan, ages=None if said == ALL else _ages(said))
        case Field.COST:
            return replace(plan, cost="" if said == NONE else cost_of(words(field, said)))
        case Field.PICTURE:
            raise Refusal(Text("Please send a photo, not a file and not words."))
        case _:
            kept: dict[str, Any] = {field.value: "" if said == NONE and field in MAY_BE_EMPTY else words(field, said)}
            return replace(plan, **kept)


def day_and_hours(said: str) -> tuple[str, str | None]:
    """What was written about the day, and about the hours if they were written with it; also of a button (`choose`)."""
    days, between, hours = said.partition(_BETWEEN)
    if between and _CARRIED.fullmatch(hours):
        return days, hours
    return apart(plain(said)) or (said, None)


def with_hours(choose: Choose, hours: str | None) -> Choose:
    """The same days to choose from, each with the hours that were written beside them. Raises Refusal as read_hours."""
    if hours is None or choose.field is not Field.DAY:
        return choose
    read = read_hours(hours)
    spans = (f"{begin:%H%M}" if end is None else f"{begin:%H%M}-{end:%H%M}" for begin, end in read.options)
    carried = f"{'' if read.sure else '?'}{','.join(spans)}"
    return Choose(choose.field, tuple(f"{days}{_BETWEEN}{carried}" for days in choose.options))


def carried(hours: str) -> tuple[tuple[str, ...], bool]:
    """Hours as a button of a day carries them: each as one of hours would, and whether they are sure."""
    spans = [span.partition("-") for span in hours.removeprefix("?").split(",")]
    return tuple(f"{_colon(begin)}/{_colon(end)}" for begin, _, end in spans), not hours.startswith("?")


def days_value(first: date, last: date) -> str:
    """Days as a button carries them."""
    return f"{first.isoformat()}/{last.isoformat()}"


def draft_of(kind: Kind, ward: str | None, days: str) -> Plan:
    """A new draft: its kind, its ward and its days, and nothing else yet."""
    first, last = _iso_days(days) or (None, None)
    if first is None or last is None:
        raise Refusal(PLEASE_TAP)
    starts_at, ends_at = datetime.combine(first, OPEN_START, HANOI), datetime.combine(last, OPEN_END, HANOI)
    return Plan(kind=kind, title="", ward=ward, starts_at=starts_at, ends_at=ends_at)


def understood_days(said: str, today: date) -> tuple[str, ...]:
    """The days somebody wrote or tapped, as buttons carry them; more than one, or `?` in front: they choose."""
    if (tapped := _iso_days(said)) is not None:
        return (days_value(*tapped),)
    read = read_days(said, today)
    options = tuple(days_value(*days) for days in read.options)
    return options if read.sure else ("?", *options)


def words(field: Field, said: str) -> str:
    """What was written, without signs nobody sees; lines stay in the programme. Raises Refusal."""
    lines = [clean(line) for line in said.splitlines()]
    kept = "\n".join(line for line in lines if line) if field is Field.PROGRAMME else " ".join(filter(None, lines))
    if not any(sign.isalnum() for sign in kept):
        raise Refusal(Text("Please write it in words."))
    if len(kept) > LONGEST[field]:
        raise Refusal(
            Text(
                "This is too long: {letters} letters, and there is room for {most}. Please write it shorter.",
                letters=len(kept),
                most=LONGEST[field],
            )
        )
    return kept


def reason(said: str) -> str:
    """Why an event is cancelled: one line, families read it. Raises Refusal for a long one."""
    kept = clean(said)
    if len(kept) > LONGEST_REASON:
        raise Refusal(Text("The reason is too long: at most {most} letters.", most=LONGEST_REASON))
    return kept


def differing(before: Event, after: Event) -> tuple[Field, ...]:
    """The fields in which two states of an event differ."""
    return tuple(field for field in ROWS if _value(before, field) != _value(after, field))


def _value(event: Event, field: Field) -> object:
    starts, ends = event.starts_at.astimezone(HANOI), event.ends_at.astimezone(HANOI)
    match field:
        case Field.DAY:
            return starts.date(), ends.date()
        case Field.HOURS:
            return starts.time(), ends.time()
        case Field.PLACE:
            return event.place, event.point
        case Field.PICTURE:
            return event.image
        case _:
            return getattr(event, field.value)


def _colon(clock: str) -> str:
    return clock and f"{clock[:2]}:{clock[2:]}"


def _one_of(said: str, choices: tuple[str, ...]) -> str:
    if said not in choices:
        raise Refusal(PLEASE_TAP)
    return said


def _count(said: str) -> int:
    found = _COUNT.fullmatch(plain(said))
    if found is None:
        raise Refusal(NUMBER_HOW)
    return int(found[1])


def _ages(said: str) -> tuple[int, int]:
    found = _AGES.fullmatch(plain(said))
    if found is None:
        raise Refusal(AGES_HOW)
    return int(found[1]), int(found[2])


def _on_days(plan: Plan, said: str, today: date) -> Plan | Choose:
    sure, *more = understood_days(said, today)
    if sure == "?" or more:
        return Choose(Field.DAY, tuple(more) if sure == "?" else (sure, *more))
    first, last = _iso_days(sure) or (today, today)
    if last < today:
        raise Refusal(PAST)
    starts, ends = plan.starts_at.astimezone(HANOI).time(), plan.ends_at.astimezone(HANOI).time()
    if first == last and _past_midnight(plan):
        last += timedelta(days=1)
    return replace(plan, starts_at=datetime.combine(first, starts, HANOI), ends_at=datetime.combine(last, ends, HANOI))


def _past_midnight(plan: Plan) -> bool:
    """Whether it is an evening that ends after midnight: one day as people speak of it."""
    first, last = plan.starts_at.astimezone(HANOI).date(), plan.ends_at.astimezone(HANOI).date()
    return last == first + timedelta(days=1) and plan.ends_at - plan.starts_at < NIGHT


def _at_hours(plan: Plan, field: Field, said: str) -> Plan | Choose:
    if _CARRIED.fullmatch(said) is not None:
        options, sure = carried(said)
        if not sure or len(options) > 1:
            return Choose(Field.HOURS, options)
        said = options[0]
    if (tapped := _ISO_HOURS.fullmatch(said)) is not None:
        begin, end = time.fromisoformat(tapped[1]), None if tapped[2] is None else time.fromisoformat(tapped[2])
        return _timed(plan, begin, end)
    read = read_hours(said)
    if field is Field.ENDS and all(end is None for _, end in read.options):
        begin = plan.starts_at.astimezone(HANOI).time()
        several = plan.starts_at.astimezone(HANOI).date() != plan.ends_at.astimezone(HANOI).date()
        later = [at for at, _ in read.options if several or at > begin]
        if not later:
            raise Refusal(Text("The event ends before it starts. Please correct one of the two times."))
        return _timed(plan, begin, later[0])
    if not read.sure:
        return Choose(Field.HOURS, tuple(f"{a:%H:%M}/{'' if b is None else f'{b:%H:%M}'}" for a, b in read.options))
    return _timed(plan, *read.options[0])


def _timed(plan: Plan, begin: time, end: time | None) -> Plan:
    """The same days at these hours; where only a beginning was said, an end that no longer fits is open again."""
    first, last = plan.starts_at.astimezone(HANOI), plan.ends_at.astimezone(HANOI)
    if end is None:
        end = last.time() if last.date() > first.date() or last.time() > begin else OPEN_END
    until = first.date() if _past_midnight(plan) and end > begin else last.date()
    return replace(
        plan,
        starts_at=datetime.combine(first.date(), begin, HANOI),
        ends_at=datetime.combine(until, end, HANOI),
    )


def _iso_days(said: str) -> tuple[date, date] | None:
    found = _ISO_DAYS.fullmatch(said)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), date.fromisoformat(found[2])
    except ValueError:
        return None
