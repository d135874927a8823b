"""What the watcher told, in a small file: kinds, counts and times by recipient, whose names stand nowhere in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from domain.watch import Figure, Memory, Told, Trouble

Memories = Mapping[str, Memory]  # by recipient
VERSION = 1


class Unreadable(Exception):
    """The file is there, and what it holds is not ours or not whole."""


def read(file: Path) -> Memories:
    """What was told; nothing where there is no file. Raises Unreadable. Alarms of a later version are passed over."""
    try:
        found = json.loads(file.read_bytes())
        if found["version"] != VERSION:
            raise Unreadable
        return {str(recipient): _memory(told) for recipient, told in found["told"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, ArithmeticError, TypeError, LookupError, AttributeError, RecursionError):
        raise Unreadable from None


def write(file: Path, memories: Memories) -> None:
    """Puts this in the place of what was kept: all of it or nothing, whenever we are killed. Raises OSError."""
    told = {recipient: {each: _shown(memory[each]) for each in memory} for recipient, memory in memories.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as new:
        json.dump({"version": VERSION, "told": told}, new)
        new.flush()
        os.fsync(new.fileno())
    aside.replace(file)


def _shown(told: Told) -> dict[str, Any]:
    return {"count": told.figure.count, "age": told.figure.age.total_seconds(), "at": told.at.isoformat()}


def _memory(found: Mapping[str, Any]) -> Memory:
    return {Trouble(each): _told(told) for each, told in found.items() if each in set(Trouble)}


def _told(found: Mapping[str, Any]) -> Told:
    at = datetime.fromisoformat(found["at"])
    if at.tzinfo is None:
        raise ValueError(at)
    return Told(Figure(int(found["count"]), timedelta(seconds=found["age"])), at)
