"""What is told on the day of an event: the code for taking children home, and a child nobody is with."""

from __future__ import annotations

from collections.abc import Sequence

from channels import buttons
from channels.cards import HOME, SOS, Act, Card, Row, card
from domain.news_arrivals import ChildIsBack, FamilyErased, LostChild, PickupCode, PickupDoubt, StillHere
from domain.texts import Text


def collectors_card(event: int, names: Sequence[str]) -> Card:
    """*Ai đón bé về*: who was named, and that the next words are a name."""
    paragraphs = [
        Text("👥 Who may take the children home? Write a name, such as “bà Hoa”. The helpers ask for it at the door."),
        *(Text("• {name}", name=name) for name in names),
        Text("The names are deleted together with the sign-up. Whoever has the code can always take them home."),
    ]
    rows: list[Row] = [[Act(Text("🗑 Delete the names"), buttons.ForgetCollectors(event))]] if names else []
    return Card(paragraphs, rows=[*rows, [HOME]])


@card.register
def _pickup(news: PickupCode) -> Card:
    return Card(
        [
            Text("✅ {children} children have come to <b>{title}</b>.", children=news.children, title=news.title),
            Text("Whoever takes them home says this code to the helpers. Tap it to see it:"),
        ],
        words=news.pickup,
        hidden=True,
    )


@card.register
def _doubt(news: PickupDoubt) -> Card:
    return Card(
        [
            Text(
                "⚠️ <b>{title}</b>: a wrong code for taking children home was said {times} times.",
                title=news.title,
                times=news.times,
            ),
            Text("Ticket <code>{code}</code>, at {at}, with {name}.", code=news.code, at=news.at, name=news.by),
            Text("Please go there or call: the children stay with the helpers until the family is sure."),
        ],
        protected=True,
    )


@card.register
def _lost(news: LostChild) -> Card:
    return Card(
        [
            Text("🧒 <b>A child is without its family</b> · {title}", title=news.title),
            Text("{name}, at {at}:", name=news.by, at=news.at),
            Text("“{words}”", words=news.words),
            Text("Stay where you are and look around. Police <b>113</b>, child protection <b>111</b>."),
            Text("If you fear harm, tap “Need help now”: that opens a case."),
        ],
        rows=[[Act(Text("✅ Back with the family"), buttons.IsBack(news.event, news.alarm))], [SOS]],
        protected=True,
    )


@card.register
def _still_here(news: StillHere) -> Card:
    return Card(
        [
            Text("❌ <b>{title}</b> was cancelled just now.", title=news.title),
            _stay_with(news.children),
        ],
        rows=[[Act(Text("🧾 List for the door"), buttons.DoorList(news.event))]],
        protected=True,
    )


def _stay_with(children: int) -> Text:
    return Text(
        "🧒 {children} children are still here without their families. Please stay with them: the list, the codes and the names of who takes them home are good until each has gone home.",
        children=children,
    )


@card.register
def _erased(news: FamilyErased) -> Card:
    head = Text("⚠️ <b>{title}</b>: a family has just deleted its data.", title=news.title)
    doubt = Text("In doubt: 113 or 111.")
    if news.kept is not None:
        return Card(
            [head, _stay_with(news.children), doubt],
            rows=[[Act(Text("🎟 Ticket"), buttons.OpenFamily(news.kept))]],
            protected=True,
        )
    return Card(
        [
            head,
            Text(
                "🧒 {children} of its children are still here (ticket <code>{code}</code>), and no longer in the list: the code and the names for going home are gone, too. Please keep them with you until you are sure who takes them home.",
                children=news.children,
                code=news.code,
            ),
            doubt,
        ],
        protected=True,
    )


@card.register
def _back(news: ChildIsBack) -> Card:
    return Card(
        [
            Text(
                "✅ The child is back with its family ({name}, {at}) · {title}",
                name=news.by,
                at=news.at,
                title=news.title,
            )
        ]
    )
