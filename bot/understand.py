"""`treem understand`: what the bot hears in messages, JSON lines in and out, without anything else running."""

from __future__ import annotations

import argparse
import json
import sys
from typing import BinaryIO, TextIO

from bot.exits import OK, SAID_NO
from bot.settings import ContentSettings
from domain.triage import Level, Triage
from storage.understanding import read_triage

BOM = b"\xef\xbb\xbf"


def add_to(command: argparse.ArgumentParser) -> None:
    """The command `understand`."""
    command.set_defaults(does=answer)


def answer(_given: argparse.Namespace) -> int:
    """What the bot hears in the messages on standard input."""
    triage = read_triage(ContentSettings().content_dir)
    return OK if understand(triage, sys.stdin.buffer, sys.stdout.buffer, sys.stderr) else SAID_NO


def understand(triage: Triage, lines: BinaryIO, answers: BinaryIO, complaints: TextIO) -> bool:
    """Answers each `{"id", "text"}` line in order; complains of others by their number. True when none was bad."""
    fine = True
    for number, line in enumerate(lines, 1):
        asked = _asked(line.removeprefix(BOM) if number == 1 else line)
        if asked is None:
            complaints.write(f'line {number}: this is not JSON with an "id" and a "text"\n')
            complaints.flush()
            fine = False
            continue
        answers.write(json.dumps(_heard(triage, *asked)).encode() + b"\n")
        answers.flush()
    return fine


def _asked(line: bytes) -> tuple[object, str] | None:
    try:
        raw = json.loads(line.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or "id" not in raw or not isinstance(raw.get("text"), str):
        return None
    return raw["id"], raw["text"]


def _no_number(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _heard(triage: Triage, number: object, text: str) -> dict[str, object]:
    reading = triage.read(text)
    category = None if reading.level is Level.NONE else reading.category or "other"
    return {
        "id": number,
        "level": reading.level.value,
        "category": category,
        "topics": list(triage.topics(text)),
    }
