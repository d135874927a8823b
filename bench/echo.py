"""A bare echo bot as it comes, to compare with: `python -m bench.echo ptb|aiogram <url> <token>`."""

from __future__ import annotations

import asyncio
import sys
from typing import Any


def ptb(url: str, token: str) -> None:
    """python-telegram-bot with its own HTTP client and its own polling, one update at a time."""
    from telegram.ext import Application, MessageHandler, filters

    async def echo(update: Any, _context: Any) -> None:
        await update.message.reply_text(update.message.text)

    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.run_polling()


def aiogram(url: str, token: str) -> None:
    """aiogram with its own session and its own polling."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    async def echo(message: Any) -> None:
        await message.answer(message.text)

    async def run() -> None:
        dispatcher = Dispatcher()
        dispatcher.message.register(echo)
        await dispatcher.start_polling(Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url))))

    asyncio.run(run())


if __name__ == "__main__":
    {"ptb": ptb, "aiogram": aiogram}[sys.argv[1]](*sys.argv[2:4])
