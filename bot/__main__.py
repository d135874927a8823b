"""The `treem` command."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys

import structlog
from pydantic import ValidationError

from bot.app import App
from bot.migrate import migrate
from bot.settings import Settings
from domain.people import Role
from domain.texts import Refusal
from services.clock import Clock
from services.people import NewStaff, People
from storage.database import Database
from storage.understanding import ContentError, read_phrases
from storage.vault import Vault

OK, SAID_NO, WRONG_USAGE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the exit code (0 fine, 1 said no, 2 wrong usage)."""
    given = _parser().parse_args(arguments)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            where = ".".join(str(part) for part in problem["loc"])
            print(f"settings: {f'TREEM_{where.upper()}: ' if where else ''}{problem['msg']}", file=sys.stderr)
        return SAID_NO
    _quiet_logs(settings.log_level)
    try:
        return int(given.does(settings, given))
    except (Refusal, ContentError) as no:
        text = no.text.source.format(**no.text.params) if isinstance(no, Refusal) else str(no)
        print(text, file=sys.stderr)
        return SAID_NO


def run(settings: Settings, _given: argparse.Namespace) -> int:
    """The bot itself, by long polling."""
    if not settings.bot_token.get_secret_value():
        print("Set TREEM_BOT_TOKEN (from @BotFather) in the environment or in .env.", file=sys.stderr)
        return SAID_NO
    migrate(settings)
    asyncio.run(_run(settings))
    return OK


async def _run(settings: Settings) -> None:
    app = App(settings, Clock())
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    await app.start(polling=True)
    await stopped.wait()
    await app.stop()


def check(settings: Settings, _given: argparse.Namespace) -> int:
    """Content and catalogue."""
    read_phrases(settings.content_dir)
    print("Content is fine.")
    return OK


def do_migrate(settings: Settings, _given: argparse.Namespace) -> int:
    """Brings the database to this version."""
    migrate(settings)
    return OK


def staff_add(settings: Settings, given: argparse.Namespace) -> int:
    """Adds a member of staff."""
    new = NewStaff(given.telegram_id, given.name, Role(given.role), given.ward, given.rung, tuple(given.also))
    migrate(settings)

    async def add() -> None:
        database = Database(settings.database_url, Vault(settings.keys()))
        try:
            await People(database, Clock()).add_staff(new)
        finally:
            await database.close()

    asyncio.run(add())
    print(f"{new.name} is {new.role.value} now; they press START in the bot to be rung.")
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="treem", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, does, text in (
        ("run", run, "run the bot (long polling)"),
        ("check", check, "check settings and content"),
        ("migrate", do_migrate, "bring the database to this version"),
    ):
        command = commands.add_parser(name, help=text)
        command.set_defaults(does=does)
    staff = commands.add_parser("staff", help="staff without the chat").add_subparsers(required=True)
    add = staff.add_parser("add", help="add or change a member of staff")
    add.add_argument("--telegram-id", type=int, required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=[r.value for r in Role], required=True)
    add.add_argument("--ward")
    add.add_argument("--rung", type=int, default=1)
    add.add_argument("--also", action="append", default=[])
    add.set_defaults(does=staff_add)
    return parser


def _quiet_logs(level: str) -> None:
    """Ids only: libraries that would write addresses (with the token) or words are silenced."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    raise SystemExit(main())
