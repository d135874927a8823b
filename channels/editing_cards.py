"""How editing an event looks: the list, the card with a row for each field, one question at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from channels import buttons
from channels.cards import Act, Card, Row
from channels.editing_buttons import (
    AskCancel,
    AskTell,
    CancelEvent,
    EditEvent,
    EditField,
    KeepMine,
    ListDrafts,
    NewEvent,
    NewOn,
    PreviewEvent,
    PublishEvent,
    SetField,
    ShowKept,
    TellFamilies,
)
from channels.editing_words import (
    FIELDS,
    days_said,
    hours_said,
    line_of,
    lines,
    names_of,
    others_line,
    taps,
    value_of,
    who,
    with_icon,
)
from channels.event_cards import event_card
from channels.event_words import icon
from channels.forum_cards import for_editor
from domain.event_fields import ROWS, Choose, Field, days_value
from domain.events import LABELS, NOT_SAID, Event, FixedDay, Kind, State, listed, missing, must_publish_cost
from domain.texts import Text

LISTED = 30
STATES = {State.DRAFT: Text("draft"), State.PUBLISHED: Text("published")}
QUESTIONS = {
    Field.KIND: Text("What kind of event is it?"),
    Field.TITLE: Text("What is the event called? Families read this line first."),
    Field.DAY: Text("On which day? Write it your way: 12/9, Saturday next week, the full moon of August, 1/6-30/6."),
    Field.HOURS: Text("From when to when? For example 18h-20h30, or half past 7 in the evening."),
    Field.ENDS: Text("And until when? For example 20h30."),
    Field.PLACE: Text("Where is it? Write the place; a location you send (📎 → Location) becomes the pin on the map."),
    Field.WARD: Text("For the families of which ward?"),
    Field.PURPOSE: Text("What is the event for? One or two sentences for families."),
    Field.PROGRAMME: Text("What happens, in which order? One line each, for example: 18:30 lion dance."),
    Field.FORM: Text("In which form is it held? For example: outdoors, children come with their family."),
    Field.IN_CHARGE: Text("Who is in charge of the event? Families read this; no private telephone number, please."),
    Field.COST: Text(
        "What do families pay, and for what? Where nothing is collected, tap “Free of charge”; money needs a sum, like: 50,000 VND a child for the meal."
    ),
    Field.AUDIENCE: Text("Whom do we tell of it?"),
    Field.AGES: Text("For which ages? Tap, or write two numbers, like 6-11."),
    Field.SEATS: Text("How many seats are there? Adults who come along count too."),
    Field.ACCOMPANIED: Text("Do the children come with an adult of their family?"),
    Field.QUOTA: Text(
        "How many of the seats are held back for children in special circumstances? Families see neither them nor their number."
    ),
    Field.FOOD: Text("What should families know about food? For example: cakes and milk; tell us about allergies."),
    Field.HEALTH: Text("What should families know about health and first aid?"),
    Field.PICTURE: Text("Please send one photo. It stands above the event; no child who could be recognised, please."),
}
BACK = Text("← Back")
COST_UNSAID = Text(
    "💰 Nothing is said about the cost. Families need to know beforehand whether they pay anything. Where money is collected, write for what and how much; where it is not, tap “Cost”, then “Free of charge”."
)
COST_LAW = Text(
    "Children come without their family: what is collected has to be published (Circular 27/2022, Article 4)."
)


def list_card(shown: Sequence[tuple[Event, int]]) -> Card:
    """What one may edit, soonest first, with the number of seats taken."""
    said: list[Text | str] = [Text("🗂 <b>Events you edit</b>")]
    if not shown:
        said.append(
            Text("There is nothing to edit at the moment. The year’s fixed days come by themselves, four weeks ahead.")
        )
    rows: list[Row] = [[Act(line_of(event), EditEvent(event.id))] for event, _taken in shown[:LISTED]]
    return Card(said, rows=[*rows, [Act(Text("➕ New event"), NewEvent(None))]])


def kinds_card() -> Card:
    """Of which kind is the new event?"""
    rows: list[Row] = [[Act(with_icon(kind), NewEvent(kind.value))] for kind in Kind]
    return Card([QUESTIONS[Field.KIND]], rows=[*rows, [Act(BACK, ListDrafts())]])


def new_day_card(kind: Kind, fixed: FixedDay | None) -> Card:
    """On which day is the new event? Kinds with a day of their own offer it."""
    rows: list[Row] = []
    if fixed is not None:
        days = days_value(fixed.first, fixed.last)
        rows.append([Act(days_said(days), NewOn(kind.value, days))])
    return Card([with_icon(kind), QUESTIONS[Field.DAY]], rows=[*rows, [Act(BACK, NewEvent(None))]])


def choose_new_card(kind: Kind, choose: Choose) -> Card:
    """Which of these days was meant, for a new event?"""
    rows: list[Row] = [[Act(days_said(each), NewOn(kind.value, each))] for each in choose.options]
    return Card([Text("Which day do you mean?")], rows=[*rows, [Act(BACK, NewEvent(kind.value))]])


def editing_card(
    event: Event,
    *,
    families: int,
    asked: int,
    taken: int,
    untold: Sequence[str],
    others: Mapping[str, tuple[str, datetime]],
    asks_again: bool = False,
) -> Card:
    """An event with everything it says and does not say yet."""
    said: list[Text | str] = [
        Text(
            "{icon} <b>{title}</b> · {state}",
            icon=icon(event.kind),
            title=event.title or LABELS[event.kind],
            state=STATES.get(event.state, Text("over")),
        ),
        lines([Text("{label}: {value}", label=FIELDS[field], value=value_of(event, field, taken)) for field in ROWS]),
    ]
    if others:
        said.append(others_line(others))
    if asks_again:
        said.append(
            Text("📣 Its announcement waits: what families read was changed, so a second person is asked once more.")
        )
    lacking = missing(event)
    if event.state is State.DRAFT and lacking:
        said.append(Text("Still missing: {what}.", what=listed([NOT_SAID[name] for name in lacking])))
    if not event.cost:
        by_law = must_publish_cost(event.kind, accompanied=event.accompanied)
        said.append(lines([COST_UNSAID, COST_LAW] if by_law else [COST_UNSAID]))
    said += for_editor(event)
    rows: list[Row] = [
        [Act(FIELDS[field], EditField(event.id, field.value)) for field in ROWS[start : start + 3]]
        for start in range(0, len(ROWS), 3)
    ]
    if untold:
        said.append(
            Text(
                "🔔 {families} families do not know yet: {what}. If nobody changes more, the bot tells them 15 minutes after the last change.",
                families=families + asked,
                what=names_of(untold),
            )
        )
        rows.append([Act(Text("🔔 Tell the {families} families", families=families + asked), AskTell(event.id))])
    elif event.state is State.PUBLISHED and families:
        said.append(Text("{families} families have signed up. What you change, they are told once.", families=families))
    publish = Act(Text("✅ Publish"), PublishEvent(event.id))
    announce = Act(Text("📣 Tell the families"), buttons.Announce(event.id))
    rows.append([Act(Text("👁 Preview"), PreviewEvent(event.id)), publish if event.state is State.DRAFT else announce])
    if event.quota and event.state is State.PUBLISHED:
        rows.append([Act(Text("🔒 Seats held back"), ShowKept(event.id))])
    rows.append([Act(Text("❌ Cancel the event"), AskCancel(event.id)), Act(Text("🗂 List"), ListDrafts())])
    return Card(said, rows=rows)


def question_card(event: Event, field: Field) -> Card:
    """The question about one field, what it says now, and answers to tap."""
    asked: list[Text | str] = [
        Text("{label} · <b>{title}</b>", label=FIELDS[field], title=event.title or LABELS[event.kind]),
        QUESTIONS[field],
    ]
    if field is not Field.ENDS:
        asked.append(Text("Now: {value}", value=value_of(event, field, 0, whole=True)))
    rows = [
        [Act(label, SetField(event.id, field.value, said, event.version)) for said, label in row]
        for row in taps(event, field)
    ]
    return Card(asked, rows=[*rows, [Act(BACK, EditEvent(event.id))]])


def choose_card(event: Event, choose: Choose) -> Card:
    """What was meant, of two things a text can mean?"""
    said = days_said if choose.field is Field.DAY else hours_said
    rows: list[Row] = [
        [Act(said(each), SetField(event.id, choose.field.value, each, event.version))] for each in choose.options
    ]
    again = Act(Text("✍️ Write it again"), EditField(event.id, choose.field.value))
    return Card([Text("Do I understand you? Please tap what you mean.")], rows=[*rows, [again]])


def clash_card(event: Event, field: Field, by: str, at: datetime) -> Card:
    """Somebody else wrote this field meanwhile."""
    return Card(
        [
            Text(
                "✋ {who} has changed “{label}” at {at}. It says now: {value}",
                who=who(by),
                label=FIELDS[field],
                at=at,
                value=value_of(event, field, 0, whole=True),
            ),
            Text("What you wrote is not lost. Which one shall stand?"),
        ],
        rows=[
            [Act(Text("✏️ Mine"), KeepMine(event.id)), Act(Text("👌 Theirs"), EditEvent(event.id))],
        ],
    )


def tell_card(event: Event, families: int, untold: Sequence[str]) -> Card:
    """What families hear, before it is sent."""
    return Card(
        [
            Text("🔔 {families} families will be told, once:", families=families),
            Text("✏️ <b>{title}</b> has changed:", title=event.title),
            names_of(untold),
        ],
        rows=[
            [Act(Text("✅ Send"), TellFamilies(event.id, event.version)), Act(Text("← Not yet"), EditEvent(event.id))]
        ],
    )


def cancel_card(event: Event, why: str, *, families: int, asked: int, here: int) -> Card:
    """Cancelling asks for one line, and for a tap."""
    said: list[Text | str] = [
        Text("❌ Cancel <b>{title}</b>?", title=event.title or LABELS[event.kind]),
        Text("{families} families that signed up will be told at once.", families=families)
        if families
        else Text("Nobody has signed up."),
        *([Text("{asked} who asked to be reminded will be told, too.", asked=asked)] if asked else []),
        *still_here(event, here),
        Text("The reason, as families read it: “{why}”", why=why)
        if why
        else Text("Write one line why, if you like: families read it. Then tap."),
    ]
    yes = Act(Text("❌ Yes, cancel it"), CancelEvent(event.id))
    return Card(said, rows=[[yes, Act(Text("← No, keep it"), EditEvent(event.id))]])


def cancelled_card(event: Event, here: int) -> Card:
    """It is cancelled; children who are there stay in the list for the door."""
    said = Text(
        "❌ <b>{title}</b> is cancelled. Whoever signed up is being told.", title=event.title or LABELS[event.kind]
    )
    door: list[Row] = [[Act(Text("🧾 List for the door"), buttons.DoorList(event.id))]] if here else []
    return Card([said, *still_here(event, here)], rows=door)


def still_here(event: Event, here: int) -> list[Text]:
    """How many children are at the event, for whoever breaks it off."""
    if not here:
        return []
    if event.accompanied:
        return [
            Text("🧒 {children} children have come with their families. The list for the door stays.", children=here)
        ]
    return [
        Text(
            "🧒 {children} children are still here: they stay in the list, each until it has gone home.", children=here
        )
    ]


def preview_card(event: Event, left: int | None, waiting: int) -> Card:
    """Exactly what families will see, and the way back."""
    shown = event_card(event, left, None, staff=False, waiting=waiting)
    back = Act(Text("✏️ Go on editing"), EditEvent(event.id))
    return replace(shown, rows=[*shown.rows, [back]])
