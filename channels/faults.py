"""Telegram's errors, as what became of a message."""

from __future__ import annotations

from datetime import timedelta

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from domain.outbox import Moved, Outcome, Refused, TryLater, Unreachable

log = structlog.get_logger()


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
