"""An event: what it must say, and the days of the year that bring one by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lunar_vn import LunarDate, lunar_to_solar

from domain.people import Audience
from domain.texts import Text
from domain.wards import WARDS
from domain.working_time import HANOI

DRAFTED_AHEAD = timedelta(weeks=4)
HELD_BEFORE = timedelta(days=21)  # festivals are often held some days before the day itself
HELD_AFTER = timedelta(days=7)
LONGEST = timedelta(days=40)
REMINDED_AT = time(18)
MOST_SEATS = 10_000


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
    adult of their family, who has a seat too. `point` is latitude and longitude.
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
    """A plan that is kept: with a number, a lasting name (`slug`), a state; `version` counts its changes."""

    id: int
    slug: str
    state: State
    version: int = 1

    def is_open_at(self, now: datetime) -> bool:
        """Whether a family can still sign up or withdraw."""
        return self.state is State.PUBLISHED and now < self.ends_at

    def reminder_at(self, now: datetime) -> datetime | None:
        """When to remind: 18:00 on the day before; later than that, two hours before; None when it is too late."""
        evening = datetime.combine(self.starts_at.astimezone(HANOI).date() - timedelta(days=1), REMINDED_AT, HANOI)
        return next((at for at in (evening, self.starts_at - timedelta(hours=2)) if at > now), None)


# what families hear of when it changes
TOLD = ("title", "starts_at", "ends_at", "place", "purpose", "programme", "form", "in_charge")

_UNSAID = {
    "title": Text("Before it is published, please give the event a title."),
    "place": Text("Before it is published, please say where the event takes place."),
    "purpose": Text("Before it is published, please say what the event is for."),
    "programme": Text("Before it is published, please say what happens at the event: its programme."),
    "form": Text("Before it is published, please say in which form the event is held."),
    "in_charge": Text("Before it is published, please say who is in charge of the event."),
}


def unsaid(plan: Plan) -> Text | None:
    """The first thing families must be told that the plan does not say (Thông tư 27/2022, Điều 4)."""
    return next((text for name, text in _UNSAID.items() if not getattr(plan, name).strip()), None)


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


def lunar_day(day: int, month: int, year: int) -> date:
    """A day of the Vietnamese lunar calendar, not in a leap month, as a solar date."""
    solar: date = lunar_to_solar(LunarDate(day, month, year))
    return solar


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


def fixed_days_due(today: date) -> list[FixedDay]:
    """The fixed days of the next four weeks: their drafts should lie with the editor by now."""
    days = (fixed_day(kind, year) for year in (today.year, today.year + 1) for kind in Kind)
    return [day for day in days if day is not None and timedelta() <= day.first - today <= DRAFTED_AHEAD]
