"""How things look: every kind of news becomes a message, its buttons, and how far it is protected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatch

from channels import buttons
from channels.buttons import Button
from domain.cases import Content, Outcome
from domain.dialogs import WARD, question
from domain.news import (
    Alert,
    AlertSettled,
    Ask,
    CaseCard,
    Closed,
    FellBack,
    FromSender,
    FromStaff,
    HandOverOffer,
    News,
    NobodyYet,
    SafetyCard,
    SomethingNew,
    StaffNote,
    Stored,
    TakenNews,
    Waiting,
    WaitingPromise,
)
from domain.texts import Text
from domain.wards import OUTSIDE

WARD_NAMES = {"bo-de": "Bồ Đề", "long-bien": "Long Biên", "phuc-loi": "Phúc Lợi", "viet-hung": "Việt Hưng"}
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


@dataclass(frozen=True, slots=True)
class Act:
    """A button of ours below a message."""

    label: Text
    does: Button


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens a page or a chat."""

    label: Text
    url: str


Row = Sequence[Act | Link]


@dataclass(frozen=True, slots=True)
class Card:
    """A message before it has a language. `words` are what a person wrote, hidden until tapped."""

    paragraphs: Sequence[Text | str]
    rows: Sequence[Row] = ()
    words: str = ""
    hidden: bool = False
    protected: bool = False
    silent: bool = False
    place: tuple[float, float] | None = None
    file: tuple[str, str] | None = None
    keyboard: Sequence[Sequence[Text]] | None = field(default=None)


LEAVE = Act(Text("🚪 Leave quickly"), buttons.Leave())
SOS = Act(Text("🆘 Need help now"), buttons.Sos())
HOME = Act(Text("☰ Menu"), buttons.Home())


def ward_name(ward: str | None) -> Text:
    """How a ward is called, in any language."""
    if ward is None:
        return Text("ward not known yet")
    return Text("outside the four wards") if ward == OUTSIDE else Text("{ward} ward", ward=WARD_NAMES[ward])


def ward_rows(make: type[buttons.ChooseWard] = buttons.ChooseWard) -> list[list[Act]]:
    """The four wards, two in a row."""
    acts = [Act(Text(name), make(ward)) for ward, name in WARD_NAMES.items()]
    return [acts[:2], acts[2:]]


@singledispatch
def card(news: News) -> Card:
    """The card of any news; each kind registers its own."""
    raise TypeError(f"no card for {type(news).__name__}")


SAFETY = (
    Text("🆘 <b>In danger right now? Call:</b>"),
    Text("<b>111</b> – child protection, free, day and night\n<b>113</b> – police\n<b>115</b> – ambulance"),
    Text(
        "Thank you for speaking up. It is not your fault. Your message is being stored and passed "
        "to the officer on duty."
    ),
    Text("If nobody has answered within 10 minutes, please call 111. Cannot speak? Write to 111 on Zalo or its app."),
    Text("Only people whose duty is to help read this. If a child is in danger, we must pass it on."),
    Text("Please do not send pictures of bodies or injuries. This chat is not an official police report."),
)


@card.register
def _safety(news: SafetyCard) -> Card:
    return Card(SAFETY, rows=[[LEAVE]])


# --- to staff ---


