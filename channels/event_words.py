"""What events, sign-ups and announcements say alike: when, where, who."""

from __future__ import annotations

from datetime import datetime

from channels import buttons
from channels.cards import Act, ward_name
from domain.costs import FREE
from domain.events import Kind
from domain.lunar import Moon, moon_of
from domain.people import AgeBand
from domain.signups import Child, ChildEntry, Ticket
from domain.signups import State as TicketState
from domain.texts import Text
from domain.working_time import HANOI

ICONS = {Kind.JUNE1: "🎈", Kind.ACTION_MONTH: "🌱", Kind.MID_AUTUMN: "🏮", Kind.FORUM: "🗣", Kind.TRAINING: "📘"}
MONTHS = {1: Text("first month"), 12: Text("twelfth month")}
LAST_OF_TEN, FULL_MOON = 10, 15
BANDS = {
    AgeBand.UNDER_7: Text("Under 7"),
    AgeBand.FROM_7: Text("7 to 10"),
    AgeBand.FROM_11: Text("11 to 15"),
    AgeBand.FROM_16: Text("16 or 17"),
}


def icon(kind: Kind) -> str:
    """The sign of a kind of event."""
    return ICONS.get(kind, "📌")


def calendar_act(event: int) -> Act:
    """📆 Thêm vào lịch."""
    return Act(Text("📆 Add to my calendar"), buttons.AddToCalendar(event))


def where_of(ward: str | None) -> Text:
    """The ward, or all four."""
    return Text("all four wards") if ward is None else ward_name(ward)


def ages_line(ages: tuple[int, int]) -> Text:
    """For which ages it is."""
    return Text("🧒 For children of {youngest} to {oldest} years", youngest=ages[0], oldest=ages[1])


def cost_in_words(cost: str) -> Text | str:
    """What is collected, or that nothing is."""
    return Text("Free of charge") if cost == FREE else cost


def cost_lines(cost: str) -> list[Text]:
    """The line about it; none where it was not said: nobody guesses that something is free."""
    return [Text("💰 {cost}", cost=cost_in_words(cost))] if cost else []


def when_of(starts_at: datetime, ends_at: datetime) -> Text:
    """Day and hours, with the weekday and the lunar date."""
    if starts_at.astimezone(HANOI).date() == ends_at.astimezone(HANOI).date():
        return Text("🗓 {day}, {start}–{end}", day=day_in_words(starts_at), start=starts_at, end=ends_at)
    first, last = day_in_words(starts_at), day_in_words(ends_at)
    return Text("🗓 from {start}, {first}, to {end}, {last}", start=starts_at, first=first, end=ends_at, last=last)


def day_in_words(at: datetime) -> Text:
    """Thứ Bảy, 11/9/2027 (11 tháng 8 âm lịch): the day it is in Hà Nội at that moment."""
    return Text("{at:long} ({lunar})", at=at, lunar=lunar_in_words(moon_of(at.astimezone(HANOI).date())))


def lunar_in_words(moon: Moon) -> Text:
    """As people say it: mùng 1, rằm, tháng Giêng, tháng Chạp, tháng 6 nhuận."""
    month = MONTHS.get(moon.month, Text("month {number}", number=moon.month))
    if moon.leap:
        month = Text("leap {month}", month=month)
    if moon.day == FULL_MOON:
        return Text("full moon of lunar {month}", month=month)
    if moon.day <= LAST_OF_TEN:
        return Text("day {day} of lunar {month}", day=moon.day, month=month)
    return Text("{day} of lunar {month}", day=moon.day, month=month)


def cut_at_word(words: str, most: int) -> str:
    """At most so many signs, the last word whole; what is cut off is shown as «…»."""
    if len(words) <= most:
        return words
    kept = words[:most]
    if words[most] != " ":
        kept = kept.rpartition(" ")[0] or kept[: most - 1]
    return kept.rstrip(" ,.;:–-") + "…"


def ticket_line(ticket: Ticket) -> Text:
    """Where a sign-up stands."""
    if ticket.state is TicketState.INTEREST:
        return Text("⏳ A parent's yes is still missing. No seat is kept yet.")
    if ticket.state is TicketState.WAITING:
        return rank_line(ticket.rank, ticket.seats)
    if ticket.state is TicketState.OFFERED:
        return Text(
            "🪑 {seats} seats are kept for you until {until:day}.", seats=ticket.seats, until=ticket.offer_until
        )
    states = {
        TicketState.HELD: Text("seats kept, a yes is still missing"),
        TicketState.CONFIRMED: Text("signed up"),
        TicketState.CANCELLED: Text("cancelled"),
    }
    return Text(
        "🎟 <code>{code}</code> · {seats} seats · {state}",
        code=ticket.code,
        seats=ticket.seats,
        state=states[ticket.state],
    )


def rank_line(rank: int, seats: int) -> Text:
    """The place in the waiting list."""
    return Text("⏳ Your family is number {rank} in the waiting list ({seats} seats).", rank=rank, seats=seats)


def child_line(child: Child | ChildEntry) -> Text:
    """A child: name, age band, and what the organisers should know."""
    if child.needs:
        return Text("• {name} ({age}) – {needs}", name=child.nickname, age=BANDS[child.age_band], needs=child.needs)
    return Text("• {name} ({age})", name=child.nickname, age=BANDS[child.age_band])
