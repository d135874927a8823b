"""An event: what it must say, and the days of the year that bring one by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce

from domain.costs import COST_HOW, is_bare
from domain.lunar import lunar_day
from domain.people import AgeBand, Audience
from domain.texts import Text
from domain.wards import WARDS
from domain.working_time import HANOI

DRAFTED_AHEAD = timedelta(weeks=4)
HELD_BEFORE = timedelta(days=21)  # festivals are often held some days before the day itself
HELD_AFTER = timedelta(days=7)
LONGEST = timedelta(days=40)
MOST_SEATS = 10_000
OLDEST = 17
OPEN_START, OPEN_END = time(), time(23, 59)  # a draft that knows its day alone


class Kind(StrEnum):
    """What sort of event it is (product.md §3)."""

    JUNE1 = "june1"
    ACTION_MONTH = "action_month"
    MID_AUTUMN = "mid_autumn"
    FORUM = "forum"
    TRAINING = "training"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """Its name, for lists and for a draft that has no title yet."""
        return LABELS[self]


LABELS = {
    Kind.JUNE1: Text("International Children's Day, 1 June"),
    Kind.ACTION_MONTH: Text("Month of Action for Children"),
    Kind.MID_AUTUMN: Text("Mid-Autumn Festival"),
    Kind.FORUM: Text("Children's forum"),
    Kind.TRAINING: Text("Training"),
    Kind.OTHER: Text("Other event"),
}


class State(StrEnum):
    """Draft → published → done, or cancelled."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an event says: all that Thông tư 27/2022, Điều 4 khoản 2 wants said in advance.

    `ward` None: all wards. `seats` None: nobody has to sign up. `accompanied`: children come with an
    adult of their family, who has a seat too. `point` is latitude and longitude. `ages`: the youngest and the oldest
    it is meant for, in years. `quota`: of the seats, those held back for children in special circumstances; families
    never hear of it. `cost`: what is collected, in words, or domain.costs.FREE; empty: not said.
    """

    kind: Kind
    title: str
    ward: str | None
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    purpose: str = ""
    programme: str = ""
    form: str = ""
    in_charge: str = ""
    seats: int | None = None
    accompanied: bool = True
    audience: Audience | None = None
    point: tuple[float, float] | None = None
    ages: tuple[int, int] | None = None
    quota: int = 0
    food: str = ""
    health: str = ""
    cost: str = ""

    @property
    def open_seats(self) -> int | None:
        """The seats families can have, and all that they see of them; None where nobody has to sign up."""
        return None if self.seats is None else max(0, self.seats - self.quota)

    def welcomes(self, band: AgeBand) -> bool:
        """Whether children of this age band, or some of them, are meant."""
        youngest, oldest = band.years
        return self.ages is None or (youngest <= self.ages[1] and oldest >= self.ages[0])

    def welcomes_all(self, band: AgeBand) -> bool:
        """Whether children of this age band are meant whatever their years."""
        youngest, oldest = band.years
        return self.ages is None or (self.ages[0] <= youngest and oldest <= self.ages[1])

    def is_for(self, age: int) -> bool:
        """Whether a child of so many years is meant."""
        return self.ages is None or self.ages[0] <= age <= self.ages[1]

    @property
    def starts_open(self) -> bool:
        """The hour it begins is not said yet: a draft begins with its day."""
        return self.starts_at.astimezone(HANOI).time() == OPEN_START

    @property
    def ends_open(self) -> bool:
        """The hour it ends is not said yet: a draft ends with its day."""
        return self.ends_at.astimezone(HANOI).time() == OPEN_END

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.ends_at - self.starts_at

    @property
    def whole_days(self) -> tuple[date, date] | None:
        """First and last day (Vietnam) where the hours say nothing: midnight to midnight, or longer than a day."""
        starts, ends = self.starts_at.astimezone(HANOI), self.ends_at.astimezone(HANOI)
        midnight = time()
        closes = ends if ends.time() == midnight else ends.replace(second=0, microsecond=0) + timedelta(minutes=1)
        from_midnight = starts.time() == midnight and closes.time() == midnight
        if not from_midnight and self.length <= timedelta(days=1):
            return None
        last = ends.date() - timedelta(days=ends.time() == midnight)
        return starts.date(), last


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Plan):
    """A plan that is kept: with a number, a lasting name (`slug`) and a state.

    `picture` is Telegram's id of a photo, `picture_of` the digest of the file it came from, if it came from one; then
    it may not have an id yet. `why`: the reason for which it was cancelled, `version` counts its changes.
    """

    id: int
    slug: str
    state: State
    version: int = 1
    picture: str | None = None
    picture_of: str | None = None
    why: str = ""

    @property
    def image(self) -> str | None:
        """Which picture families see: it stays the same when Telegram gives it an id."""
        return self.picture_of or self.picture

    def is_open_at(self, now: datetime) -> bool:
        """Whether a family can still sign up or withdraw."""
        return self.state is State.PUBLISHED and now < self.ends_at


def in_hanoi(point: tuple[float, float]) -> bool:
    """Whether latitude and longitude lie in or around Hà Nội: what does not is a slip, or the two are mixed up."""
    return 20 <= point[0] <= 22 and 105 <= point[1] <= 107


# what families hear of when it changes
TOLD = (
    *("title", "starts_at", "ends_at", "place", "point", "ward", "purpose", "programme", "form", "in_charge"),
    *("ages", "food", "health", "cost"),
)

_UNSAID = {
    "hours": Text("Before it is published, please say from when to when the event lasts."),
    "title": Text("Before it is published, please give the event a title."),
    "place": Text("Before it is published, please say where the event takes place."),
    "purpose": Text("Before it is published, please say what the event is for."),
    "programme": Text("Before it is published, please say what happens at the event: its programme."),
    "form": Text("Before it is published, please say in which form the event is held."),
    "in_charge": Text("Before it is published, please say who is in charge of the event."),
}


NOT_SAID = {
    "title": Text("the title"),
    "hours": Text("from when to when"),
    "place": Text("the place"),
    "purpose": Text("the purpose"),
    "programme": Text("the programme"),
    "form": Text("the form"),
    "in_charge": Text("who is in charge"),
}


def missing(plan: Plan) -> tuple[str, ...]:
    """All that families are told and the plan does not say; names of `NOT_SAID`.

    Thông tư 27/2022, Điều 4 wants it of events without parents; here every event says it.
    """
    return tuple(name for name in NOT_SAID if not _is_said(plan, name))


def must_publish_cost(kind: object, *, accompanied: bool) -> bool:
    """Whether the law wants published what is collected (Thông tư 27/2022, Điều 4 khoản 2).

    It speaks of children who come without their parents, and leaves out the Children's forum. `kind`: a Kind or its
    value as a file has it.
    """
    return not accompanied and kind != Kind.FORUM


def _is_said(plan: Plan, name: str) -> bool:
    if name == "hours":
        return not (plan.starts_open or plan.ends_open)
    return bool(getattr(plan, name).strip())


def unsaid(plan: Plan) -> Text | None:
    """One sentence about all of it, None when nothing is missing."""
    names = missing(plan)
    if len(names) < 2:
        return _UNSAID[names[0]] if names else None
    return Text("Before it is published, please say also: {what}.", what=listed([NOT_SAID[name] for name in names]))


def listed(texts: Sequence[Text]) -> Text:
    """One, two, three."""
    first, *rest = texts
    return reduce(lambda before, last: Text("{before}, {last}", before=before, last=last), rest, first)


def problems(plan: Plan) -> Iterator[tuple[str, Text]]:
    """What cannot be right: the field, and a sentence with its cure."""
    if plan.ward is not None and plan.ward not in WARDS:
        yield "ward", Text("There is no ward “{ward}”; the wards are {wards}.", ward=plan.ward, wards=", ".join(WARDS))
    if plan.seats is not None and not 0 < plan.seats <= MOST_SEATS:
        yield (
            "seats",
            Text(
                "The seats must be from 1 to {most}; where nobody has to sign up, leave the seats out.", most=MOST_SEATS
            ),
        )
    if plan.quota and not 0 < plan.quota <= (plan.seats or 0):
        yield "quota", Text("Seats can be held back only of those there are. Please write a smaller number.")
    if plan.ages is not None and not 0 <= plan.ages[0] <= plan.ages[1] <= OLDEST:
        yield "ages", Text("The ages must be from 0 to {oldest}, the younger one first.", oldest=OLDEST)
    if is_bare(plan.cost):
        yield "cost", COST_HOW
    if plan.ends_at <= plan.starts_at:
        yield "ends_at", Text("The event ends before it starts. Please correct one of the two times.")
        return
    if plan.length > LONGEST:
        yield "ends_at", Text("The event would last {days} days. Please check its end.", days=plan.length.days)
    first = plan.starts_at.astimezone(HANOI).date()
    fixed = fixed_day(plan.kind, first.year)
    if fixed is not None and not fixed.first - HELD_BEFORE <= first <= fixed.last + HELD_AFTER:
        yield (
            "starts_at",
            Text(
                "In {year} this day is {day}. Please check the date or the kind.", year=str(first.year), day=fixed.first
            ),
        )


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A day, or days, of the year that bring an event by themselves."""

    kind: Kind
    first: date
    last: date

    @property
    def slug(self) -> str:
        return f"{self.kind.value.replace('_', '-')}-{self.first.year}"


