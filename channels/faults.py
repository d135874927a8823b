"""Telegram's errors, as what became of a message."""

from __future__ import annotations

from datetime import timedelta

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from domain.outbox import Moved, Outcome, Refused, TryLater, Unreachable

log = structlog.get_logger()

KINDS = {  # how the sentence of a 400 begins: what it is called here
    "message is not modified": "not modified",
    "can't parse": "parse",
    "chat not found": "chat not found",
    "not enough rights to send": "no right to write",
    "have no rights to send": "no right to write",
    "chat_write_forbidden": "no right to write",
    "chat_restricted": "no right to write",
    "topic_closed": "no right to write",
    "message to edit not found": "message not found",
    "message_id_invalid": "message not found",
    "message can't be edited": "cannot be edited",
    "there is no text in the message": "no text to edit",
    "message is too long": "too long",
    "message text is empty": "empty",
    "wrong file identifier": "file",
    "wrong remote file identifier": "file",
    "voice_messages_forbidden": "no voice wanted",
}


OUT_OF_REACH = ("chat not found", "no right to write")  # no message of any kind gets there
# a 400 of which we know that the file has no part in it; Telegram has more words for stale ids than anybody has listed
NOT_THE_FILE = (*OUT_OF_REACH, "parse", "not modified", "message not found", "cannot be edited", "no voice wanted")


def kind_of(error: BadRequest) -> str:
    """What Telegram refused, in words of ours: its own can quote the message (docs/decisions/0002)."""
    words = error.message.lower()
    return next((kind for begins, kind in KINDS.items() if words.startswith(begins)), "other")


def waits(error: RetryAfter) -> timedelta:
    """How long Telegram wants us to wait."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def outcome_of(error: TelegramError) -> Outcome:
    """What an error means for the message that brought it; an unknown one is tried again."""
    match error:
        case RetryAfter():
            return TryLater(waits(error))
        case Forbidden():
            return Unreachable()
        case ChatMigrated():  # 400 with parameters.migrate_to_chat_id (Bot API, ResponseParameters)
            return Moved(error.new_chat_id)
        case BadRequest():
            return Refused()
        case NetworkError():
            return TryLater()
        case _:
            log.warning("telegram_error", error=type(error).__name__)
            return TryLater()
