"""How the sign-up form, a family's own sign-ups and the list at the door look."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons, consent_buttons, consent_cards, consent_words, waiting_cards
from channels.cards import HOME, Act, Card, Row, card, ward_name
from channels.event_words import (
    BANDS,
    calendar_act,
    child_line,
    cut_at_word,
    day_in_words,
    icon,
    ticket_line,
    when_of,
    where_of,
)
from domain.events import Event
from domain.events import State as EventState
from domain.keeping import KeptChild
from domain.news_events import (
    SignupConfirmed,
    SignupHeld,
)
from domain.people import AgeBand
from domain.signup_form import NEW, SKIPPABLE, Step
from domain.signups import ChildEntry, State, Ticket, waits_for_paper
from domain.texts import Text

OTHERS = 3  # events that fit an age, to tap at once
FULL = Text(
    "⏳ There are not enough free seats now. If you go on, your family joins the waiting list; we write when it is your turn."
)


def mine_card(
    tickets: Sequence[tuple[Event, Ticket]],
    wards: Sequence[str],
    agreed: Sequence[tuple[Event, int]] = (),
    kept: Sequence[KeptChild] = (),
    *,
    person: int = 0,
) -> Card:
    """/cuatoi: sign-ups that are not over, what somebody hears about, yeses by link, children kept for next time.

    `person`: who reads it; the children's own yes stands on the phone they were signed up with.
    """
    paragraphs: list[Text | str] = [Text("👤 <b>Mine</b>")]
    rows: list[Row] = []
    for event, ticket in tickets:
        paragraphs.append(
            Text("{icon} <b>{title}</b> – {at:day}", icon=icon(event.kind), title=event.title, at=event.starts_at)
        )
        if event.state is EventState.CANCELLED:  # a child of theirs was there
            paragraphs.append(Text("❌ This event does not take place. We are sorry."))
        paragraphs.append(ticket_line(ticket))
        rows += _also(ticket)
        family = Act(Text("👪 Who comes"), buttons.ShowFamily(event.id))
        if ticket.state is State.HELD and waits_for_paper(event, ticket):
            paragraphs.append(consent_cards.PAPER_MISSING)
        for effect, take_back in consent_cards.given(ticket, own_yes=ticket.owner == person):
            paragraphs.append(effect)
            rows.append([take_back])
        if ticket.state is State.CONFIRMED:
            rows.append([Act(Text("🎟 Ticket"), buttons.ShowTicket(event.id)), family])
        else:
            rows.append([family])
    for event, signup in agreed:
        paragraphs.append(
            Text(
                "🔗 You agreed by link that a child comes to <b>{title}</b>. Taken back: the child's sign-up is over.",
                title=event.title,
            )
        )
        take_back = Act(Text("🚫 Take back this yes"), buttons.TakeYesBack(signup))
        rows.append([take_back, Act(Text("📷 Pictures"), consent_buttons.ShowPictures(signup))])
    said, forget = consent_cards.kept_part(kept)
    paragraphs += said
    rows += forget
    if not tickets:
        paragraphs.append(Text("You have not signed up for anything yet."))
    if wards:
        names = [ward_name(ward) for ward in wards]
        paragraphs += [Text("You hear of new events in {where}.", where=name) for name in names]
        rows.append([Act(Text("🔕 No more news of events"), buttons.Subscribe(0))])
    return Card(paragraphs, rows=[*rows, [Act(Text("📅 Events"), buttons.ListEvents()), HOME]])


def question_card(
    event: Event,
    step: Step,
    number: int,
    children: Sequence[ChildEntry],
    *,
    to_child: bool,
    adult: str,
    waits: bool,
    clashes: str,
    kept: Sequence[tuple[str, str, AgeBand | None]] = (),
    called: str = "",
    note: str = "",
) -> Card:
    """The question that is open now. `waits`: there are not enough free seats; `clashes`: another event just then.

    `kept`: children to pick from (id, nickname, age); `called`: the child of this question; `note`: what was typed
    about its health.
    """
    if step is Step.CONSENT:
        return consent_card(event, children, to_child=to_child, adult=adult, waits=waits)
    asked: dict[Step, Text] = {
        Step.CLASH: Text("You come to {other} at the same time. Sign up for this one as well?", other=clashes),
        Step.WHO: Text("Which child comes along? You asked us to remember these."),
        Step.AGE: _how_old(number, called, to_child=to_child),
        Step.YEARS: _years(event, called, to_child=to_child),
        Step.NICKNAME: Text("What shall we call you? A first name or nickname is enough.")
        if to_child
        else Text("What is the child called? A first name or nickname is enough; no surname, no class, no address."),
        Step.NEEDS: Text(
            "Is there anything the helpers should know to look after the child (an allergy, food, a wheelchair)? "
            "You need not answer. If you write something, we ask again before we keep it."
        ),
        Step.NEEDS_YES: consent_words.NEEDS,
        Step.AGREES: consent_words.CHILD,
        Step.MORE: Text("Is another child coming along?"),
        Step.ADULT: Text("The children come without their family. Who is the responsible adult? A name is enough."),
    }
    choices: dict[Step, list[Row]] = {
        Step.CLASH: [[_answer(step, Text("✅ Yes, for both"), "yes")]],
        Step.AGE: [
            [_answer(step, BANDS[band], band.value) for band in (AgeBand.UNDER_7, AgeBand.FROM_7)],
            [_answer(step, BANDS[band], band.value) for band in (AgeBand.FROM_11, AgeBand.FROM_16)],
        ],
        Step.YEARS: _ages(children[-1].age_band) if children else [],
        Step.WHO: [
            *([_answer(step, _kept_label(name, age), number)] for number, name, age in kept),
            [_answer(step, Text("➕ Another child"), NEW)],
        ],
        Step.NEEDS_YES: [
            [_answer(step, Text("✅ The helpers may read it"), "yes")],
            [_answer(step, Text("🗑 Delete this line"), "no")],
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
    head = [Text("✍️ <b>{title}</b>", title=event.title)]
    if waits and step in (Step.WHO, Step.AGE) and number == 1 and not called:
        head.append(FULL)
    if note:
        head.append(Text("You wrote: “{note}”", note=note))
    return Card([*head, asked[step]], rows=rows)


def other_age_card(event: Event, others: Sequence[Event], *, more: bool) -> Card:
    """The event is not for a child of this age: those that are, and the way on; `more`: other children come along."""
    youngest, oldest = event.ages or (0, 0)
    said: list[Text | str] = [
        Text("This event is meant for children of {youngest} to {oldest} years.", youngest=youngest, oldest=oldest),
        Text("These fit that age:") if others else Text("Nothing else for that age is planned at the moment."),
    ]
    rows: list[Row] = [[_see(each)] for each in others[:OTHERS]]
    if more:
        rows.append([_answer(Step.MORE, Text("✅ Go on without this child"), "no")])
    return Card(said, rows=[*rows, [Act(Text("📅 Events"), buttons.ListEvents())], [HOME]])


def _see(event: Event) -> Act:
    title = cut_at_word(event.title, 40)
    label = Text("{icon} {title} · {at:date}", icon=icon(event.kind), title=title, at=event.starts_at)
    return Act(label, buttons.ShowEvent(event.id))


def consent_card(event: Event, children: Sequence[ChildEntry], *, to_child: bool, adult: str, waits: bool) -> Card:
    """The exact wording a yes is given to; its version is domain.signups.WORDING."""
    paragraphs: list[Text | str] = [Text("✍️ <b>{title}</b>", title=event.title)]
    paragraphs += [child_line(child) for child in children]
    if adult:
        paragraphs.append(Text("Responsible adult: {name}", name=adult))
    paragraphs.append(consent_words.CHILD_ALONE if to_child else consent_words.ADULT)
    rows: list[Row] = []
    if not to_child:
        said, taps = _pictures(children)
        paragraphs += said
        rows += taps
    if waits:
        paragraphs.append(FULL)
    yes_no = [
        _answer(Step.CONSENT, Text("✅ I agree"), "wait" if waits else "yes"),
        _answer(Step.CONSENT, Text("❌ I do not agree"), "no"),
    ]
    return Card(paragraphs, rows=[*rows, yes_no])


def _pictures(children: Sequence[ChildEntry]) -> tuple[list[Text], list[Row]]:
    """The question about pictures with its switch: a parent's yes; a child from 7 on is asked after the sign-up."""
    allowed = any(child.photo for child in children)
    asks = any(child.age_band.needs_own_consent for child in children)
    yes = Text("Pictures: you agree; we ask the child after the sign-up") if asks else Text("Pictures: allowed")
    now = yes if allowed else Text("Pictures: no")
    label, value = (Text("🚫 No pictures"), "no") if allowed else (Text("📷 Allow pictures"), "yes")
    return [consent_words.PHOTO, now], [[_answer(Step.PHOTO, label, value)]]


