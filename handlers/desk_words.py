"""What the holder of a case reads, writes, notes and takes back, in the chat."""

from __future__ import annotations

from datetime import timedelta

from channels import desk_cards, letter_cards
from channels.buttons import NoteOn, ReadCase, ReplyTo, SensitiveImage, ShowMedia, Strike
from channels.cards import Act
from domain.conversations import Dialog
from domain.outbox import Delivered, Refused
from domain.people import CASE_ROLES
from domain.texts import Refusal, Text
from handlers.context import BotContext

WRITING, NOTING = Dialog.LETTER, Dialog.NOTE
LASTS = timedelta(minutes=15)


async def read(context: BotContext, button: ReadCase) -> None:
    """Everything that was said, again; it comes one after the other, at Telegram's pace."""
    count = await context.services.desk_words.read(context.person, button.case, context.incoming.update_id)
    await context.toast(Text("Nothing was written yet.") if count == 0 else Text("It follows below."))


async def reply_to(context: BotContext, button: ReplyTo) -> None:
    """*Nhắn lại*: the officer's next message goes to the sender."""
    case = await context.services.desk.mine(context.person, button.case)
    await context.services.people.begin(context.person, WRITING, button.case)
    await context.say(
        Text(
            "Write now: your next message goes to the sender of {code}. They do not see who you are.",
            code=case.code,
        )
    )


async def note_on(context: BotContext, button: NoteOn) -> None:
    """*Ghi chú*: the officer's next message is kept for colleagues."""
    case = await context.services.desk.mine(context.person, button.case)
    await context.services.people.begin(context.person, NOTING, button.case)
    await context.say(
        Text(
            "Write the note on {code} now. Only whoever holds the case reads it; the sender never does.",
            code=case.code,
        )
    )


async def writes(context: BotContext) -> bool:
    """Whether this message of an officer is meant for a case; then it was passed on, or kept as a note.

    An album comes as one message a picture: all of them go where the first one went.
    """
    staff, album = context.person.staff, context.incoming.album
    if staff is None or staff.role not in CASE_ROLES or context.incoming.edited:
        return False
    what, case = await _meant(context)
    if case is None:
        return False
    if what == NOTING:
        kept = await context.services.desk_words.note(context.person, case, context.heard)
        await context.say(Text("Noted on {code}. Nothing was sent to the sender.", code=kept.code))
    else:
        await context.services.desk_words.write_back(context.person, case, context.heard)
    if what == WRITING and album is not None:
        await context.services.people.begin(context.person, Dialog.ALBUM, case, {"album": album})
    else:
        await context.services.people.finish(context.person)
    return True


async def changes(context: BotContext) -> bool:
    """Whether an officer changed what they wrote on a case: the change goes nowhere, and they hear so at once."""
    incoming, staff = context.incoming, context.person.staff
    if not incoming.edited or staff is None or staff.role not in CASE_ROLES:
        return False
    changed = await context.services.desk_words.changed(context.person, context.heard)
    if changed is None:
        return False
    if not changed.same and _may_say(context):
        await context.show(letter_cards.changed(changed.letter, note=changed.note, mine=changed.mine))
    return True


async def warn_not_sent(context: BotContext) -> bool:
    """An officer with cases who just wrote: no sender got it, and they must know. False for anybody else.

    A guess from the handbook beside it would hide the warning (/camnang answers); the gentle question stands below it.
    """
    return await _warn(
        context,
        Text(
            "This was not sent to anybody. To write to a sender, tap “Write back” below, or reply to the card of the case."
        ),
    )


async def warn_of_own_case(context: BotContext) -> None:
    """What an officer with cases writes was heard as a cry of their own, or stands in their own case."""
    await _warn(
        context,
        Text(
            "No sender of your cases got this. To write to one, tap “Write back” below, or reply to the card of the case."
        ),
    )


async def _warn(context: BotContext, warning: Text) -> bool:
    staff = context.person.staff
    if staff is None or staff.role not in CASE_ROLES:
        return False
    mine = await context.services.case_list.in_hand(context.person)
    if mine and _may_say(context):
        rows = [[Act(Text("💬 Write back · {code}", code=case.code), ReplyTo(case.id))] for case in mine[:5]]
        await context.say(warning, rows=rows)
    return bool(mine)


def _may_say(context: BotContext) -> bool:
    """Once for all of an album, and once for a place that goes on moving: Telegram tells each of its steps."""
    incoming = context.incoming
    if incoming.album is not None and not incoming.edited:
        return context.manners.may_say(context.person.id, incoming.album)
    moves = incoming.edited and incoming.content is not None and incoming.content.kind == "location"
    return not moves or context.manners.may_say(context.person.id, f"place:{incoming.message}")


async def _meant(context: BotContext) -> tuple[Dialog, int | None]:
    reply_to = context.incoming.reply_to
    if reply_to is not None:
        return WRITING, await context.services.people.case_of_post(context.person, reply_to)
    talk = context.talk
    if talk is None or context.incoming.received_at - talk.since >= LASTS:
        return WRITING, None
    if talk.name is Dialog.ALBUM and talk.answers.get("album") == context.incoming.album:
        return WRITING, talk.about
    return (talk.name, talk.about) if talk.name in (WRITING, NOTING) else (WRITING, None)


async def strike(context: BotContext, button: Strike) -> None:
    """*Rút lại*: one message of the officer leaves the sender's chat; the card below it says so."""
    await context.services.desk_words.strike(context.person, button.entry)
    await context.toast(Text("It is being taken back. The sender may have read it already."))


async def show_media(context: BotContext, button: ShowMedia) -> None:
    """A picture, voice, film or place, on a tap, protected."""
    case, content = await context.services.desk_words.media(context.person, button.entry)
    card = desk_cards.media_card(button.entry, content)
    outcome = await context.telegram.show(context.incoming.chat, card, context.voice)
    if isinstance(outcome, Refused):
        raise Refusal(
            Text(
                "Telegram does not show this file here. If it is a voice message: allow voice messages in Telegram's privacy settings, then tap once more."
            )
        )
    if not isinstance(outcome, Delivered):
        await context.toast(Text("Telegram is slow at the moment. Please tap once more."))
        return
    stands = [*outcome.also, outcome.message]
    await context.services.desk_words.stands(context.person, stands, "Media", case.id, button.entry)


async def sensitive(context: BotContext, button: SensitiveImage) -> None:
    """*Hình ảnh nhạy cảm*: our reference goes, and what stands on this phone."""
    await context.services.desk_words.sensitive(context.person, button.entry)
    if context.incoming.message is not None:
        await context.telegram.remove(context.incoming.chat, [context.incoming.message])
    await context.say(
        Text("Removed here. Please pass nothing on and keep no copy."),
        Text(
            "Ask the sender to keep the phone and the messages as they are (evidence, Decree 56, Article 31), and call the police: 113."
        ),
    )
