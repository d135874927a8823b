"""What `treem restore` was asked, and what it says when it is done: what is lost, who is back, what to do first."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from bot.backup import shown
from bot.database import place
from bot.exits import say
from bot.settings import Settings
from services.restoring import SetRight
from storage.backup import Held
from storage.erasures import Remembered
from storage.vault import Vault

SAYS_EACH = timedelta(minutes=65)  # the bot writes once an hour until when nobody is missing
_CURE = (
    "Before you start the bot: put a copy of it there that was written later, move the new database away, "
    "restore again; or those people have to press /xoa once more."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is restored, into what, and who must be deleted again."""

    settings: Settings
    vault: Vault
    file: BinaryIO
    held: Held
    now: datetime
    erased: Mapping[str, datetime]


def report(name: Path, plan: Plan, done: SetRight) -> None:
    """What stands there now."""
    since = shown(plan.held.head.at)
    where, count = place(plan.settings.database_url), sum(plan.held.rows.values())
    say(f"{name} is restored: {count:,} rows. {where} is as of {since}.")
    say(
        f"From {since} to {shown(plan.now)} nothing is known. Ask the officers on duty now what rang then; "
        "write to no sender by yourself (runbook, Restore, step 8)."
    )
    say(f"Deleted again, as they had asked with /xoa: {done.erased}.")
    say(f"Cases nobody had taken, which ring from the start: {done.ringing}. Look through /vuviec as well.")
    say(
        f"Not said again: {done.as_said} messages that waited; {done.letters} of officers open when the sender taps. "
        f"Conversations that ended: {done.ended}."
    )
    say(
        f"Announcements: {done.stopped} stopped, {done.held} held: "
        "let one go in /thongbao only if it has not left already."
    )
    say(f"Invitations to work here that were open: {done.invitations} ended; make new ones in /moi.")


def is_old(remembered: Remembered, at: datetime) -> bool:
    """Whether a file that remembers deletions was copied too long before the backup of this moment."""
    return at - remembered.until > SAYS_EACH


def comes_first(at: datetime) -> None:
    """What is done before the bot starts, which rings at once."""
    say(
        f"Before you start the bot: staff are as of {shown(at)}. `treem staff list`; then `treem staff remove` whoever "
        "has left since, and `treem staff lost` whose phone was lost: open cases ring there at once."
    )
    say("Then start the bot.")


def warn(file: Path, plan: Plan, remembered: Remembered | None, done: SetRight) -> None:
    """Who is back though they had asked to go, as far as `file`, which remembers deletions, can tell."""
    at = plan.held.head.at
    if remembered is None:
        _warning(
            f"{file}, which remembers deletions, is not there, or empty: whoever pressed /xoa since {shown(at)} "
            f"is back. {_CURE}"
        )
        return
    if remembered.since > at:
        _warning(
            f"{file} remembers deletions only since {shown(remembered.since)}: whoever pressed /xoa between "
            f"{shown(at)} and {shown(remembered.since)} is back. {_CURE}"
        )
    if is_old(remembered, at):
        until = f"lacks nobody until {shown(remembered.until)}, long before the backup"
        why = "an old copy, unless the bot had stood still since then. Whoever pressed /xoa after it was made is back"
        _warning(f"{file} {until}: {why}. {_CURE}")
    else:
        say(
            f"{file} lacks nobody until {shown(remembered.until)}. "
            f"If it is a copy, whoever pressed /xoa after that is back. {_CURE}"
        )
    if remembered.unread:
        _warning(f"{file} has {remembered.unread} lines that cannot be read: as many people may be back.")
    if done.not_compared:
        _warning(
            f"{done.not_compared} people are sealed with a key that is not in TREEM_DATA_KEYS: "
            "whether they had pressed /xoa is not known, and they stay."
        )


def _warning(words: str) -> None:
    sys.stderr.write(f"warning: {words}\n")
