"""`treem staff`: who works here, without the chat (first administrator, recovery)."""

from __future__ import annotations

import argparse
import asyncio
import calendar
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.database import lay, the_database
from bot.exits import OK, Stop, say
from bot.settings import Settings, read
from channels.roads import roads_in, why_not
from domain.duty import EVERY_DAY, Presence, Shift, read_hours
from domain.people import Role
from domain.wards import OnRoster
from services.clock import Clock
from services.leaving import Leaving
from services.people import NewStaff, People
from storage.database import Database
from storage.vault import Vault

Given = TypeVar("Given")
Service = TypeVar("Service")
REACHED = {None: "has not pressed START yet", True: "can be rung", False: "cannot be written to: START is not pressed"}

PRESENT = {Presence.HERE: "on duty", Presence.OFF_HOURS: "outside hours", Presence.AWAY: "on leave"}


def add_to(command: argparse.ArgumentParser) -> None:
    """The sub-commands `staff add`, `staff list`, `staff remove`, `staff lost`."""
    staff = command.add_subparsers(required=True)
    add = staff.add_parser("add", help="add or change a member of staff")
    add.add_argument("--telegram-id", type=int, required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=[r.value for r in Role], required=True)
    add.add_argument("--ward")
    add.add_argument("--rung", type=int, default=1)
    add.add_argument("--also", action="append", default=[], metavar="URL", help="a second road besides Telegram")
    add.add_argument("--hours", help="like `Mon-Fri 7:30-17:00; Sat 8-12`, or `24/7`; without it nothing changes")
    add.set_defaults(does=staff_add)
    listing = staff.add_parser("list", help="list everybody who works here")
    listing.set_defaults(does=staff_list)
    remove = staff.add_parser("remove", help="take somebody's rights away; what they did stays")
    remove.add_argument("--telegram-id", type=int, required=True)
    remove.set_defaults(does=staff_remove)
    lost = staff.add_parser("lost", help="a phone is lost: rights end at once, cases ring again, words leave the phone")
    lost.add_argument("telegram_id", type=int, metavar="TELEGRAM_ID")
    lost.set_defaults(does=staff_lost)


def staff_add(given: argparse.Namespace) -> int:
    """Adds a member of staff, or changes the one there is."""
    hours = None if given.hours is None else read_hours(given.hours)
    roads = roads_in(" ".join(given.also))
    for why in filter(None, map(why_not, roads)):
        raise Stop(f"What --also gives is {why}.")
    new = NewStaff(given.telegram_id, given.name, Role(given.role), given.ward, given.rung, tuple(roads), hours)
    staff = _with(People, lambda people: people.add_staff(new))
    say(f"{staff.name} is {staff.role.value} now; they press START in the bot to be rung.")
    return OK


def staff_list(_given: argparse.Namespace) -> int:
    """A line for each, columns in line."""
    roster = _with(People, lambda people: people.roster())
    if not roster:
        say("Nobody works here yet. Add the first one with `treem staff add`.")
        return OK
    rows = [_columns(line, chat) for line, chat in roster]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return OK


def staff_remove(given: argparse.Namespace) -> int:
    """Takes the rights away; the cases stay."""
    staff = _with(Leaving, lambda leaving: leaving.remove(given.telegram_id))
    say(f"{staff.name} no longer works here. Their cases stay; those they had in hand are rung again.")
    return OK


def staff_lost(given: argparse.Namespace) -> int:
    """A phone in strange hands: everything about cases leaves it."""
    staff = _with(Leaving, lambda leaving: leaving.lose_phone(given.telegram_id))
    say(f"{staff.name} is off the ladder. Their open cases are rung again; what stands about cases in their chat is")
    say("removed as far as Telegram's 48 hours allow. With a safe phone again: `treem staff add`.")
    return OK


def _columns(line: OnRoster, chat: int) -> list[str]:
    staff, presence = line.contact.staff, line.contact.presence
    duty = PRESENT[presence] if staff.on_duty else "off duty"
    where = staff.ward or "all wards"
    hours = "; ".join(_shift(shift) for shift in line.rota.shifts) or "always"
    leave = "".join(f", off {leave.first} to {leave.last}" for leave in line.rota.leaves)
    reached = REACHED[line.contact.reachable]
    return [str(chat), staff.name, staff.role.value, where, f"rung {staff.rung}", duty, reached, hours + leave]


def _shift(shift: Shift) -> str:
    days = "daily" if shift.days == EVERY_DAY else ",".join(calendar.day_abbr[day] for day in shift.days)
    return f"{days} {shift.begins:%H:%M}-{shift.ends:%H:%M}"


def _with(service: Callable[[Database, Clock], Service], does: Callable[[Service], Awaitable[Given]]) -> Given:
    settings = read()
    lay(settings)
    with the_database(settings.database_url):
        return asyncio.run(_opened(settings, service, does))


async def _opened(
    settings: Settings, service: Callable[[Database, Clock], Service], does: Callable[[Service], Awaitable[Given]]
) -> Given:
    database = Database(settings.database_url, Vault(settings.keys()))
    try:
        return await does(service(database, Clock()))
    finally:
        await database.close()