def june1(year: int) -> date:
    """Quốc tế Thiếu nhi."""
    return date(year, 6, 1)


def action_month(year: int) -> tuple[date, date]:
    """Tháng hành động vì trẻ em: June (Luật Trẻ em, Điều 11)."""
    return date(year, 6, 1), date(year, 6, 30)


def mid_autumn(year: int) -> date:
    """Tết Trung thu: the 15th of the eighth lunar month of the Vietnamese calendar (UTC+7)."""
    return lunar_day(15, 8, year)


def tet(year: int) -> date:
    """Tết Nguyên đán: the first day of the lunar year."""
    return lunar_day(1, 1, year)


def fixed_day(kind: Kind, year: int) -> FixedDay | None:
    """When this kind of event has its day in a year; None for kinds without one."""
    match kind:
        case Kind.JUNE1:
            return FixedDay(kind, june1(year), june1(year))
        case Kind.ACTION_MONTH:
            return FixedDay(kind, *action_month(year))
        case Kind.MID_AUTUMN:
            return FixedDay(kind, mid_autumn(year), mid_autumn(year))
        case _:
            return None


def fixed_day_ahead(kind: Kind, today: date) -> FixedDay | None:
    """The next day of a kind that has one."""
    days = (fixed_day(kind, year) for year in (today.year, today.year + 1))
    return next((day for day in days if day is not None and day.last >= today), None)


def fixed_days_due(today: date) -> list[FixedDay]:
    """The fixed days of the next four weeks: their drafts should lie with the editor by now."""
    days = (fixed_day(kind, year) for year in (today.year, today.year + 1) for kind in Kind)
    return [day for day in days if day is not None and timedelta() <= day.first - today <= DRAFTED_AHEAD]
