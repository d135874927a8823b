"""Kills on each engine, and nobody who cried for help is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import Database
from tests.crash.ordeal import Plan, live_through

KILLS, SEED = 10, 111


@pytest.mark.timeout(300)
async def test_nobody_who_cries_for_help_is_lost_however_often_the_bot_is_killed(
    database: Database, tmp_path: Path
) -> None:
    tally = await live_through(database, tmp_path, Plan(SEED, KILLS))
    assert (tally.lost, tally.wrong) == ([], [])
    assert tally.kills == KILLS
