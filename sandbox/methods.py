"""The methods of the Bot API the sandbox knows, by their own names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sandbox import editing, sending
from sandbox.files import LARGEST_DOWNLOAD
from sandbox.requests import Call
from sandbox.updates import CONFLICT
from sandbox.world import Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox

MOST_COMMANDS = 100


def get_me(sandbox: Sandbox, _call: Call) -> dict[str, Any]:
    """getMe."""
    can = {"can_join_groups": True, "can_read_all_group_messages": not sandbox.privacy}
    return {**sandbox.me, **can, "supports_inline_queries": False}


async def get_updates(sandbox: Sandbox, call: Call) -> list[dict[str, Any]]:
    """getUpdates; refused while a webhook is set."""
    if sandbox.webhooks.set is not None:
        raise Refused(409, CONFLICT)
    return await sandbox.queue.poll(call.params)


def set_webhook(sandbox: Sandbox, call: Call) -> bool:
    """setWebhook; an empty address removes it."""
    if call.params.get("url"):
        sandbox.webhooks.open(call.params)
    else:
        sandbox.webhooks.close()
    return _drop(sandbox, call)


def delete_webhook(sandbox: Sandbox, call: Call) -> bool:
    """deleteWebhook."""
    sandbox.webhooks.close()
    return _drop(sandbox, call)


def get_webhook_info(sandbox: Sandbox, _call: Call) -> dict[str, Any]:
    """getWebhookInfo."""
    return sandbox.webhooks.info()


def set_my_commands(sandbox: Sandbox, call: Call) -> bool:
    """setMyCommands, for a scope and a language."""
    commands = call.params["commands"]
    if len(commands) > MOST_COMMANDS:
        raise Refused(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", each["command"]):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= 256:
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    sandbox.commands[_scope(call)] = commands
    sandbox.tell()
    return True


def delete_my_commands(sandbox: Sandbox, call: Call) -> bool:
    """deleteMyCommands, for a scope and a language."""
    sandbox.commands.pop(_scope(call), None)
    sandbox.tell()
    return True


def send_chat_action(sandbox: Sandbox, call: Call) -> bool:
    """sendChatAction."""
    sandbox.chat_of(call.params["chat_id"])
    return True


def get_chat(sandbox: Sandbox, call: Call) -> dict[str, Any]:
    """getChat: what somebody shows of themselves."""
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    )
    look = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return {**sandbox.chat_of(call.params["chat_id"]).as_chat(), **look}


def get_file(sandbox: Sandbox, call: Call) -> dict[str, Any]:
    """getFile: up to 20 MB."""
    stored = sandbox.files.find(call.params["file_id"])
    if len(stored.content) > LARGEST_DOWNLOAD:
        raise Refused(400, "Bad Request: file is too big")
    return stored.as_file()


def answer_callback_query(sandbox: Sandbox, call: Call) -> bool:
    """answerCallbackQuery: once, within seconds, 200 characters."""
    if len(call.params.get("text", "")) > 200:
        raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
    sandbox.answer(call.params["callback_query_id"], call.params.get("text", ""))
    return True


def _drop(sandbox: Sandbox, call: Call) -> bool:
    if call.params.get("drop_pending_updates"):
        sandbox.queue.forget()
    return True


def _scope(call: Call) -> tuple[str, int | str, str]:
    language = call.params.get("language_code", "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise Refused(400, "Bad Request: invalid language code specified")
    scope = call.params.get("scope", {"type": "default"})
    return scope["type"], scope.get("chat_id", 0), language


METHODS: dict[str, Callable[[Sandbox, Call], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
    "answerCallbackQuery": answer_callback_query,
    "sendMessage": sending.send_message,
    **{
        f"send{kind.capitalize()}": sending.send_file(kind) for kind in ("photo", "video", "voice", "audio", "document")
    },
    "sendAnimation": sending.send_file("animation"),
    "sendSticker": sending.send_file("sticker"),
    "sendVideoNote": sending.send_file("video_note"),
    "sendLocation": sending.send_location,
    "sendContact": sending.send_contact,
    "sendMediaGroup": sending.send_media_group,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "setMessageReaction": editing.react,
    "pinChatMessage": editing.pin,
}
