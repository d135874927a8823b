"""How events and their announcements look."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from channels import buttons
from channels.cards import HOME, Act, Card, Row, card, ward_name
from channels.editing_buttons import EditEvent
from channels.event_words import (
    ages_line,
    calendar_act,
    cost_lines,
    cut_at_word,
    icon,
    ticket_line,
    when_of,
    where_of,
)
from domain.broadcasts import Topic
from domain.events import Event
from domain.events import State as EventState
from domain.news_events import (
    EventCancelled,
    EventChanged,
    EventReminder,
    FixedDayDrafted,
    Standing,
)
from domain.signups import State, Ticket
from domain.texts import Text

CHANGED = {
    "title": Text("title"),
    "starts_at": Text("time"),
    "ends_at": Text("time"),
    "place": Text("the place"),
    "purpose": Text("purpose"),
    "programme": Text("programme"),
    "form": Text("form"),
    "in_charge": Text("who is in charge"),
    "point": Text("the place"),
    "ward": Text("the ward"),
    "ages": Text("ages"),
    "food": Text("food"),
    "health": Text("health"),
    "cost": Text("cost"),
}
CANCELLED_FOR = {
    Standing.HERE: [
        Text("🧒 <b>Your child is still there</b>, and the helpers stay until somebody takes it home."),
        Text("Please come now, with the code you were sent, or let somebody go whom you have named."),
    ],
    Standing.ALONE: [
        Text("🧒 <b>Stay with the helpers</b> until somebody comes to take you home; we have told them, too.")
    ],
    Standing.CAME: [Text("You need not do anything.")],
    Standing.ENDED: [Text("Your sign-up has ended; you need not do anything.")],
    Standing.ASKED: [Text("You had asked to be reminded of it: no reminder comes any more.")],
}
LISTED = 20


def listing_card(
    shown: Sequence[tuple[Event, int | None]], ward: str | None, wants: Collection[Topic], *, to_child: bool = False
) -> Card:
    """What is coming, soonest first; `left` seats beside each event. `wants`: what they hear of by itself.

    A child is asked about events only: the other news is written for those who bring them up.
    """
    where = Text("all four wards") if ward is None else ward_name(ward)
    paragraphs: list[Text | str] = [Text("📅 <b>Events for children</b> · {where}", where=where)]
    if not shown:
        paragraphs.append(
            Text("Nothing is planned at the moment. Switch on news and we tell you when something comes.")
        )
    rows: list[Row] = [
        [
            Act(
                Text("{icon} {title} · {at:date}", icon=icon(e.kind), title=cut_at_word(e.title, 40), at=e.starts_at),
                buttons.ShowEvent(e.id),
            )
        ]
        for e, _left in shown[:LISTED]
    ]
    if ward is None:
        paragraphs.append(Text("Choose your ward with /phuong to hear of its events."))
    else:
        rows.append([_events(on=Topic.EVENTS in wants)])
        if not to_child or Topic.NEWS in wants:
            rows.append([_other_news(on=Topic.NEWS in wants)])
    return Card(paragraphs, rows=[*rows, [HOME]])


def _events(*, on: bool) -> Act:
    if on:
        return Act(Text("🔕 No more news of events"), buttons.Subscribe(0))
    return Act(Text("🔔 Tell me of new events"), buttons.Subscribe(1))


def _other_news(*, on: bool) -> Act:
    if on:
        return Act(Text("🔕 No more other news"), buttons.SubscribeTo(Topic.NEWS, 0))
    return Act(Text("📰 Other news for families, too"), buttons.SubscribeTo(Topic.NEWS, 1))


def event_card(event: Event, left: int | None, ticket: Ticket | None, *, waiting: int, staff: bool) -> Card:
    """An event with all that Thông tư 27/2022 wants said, and what this reader can do; `waiting` families wait."""
    paragraphs: list[Text | str] = [
        f"{icon(event.kind)} <b>{html.escape(event.title, quote=False)}</b>",
        when_of(event.starts_at, event.ends_at),
        Text("📍 {place} ({where})", place=event.place, where=where_of(event.ward)),
        Text("🎯 {purpose}", purpose=event.purpose),
        Text("📋 {programme}", programme=event.programme),
        Text("👥 {form}\nIn charge: {in_charge}", form=event.form, in_charge=event.in_charge),
        *_also(event),
    ]
    if event.state is EventState.CANCELLED:
        return _gone_card(event, paragraphs, ticket, staff=staff)
    rows: list[Row] = []
    if event.open_seats is None:
        paragraphs.append(Text("No sign-up is needed. You are welcome to come."))
    elif ticket is None and not left:
        paragraphs.append(
            Text(
                "No seat can be taken at once now ({seats} in all). Families waiting: {waiting}.",
                seats=event.open_seats,
                waiting=waiting,
            )
        )
        rows.append([Act(Text("⏳ Sign up for the waiting list"), buttons.SignUp(event.id))])
    elif ticket is None:
        paragraphs.append(Text("{left} of {seats} seats are free.", left=left, seats=event.open_seats))
        rows.append([Act(Text("✍️ Sign up"), buttons.SignUp(event.id))])
    else:
        paragraphs.append(ticket_line(ticket))
        if ticket.state is State.OFFERED:
            rows.append([Act(Text("🪑 Take the seats"), buttons.TakeSeats(ticket.id))])
        rows.append([Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(event.id))])
    rows.append([Act(Text("🔔 Remind me"), buttons.RemindMe(event.id)), calendar_act(event.id)])
    rows.append([Act(Text("📅 Events"), buttons.ListEvents())])
    if staff:
        rows.append(
            [
                Act(Text("🧾 List for the door"), buttons.DoorList(event.id)),
                Act(Text("📣 Tell the families"), buttons.Announce(event.id)),
            ]
        )
        rows.append(
            [
                Act(Text("🧒 Lost child"), buttons.TellLostChild(event.id)),
                Act(Text("✏️ Edit"), EditEvent(event.id)),
            ]
        )
    picture = None if event.picture is None else ("photo", event.picture)
    return Card(paragraphs, rows=rows, file=picture, words_alone=True, place=event.point)


def _gone_card(event: Event, said: Sequence[Text | str], ticket: Ticket | None, *, staff: bool) -> Card:
    """An event that does not take place, for whoever comes by an old button; who was there still has its ticket."""
    why = [Text("Why: {why}", why=event.why)] if event.why else []
    head = Text("❌ This event does not take place. We are sorry.")
    own = [] if ticket is None else [ticket_line(ticket)]
    rows: list[Row] = []
    if ticket is not None:
        rows.append([Act(Text("🎟 Ticket"), buttons.ShowTicket(event.id))])
    if staff:
        door = Act(Text("🧾 List for the door"), buttons.DoorList(event.id))
        rows.append([door, Act(Text("🧒 Lost child"), buttons.TellLostChild(event.id))])
    return Card([head, *why, *said[:3], *own], rows=[*rows, [Act(Text("📅 Events"), buttons.ListEvents())]])


def _also(event: Event) -> list[Text | str]:
    """What only some events say."""
    said: list[Text | str] = [*cost_lines(event.cost)]
    if event.ages is not None:
        said.append(ages_line(event.ages))
    if event.food:
        said.append(Text("🍎 {food}", food=event.food))
    if event.health:
        said.append(Text("⛑ {health}", health=event.health))
    return said


@card.register
def _cancelled(news: EventCancelled) -> Card:
    if news.standing in (Standing.HERE, Standing.ALONE, Standing.CAME):
        head = Text("❌ <b>{title}</b> has had to stop. We are sorry.", title=news.title)
    else:
        head = Text(
            "❌ <b>{title}</b> on {at:day} does not take place. We are sorry.", title=news.title, at=news.starts_at
        )
    why = [Text("Why: {why}", why=news.why)] if news.why else []
    rows: list[Row] = [[calendar_act(news.event)], [Act(Text("📅 Events"), buttons.ListEvents())]]
    if news.standing is Standing.ALONE:
        rows = []
    elif news.standing is Standing.HERE:
        rows = [[Act(Text("👥 Who takes the children home"), buttons.NameCollectors(news.event))]]
    return Card([head, *why, *CANCELLED_FOR[news.standing]], rows=rows)


@card.register
def _changed(news: EventChanged) -> Card:
    see = Act(Text("👁 See the event"), buttons.ShowEvent(news.event))
    cancel = Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event))
    names = list(dict.fromkeys(CHANGED[name].source for name in news.changed if name in CHANGED))
    return Card(
        [
            Text("✏️ <b>{title}</b> has changed:", title=news.title),
            *[Text("• {what}", what=Text(name)) for name in names],
            when_of(news.starts_at, news.ends_at),
            Text("📍 {place}", place=news.place),
        ],
        rows=[[see, cancel] if news.signed_up else [see], [calendar_act(news.event)]],
    )


@card.register
def _reminder(news: EventReminder) -> Card:
    return Card(
        [
            Text("🔔 Soon: <b>{title}</b>", title=news.title),
            Text("🗓 {at:day}\n📍 {place}", at=news.starts_at, place=news.place),
        ],
        rows=[
            [Act(Text("👁 See the event"), buttons.ShowEvent(news.event))],
            [Act(Text("🔕 Remind me no more"), buttons.RemindNoMore(news.event))],
        ],
    )


@card.register
def _drafted(news: FixedDayDrafted) -> Card:
    return Card(
        [
            Text("🗂 {kind} is on {day}. A draft waits for its words.", kind=news.kind.label, day=news.day),
            Text("It is published by whoever writes what is missing: one question at a time, here in the chat."),
        ],
        rows=[[Act(Text("✏️ Write the draft"), EditEvent(news.event))]],
        silent=True,
    )


def calendar_caption(event: Event) -> Card:
    """What stands below a file for the calendar."""
    if event.state is EventState.CANCELLED:
        said = Text("Open the file: your calendar marks the event as cancelled.")
    else:
        said = Text(
            "Open the file to put it into your calendar. If the event changes, take it again: it replaces the entry."
        )
    return Card([Text("📆 <b>{title}</b>", title=event.title), said])
