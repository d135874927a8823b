"""`treem events`: events from a file, without the chat."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.catalogue import sayer, told
from bot.database import lay, the_database
from bot.exits import OK, Stop, say
from bot.settings import ContentSettings, Settings, read
from channels.texts import HANOI
from domain.broadcasts import Progress
from domain.broadcasts import State as Announced
from domain.events import Event
from services.broadcasts import Broadcasts
from services.clock import Clock
from services.events import Events, Shown
from storage.content import troubles_of_event
from storage.content.around import event_gaps
from storage.database import Database
from storage.event_files import BadEventFile
from storage.understanding import ContentError
from storage.vault import Vault

Given = TypeVar("Given")


def add_to(command: argparse.ArgumentParser) -> None:
    """The sub-commands `events add` and `events list`."""
    events = command.add_subparsers(required=True)
    add = events.add_parser("add", help="add an event, or change the one this file made before")
    add.add_argument("file", type=Path, help="what the event says; a picture it names lies beside it")
    add.add_argument(
        "--publish",
        action="store_true",
        help="families see it now, and subscribers are told once (over 200: after a yes in the chat)",
    )
    add.set_defaults(does=events_add)
    events.add_parser("list", help="list events in every state").set_defaults(does=events_list)


def events_add(given: argparse.Namespace) -> int:
    """A draft, or published and announced at once; to many families once somebody in the chat has agreed.

    All problems of the file are said together.
    """
    try:
        event, asked = _with_services(partial(_add, file=given.file, publish=given.publish))
    except BadEventFile as bad:
        says = sayer(ContentSettings().content_dir)
        problems = (f"{p.file}:{p.line}: {says(p.text)}" for p in bad.problems)
        raise Stop("\n".join(problems)) from None
    for warning in _worth_a_look(given.file):
        sys.stderr.write(f"warning: {warning}\n")
    say(f"{event.slug}: {event.title} ({event.state.value}), {_when(event)}.")
    if asked is not None and asked.state is Announced.WAITING:
        say(
            f"{asked.expected} families are to be told, and so many need a second person. Nothing leaves before: "
            "a coordinator opens /thongbao in the chat, looks at it and taps “Đồng ý”. "
            "(Nobody there yet? `treem staff add`.)"
        )
    return OK


def _worth_a_look(file: Path) -> list[str]:
    """Words of the file that stand in no article (an old district, a number nobody knows), and what it leaves out.
    They stop nothing."""
    try:
        content = ContentSettings().content_dir
        return told(content, [*troubles_of_event(content, file), *event_gaps(file)])
    except (ContentError, ValueError):  # `treem check` tells what is wrong with the rules
        return []


def events_list(_given: argparse.Namespace) -> int:
    """A line for each, until 30 days after it."""
    found = _with_services(lambda events, _broadcasts: events.listing(None))
    if not found:
        say("There are no events yet. Add one with `treem events add FILE.toml`.")
    for shown in found:
        say(
            f"{shown.event.slug}  {shown.event.state.value}  {_when(shown.event)}  {_seats(shown)}  {shown.event.title}"
        )
    return OK


async def _add(events: Events, broadcasts: Broadcasts, file: Path, *, publish: bool) -> tuple[Event, Progress | None]:
    event = await events.add_from_toml(None, file)
    if not publish:
        return event, await broadcasts.progress(None, event.id)
    event = await events.publish(None, event.id)
    return event, await broadcasts.announce(None, event.id)


def _when(event: Event) -> str:
    return f"{event.starts_at.astimezone(HANOI):%Y-%m-%d %H:%M}"


def _seats(shown: Shown) -> str:
    return "no sign-up" if shown.event.seats is None else f"{shown.taken}/{shown.event.seats} seats"


def _with_services(does: Callable[[Events, Broadcasts], Awaitable[Given]]) -> Given:
    settings = read()
    lay(settings)
    with the_database(settings.database_url):
        return asyncio.run(_opened(settings, does))


async def _opened(settings: Settings, does: Callable[[Events, Broadcasts], Awaitable[Given]]) -> Given:
    database, clock = Database(settings.database_url, Vault(settings.keys())), Clock()
    try:
        return await does(Events(database, clock), Broadcasts(database, clock))
    finally:
        await database.close()