@card.register
def _alert(news: Alert) -> Card:
    paragraphs: list[Text | str] = [
        Text("🔴 <b>URGENT</b> · <code>{code}</code> · {ward}", code=news.code, ward=ward_name(news.ward)),
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
def _case_card(news: CaseCard) -> Card:
    states = {
        "open": Text("nobody has it yet"),
        "waiting": Text("waits on the duty list"),
        "taken": Text("taken"),
        "closed": Text("closed"),
    }
    paragraphs: list[Text | str] = [
        Text("📋 <b>{code}</b> · {ward}", code=news.code, ward=ward_name(news.ward)),
        Text("State: {state}", state=states[news.state]),
        Text("Received at {at}. By law the ward acts before {due:day}.", at=news.opened_at, due=news.due_at),
    ]
    if news.state in ("open", "waiting"):
        return Card(paragraphs, rows=[[Act(Text("✋ I take it"), buttons.TakeCase(news.case))]], protected=True)
    if news.state == "closed":
        return Card(paragraphs, protected=True)
    paragraphs.append(
        Text("To write to the sender: tap “Write back”, or reply to this card. They do not see who you are.")
    )
    rows = [
        [
            Act(Text("💬 Write back"), buttons.ReplyTo(news.case)),
            Act(Text("👁 Read again"), buttons.ReadCase(news.case)),
        ],
        [
            Act(Text("↪️ Hand over"), buttons.HandOver(news.case)),
            Act(Text("🔕 False alarm"), buttons.FalseAlarm(news.case)),
        ],
        [Act(Text("🏁 Close"), buttons.CloseCase(news.case))],
    ]
    return Card(paragraphs, rows=rows, protected=True)


@card.register
def _from_sender(news: FromSender) -> Card:
    paragraphs: list[Text | str] = [Text("✉️ <code>{code}</code> · {at}", code=news.code, at=news.at)]
    if news.edited:
        paragraphs.append(Text("The sender changed this message:"))
    if news.late:
        paragraphs.append(Text("It reached us late."))
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
            Text("Please answer before {by:day}.", by=news.by),
        ],
        rows=[[Act(Text("✋ I take it"), buttons.TakeCase(news.case))]],
        protected=True,
        silent=True,
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
        "elsewhere": Text("📍 <code>{code}</code>: it happened in another ward. Please hand it over.", code=news.code),
        "outside": Text(
            "📍 <code>{code}</code>: it happened outside the four wards. 111 passes it on.", code=news.code
        ),
        "moved": Text("↪️ <code>{code}</code>: passed on to others.", code=news.code),
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
    return Card(
        [
            Text(
                "↪️ {name} asks you to take over <code>{code}</code> · {ward}.",
                name=news.by,
                code=news.code,
                ward=ward_name(news.ward),
            ),
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


# --- to the sender: the first line is harmless on a lock screen ---

QUIET_LINE = Text("There is something new for you in this chat; read on when it suits you:")


@card.register
def _stored(news: Stored) -> Card:
    said = (
        Text(
            "It was stored at {at} and sent to the officer on duty. Your code: <code>{code}</code>",
            at=news.at,
            code=news.code,
        )
        if news.rung
        else Text(
            "It was stored at {at}. Your code: <code>{code}</code>. Nobody is on duty at this moment.",
            at=news.at,
            code=news.code,
        )
    )
    late = (
        []
        if news.sent_at is None
        else [
            Text(
                "You sent it at {sent:day}, it reached us at {at:day}: we are sorry for the delay.",
                sent=news.sent_at,
                at=news.at,
            )
        ]
    )
    return Card(
        [QUIET_LINE, said, *late, Text("You can go on writing here. If it was a mistake, say so below.")],
        rows=[
            [Act(Text("✏️ Typed by mistake"), buttons.Retract(news.case))],
            [Act(Text("🙅 Not to this ward’s officers"), buttons.NotThisWard(news.case))],
            [LEAVE],
        ],
    )


@card.register
def _promise(news: WaitingPromise) -> Card:
    return Card(
        [
            QUIET_LINE,
            Text(
                "It is stored, code <code>{code}</code>. An officer answers here before {by:day}.",
                code=news.code,
                by=news.by,
            ),
            Text("You can write what you want to say now. In danger: 111, or tap the red button."),
        ],
        rows=[[SOS], [LEAVE]],
    )


@card.register
def _taken(news: TakenNews) -> Card:
    return Card(
        [
            QUIET_LINE,
            Text(
                "An officer took <code>{code}</code>, received at {at}. Go on writing here; they read it.",
                code=news.code,
                at=news.at,
            ),
        ],
        rows=[[LEAVE]],
    )


@card.register
def _nobody(news: NobodyYet) -> Card:
    return Card(
        [
            QUIET_LINE,
            Text(
                "Until {at} no officer has taken <code>{code}</code>. We go on calling. <b>Please call 111 now</b> (free, day and night); danger to life: 113 or 115.",
                at=news.at,
                code=news.code,
            ),
        ],
        rows=[[LEAVE]],
    )


@card.register
def _fell_back(news: FellBack) -> Card:
    return Card(
        [
            QUIET_LINE,
            Text(
                "The officer who had <code>{code}</code> has not taken a step yet, so at {at} we are calling others. You can also call <b>111</b>.",
                code=news.code,
                at=news.at,
            ),
        ],
        rows=[[LEAVE]],
    )


@card.register
def _from_staff(news: FromStaff) -> Card:
    content = news.content
    return Card(
        [QUIET_LINE, Text("The officer ({code}):", code=news.code)],
        words=content.text,
        rows=[[LEAVE]],
        file=None if content.file_id is None else (content.kind, content.file_id),
        place=_place(content),
    )


@card.register
def _closed(news: Closed) -> Card:
    said = {
        Outcome.SAFE: Text("The officer checked: help was given."),
        Outcome.REFERRED: Text("The officer passed it on to the people who help further."),
        Outcome.ADVISED: Text("The officer answered and gave advice."),
        Outcome.OUTSIDE: Text("It lies outside the four wards; 111 helps everywhere."),
        Outcome.FALSE_ALARM: Text("The officer noted that no help is needed now."),
    }
    return Card(
        [
            QUIET_LINE,
            Text("<code>{code}</code> ended at {at}.", code=news.code, at=news.at),
            said[news.outcome],
            Text("You can come back at any time: write here, or call 111."),
        ],
        rows=[[SOS], [LEAVE]],
    )


@card.register
def _something(news: SomethingNew) -> Card:
    return Card(
        [Text("There is something new in the handbook.")],
        rows=[[Act(Text("Open"), buttons.OpenLine(news.case))]],
        silent=True,
    )


@card.register
def _ask(news: Ask) -> Card:
    return question_card(news.case, news.question)


def question_card(case: int, name: str) -> Card:
    """One question of a case, skippable, with a way out."""
    asked = question(name)
    if asked is None:
        raise ValueError(f"no question {name}")
    if name == WARD:
        acts = [Act(Text(label), buttons.AnswerQuestion(case, name, ward)) for ward, label in WARD_NAMES.items()]
        rows = [
            acts[:2],
            acts[2:],
            [
                Act(Text("Somewhere else"), buttons.AnswerQuestion(case, name, OUTSIDE)),
                Act(Text("I do not know"), buttons.AnswerQuestion(case, name, "unknown")),
            ],
        ]
    else:
        rows = [[Act(c.label, buttons.AnswerQuestion(case, name, c.value)) for c in asked.choices]]
    skip = Act(Text("⏭ Skip"), buttons.AnswerQuestion(case, name, None))
    return Card([Text("One more question, if you like:"), asked.text], rows=[*rows, [skip, LEAVE]])


def media_card(entry: int, content: Content) -> Card:
    """A picture or sound for the holder: protected, not to be passed on."""
    return Card(
        [Text("Please do not pass this on and do not copy it.")],
        file=None if content.file_id is None else (content.kind, content.file_id),
        rows=[[Act(Text("🚫 Sensitive image"), buttons.SensitiveImage(entry))]],
        protected=True,
        hidden=True,
    )


FACTS = {
    "hurt": Text("a doctor is needed"),
    "near": Text("that person is near"),
    "safe": Text("can write safely"),
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
    return ward_name(value) if value in WARD_NAMES or value == OUTSIDE else Text("not known")


def _with_content(content: Content, paragraphs: list[Text | str], case: int, entry: int) -> Card:
    rows: list[Row] = []
    if content.kind != "text":
        paragraphs.append(KINDS.get(content.kind, KINDS["other"]))
    if content.is_media:
        rows.append([Act(Text("👁 Open"), buttons.ShowMedia(entry))])
    rows.append([Act(Text("💬 Write back"), buttons.ReplyTo(case))])
    words = " ".join(part for part in (content.text, content.phone or "") if part)
    return Card(paragraphs, rows=rows, words=words, hidden=True, protected=True, place=_place(content))


def _place(content: Content) -> tuple[float, float] | None:
    if content.latitude is None or content.longitude is None:
        return None
    return content.latitude, content.longitude
