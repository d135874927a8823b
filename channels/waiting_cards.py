"""How waiting for a seat looks: the place in the list, an offer with its end, and what became of it."""

from __future__ import annotations

from channels import buttons
from channels.cards import Act, Card, Row, card
from channels.event_words import rank_line
from domain.news_waiting import InterestKept, InterestOver, OfferEnded, Queued, SeatsOffered, WaitEnded
from domain.texts import Text


def offer_row(event: int, signup: int) -> Row:
    """The answers to an offer."""
    return [
        Act(Text("🪑 Take the seats"), buttons.TakeSeats(signup)),
        Act(Text("✖️ Cannot come any more"), buttons.CancelSignup(event)),
    ]


@card.register
def _interest(news: InterestKept) -> Card:
    return Card(
        [
            Text("💛 <b>{title}</b> ({at:day}): noted that you want to come.", title=news.title, at=news.starts_at),
            Text("Still missing: the yes of your mother, father or caregiver. A seat is kept only after that."),
        ],
        rows=[
            [Act(Text("🔗 Link for my parents"), buttons.ParentLink(news.event))],
            [Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event))],
        ],
    )


@card.register
def _interest_over(news: InterestOver) -> Card:
    return Card(
        [
            Text(
                "💛 <b>{title}</b> begins, and the yes of your mother, father or caregiver has not come: no seat was kept.",
                title=news.title,
            ),
            Text("You did nothing wrong. There will be other events, and you are welcome at them."),
        ],
        rows=[[Act(Text("📅 Events"), buttons.ListEvents())]],
    )


@card.register
def _queued(news: Queued) -> Card:
    return Card(
        [
            Text("⏳ <b>{title}</b> ({at:day}): there are not enough free seats.", title=news.title, at=news.starts_at),
            rank_line(news.rank, news.seats),
            Text("When seats become free for you we write at once and keep them a while. We cannot promise any."),
        ],
        rows=[
            [Act(Text("👁 See the event"), buttons.ShowEvent(news.event))],
            [Act(Text("✖️ Cancel the sign-up"), buttons.CancelSignup(news.event))],
        ],
    )


@card.register
def _offered(news: SeatsOffered) -> Card:
    return Card(
        [
            Text("🪑 <b>{title}</b>: {seats} seats are free for you.", title=news.title, seats=news.seats),
            Text("🗓 {at:day}\n📍 {place}", at=news.starts_at, place=news.place),
            Text("We keep them for you until {until:day}. After that they go to the next family.", until=news.until),
        ],
        rows=[offer_row(news.event, news.signup)],
    )


@card.register
def _offer_ended(news: OfferEnded) -> Card:
    return Card(
        [
            Text(
                "⌛ <b>{title}</b>: the time for the seats has run out; they are no longer kept for you.",
                title=news.title,
            ),
            Text("You need not do anything. If you would still like to come, you can sign up again."),
        ],
        rows=[[Act(Text("👁 See the event"), buttons.ShowEvent(news.event))]],
    )


@card.register
def _wait_ended(news: WaitEnded) -> Card:
    return Card(
        [
            Text("⌛ <b>{title}</b> begins, and no seat became free for you. We are sorry.", title=news.title),
            Text("Your place in the list has ended and the names are deleted. See you another time!"),
        ],
        rows=[[Act(Text("📅 Events"), buttons.ListEvents())]],
    )