def who_card(event: int) -> Card:
    """Who signs up, for somebody who never said."""
    acts = [
        Act(Text("👪 Parent"), buttons.SignUpAs(event, "parent")),
        Act(Text("🧒 Child"), buttons.SignUpAs(event, "child")),
        Act(Text("🤝 Caregiver"), buttons.SignUpAs(event, "caregiver")),
    ]
    return Card([Text("Who is signing up?")], rows=[acts, [HOME]])


def parent_consent_card(event: Event, token: str, *, waits: bool) -> Card:
    """What a parent sees behind the link: the event and nothing about the child."""
    full = (
        [Text("There are not enough free seats now: with your yes the child joins the waiting list.")] if waits else []
    )
    return Card(
        [
            Text("A child in your family wants to come to <b>{title}</b>.", title=event.title),
            when_of(event.starts_at, event.ends_at),
            Text("📍 {place} ({where})", place=event.place, where=where_of(event.ward)),
            *full,
            consent_words.BY_LINK,
        ],
        rows=[[Act(Text("✅ I agree"), buttons.AgreeByLink(token))], [HOME]],
    )


@card.register
def _confirmed(news: SignupConfirmed) -> Card:
    seats = (
        Text("{children} children and one adult", children=news.children)
        if news.adult_seat
        else Text("{children} children", children=news.children)
    )
    more: list[Row] = []
    if not news.adult_seat and not news.to_child:
        more.append([Act(Text("👥 Who takes the children home"), buttons.NameCollectors(news.event))])
    if news.pictures or news.to_child:
        more.append([Act(Text("📷 Pictures: ask the child"), consent_buttons.ShowPictures(news.signup))])
    return Card(
        [
            Text("🎟 <b>{title}</b>: you are signed up.", title=news.title),
            Text("Code <code>{code}</code> · {seats}", code=news.code, seats=seats),
            Text("🗓 {at}, {day}\n📍 {place}", at=news.starts_at, day=day_in_words(news.starts_at), place=news.place),
            Text("Please show this picture at the door. Cannot come? One tap gives the seats to others."),
        ],
        rows=[
            [
                Act(Text("🔔 Remind me"), buttons.RemindMe(news.event)),
                Act(Text("🔕 Remind me no more"), buttons.RemindNoMore(news.event)),
            ],
            [Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event))],
            [calendar_act(news.event)],
            *more,
        ],
    )


