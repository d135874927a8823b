"""The bot as it is, on a machine whose clock jumps: `clock.off` in its folder says by how many seconds."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import __main__ as program
from bot import jobs
from services.clock import Clock
from tests.crash.process import OFF


def turned(_clock: Clock) -> datetime:
    """What that clock shows."""
    try:
        off = float(Path(OFF).read_text())
    except FileNotFoundError:
        off = 0.0
    return datetime.now(UTC) + timedelta(seconds=off)


def main(arguments: list[str] | None = None) -> int:
    """`treem` by that clock; it tidies up at once, for a life of the ordeal is short."""
    Clock.now = turned  # type: ignore[method-assign]
    jobs.SETTLED_IN = jobs.APART = timedelta()
    return program.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
