"""Methods that change what stands in a chat: edit…, delete…, setMessageReaction, pinChatMessage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.chats import Chat
from sandbox.markup import checked_markup
from sandbox.requests import Call
from sandbox.sending import Draft, draft_of
from sandbox.texts import caption_of, text_of
from sandbox.world import CONTENT, Message, Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox

DELETABLE = 48 * 3600
MOST_DELETED = 100
MEDIA = ("animation", "audio", "document", "photo", "video")  # what editMessageMedia takes, and takes the place of
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def edit_text(sandbox: Sandbox, call: Call) -> Any:
    """editMessageText; without reply_markup the buttons go."""
    words = text_of(call.params)
    chat, message = _edited(sandbox, call)
    if message.kind != "text":
        raise Refused(400, "Bad Request: there is no text in the message to edit")
    return _change(sandbox, chat, message, call, Draft("text", words.fields("text"), words))


def edit_caption(sandbox: Sandbox, call: Call) -> Any:
    """editMessageCaption; without reply_markup the buttons go."""
    words = caption_of(call.params)
    chat, message = _edited(sandbox, call)
    if message.file_id is None or message.kind in ("sticker", "video_note"):
        raise Refused(400, "Bad Request: there is no caption in the message to edit")
    file = sandbox.files.find(message.file_id)
    return _change(
        sandbox, chat, message, call, Draft(message.kind, {**file.as_message(), **words.fields("caption")}, words, file)
    )


def edit_media(sandbox: Sandbox, call: Call) -> Any:
    """editMessageMedia: a file with its caption in place of a text or a file; without reply_markup the buttons go."""
    draft = draft_of(sandbox, call.params["media"], call)
    chat, message = _edited(sandbox, call)
    if draft.kind not in MEDIA or message.kind not in ("text", *MEDIA):
        raise Refused(400, "Bad Request: message can't be edited")
    return _change(sandbox, chat, message, call, draft)


def edit_markup(sandbox: Sandbox, call: Call) -> Any:
    """editMessageReplyMarkup."""
    chat, message = _edited(sandbox, call)
    return _change(sandbox, chat, message, call, None)


def delete_message(sandbox: Sandbox, call: Call) -> bool:
    """deleteMessage: within 48 hours; in a group other people's only by an administrator."""
    chat = sandbox.chat_of(call.params["chat_id"])
    message = chat.find(call.params["message_id"])
    if message is None:
        raise Refused(400, "Bad Request: message to delete not found")
    _delete(sandbox, chat, [message])
    return True


def delete_messages(sandbox: Sandbox, call: Call) -> bool:
    """deleteMessages: 1 to 100; those that are not there are passed over, one that cannot go keeps all."""
    chat, numbers = sandbox.chat_of(call.params["chat_id"]), call.params["message_ids"]
    if not numbers:
        raise Refused(400, "Bad Request: message identifiers are not specified")
    if len(numbers) > MOST_DELETED:
        raise Refused(400, "Bad Request: too many message identifiers specified")
    _delete(sandbox, chat, [message for message in chat.messages if message.id in numbers])
    return True


def react(sandbox: Sandbox, call: Call) -> bool:
    """setMessageReaction: at most one emoji, of those Telegram has."""
    message = sandbox.chat_of(call.params["chat_id"]).find(call.params["message_id"])
    if message is None:
        raise Refused(400, "Bad Request: message to react not found")
    wanted = call.params.get("reaction", [])
    if len(wanted) > 1:
        raise Refused(400, "Bad Request: REACTIONS_TOO_MANY")
    if any(each["type"] != "emoji" for each in wanted):
        raise Refused(400, "Bad Request: REACTION_INVALID")
    message.reactions = [each["emoji"] for each in wanted]
    sandbox.tell()
    return True


def pin(sandbox: Sandbox, call: Call) -> bool:
    """pinChatMessage; in a group only by an administrator."""
    chat = sandbox.chat_of(call.params["chat_id"])
    message = chat.find(call.params["message_id"])
    if message is None:
        raise Refused(400, "Bad Request: message to pin not found")
    if not chat.bot_is_administrator:
        raise Refused(400, "Bad Request: not enough rights to manage pinned messages in the chat")
    chat.pinned.append(message.id)
    sandbox.tell()
    return True


def _edited(sandbox: Sandbox, call: Call) -> tuple[Chat, Message]:
    if "inline_message_id" in call.params:
        raise Refused(400, "Bad Request: MESSAGE_ID_INVALID")
    for name, words in (("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")):
        if name not in call.params:
            raise Refused(400, f"Bad Request: {words}")
    chat = sandbox.chat_of(call.params["chat_id"])
    message = chat.find(call.params["message_id"])
    if message is None:
        raise Refused(400, "Bad Request: message to edit not found")
    fixed = "keyboard" in message.markup or "remove_keyboard" in message.markup or "forward_origin" in message.raw
    if not message.from_bot or fixed:
        raise Refused(400, "Bad Request: message can't be edited")
    return chat, message


def _change(sandbox: Sandbox, chat: Chat, message: Message, call: Call, new: Draft | None) -> dict[str, Any]:
    markup = checked_markup(call.params.get("reply_markup", {}), private=chat.private)
    raw = {name: value for name, value in message.raw.items() if name not in ("reply_markup", "edit_date")}
    if new is not None:
        raw = {name: value for name, value in raw.items() if name not in CONTENT} | new.fields
    raw |= {"reply_markup": markup} if markup else {}
    if raw == {name: value for name, value in message.raw.items() if name != "edit_date"}:
        raise Refused(400, SAME)
    sandbox.limits.edit(chat.id)
    message.raw, message.markup = {**raw, "edit_date": sandbox.now()}, markup
    if new is not None:
        message.kind, message.text, message.html, message.edited = new.kind, new.words.plain, new.words.html, True
        message.file_id = None if new.file is None else new.file.id
    sandbox.tell()
    return message.raw


def _delete(sandbox: Sandbox, chat: Chat, messages: list[Message]) -> None:
    for message in messages:
        if sandbox.clock() - message.date > DELETABLE and not (chat.bot_is_administrator and not chat.private):
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        if not message.from_bot and not chat.bot_is_administrator:
            raise Refused(400, "Bad Request: message can't be deleted")
    gone = {message.id for message in messages}
    chat.messages = [message for message in chat.messages if message.id not in gone]
    sandbox.tell()
