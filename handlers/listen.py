"""The only place that opens an Update: almost every field is optional, so it is opened once and handed on as meaning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatType

from channels import buttons
from domain.cases import Content
from handlers.incoming import Incoming

OLD = timedelta(hours=40)  # Telegram lets a bot take its messages away for 48: by then *Thoát nhanh* must have had room
NEVER = datetime.fromtimestamp(0, UTC)
MEDIA = ("video", "voice", "video_note", "audio", "animation", "document", "sticker")


def opened(update: Update, received_at: datetime) -> Incoming | None:
    """What an update means; None for one that asks nothing of us (joins, reactions, channel posts)."""
    if update.callback_query is not None:
        return _tapped(update.update_id, update.callback_query, received_at)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    return _said(update.update_id, message, received_at, edited=update.edited_message is not None)


def blocked_by(update: Update) -> tuple[int, bool] | None:
    """Who blocked (True) or unblocked (False) the bot in their private chat, if that is what happened."""
    change = update.my_chat_member
    if change is None or change.chat.type != ChatType.PRIVATE:
        return None
    return change.chat.id, change.new_chat_member.status == "kicked"


def left_by(update: Update) -> int | None:
    """The group that sent the bot out, or in which it may no longer be, if that is what happened."""
    change = update.my_chat_member
    if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    return change.chat.id if change.new_chat_member.status in ("left", "kicked") else None


def moved_by(update: Update) -> tuple[int, int] | None:
    """A group's number before and after it became a supergroup; told in both chats (Bot API, Message)."""
    message = update.message
    if message is not None and message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    if message is not None and message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, message.chat.id
    return None


def _tapped(update_id: int, query: CallbackQuery, received_at: datetime) -> Incoming:
    message = query.message
    private = message is None or message.chat.type == ChatType.PRIVATE
    return Incoming(
        update_id=update_id,
        chat=query.from_user.id,
        sent_at=received_at,
        received_at=received_at,
        message=None if message is None else message.message_id,
        button=buttons.read(query.data or ""),
        query=query.id,
        group=not private,
        pictured=isinstance(message, Message) and bool(message.photo),
        shown_at=_shown_at(message),
        old=message is not None and received_at - message.date >= OLD,
    )


def _shown_at(message: MaybeInaccessibleMessage | None) -> datetime | None:
    """When a message got the buttons it has; the Bot API says 0 for one that it does not show any more."""
    if message is None or message.date <= NEVER:
        return None
    return (message.edit_date if isinstance(message, Message) else None) or message.date


def _said(update_id: int, message: Message, received_at: datetime, *, edited: bool) -> Incoming | None:
    content = content_of(message)
    group = message.chat.type != ChatType.PRIVATE
    if content is None or message.from_user is None:
        return None
    command, argument = _command(content)
    sent = message.edit_date if edited and message.edit_date is not None else message.date
    return Incoming(
        update_id=update_id,
        chat=message.chat.id,
        sent_at=sent.astimezone(UTC),
        received_at=received_at,
        message=message.message_id,
        content=content,
        command=None if edited else command,
        argument=argument,
        reply_to=None if message.reply_to_message is None else message.reply_to_message.message_id,
        edited=edited,
        album=message.media_group_id,
        group=group,
    )


def _command(content: Content) -> tuple[str | None, str]:
    """A command is typed; below a picture it is a word like any other, and the picture is not lost for it."""
    if content.kind != "text" or not content.text.startswith("/"):
        return None, ""
    first, _, rest = content.text.partition(" ")
    return first[1:].partition("@")[0].lower(), rest.strip()


def content_of(message: Message) -> Content | None:
    """What a message holds; None for service messages (somebody joined, a title changed)."""
    words = message.text or message.caption or ""
    if message.photo:
        return Content("photo", words, message.photo[-1].file_id)
    for kind in MEDIA:
        if (medium := getattr(message, kind)) is not None:
            return Content(kind, words, medium.file_id)
    if message.location is not None:
        return Content("location", "", None, message.location.latitude, message.location.longitude)
    if message.contact is not None:
        return Content("contact", message.contact.first_name, phone=message.contact.phone_number)
    if message.text is not None:
        return Content("text", words)
    known = message.dice or message.poll or message.venue or message.story or message.game or message.paid_media
    return None if known is None else Content("other", words)
