"""How an officer sees their own messages: what became of each, notes, and what is left on the phone."""

from __future__ import annotations

from channels import buttons
from channels.cards import Act, Card, card, words_of
from channels.desk_cards import KINDS
from domain.news_desk import Emptied, FromDesk, LeftOnPhone, LetterState, Told
from domain.texts import Text


@card.register
def _letter(news: LetterState) -> Card:
    said = {
        None: Text("💾 {code}: stored at {at}, on its way to the sender.", code=news.code, at=news.at),
        Told.SENT: Text(
            "✅ {code}: sent at {at}. Telegram does not tell whether it was read.", code=news.code, at=news.at
        ),
        Told.KEPT: Text(
            "💾 {code}: stored. The sender left the chat or cannot write safely: it opens when they tap.",
            code=news.code,
        ),
        Told.WAITS: Text("💾 {code}: stored. It goes out when the sender wants to be written to.", code=news.code),
        Told.BLOCKED: Text("⛔ {code}: not sent at {at}: the sender has blocked the bot.", code=news.code, at=news.at),
        Told.REFUSED: Text(
            "⛔ {code}: not sent at {at}: Telegram refused it. Please write it anew.", code=news.code, at=news.at
        ),
        Told.STRUCK: Text(
            "↩️ {code}: taken back at {at}. The sender may have read it before.", code=news.code, at=news.at
        ),
    }
    again = [Act(Text("💬 Write back"), buttons.ReplyTo(news.case))]
    back = [Act(Text("↩️ Take back"), buttons.Strike(news.entry))]
    may_be_struck = news.told in (None, Told.SENT, Told.KEPT, Told.WAITS)
    told = None if news.told is None else Told(news.told)
    return Card([said[told]], rows=[again, back] if may_be_struck else [again], protected=True, silent=True)


def changed(letter: LetterState, *, note: bool, mine: bool) -> Card:
    """What became of a message that its officer changed afterwards, and what to do now."""
    code, case = letter.code, letter.case
    again = Act(Text("💬 Write back"), buttons.ReplyTo(case))
    if not mine:
        said = Text("{code}: this change was not sent to anybody. The case is not yours any more.", code=code)
        return Card([said], protected=True)
    if note:
        said = Text("{code}: the note keeps its first words. To correct it, write a new one.", code=code)
        return Card([said], rows=[[Act(Text("🗒 Note"), buttons.NoteOn(case))]], protected=True)
    if letter.told in (None, Told.KEPT, Told.WAITS):
        said = Text(
            "{code}: the sender gets your first words, not this change. To correct it, tap “Take back” and write anew.",
            code=code,
        )
    elif letter.told == Told.SENT:
        said = Text(
            "{code}: what was sent does not change on the sender’s phone. To correct it, write a new message.",
            code=code,
        )
    else:
        said = Text("{code}: this change was not sent to anybody. To write to the sender, write anew.", code=code)
        return Card([said], rows=[[again]], protected=True)
    return Card([said], rows=[[again, Act(Text("↩️ Take back"), buttons.Strike(letter.entry))]], protected=True)


@card.register
def _from_desk(news: FromDesk) -> Card:
    head = Text("🗒 {code} · {at} · note of {name}", code=news.code, at=news.at, name=news.by)
    if not news.note:
        head = Text("📤 {code} · {at} · {name} to the sender", code=news.code, at=news.at, name=news.by)
    kind = [] if news.content.kind == "text" else [KINDS.get(news.content.kind, KINDS["other"])]
    return Card([head, *kind], words=words_of(news.content), hidden=True, protected=True, silent=True)


@card.register
def _emptied(news: Emptied) -> Card:
    return Card([Text("🧹 {code}: the words were taken out of this message.", code=news.code)], protected=True)


@card.register
def _left(news: LeftOnPhone) -> Card:
    return Card(
        [
            Text(
                "🧹 {code}: Telegram no longer lets the bot remove {count} older messages (more than 48 hours). Please delete them in this chat yourself.",
                code=news.code,
                count=news.count,
            )
        ],
        protected=True,
        silent=True,
    )