@card.register
def _held(news: SignupHeld) -> Card:
    yeses: list[Row] = [[Act(Text("🙋 Yes, I want to come"), buttons.ChildAgrees(child))] for child in news.children]
    return Card(
        [
            Text("⏳ <b>{title}</b>: the seats are kept for you.", title=news.title),
            Text("Code <code>{code}</code> · {at:day}", code=news.code, at=news.starts_at),
            *([consent_words.CHILD, Text("The child can also say yes at the door.")] if news.children else []),
            *([consent_cards.PAPER_MISSING] if news.paper else []),
        ],
        rows=[*yeses, [Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event))]],
    )


def _also(ticket: Ticket) -> list[Row]:
    """The event and what can be done about a sign-up, two a row at most: what the family waits for stands alone."""
    see = Act(Text("👁 See the event"), buttons.ShowEvent(ticket.event))
    if ticket.state is State.OFFERED:
        take, leave = waiting_cards.offer_row(ticket.event, ticket.id)
        return [[take], [see, leave]]
    cancel = Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(ticket.event))
    if ticket.state is State.INTEREST:
        return [[Act(Text("🔗 Link for my parents"), buttons.ParentLink(ticket.event))], [see, cancel]]
    return [[see, cancel]]


def _how_old(number: int, called: str, *, to_child: bool) -> Text:
    if to_child:
        return Text("How old are you?")
    return Text("{name}: how old now?", name=called) if called else Text("Child {number}: how old?", number=number)


def _years(event: Event, called: str, *, to_child: bool) -> Text:
    youngest, oldest = event.ages or (0, 0)
    if to_child:
        return Text(
            "How old are you exactly? The event is for {youngest} to {oldest} years; your age itself is not kept.",
            youngest=youngest,
            oldest=oldest,
        )
    return Text(
        "{name}: how old exactly? The event is for {youngest} to {oldest} years; the age itself is not kept.",
        name=called or Text("The child"),
        youngest=youngest,
        oldest=oldest,
    )


def _ages(band: AgeBand) -> list[Row]:
    """Each year of an age group, to tap."""
    youngest, oldest = band.years
    acts = [_answer(Step.YEARS, Text("{age} years", age=age), str(age)) for age in range(youngest, oldest + 1)]
    return [acts[at : at + 4] for at in range(0, len(acts), 4)]


def _kept_label(name: str, age: AgeBand | None) -> Text:
    return Text("{name}", name=name) if age is None else Text("{name} ({age})", name=name, age=BANDS[age])


def _answer(step: Step, label: Text, value: str | None) -> Act:
    return Act(label, buttons.AnswerForm(step.value, value))
