"""How Telegram gets on with the bot's webhook (Bot API, getWebhookInfo)."""

from __future__ import annotations

from datetime import datetime

from telegram import Bot
from telegram.error import TelegramError

from domain.watch import Webhook


async def webhook_of(bot: Bot, ours: str, now: datetime) -> Webhook | None:
    """What Telegram says of it; None where Telegram does not answer. `ours` is the address it should have."""
    try:
        info = await bot.get_webhook_info()
    except TelegramError:
        return None
    failed = None if info.last_error_date is None else now - info.last_error_date
    return Webhook(info.url == ours, info.pending_update_count, failed)
