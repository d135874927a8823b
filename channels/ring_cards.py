"""What asks staff to come: the alert, the duty list, an offer to take over; and how each is settled."""

from __future__ import annotations

from channels import buttons
from channels.cards import Act, Card, card, ward_name
from domain.news import Alert, AlertSettled, HandOverOffer, OfferSettled, OfferUnanswered, Waiting
from domain.texts import Text
from domain.wards import OUTSIDE


@card.register
def _alert(news: Alert) -> Card:
    paragraphs: list[Text | str] = [
        Text("🔴 <b>KHẨN · URGENT</b> · <code>{code}</code> · {ward}", code=news.code, ward=ward_name(news.ward)),
        Text("Received at {at}. By law the ward acts before {due:day}.", at=news.opened_at, due=news.due_at),
    ]
    if news.again:
        paragraphs.append(Text("Rings again: somebody is needed now."))
    if news.check_place:
        paragraphs.append(Text("Nobody on duty could be found for this place. Please check the place."))
    if news.closed_to_ward:
        paragraphs.append(Text("The sender asked that officers of this ward do not see it."))
    paragraphs.append(Text("The words open once you have taken it."))
    return Card(paragraphs, rows=[[Act(Text("✋ I take it"), buttons.TakeCase(news.case))]], protected=True)


@card.register
def _settled(news: AlertSettled) -> Card:
    what = {
        "taken": Text("✅ <code>{code}</code>: {name} took it at {at}.", code=news.code, name=news.by, at=news.at),
        "closed": Text("✅ <code>{code}</code>: closed at {at}.", code=news.code, at=news.at),
        "moved": Text("↪️ <code>{code}</code>: passed on to others at {at}.", code=news.code, at=news.at),
        "retracted": Text(
            "✏️ <code>{code}</code>: at {at} the sender said it was a mistake. It stays on the duty list.",
            code=news.code,
            at=news.at,
        ),
    }
    return Card([what.get(news.why, what["closed"])], protected=True)


@card.register
def _waiting(news: Waiting) -> Card:
    why = {
        "talk": Text("Somebody wants to talk."),
        "ask": Text("Somebody has a question for the ward."),
        "unanswered": Text("A worrying message; the sender has not answered our question. Unconfirmed."),
    }
    return Card(
        [
            Text("🕓 <code>{code}</code> · {ward}", code=news.code, ward=ward_name(news.ward)),
            why.get(news.origin, Text("The sender said it was a mistake; please ask gently how they are.")),
            Text("⏳ One working hour is left: please answer before {by:day}.", by=news.by)
            if news.soon
            else Text("Please answer before {by:day}.", by=news.by),
        ],
        rows=[[Act(Text("✋ I take it"), buttons.TakeCase(news.case))]],
        protected=True,
        silent=not news.soon or news.origin == "unanswered",
    )


@card.register
def _offer(news: HandOverOffer) -> Card:
    why = {
        "asked": Text("{name} asks you to take it over.", name=news.by),
        "place": Text("It happened in your ward. {name} has it until you take it over.", name=news.by)
        if news.ward != OUTSIDE
        else Text("It happened outside the four wards. {name} has it until you take it over.", name=news.by),
        "shift": Text("The duty of {name} has ended. Please take it over.", name=news.by),
    }
    return Card(
        [
            Text("↪️ <code>{code}</code> · {ward}", code=news.code, ward=ward_name(news.ward)),
            why[news.why],
            Text("By law the ward acts before {due:day}.", due=news.due_at),
        ],
        rows=[
            [
                Act(Text("✅ I accept"), buttons.AcceptCase(news.case)),
                Act(Text("✖️ I cannot"), buttons.DeclineCase(news.case)),
            ]
        ],
        protected=True,
    )


@card.register
def _offer_settled(news: OfferSettled) -> Card:
    if news.by is not None and news.why != "closed":
        said = Text("✅ <code>{code}</code>: {name} took it at {at}.", code=news.code, name=news.by, at=news.at)
    elif news.why == "closed":
        said = Text("✅ <code>{code}</code>: closed at {at}.", code=news.code, at=news.at)
    else:
        said = Text("↪️ <code>{code}</code>: you are no longer asked. Thank you.", code=news.code)
    return Card([said], protected=True)


@card.register
def _offer_unanswered(news: OfferUnanswered) -> Card:
    return Card(
        [Text("↪️ <code>{code}</code>: nobody has accepted yet. It is still yours.", code=news.code)],
        rows=[[Act(Text("↪️ Ask again, or somebody else"), buttons.HandOver(news.case))]],
        protected=True,
    )
