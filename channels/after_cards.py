"""How what comes after an event looks: the question to families who came, and the numbers for its staff."""

from __future__ import annotations

from channels import buttons
from channels.arrival_cards import joined
from channels.cards import HOME, Act, Card, card
from channels.event_words import BANDS
from channels.headcount_cards import count_act, part_name
from domain.afterwards import FEWEST, Afterwards, Face
from domain.news_arrivals import HowWasIt
from domain.texts import Text

FACES = {Face.GOOD: Text("😀 Good"), Face.SO_SO: Text("😐 So-so"), Face.BAD: Text("🙁 Not good")}


def thanks_card(event: int) -> Card:
    """After a face."""
    return Card(
        [Text("Thank you! Is there anything you would like to add?")],
        rows=[[Act(Text("✏️ Write a line"), buttons.WriteLine(event))], [HOME]],
    )


def afterwards_card(after: Afterwards) -> Card:
    """For staff: who came of who signed up, by age, and how it was."""
    paragraphs: list[Text | str] = [
        Text("📊 <b>{title}</b>", title=after.event.title),
        Text(
            "Came: {came} of {signed_up} children who had signed up.",
            came=_count(after.came_in_all),
            signed_up=_count(after.signed_up_in_all),
        ),
    ]
    ages = [
        Text(
            "• {age}: {came} of {signed_up}",
            age=BANDS[band],
            came=_count(after.came.get(band, 0)),
            signed_up=_count(count),
        )
        for band, count in after.signed_up.items()
    ]
    if ages:
        paragraphs.append(joined(ages))
    if None in (*after.signed_up.values(), *after.came.values()):
        paragraphs.append(
            Text("The names are deleted: from now on numbers from 1 to {most} are hidden.", most=FEWEST - 1)
        )
    if after.heads:
        heads = [Text("• {age}: {count}", age=part_name(part), count=count) for part, count in after.heads.items()]
        paragraphs += [Text("Counted on the spot, on no list:"), joined(heads)]
    if after.faces:
        paragraphs.append(joined([Text("{face}: {count}", face=FACES[f], count=after.faces.get(f, 0)) for f in Face]))
    else:
        paragraphs.append(Text("How it was shows once {fewest} families have answered.", fewest=FEWEST))
    paragraphs += [Text("“{words}”", words=line) for line in after.lines]
    return Card(paragraphs, rows=[[count_act(after.event.id)]], protected=True)


def _count(count: int | None) -> Text:
    return Text("…") if count is None else Text("{count}", count=count)


@card.register
def _asked(news: HowWasIt) -> Card:
    return Card(
        [
            Text("How was <b>{title}</b>?", title=news.title),
            Text("One tap is enough. The helpers see numbers, not who said what."),
        ],
        rows=[[Act(label, buttons.Feel(news.event, int(face))) for face, label in FACES.items()]],
        silent=True,
    )
