"""Short facts about a case for staff, and the sender's answers to our questions in staff's words."""

from __future__ import annotations

from channels.cards import WARD_NAMES, Card, card, ward_name
from domain.dialogs import WARD, WHEN, question
from domain.news import Answered, StaffNote
from domain.texts import Text
from domain.wards import OUTSIDE

FACTS = {
    "hurt": Text("a doctor is needed"),
    "near": Text("that person is near"),
    "safe": Text("can write safely"),
    "seen": Text("somebody else sees the phone"),
    "when": Text("may be written to first"),
    WARD: Text("place"),
    "age": Text("age of the child"),
    "help": Text("what would help"),
    "others": Text("other children there"),
}


@card.register
def _note(news: StaffNote) -> Card:
    notes = {
        "retracted": Text(
            "✏️ <code>{code}</code>: the sender says it was a mistake. Please still ask gently how they are.",
            code=news.code,
        ),
        "fell_back": Text(
            "⏰ <code>{code}</code>: no first step for too long, so the others are being called.",
            code=news.code,
        ),
        "handed_over": Text("↪️ <code>{code}</code>: {name} has it now.", code=news.code, name=news.name),
        "stood_in": Text(
            "↪️ <code>{code}</code>: a legal limit was near while you were not on duty, so {name} has taken it over.",
            code=news.code,
            name=news.name,
        ),
        "declined": Text(
            "↪️ <code>{code}</code>: {name} cannot take it. It is still yours.", code=news.code, name=news.name
        ),
        "offered_place": Text(
            "📍 <code>{code}</code>: it happened in another ward. {name} is asked to take it; until then it is yours.",
            code=news.code,
            name=news.name,
        ),
        "nobody_place": Text(
            "📍 <code>{code}</code>: it happened in another ward, and nobody there can be asked now. It is still yours.",
            code=news.code,
        ),
        "offered_shift": Text(
            "🌙 <code>{code}</code>: your duty has ended. {name} is asked to take it; until then it is yours.",
            code=news.code,
            name=news.name,
        ),
        "nobody_shift": Text(
            "🌙 <code>{code}</code>: your duty has ended, and nobody can be asked to take it. It is still yours.",
            code=news.code,
        ),
        "offered_outside": Text(
            "📍 <code>{code}</code>: it happened outside the four wards. In danger now: 113, somebody hurt: 115. 111 passes it on to the commune where it happened. {name} is asked to take it; until then it is yours.",
            code=news.code,
            name=news.name,
        ),
        "nobody_outside": Text(
            "📍 <code>{code}</code>: it happened outside the four wards. In danger now: 113, somebody hurt: 115. 111 passes it on to the commune where it happened. It is still yours.",
            code=news.code,
        ),
        "moved": Text("↪️ <code>{code}</code>: passed on to others.", code=news.code),
        "waits": Text(
            "🕓 <code>{code}</code>: your message waits until {at:day}; the sender is written to only then.",
            code=news.code,
            at=news.at,
        ),
        "waits_for_them": Text(
            "🕓 <code>{code}</code>: your message waits until the sender comes back; they asked not to be written to first.",
            code=news.code,
        ),
        "again_any": Text(
            "📪 <code>{code}</code> has ended. The sender says: they may be written to first at any time.",
            code=news.code,
        ),
        "again_hours": Text(
            "📪 <code>{code}</code> has ended. The sender says: they may be written to first only from {hours} o’clock.",
            code=news.code,
            hours=news.name,
        ),
        "again_never": Text(
            "📪 <code>{code}</code> has ended. The sender says: please do not write first, they write when they need to.",
            code=news.code,
        ),
        "call_me": Text("☎️ <code>{code}</code>: the sender asks to be called.", code=news.code),
        "later": Text("🕓 <code>{code}</code>: the sender cannot write now and will come back.", code=news.code),
    }
    return Card([notes[news.what]], protected=True)


@card.register
def _answered(news: Answered) -> Card:
    head = Text("📌 <code>{code}</code>: the sender answered a question.", code=news.code)
    return Card([head, told(news.question, news.answer)], protected=True)


def told(question: str, answer: str) -> Text:
    """What the sender answered to one of our questions; it opens on a tap, like all their words."""
    return Text(
        "• <tg-spoiler>{question}: {answer}</tg-spoiler>", question=_fact(question), answer=_value(question, answer)
    )


def _fact(name: str) -> Text:
    return FACTS.get(name, Text("answer"))


def _value(name: str, value: str) -> Text:
    asked = question(name)
    for choice in () if asked is None else asked.choices:
        if choice.value == value:
            return choice.label
    if name == WHEN:
        return Text("{hours} o’clock", hours=value)
    return ward_name(value) if value in WARD_NAMES or value == OUTSIDE else Text("not known")
