"""`treem run`: the bot itself, from its start to its end."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import socket

import structlog
from telegram.error import InvalidToken

from bot import logs, systemd
from bot.app import App
from bot.database import lay, the_database
from bot.exits import OK, Stop
from bot.loops import ended
from bot.reload import tell_due
from bot.settings import Settings, read
from bot.web import Door, listening_on
from domain.working_time import days_off
from services.clock import Clock
from services.health import Health
from storage.erasures import Erasures

log = structlog.get_logger()
USUALLY = gc.get_threshold()
WHILE_STARTING = (100_000, 20, 100)  # what is made then stays: looking through all of it again took a second


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `run`."""
    command.set_defaults(does=run)


def run(_given: argparse.Namespace) -> int:
    """The bot itself: by long polling, or by webhook where TREEM_WEBHOOK_URL is set."""
    gc.set_threshold(*WHILE_STARTING)
    settings = read()
    logs.begin(settings.log_level)
    if not settings.bot_token.get_secret_value():
        raise Stop("Set TREEM_BOT_TOKEN (from @BotFather) in the environment or in .env.")
    with listening_on(settings.listen) as listening:
        lay(settings)
        _remember_deletions(settings)
        asyncio.run(_run(settings, listening))
    return OK


def _remember_deletions(settings: Settings) -> None:
    """From the first start on, so that a file in which nobody stands says that nobody was deleted."""
    try:
        Erasures(settings.erasures()).begin(Clock().now())
    except OSError as error:  # /xoa says that it did not go; who cries for help must not wait for that
        log.error("erasures_not_kept", error=type(error).__name__, do="look at TREEM_ERASED_FILE and its rights")


async def _run(settings: Settings, listening: socket.socket) -> None:
    app = App(settings, Clock())
    days_off()  # loaded now, not while somebody cries for help
    tell_due(settings.content_dir, app.services.guidance)
    door = Door(
        app.receive,
        Health(app.database, app.clock),
        settings.webhook_secret.get_secret_value(),
        app.vitals,
    )
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    await door.open(listening)
    systemd.tell(systemd.READY)  # it can store; a Telegram that is away is waited for
    alive = asyncio.create_task(systemd.live())
    try:
        await _until(stopped, app, polling=not settings.webhook_url)
    finally:
        systemd.tell(systemd.STOPPING)
        await door.close()
        await app.stop()
        await ended([alive])


async def _until(stopped: asyncio.Event, app: App, *, polling: bool) -> None:
    """Starts and waits to be stopped; a start that still waits for Telegram is given up."""
    starting = asyncio.create_task(app.start(polling=polling))
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
    try:
        with the_database(app.settings.database_url):
            await starting
    except asyncio.CancelledError:
        return
    except InvalidToken:
        raise Stop("Telegram does not know this bot: copy TREEM_BOT_TOKEN from @BotFather again.") from None
    gc.collect()
    gc.set_threshold(*USUALLY)
    gc.freeze()  # what lives as long as the bot is not looked through again while somebody waits
    await stopping
