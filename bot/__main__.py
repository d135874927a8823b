"""The `treem` command."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from bot import logs
from bot.exits import SAID_NO, Stop
from domain.texts import Refusal
from storage.understanding import ContentError

COMMANDS = {  # each with the room that does it, which nobody enters before it is asked for: all of them took a second
    "run": ("bot.run", "run the bot: long polling, or webhook where TREEM_WEBHOOK_URL is set"),
    "check": ("bot.checks", "look at settings, content, catalogue and database; all problems at once"),
    "migrate": ("bot.database", "bring the database to this version"),
    "understand": ("bot.understand", "read JSON lines on standard input, say what the bot hears in each"),
    "staff": ("bot.staff", "staff without the chat"),
    "events": ("bot.events", "events from a file"),
    "preview": ("bot.preview", "show an article or a lesson as it will look, and what is wrong with it"),
    "demo": ("bot.demo", "try everything on this machine, without a token"),
    "watch": ("bot.watch", "watch the bot from outside and tell the administrators"),
    "backup": ("bot.backup", "write everything into one locked file; the bot may run"),
    "restore": ("bot.restore", "bring a backup back into an empty database; the bot must not run"),
    "export": ("bot.export", "data out in open formats, without words and identities"),
}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the exit code (0 fine, 1 said no, 2 wrong usage, 69 a service is unavailable)."""
    asked = sys.argv[1:] if arguments is None else arguments
    given = _parser(asked).parse_args(asked)
    logs.begin("INFO")
    try:
        return int(given.does(given))
    except BrokenPipeError:  # whoever read our answers has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SAID_NO
    except Refusal as no:
        said, code = no.text.source.format(**no.text.params), SAID_NO
    except ContentError as bad_content:
        said, code = _told(bad_content), SAID_NO
    except Stop as stop:
        said, code = stop.sentence, stop.code
    print(said, file=sys.stderr)
    return code


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """Knows every command by name, and what belongs to the one that is asked for."""
    parser = argparse.ArgumentParser(prog="treem", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, (room, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text)
        if name in asked[:1]:
            _entered(room).add_to(command)
    return parser


def _entered(room: str) -> Any:
    gc.disable()  # what is imported stays: looking through all of it again and again took a third of a start
    try:
        return import_module(room)
    finally:
        gc.enable()


def _told(bad_content: ContentError) -> str:
    from bot.catalogue import told_of  # only where something is wrong
    from bot.settings import ContentSettings

    return "\n".join(told_of(ContentSettings().content_dir, bad_content))


if __name__ == "__main__":
    raise SystemExit(main())
