"""An announcement through kills, on each engine: nobody is told twice, Telegram never refuses, and an alert passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.pace import HURRY
from storage.database import Database
from tests.crash.crowd import Storm, live_through

STORM = Storm(seed=111, families=200, kills=2, cries=1)


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_killed_announcement_goes_on_and_tells_nobody_twice(database: Database, tmp_path: Path) -> None:
    result = await live_through(database, tmp_path, STORM)
    assert (result.kills, result.doubled, result.too_many, result.wrong) == (2, 0, 0, [])
    assert result.told + result.never == STORM.families
    assert result.held <= 1 / HURRY, "however late it is, it goes a tenth faster and never more"
