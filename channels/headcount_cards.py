"""How counting children who stood on no list looks, for staff of the event."""

from __future__ import annotations

from channels import buttons
from channels.arrival_cards import joined
from channels.cards import Act, Card, Row, card
from channels.event_words import BANDS
from channels.figure_buttons import CountHeads, CountHeadsOf, TapHeads
from domain.headcounts import ANY_AGE, PARTS, TAPPED, Headcount
from domain.news_arrivals import HowManyCame
from domain.people import AgeBand
from domain.texts import Text

NO_AGE = Text("age not known")
A_ROW = 4


def part_name(part: str) -> Text:
    """Under 7, …, age not known."""
    return NO_AGE if part == ANY_AGE else BANDS[AgeBand(part)]


def count_act(event: int) -> Act:
    """✏️, wherever it stands."""
    return Act(Text("✏️ Children on no list"), CountHeads(event))


def headcount_card(counted: Headcount) -> Card:
    """What was counted, and a tap for each age; a later number is the right one."""
    event = counted.event
    lines = [
        Text("• {age}: {count}", age=part_name(part), count=counted.heads[part])
        for part in PARTS
        if part in counted.heads
    ]
    paragraphs: list[Text | str] = [
        Text("✏️ <b>{title}</b>: children who came and stood on no list", title=event.title),
        Text(
            "An estimate is fine. It stands in the figures on a line of its own, never among those who signed up. Do not count whoever was written down at the door."
        ),
        joined(lines) if lines else Text("Nobody has counted yet."),
        Text("Which age? Tap again to correct a number."),
    ]
    acts = [Act(part_name(part), CountHeadsOf(event.id, part)) for part in PARTS]
    rows: list[Row] = [acts[:2], acts[2:4], acts[4:], [Act(Text("📊 Who came"), buttons.ShowAfterwards(event.id))]]
    return Card(paragraphs, rows=rows)


def how_many_card(counted: Headcount, part: str) -> Card:
    """One number, typed or tapped."""
    acts = [Act(Text("{count}", count=number), TapHeads(counted.event.id, part, number)) for number in TAPPED]
    rows: list[Row] = [acts[at : at + A_ROW] for at in range(0, len(acts), A_ROW)]
    rows.append([Act(Text("↩️ Back"), CountHeads(counted.event.id))])
    return Card(
        [
            Text(
                "How many children ({age}) came to {title} and stood on no list? Type one number, or tap.",
                age=part_name(part),
                title=counted.event.title,
            )
        ],
        rows=rows,
    )


@card.register
def _asked(news: HowManyCame) -> Card:
    ask = (
        Text("How many children came who had not signed up?")
        if news.listed
        else Text("Nobody had to sign up: how many children came?")
    )
    return Card([Text("✏️ <b>{title}</b> is over.", title=news.title), ask], rows=[[count_act(news.event)]], silent=True)
