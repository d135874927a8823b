"""A bare echo bot as it comes: `python -m bench.echo ptb|aiogram <url> <token> [<port of its webhook>]`."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

SECRET = "bench-secret"  # no secret: both ends are on this machine


def ptb(url: str, token: str, port: int | None) -> None:
    """python-telegram-bot with its own HTTP client and its own polling or web server, one update at a time."""
    from telegram.ext import Application, MessageHandler, filters

    async def echo(update: Any, _context: Any) -> None:
        await update.message.reply_text(update.message.text)

    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(MessageHandler(filters.ALL, echo))
    if port is None:
        application.run_polling()
        return
    door = f"http://127.0.0.1:{port}/telegram"
    application.run_webhook("127.0.0.1", port, "telegram", webhook_url=door, secret_token=SECRET)


def aiogram(url: str, token: str, port: int | None) -> None:
    """aiogram with its own session and its own polling, or behind aiohttp."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler
    from aiohttp import web

    async def echo(message: Any) -> None:
        await message.answer(message.text)

    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    if port is None:
        asyncio.run(dispatcher.start_polling(bot))
        return

    async def open_door(_app: web.Application) -> None:
        await bot.set_webhook(f"http://127.0.0.1:{port}/telegram", secret_token=SECRET)

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, "/telegram")
    app.on_startup.append(open_door)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    name, address, secret, *door = sys.argv[1:]
    {"ptb": ptb, "aiogram": aiogram}[name](address, secret, int(door[0]) if door else None)
