"""What events, sign-ups and announcements say alike: when, where, who."""

from __future__ import annotations

from datetime import datetime

from channels import buttons
from channels.cards import Act, ward_name
from domain.events import Kind
from domain.people import AgeBand
from domain.signups import Child, ChildEntry, Ticket
from domain.signups import State as TicketState
from domain.texts import Text
from domain.working_time import HANOI

ICONS = {Kind.JUNE1: "🎈", Kind.ACTION_MONTH: "🌱", Kind.MID_AUTUMN: "🏮", Kind.FORUM: "🗣", Kind.TRAINING: "📘"}
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


def when_of(starts_at: datetime, ends_at: datetime) -> Text:
    """Day and hours."""
    if starts_at.astimezone(HANOI).date() == ends_at.astimezone(HANOI).date():
        return Text("🗓 {start:long}, {start}–{end}", start=starts_at, end=ends_at)
    return Text("🗓 from {start:day} to {end:day}", start=starts_at, end=ends_at)


def ticket_line(ticket: Ticket) -> Text:
    """Where a sign-up stands."""
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


def child_line(child: Child | ChildEntry) -> Text:
    """A child: name, age band, and what the organisers should know."""
    if child.needs:
        return Text("• {name} ({age}) – {needs}", name=child.nickname, age=BANDS[child.age_band], needs=child.needs)
    return Text("• {name} ({age})", name=child.nickname, age=BANDS[child.age_band])
