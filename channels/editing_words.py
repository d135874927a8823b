"""What the card of an event that is being edited says of each field, and which answers stand to be tapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce

from channels.cards import AUDIENCES, WARD_NAMES, ward_name
from channels.event_cards import CHANGED
from channels.event_words import cost_in_words, cut_at_word, day_in_words, icon, where_of
from domain.costs import FREE
from domain.event_fields import ALL, MAY_BE_EMPTY, NONE, Field, carried, day_and_hours
from domain.events import LABELS, Event, Kind, State, listed
from domain.people import AgeBand, Audience
from domain.texts import Text
from domain.working_time import HANOI

SHOWN = 60  # signs of a long text on the card
NOT_YET = Text("not said yet")
FIELDS = {
    Field.KIND: Text("🏷 Kind"),
    Field.TITLE: Text("✏️ Title"),
    Field.DAY: Text("🗓 Day"),
    Field.HOURS: Text("🕕 Hours"),
    Field.ENDS: Text("🕕 Hours"),
    Field.PLACE: Text("📍 Place"),
    Field.WARD: Text("🏘 Ward"),
    Field.PURPOSE: Text("🎯 Purpose"),
    Field.PROGRAMME: Text("📋 Programme"),
    Field.FORM: Text("👥 Form"),
    Field.IN_CHARGE: Text("🧑‍💼 In charge"),
    Field.COST: Text("💰 Cost"),
    Field.AUDIENCE: Text("👪 Told to"),
    Field.AGES: Text("🧒 Ages"),
    Field.SEATS: Text("🎟 Seats"),
    Field.ACCOMPANIED: Text("🤝 With family"),
    Field.QUOTA: Text("🔒 Held back"),
    Field.FOOD: Text("🍎 Food"),
    Field.HEALTH: Text("⛑ Health"),
    Field.PICTURE: Text("🖼 Picture"),
}


def line_of(event: Event) -> Text:
    """An event in the list."""
    mark = Text("📝") if event.state is State.DRAFT else Text("✅")
    title = cut_at_word(event.title, 36) or LABELS[event.kind]
    return Text("{mark} {at:date} · {title}", mark=mark, at=event.starts_at, title=title)


def with_icon(kind: Kind) -> Text:
    """A kind of event with its sign."""
    return Text("{icon} {kind}", icon=icon(kind), kind=LABELS[kind])


def value_of(event: Event, field: Field, taken: int, *, whole: bool = False) -> Text | str:
    """What a field says now; a long text `whole`, or as much of it as a card has room for."""
    match field:
        case Field.KIND:
            return LABELS[event.kind]
        case Field.DAY:
            return _days(event.starts_at, event.ends_at)
        case Field.HOURS | Field.ENDS:
            return _hours(event)
        case Field.PLACE:
            place = event.place or NOT_YET
            return place if event.point is None else Text("{place} (with a pin on the map)", place=place)
        case Field.WARD:
            return where_of(event.ward)
        case Field.AUDIENCE:
            return Text("everybody") if event.audience is None else AUDIENCES[event.audience]
        case Field.AGES:
            return Text("all ages") if event.ages is None else Text("{a}–{b} years", a=event.ages[0], b=event.ages[1])
        case Field.SEATS if event.seats is None:
            return Text("no sign-up needed")
        case Field.SEATS:
            return Text("{seats}, taken {taken}", seats=event.seats, taken=taken) if taken else str(event.seats)
        case Field.ACCOMPANIED:
            return Text("yes, with an adult") if event.accompanied else Text("no, children come alone")
        case Field.QUOTA:
            return Text("{seats} (families do not see this)", seats=event.quota) if event.quota else Text("none")
        case Field.COST:
            return cost_in_words(_cut(event.cost, whole=whole)) or NOT_YET
        case Field.PICTURE:
            return Text("none") if event.image is None else Text("there is one")
        case _:
            return _cut(getattr(event, field.value), whole=whole) or (
                Text("none") if field in MAY_BE_EMPTY else NOT_YET
            )


def _cut(words: str, *, whole: bool) -> str:
    line = words if whole else " · ".join(words.splitlines())
    return line if whole else cut_at_word(line, SHOWN)


def _days(starts_at: datetime, ends_at: datetime) -> Text:
    first, last = day_in_words(starts_at), day_in_words(ends_at)
    if starts_at.astimezone(HANOI).date() == ends_at.astimezone(HANOI).date():
        return first
    return Text("{first} – {last}", first=first, last=last)


def _hours(event: Event) -> Text:
    if event.starts_open:
        return NOT_YET
    end = Text("?") if event.ends_open else Text("{at}", at=event.ends_at)
    return Text("{start}–{end}", start=event.starts_at, end=end)


def days_said(days: str) -> Text:
    """Days as a button carries them, in words, with the hours that were written beside them where they are sure."""
    on, hours = day_and_hours(days)
    first, last = (datetime.combine(date.fromisoformat(each), datetime.min.time(), HANOI) for each in on.split("/"))
    options, sure = carried(hours) if hours else ((), False)
    return Text("{day}, {hours}", day=_days(first, last), hours=hours_said(options[0])) if sure else _days(first, last)


def hours_said(hours: str) -> Text:
    """Hours as a button carries them, in words."""
    begin, _, end = hours.partition("/")
    return Text("{begin}–{end}", begin=begin, end=end) if end else Text("from {begin}", begin=begin)


def taps(event: Event, field: Field) -> list[list[tuple[str, Text]]]:
    """Answers to tap: what a button carries, and what it says."""
    match field:
        case Field.KIND:
            return [[(kind.value, with_icon(kind))] for kind in Kind]
        case Field.WARD:
            wards = [(ward, ward_name(ward)) for ward in WARD_NAMES]
            return [wards[:2], wards[2:], [(ALL, Text("all four wards"))]]
        case Field.AUDIENCE:
            return [[(each.value, AUDIENCES[each]) for each in Audience], [(ALL, Text("everybody"))]]
        case Field.AGES:
            bands = [
                ("-".join(map(str, band.years)), Text("{a}–{b} years", a=band.years[0], b=band.years[1]))
                for band in (AgeBand.UNDER_7, AgeBand.FROM_7, AgeBand.FROM_11)
            ]
            return [bands, [("6-15", Text("{a}–{b} years", a=6, b=15)), (ALL, Text("all ages"))]]
        case Field.SEATS:
            return [[(NONE, Text("no sign-up needed"))]]
        case Field.ACCOMPANIED:
            return [[("yes", Text("yes, with an adult"))], [("no", Text("no, children come alone"))]]
        case Field.QUOTA | Field.FOOD | Field.HEALTH:
            return [[(NONE, Text("none"))]]
        case Field.COST:
            unsaid = [[(NONE, Text("🗑 Say nothing about it"))]] if event.cost else []
            return [[(FREE, Text("Free of charge"))], *unsaid]
        case Field.PICTURE if event.image is not None:
            return [[(NONE, Text("🗑 Take the picture away"))]]
        case Field.PLACE if event.point is not None:
            return [[(NONE, Text("🗑 Take the pin away"))]]
        case _:
            return []


def names_of(changed: Sequence[str]) -> Text:
    """What changed, as families read it."""
    return listed([Text(name) for name in dict.fromkeys(CHANGED[name].source for name in changed)])


def others_line(others: Mapping[str, tuple[str, datetime]]) -> Text:
    """Who wrote what meanwhile."""
    said = [
        Text("👥 Meanwhile {who} has changed “{label}” ({at}).", who=who(by), label=FIELDS[Field(field)], at=at)
        for field, (by, at) in others.items()
    ]
    return lines(said)


def who(name: str) -> Text | str:
    """A colleague, or whoever sits at the console."""
    return name or Text("the operator")


def lines(texts: Sequence[Text]) -> Text:
    """One below the other."""
    first, *rest = texts
    return reduce(lambda above, below: Text("{above}\n{below}", above=above, below=below), rest, first)
