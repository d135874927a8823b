"""The `treem` command."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import signal
import socket
import sys

import structlog
from telegram.error import InvalidToken

from bot import backup, checks, demo, events, export, preview, restore, staff, systemd, watch
from bot.app import App
from bot.catalogue import told_of
from bot.exits import OK, SAID_NO, Stop, lay, the_database
from bot.loops import ended
from bot.reload import tell_due
from bot.settings import BadSettings, ContentSettings, Settings, read
from bot.understand import understand
from bot.web import Door, listening_on
from domain.texts import Refusal
from services.clock import Clock
from services.health import Health
from storage.erasures import Erasures
from storage.understanding import ContentError, read_triage

log = structlog.get_logger()
USUALLY = gc.get_threshold()
WHILE_STARTING = (100_000, 20, 100)  # what is made then stays: looking through all of it again took a second


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the exit code (0 fine, 1 said no, 2 wrong usage, 69 a service is unavailable)."""
    given = _parser().parse_args(arguments)
    _quiet_logs("INFO")
    try:
        return int(given.does(given))
    except BrokenPipeError:  # whoever read our answers has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SAID_NO
    except BadSettings as bad:
        said, code = "\n".join(bad.problems), SAID_NO
    except Refusal as no:
        said, code = no.text.source.format(**no.text.params), SAID_NO
    except ContentError as bad_content:
        said, code = "\n".join(told_of(ContentSettings().content_dir, bad_content)), SAID_NO
    except Stop as stop:
        said, code = stop.sentence, stop.code
    print(said, file=sys.stderr)
    return code


def run(_given: argparse.Namespace) -> int:
    """The bot itself: by long polling, or by webhook where TREEM_WEBHOOK_URL is set."""
    gc.set_threshold(*WHILE_STARTING)
    settings = read()
    _quiet_logs(settings.log_level)
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


def check(_given: argparse.Namespace) -> int:
    """Everything that is wrong at once."""
    found = checks.look()
    for fact in found.facts:
        print(fact)
    for warning in found.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if found.problems:
        return SAID_NO
    print("Settings, content, catalogue and database are fine.")
    return OK


def do_migrate(_given: argparse.Namespace) -> int:
    """Brings the database to this version."""
    lay(read())
    return OK


def do_understand(_given: argparse.Namespace) -> int:
    """What the bot hears in the messages on standard input."""
    content = ContentSettings().content_dir
    return OK if understand(read_triage(content), sys.stdin.buffer, sys.stdout.buffer, sys.stderr) else SAID_NO


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="treem", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, does, text in (
        ("run", run, "run the bot: long polling, or webhook where TREEM_WEBHOOK_URL is set"),
        ("check", check, "look at settings, content, catalogue and database; all problems at once"),
        ("migrate", do_migrate, "bring the database to this version"),
        ("understand", do_understand, "read JSON lines on standard input, say what the bot hears in each"),
    ):
        commands.add_parser(name, help=text).set_defaults(does=does)
    staff.add_to(commands)
    events.add_to(commands)
    preview.add_to(commands)
    demo.add_to(commands)
    watch.add_to(commands)
    for each in (backup, restore, export):
        each.add_to(commands)
    return parser


def _quiet_logs(level: str) -> None:
    """Ids only: libraries that would write addresses (with the token) or words are silenced."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)  # it would print whole updates it cannot read
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    raise SystemExit(main())
