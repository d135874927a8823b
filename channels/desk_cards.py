"""How cases look to staff: alerts without a word of the sender, the holder's card, what the sender wrote."""

from __future__ import annotations

from channels import buttons, legal_cards
from channels.cards import WARD_NAMES, Act, Card, Link, Row, card, place_of, ward_name, words_of
from domain.cases import Content
from domain.dialogs import WARD, WHEN, question
from domain.news import (
    Alert,
    AlertSettled,
    CaseCard,
    FromSender,
    HandOverOffer,
    OfferSettled,
    OfferUnanswered,
    StaffNote,
    Waiting,
)
from domain.texts import Text
from domain.wards import OUTSIDE

KINDS = {
    "text": Text("text"),
    "sos": Text("🆘 pressed “Need help now”; no words yet"),
    "photo": Text("📷 a picture"),
    "video": Text("🎞 a film"),
    "voice": Text("🎤 a voice message"),
    "video_note": Text("🎞 a film"),
    "audio": Text("🎵 a sound"),
    "animation": Text("🎞 a film"),
    "document": Text("📎 a file"),
    "sticker": Text("🙂 a sticker"),
    "location": Text("📍 a place"),
    "contact": Text("☎️ a phone number"),
    "other": Text("a message the bot cannot show"),
    "gone": Text("no longer kept"),
    "removed": Text("removed because it may be sensitive"),
}


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
def _case(news: CaseCard) -> Card:
    head = [Text("📋 <b>{code}</b> · {ward}", code=news.code, ward=ward_name(news.ward)), _state(news)]
    if news.state == "closed":
        return Card(head, protected=True)
    head.append(Text("Received at {at:day}.", at=news.opened_at))
    head += legal_cards.lines(news.clocks, news.drawn_at or news.opened_at)
    if news.retracted:
        head.append(Text("The sender said it was a mistake. Please still ask gently how they are."))
    if news.state in ("open", "waiting"):
        rows: list[Row] = [[Act(Text("✋ I take it"), buttons.TakeCase(news.case))]]
    else:
        rows = _holder_rows(news) if news.mine else []
        head += [_told(question, answer) for question, answer in news.facts]
    if not news.mine and news.may_ask_who:
        rows.append(_who(news))
    if news.offered is not None:
        head.append(Text("Offered to {name}; it is yours until they accept.", name=news.offered))
    if news.mine:
        head.append(
            Text("To write to the sender: tap “Write back”, or reply to this card. They do not see who you are.")
        )
    return Card(head, rows=rows, protected=True)


def _state(news: CaseCard) -> Text:
    holder, at = news.holder or "", news.taken_at
    if news.state == "taken":
        return (
            Text("State: yours since {at:day}", at=at)
            if news.mine
            else Text("State: {name} has it since {at:day}", name=holder, at=at)
        )
    if news.state == "closed":
        return Text("State: closed at {at:day}", at=news.closed_at)
    return Text("State: nobody has it yet") if news.state == "open" else Text("State: waits on the duty list")


def _holder_rows(news: CaseCard) -> list[Row]:
    case = news.case
    return [
        [Act(Text("💬 Write back"), buttons.ReplyTo(case)), Act(Text("👁 Read again"), buttons.ReadCase(case))],
        [_ready_sentences(case)],
        [Act(Text("📝 Note"), buttons.NoteOn(case)), Act(Text("↪️ Hand over"), buttons.HandOver(case))],
        legal_cards.row(case, news.clocks),
        [Act(Text("✂️ Split"), buttons.AskSplit(case)), *_who(news)],
        [Act(Text("🔕 False alarm"), buttons.FalseAlarm(case)), Act(Text("🏁 Close"), buttons.CloseCase(case))],
    ]


def _who(news: CaseCard) -> list[Act | Link]:
    return [Act(Text("🪪 Who sent it?"), buttons.AskReason(news.case))] if news.may_ask_who else []


def _ready_sentences(case: int) -> Act:
    return Act(Text("📨 Ready sentences"), buttons.ListReplies(case, None))


def _told(question: str, answer: str) -> Text:
    return Text("• {question}: {answer}", question=_fact(question), answer=_value(question, answer))


@card.register
def _from_sender(news: FromSender) -> Card:
    paragraphs: list[Text | str] = [Text("✉️ <code>{code}</code> · {at}", code=news.code, at=news.at)]
    if news.edited:
        paragraphs.append(Text("The sender changed this message:"))
    if news.late:
        paragraphs.append(Text("It reached us late."))
    if news.also:
        paragraphs.append(Text("It stands in {codes}, too.", codes=", ".join(news.also)))
    return _with_content(news.content, paragraphs, news.case, news.entry)


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
        silent=not news.soon,
    )


@card.register
def _note(news: StaffNote) -> Card:
    kind, _, rest = news.what.partition(":")
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
        "call_me": Text("☎️ <code>{code}</code>: the sender asks to be called.", code=news.code),
        "later": Text("🕓 <code>{code}</code>: the sender cannot write now and will come back.", code=news.code),
    }
    if kind == "answer":
        name, _, value = rest.partition(":")
        return Card(
            [
                Text(
                    "📝 <code>{code}</code> · {question}: {answer}",
                    code=news.code,
                    question=_fact(name),
                    answer=_value(name, value),
                )
            ],
            protected=True,
        )
    return Card([notes[kind]], protected=True)


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


def media_card(entry: int, content: Content) -> Card:
    """A picture, sound or place for the holder: protected, not to be passed on."""
    return Card(
        [Text("Please do not pass this on and do not copy it.")],
        file=None if content.file_id is None else (content.kind, content.file_id),
        rows=[[Act(Text("🚫 Sensitive image"), buttons.SensitiveImage(entry))]] if content.is_media else [],
        protected=True,
        hidden=True,
        place=place_of(content),
    )


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


def _with_content(content: Content, paragraphs: list[Text | str], case: int, entry: int) -> Card:
    rows: list[Row] = []
    if content.kind != "text":
        paragraphs.append(KINDS.get(content.kind, KINDS["other"]))
    if content.opens:
        rows.append([Act(Text("👁 Open"), buttons.ShowMedia(entry))])
    rows.append([Act(Text("💬 Write back"), buttons.ReplyTo(case)), _ready_sentences(case)])
    return Card(paragraphs, rows=rows, words=words_of(content), hidden=True, protected=True)
