"""How a case looks to staff: the card that keeps itself current, and what the sender wrote."""

from __future__ import annotations

from channels import buttons, label_cards, legal_cards
from channels.cards import Act, Card, Link, Row, card, place_of, ward_name, words_of
from channels.note_cards import told
from domain.cases import Content
from domain.news import (
    CaseCard,
    FromSender,
)
from domain.texts import Text

KINDS = {
    "text": Text("text"),
    "sos": Text("🆘 pressed “Need help now”, without words"),
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
def _case(news: CaseCard) -> Card:
    head = [Text("📋 <b>{code}</b> · {ward}", code=news.code, ward=ward_name(news.ward)), _state(news)]
    if news.state == "closed":
        return Card(head, protected=True)
    head.append(Text("Received at {at:day}.", at=news.opened_at))
    head += legal_cards.lines(news.clocks, news.drawn_at or news.opened_at)
    if news.retracted:
        head.append(Text("The sender said it was a mistake. Please still ask gently how they are."))
    if news.label is not None and news.label_until is not None:
        head.append(label_cards.line(news.label, news.label_until))
    if news.state in ("open", "waiting"):
        rows: list[Row] = [[Act(Text("✋ I take it"), buttons.TakeCase(news.case))]]
    else:
        rows = _holder_rows(news) if news.mine else []
        head += [told(question, answer) for question, answer in news.facts]
    if not news.mine and news.may_ask_who:
        rows.append([*_who(news), _sheet(news.case)])
    if news.offered is not None:
        head.append(Text("Offered to {name}; it is yours until they accept.", name=news.offered))
    if news.mine:
        head.append(
            Text("To write to the sender: tap “Write back”, or reply to this card. They do not see who you are.")
        )
    whole = Act(Text("📋 Open the whole card"), buttons.OpenCase(news.case))
    return Card(head, rows=rows, protected=True, whole=whole)


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
        [_ready_sentences(case), _sheet(case)],
        [Act(Text("🗒 Note"), buttons.NoteOn(case)), Act(Text("↪️ Hand over"), buttons.HandOver(case))],
        legal_cards.row(case, news.clocks),
        [Act(Text("✂️ Split"), buttons.AskSplit(case)), *_who(news)],
        [Act(Text("🔕 False alarm"), buttons.FalseAlarm(case)), Act(Text("🏁 Close"), buttons.CloseCase(case))],
    ]


def _who(news: CaseCard) -> list[Act | Link]:
    return [Act(Text("🪪 Who sent it?"), buttons.AskReason(news.case))] if news.may_ask_who else []


def _ready_sentences(case: int) -> Act:
    return Act(Text("📨 Ready sentences"), buttons.ListReplies(case, None))


def _sheet(case: int) -> Act:
    return Act(Text("📄 Information sheet"), buttons.MakeSheet(case))


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


def _with_content(content: Content, paragraphs: list[Text | str], case: int, entry: int) -> Card:
    rows: list[Row] = []
    if content.kind != "text":
        paragraphs.append(KINDS.get(content.kind, KINDS["other"]))
    if content.opens:
        rows.append([Act(Text("👁 Open"), buttons.ShowMedia(entry))])
    rows.append([Act(Text("💬 Write back"), buttons.ReplyTo(case)), _ready_sentences(case)])
    again = Act(Text("👁 Read again"), buttons.ReadCase(case))
    return Card(paragraphs, rows=rows, words=words_of(content), hidden=True, protected=True, whole=again)
