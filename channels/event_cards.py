"""How events, sign-ups and announcements look."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime

from channels import buttons
from channels.cards import HOME, Act, Card, Row, card, ward_name
from domain.events import Event, Kind
from domain.news_events import (
    AnnouncementWaits,
    EventAnnounced,
    EventCancelled,
    EventChanged,
    EventReminder,
    FixedDayDrafted,
    SignupConfirmed,
    SignupHeld,
)
from domain.people import AgeBand
from domain.signup_form import SKIPPABLE, Step
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
CHANGED = {
    "title": Text("title"),
    "starts_at": Text("time"),
    "ends_at": Text("time"),
    "place": Text("place"),
    "purpose": Text("purpose"),
    "programme": Text("programme"),
    "form": Text("form"),
    "in_charge": Text("who is in charge"),
}
LISTED = 20


def listing_card(shown: Sequence[tuple[Event, int | None]], ward: str | None, *, subscribed: bool) -> Card:
    """What is coming, soonest first; `left` seats beside each event."""
    where = Text("all four wards") if ward is None else ward_name(ward)
    paragraphs: list[Text | str] = [Text("📅 <b>Events for children</b> · {where}", where=where)]
    if not shown:
        paragraphs.append(
            Text("Nothing is planned at the moment. Switch on news and we tell you when something comes.")
        )
    rows: list[Row] = [
        [
            Act(
                Text("{icon} {title} · {at:date}", icon=_icon(e.kind), title=e.title[:40], at=e.starts_at),
                buttons.ShowEvent(e.id),
            )
        ]
        for e, _left in shown[:LISTED]
    ]
    if ward is None:
        paragraphs.append(Text("Choose your ward with /phuong to hear of its events."))
    elif subscribed:
        rows.append([Act(Text("🔕 No more news of events"), buttons.Subscribe(0))])
    else:
        rows.append([Act(Text("🔔 Tell me of new events"), buttons.Subscribe(1))])
    return Card(paragraphs, rows=[*rows, [HOME]])


def event_card(event: Event, left: int | None, ticket: Ticket | None, *, staff: bool) -> Card:
    """An event with all that Thông tư 27/2022 wants said, and what this reader can do."""
    paragraphs: list[Text | str] = [
        f"{_icon(event.kind)} <b>{html.escape(event.title, quote=False)}</b>",
        _when(event.starts_at, event.ends_at),
        Text("📍 {place} ({where})", place=event.place, where=_where(event.ward)),
        Text("🎯 {purpose}", purpose=event.purpose),
        Text("📋 {programme}", programme=event.programme),
        Text("👥 {form}\nIn charge: {in_charge}", form=event.form, in_charge=event.in_charge),
    ]
    rows: list[Row] = []
    if event.seats is None:
        paragraphs.append(Text("No sign-up is needed. You are welcome to come."))
    elif ticket is None:
        paragraphs.append(Text("{left} of {seats} seats are free.", left=left, seats=event.seats))
        rows.append([Act(Text("✍️ Sign up"), buttons.SignUp(event.id))])
    else:
        paragraphs.append(_ticket_line(ticket))
        rows.append([Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(event.id))])
    rows.append([Act(Text("🔔 Remind me"), buttons.RemindMe(event.id)), Act(Text("📅 Events"), buttons.ListEvents())])
    if staff:
        rows.append(
            [
                Act(Text("🧾 List for the door"), buttons.DoorList(event.id)),
                Act(Text("📣 Tell the families"), buttons.Announce(event.id)),
            ]
        )
    return Card(paragraphs, rows=rows)


def mine_card(tickets: Sequence[tuple[Event, Ticket]], wards: Sequence[str]) -> Card:
    """/cuatoi: sign-ups that are not over, and what somebody hears about."""
    paragraphs: list[Text | str] = [Text("👤 <b>Mine</b>")]
    rows: list[Row] = []
    for event, ticket in tickets:
        paragraphs.append(
            Text("{icon} <b>{title}</b> – {at:day}", icon=_icon(event.kind), title=event.title, at=event.starts_at)
        )
        paragraphs.append(_ticket_line(ticket))
        rows.append(
            [
                Act(Text("👁 See the event"), buttons.ShowEvent(event.id)),
                Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(event.id)),
            ]
        )
    if not tickets:
        paragraphs.append(Text("You have not signed up for anything yet."))
    if wards:
        names = [ward_name(ward) for ward in wards]
        paragraphs += [Text("You hear of new events in {where}.", where=name) for name in names]
        rows.append([Act(Text("🔕 No more news of events"), buttons.Subscribe(0))])
    return Card(paragraphs, rows=[*rows, [Act(Text("📅 Events"), buttons.ListEvents()), HOME]])


# --- the sign-up form ---


def question_card(
    event: Event, step: Step, number: int, children: Sequence[ChildEntry], *, to_child: bool, adult: str
) -> Card:
    """The question that is open now."""
    if step is Step.CONSENT:
        return consent_card(event, children, to_child=to_child, adult=adult)
    asked: dict[Step, Text] = {
        Step.AGE: Text("How old are you?") if to_child else Text("Child {number}: how old?", number=number),
        Step.NICKNAME: Text("What shall we call you? A first name or nickname is enough.")
        if to_child
        else Text("What is the child called? A first name or nickname is enough; no surname, no class, no address."),
        Step.NEEDS: Text(
            "Is there anything the helpers should know to look after the child (an allergy, a wheelchair)? "
            "You need not answer. What you write is read by the helpers only and deleted 30 days after the event."
        ),
        Step.AGREES: Text("From 7 on, the child decides too. Please hand over the phone: do you want to come?"),
        Step.MORE: Text("Is another child coming along?"),
        Step.ADULT: Text("The children come without their family. Who is the responsible adult? A name is enough."),
    }
    choices: dict[Step, list[Row]] = {
        Step.AGE: [
            [_answer(step, BANDS[band], band.value) for band in (AgeBand.UNDER_7, AgeBand.FROM_7)],
            [_answer(step, BANDS[band], band.value) for band in (AgeBand.FROM_11, AgeBand.FROM_16)],
        ],
        Step.AGREES: [
            [
                _answer(step, Text("🙋 Yes, I want to come"), "yes"),
                _answer(step, Text("⏳ Ask the child later"), "later"),
            ]
        ],
        Step.MORE: [[_answer(step, Text("➕ Another child"), "yes"), _answer(step, Text("✅ That is all"), "no")]],
    }
    rows = list(choices.get(step, []))
    if step in SKIPPABLE:
        rows.append([_answer(step, Text("⏭ Skip"), None)])
    rows.append([Act(Text("✖️ Stop signing up"), buttons.AnswerForm(Step.CONSENT.value, "no"))])
    return Card([Text("✍️ <b>{title}</b>", title=event.title), asked[step]], rows=rows)


def consent_card(event: Event, children: Sequence[ChildEntry], *, to_child: bool, adult: str) -> Card:
    """The exact wording a yes is given to; its version is domain.signups.WORDING."""
    paragraphs: list[Text | str] = [Text("✍️ <b>{title}</b>", title=event.title)]
    paragraphs += [_child_line(child) for child in children]
    if adult:
        paragraphs.append(Text("Responsible adult: {name}", name=adult))
    if to_child:
        paragraphs.append(
            Text(
                "We keep this name and your age group so that the helpers can welcome you. Only they read it; it is deleted 30 days after the event. "
                "You can cancel with one tap at any time. Your mother, father or caregiver has to agree too: we give you a link for them."
            )
        )
    else:
        paragraphs.append(
            Text(
                "We keep what stands above so that the helpers can welcome the children. Only the staff of this event read it; it is deleted 30 days after the event. "
                "You can cancel with one tap at any time. Are you the mother, father or guardian, and do you agree?"
            )
        )
    yes_no = [
        _answer(Step.CONSENT, Text("✅ I agree"), "yes"),
        _answer(Step.CONSENT, Text("❌ I do not agree"), "no"),
    ]
    return Card(paragraphs, rows=[yes_no])


def who_card(event: int) -> Card:
    """Who signs up, for somebody who never said."""
    acts = [
        Act(Text("👪 Parent"), buttons.SignUpAs(event, "parent")),
        Act(Text("🧒 Child"), buttons.SignUpAs(event, "child")),
        Act(Text("🤝 Caregiver"), buttons.SignUpAs(event, "caregiver")),
    ]
    return Card([Text("Who is signing up?")], rows=[acts, [HOME]])


def link_card(url: str) -> Card:
    """For a child: what to send to its parents."""
    return Card(
        [
            Text("Please send this link to your mother, father or caregiver. They tap it on their own phone:"),
            html.escape(url, quote=False),
            Text("It works once, for 48 hours. It shows nothing about you."),
        ]
    )


def parent_consent_card(event: Event, token: str) -> Card:
    """What a parent sees behind the link: the event and nothing about the child."""
    return Card(
        [
            Text("A child in your family wants to come to <b>{title}</b>.", title=event.title),
            _when(event.starts_at, event.ends_at),
            Text("📍 {place} ({where})", place=event.place, where=_where(event.ward)),
            Text(
                "We keep a first name or nickname and an age group, read by the staff of this event only and deleted 30 days after it. "
                "Are you the mother, father or guardian, and do you agree? If not, you need not do anything."
            ),
        ],
        rows=[[Act(Text("✅ I agree"), buttons.AgreeByLink(token))], [HOME]],
    )


def door_cards(event: Event, tickets: Sequence[Ticket]) -> list[Card]:
    """The list for the door, some families a message so that it always fits."""
    head = Text("🧾 <b>{title}</b>: {families} families", title=event.title, families=len(tickets))
    blocks: list[list[Text | str]] = [[head]]
    for start in range(0, len(tickets), 12):
        blocks.append([line for ticket in tickets[start : start + 12] for line in _door_lines(ticket)])
    return [Card(block, protected=True) for block in blocks if block]


def _door_lines(ticket: Ticket) -> list[Text | str]:
    lines: list[Text | str] = [_ticket_line(ticket)]
    lines += [_child_line(child) for child in ticket.children]
    if ticket.adult:
        lines.append(Text("Responsible adult: {name}", name=ticket.adult))
    return lines


# --- what comes through the outbox ---


@card.register
def _confirmed(news: SignupConfirmed) -> Card:
    seats = (
        Text("{children} children and one adult", children=news.children)
        if news.adult_seat
        else Text("{children} children", children=news.children)
    )
    return Card(
        [
            Text("🎟 <b>{title}</b>: you are signed up.", title=news.title),
            Text("Code <code>{code}</code> · {seats}", code=news.code, seats=seats),
            Text("🗓 {at:day}\n📍 {place}", at=news.starts_at, place=news.place),
            Text("Please show this message at the door. Cannot come? One tap gives the seats to others."),
        ],
        rows=[
            [
                Act(Text("🔔 Remind me"), buttons.RemindMe(news.event)),
                Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event)),
            ]
        ],
    )


@card.register
def _held(news: SignupHeld) -> Card:
    paragraphs: list[Text | str] = [
        Text("⏳ <b>{title}</b>: the seats are kept for you.", title=news.title),
        Text("Code <code>{code}</code> · {at:day}", code=news.code, at=news.starts_at),
    ]
    rows: list[Row] = []
    if news.parent:
        paragraphs.append(Text("Still missing: the yes of your mother, father or caregiver."))
        rows.append([Act(Text("🔗 Link for my parents"), buttons.ParentLink(news.event))])
    if news.children:
        paragraphs.append(
            Text("From 7 on the child decides too. Please hand over the phone, or the child says yes at the door.")
        )
        rows += [[Act(Text("🙋 Yes, I want to come"), buttons.ChildAgrees(child))] for child in news.children]
    rows.append([Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event))])
    return Card(paragraphs, rows=rows)


@card.register
def _announced(news: EventAnnounced) -> Card:
    rows: list[Row] = [[Act(Text("👁 See the event"), buttons.ShowEvent(news.event))]]
    if news.signup:
        rows.append([Act(Text("✍️ Sign up"), buttons.SignUp(news.event))])
    rows.append([Act(Text("🔕 No more news of events"), buttons.Subscribe(0))])
    return Card(
        [
            Text("{icon} <b>{title}</b>", icon=_icon(news.kind), title=news.title),
            _when(news.starts_at, news.ends_at),
            Text("📍 {place} ({where})", place=news.place, where=_where(news.ward)),
        ],
        rows=rows,
        silent=True,
    )


@card.register
def _cancelled(news: EventCancelled) -> Card:
    return Card(
        [
            Text(
                "❌ <b>{title}</b> on {at:day} does not take place. We are sorry.", title=news.title, at=news.starts_at
            ),
            Text("Your sign-up has ended; you need not do anything."),
        ],
        rows=[[Act(Text("📅 Events"), buttons.ListEvents())]],
    )


@card.register
def _changed(news: EventChanged) -> Card:
    names = list(dict.fromkeys(CHANGED[name].source for name in news.changed if name in CHANGED))
    return Card(
        [
            Text("✏️ <b>{title}</b> has changed:", title=news.title),
            *[Text("• {what}", what=Text(name)) for name in names],
            _when(news.starts_at, news.ends_at),
            Text("📍 {place}", place=news.place),
        ],
        rows=[
            [
                Act(Text("👁 See the event"), buttons.ShowEvent(news.event)),
                Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event)),
            ]
        ],
    )


@card.register
def _reminder(news: EventReminder) -> Card:
    return Card(
        [
            Text("🔔 Soon: <b>{title}</b>", title=news.title),
            Text("🗓 {at:day}\n📍 {place}", at=news.starts_at, place=news.place),
        ],
        rows=[[Act(Text("👁 See the event"), buttons.ShowEvent(news.event))]],
    )


@card.register
def _drafted(news: FixedDayDrafted) -> Card:
    return Card(
        [
            Text("🗂 {kind} is on {day}. A draft waits for its words.", kind=news.kind.label, day=news.day),
            Text("The operator adds it with: treem events add FILE.toml"),
        ],
        silent=True,
    )


@card.register
def _waits(news: AnnouncementWaits) -> Card:
    return Card(
        [
            Text(
                "📣 {name} wants to tell {families} families of <b>{title}</b>.",
                name=news.by,
                families=news.expected,
                title=news.title,
            ),
            Text("An announcement this large needs a second person. Do you agree?"),
        ],
        rows=[
            [Act(Text("👁 See the event"), buttons.ShowEvent(news.event))],
            [
                Act(Text("✅ I agree"), buttons.ApproveAnnouncement(news.announcement)),
                Act(Text("✋ Stop it"), buttons.StopAnnouncement(news.announcement)),
            ],
        ],
        silent=True,
    )


# --- pieces ---


def _answer(step: Step, label: Text, value: str | None) -> Act:
    return Act(label, buttons.AnswerForm(step.value, value))


def _icon(kind: Kind) -> str:
    return ICONS.get(kind, "📌")


def _where(ward: str | None) -> Text:
    return Text("all four wards") if ward is None else ward_name(ward)


def _when(starts_at: datetime, ends_at: datetime) -> Text:
    if starts_at.astimezone(HANOI).date() == ends_at.astimezone(HANOI).date():
        return Text("🗓 {start:long}, {start}–{end}", start=starts_at, end=ends_at)
    return Text("🗓 from {start:day} to {end:day}", start=starts_at, end=ends_at)


def _ticket_line(ticket: Ticket) -> Text:
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


def _child_line(child: Child | ChildEntry) -> Text:
    if child.needs:
        return Text("• {name} ({age}) – {needs}", name=child.nickname, age=BANDS[child.age_band], needs=child.needs)
    return Text("• {name} ({age})", name=child.nickname, age=BANDS[child.age_band])
